"""Pictures: stamped to be read, and in the file's own texts; never one over another."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from ui_made import RUN_ID, settle, snapshot

from harness.commands import RunSavedPicture
from harness.events import RunStep
from harness.snapshot import Logged
from ui.bridge import FedCore
from ui.capture import FINE, FOOTER, Stamp, file_name, picture, save
from ui.tokens import LIGHT
from ui.window import Window

MOMENT = datetime(2026, 11, 23, 7, 5, 9, tzinfo=UTC)
VERSIONS = {"sidlab": "0.1.0", "한글": "판 1"}


def test_the_stamp_reads_back_hangul_included(window: Window, tmp_path: Path) -> None:
    stamp = Stamp.now("run-한글", VERSIONS, MOMENT)
    path = tmp_path / "shots" / file_name(stamp)
    save(picture(window, stamp, LIGHT), stamp, path)
    image = QImage(str(path))
    assert path.name == "20261123T070509Z-window.png"
    assert (image.width(), image.height()) == (window.width() * FINE, (window.height() + FOOTER) * FINE)
    assert image.text("run_id") == "run-한글"
    assert image.text("utc") == "2026-11-23 07:05:09 UTC"
    assert image.text("local") == MOMENT.astimezone().strftime("%Y-%m-%d %H:%M:%S %z")
    assert image.text("versions") == "sidlab 0.1.0, 한글 판 1"


def test_the_footer_can_be_read_in_the_picture(window: Window) -> None:
    image = picture(window, Stamp.now("run", VERSIONS, MOMENT), LIGHT)
    rows = range(window.height() * FINE, image.height())
    colors = {image.pixelColor(x, y).name() for y in rows for x in range(0, 600, 2)}
    assert len(colors) > 5, "letters, not a plain strip"


def test_the_button_saves_into_the_run_folder_and_says_so(window: Window, core: FedCore, tmp_path: Path) -> None:
    core.feed(snapshot(folder=str(tmp_path)))
    settle(window)
    window.bar.shot.click()
    window.bar.shot.click()
    files = sorted((tmp_path / "screenshots").iterdir())
    assert len(files) == 2
    assert QImage(str(files[0])).text("run_id") == RUN_ID
    assert sorted(core.sent, key=str) == [RunSavedPicture(path=f"screenshots/{path.name}") for path in files]


def test_a_scenarios_wish_for_a_picture_is_answered_by_a_window_that_has_begun(
    window: Window, core: FedCore, tmp_path: Path
) -> None:
    wish = RunStep(t=1, by="scenario", do="screenshot")
    core.feed(snapshot(folder=str(tmp_path)), Logged(seq=1, at=1.0, src="session", event=wish))
    settle(window)
    assert core.sent == [], "a picture of a finished run takes no pictures into its folder"
    window.begin()
    core.feed(Logged(seq=2, at=2.0, src="session", event=wish))
    settle(window)
    assert len(list((tmp_path / "screenshots").iterdir())) == 1


def test_without_a_run_there_is_nothing_to_put_a_picture_into(window: Window, core: FedCore) -> None:
    assert window.capture() is None
    assert core.sent == []


def test_a_picture_that_cannot_be_written_is_an_error(window: Window, tmp_path: Path) -> None:
    stamp = Stamp.now("run", VERSIONS, MOMENT)
    (tmp_path / "taken.png").mkdir()
    with pytest.raises(OSError, match="could not be written"):
        save(picture(window, stamp, LIGHT), stamp, tmp_path / "taken.png")
