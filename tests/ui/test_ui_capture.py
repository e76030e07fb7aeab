"""Pictures: stamped to be read and in the file's own texts, never one over another, saying what they leave out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec import structs
from PySide6.QtGui import QColor, QImage
from ui_made import RUN_ID, catalogue, settle, snapshot

from harness.commands import RunSavedPicture
from harness.events import RunPictureDue, RunStep
from harness.snapshot import Logged, ReplayCard
from ui.bridge import FedCore
from ui.camera import BESIDE, EVIDENCE, replayed
from ui.capture import FINE, Footer, Stamp, file_name, picture, save
from ui.limits import Limit, limits_of
from ui.tokens import LIGHT
from ui.window import SMALLEST, Window

MOMENT = datetime(2026, 11, 23, 7, 5, 9, tzinfo=UTC)
VERSIONS = {"sidlab": "0.1.0", "한글": "판 1"}


@pytest.fixture
def core(kept: tuple[Window, FedCore]) -> FedCore:
    kept[1].sent.clear()
    return kept[1]


@pytest.fixture
def window(kept: tuple[Window, FedCore], core: FedCore) -> Iterator[Window]:
    """One window for all tests here, each of which finds it as it opens."""
    made = kept[0]
    made.resize(*SMALLEST)
    made.show_view("overview")
    core.feed(snapshot())
    settle(made)
    yield made
    made._timer.stop()
    made._begun = False
    made.languages.use("en")
    made.requests.pause.setChecked(False)
    made.requests._begin_anew()
    for search in (made.requests.search, made.log.search):
        search.clear()
    made.requests._filter()
    made.charts.timeline.choose("five")
    made.model.take_wishes()


def names(folder: Path) -> list[str]:
    return sorted(path.stem.partition("-")[2] for path in folder.iterdir())


def only(folder: Path) -> QImage:
    (path,) = folder.iterdir()
    return QImage(str(path))


def colours(image: QImage) -> int:
    """How many there are in the upper part of a picture, where its words stand."""
    return len({image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(20, 120, 2)})


def warned(image: QImage) -> bool:
    """Whether the footer has the bar that stands beside what a picture does not show."""
    column = [image.pixelColor(2, y) for y in range(image.height() - 120, image.height())]
    return QColor(LIGHT.warn) in column


def test_the_stamp_reads_back_hangul_included(window: Window, tmp_path: Path) -> None:
    stamp = Stamp.now("run-한글", VERSIONS, MOMENT, moment=12.5)
    path = tmp_path / "shots" / file_name(stamp)
    save(picture(window, stamp, LIGHT), stamp, path)
    image = QImage(str(path))
    assert path.name == "20261123T070509Z-window.png"
    assert image.width() == window.width() * FINE
    assert image.height() == (window.height() + Footer(stamp, window.width()).height) * FINE
    assert image.text("run_id") == "run-한글"
    assert image.text("utc") == "2026-11-23 07:05:09 UTC"
    assert image.text("local") == MOMENT.astimezone().strftime("%Y-%m-%d %H:%M:%S %z")
    assert image.text("versions") == "sidlab 0.1.0, 한글 판 1"
    assert image.text("moment") == "12.500 s"
    assert image.text("filter") == "none"
    assert image.text("drawn") > image.text("utc"), "what is drawn later says so"


def test_a_picture_of_a_raw_record_says_so() -> None:
    raw, other = Stamp.now("run", VERSIONS, raw=True), Stamp.now("run", VERSIONS)
    assert raw.words().startswith("sidlab · raw record · run · ")
    assert other.words().startswith("sidlab · run · ")
    assert (raw.texts()["record"], other.texts()["record"]) == ("raw", "redacted")


def test_the_footer_can_be_read_in_the_picture(window: Window) -> None:
    image = picture(window, Stamp.now("run", VERSIONS, MOMENT), LIGHT)
    rows = range(window.height() * FINE, image.height())
    colors = {image.pixelColor(x, y).name() for y in rows for x in range(0, 600, 2)}
    assert len(colors) > 5, "letters, not a plain strip"


def test_nothing_of_a_long_stamp_is_cut_off() -> None:
    many = {f"package-{number}": "1.2.3" for number in range(30)}
    short, long = Stamp.now("run", VERSIONS, MOMENT), Stamp.now("run", many, MOMENT)
    assert Footer(long, 400).height > 3 * Footer(short, 1600).height


def test_the_button_saves_into_the_run_folder_and_says_so(window: Window, core: FedCore, tmp_path: Path) -> None:
    core.feed(snapshot(folder=str(tmp_path)))
    settle(window)
    window.bar.shot.click()
    window.bar.shot.click()
    files = sorted((tmp_path / "screenshots").iterdir())
    assert len(files) == 2
    assert QImage(str(files[0])).text("run_id") == RUN_ID
    assert sorted(core.sent, key=str) == [RunSavedPicture(path=f"screenshots/{path.name}") for path in files]
    settle(window)
    assert files[0].parent.name in window.status._right.text()


def test_the_camera_has_a_menu_of_what_can_be_taken_by_itself(
    window: Window, core: FedCore, tmp_path: Path
) -> None:
    core.feed(snapshot(folder=str(tmp_path)))
    settle(window)
    offered = {action.objectName(): action for action in window.bar.shots.actions() if action.objectName()}
    assert list(offered) == [
        *("picture-window", "picture-requests", "picture-board", "picture-charts"),
        *(f"picture-{figure.name}" for figure in catalogue().figures),
    ]
    for name in ("requests", "http-400", "board"):
        offered[f"picture-{name}"].trigger()
    assert names(tmp_path / EVIDENCE) == ["board", "chart-http-400", "requests"]
    assert window.view == "overview", "the page that is open stays open"
    offered["picture-charts"].trigger()
    assert len(names(tmp_path / EVIDENCE)) == 3 + len(catalogue().figures)
    for path in (tmp_path / EVIDENCE).iterdir():
        assert colours(QImage(str(path))) > 20, f"{path.name} is empty"


def test_a_filtered_or_paused_view_says_so_in_the_picture_and_in_its_text(
    window: Window, core: FedCore, tmp_path: Path
) -> None:
    core.feed(snapshot(folder=str(tmp_path)))
    settle(window)
    window.show_view("wire")
    settle(window)
    whole = window.capture("requests", name="whole")
    window.requests.only("sid:6f2\u202e")
    window.requests.chips.buttons["refused"].setChecked(True)
    window.requests.pause.click()
    part = window.capture("requests", name="part")
    assert whole is not None
    assert part is not None
    assert QImage(str(whole)).text("filter") == "none"
    assert QImage(str(part)).text("filter") == "Requests: filtered by 400 · sid:6f2\\u202e; Requests: paused"
    assert (warned(QImage(str(whole))), warned(QImage(str(part)))) == (False, True)


def test_only_what_can_be_seen_counts_as_filtered(window: Window, core: FedCore) -> None:
    window.requests.search.setText("sid:abc")
    window.log.search.setText("wire.response")
    settle(window)
    assert limits_of(window) == [Limit("Event log", "filtered", "wire.response")]
    window.show_view("wire")
    assert [limit.where for limit in limits_of(window)] == ["Requests"]


def test_charts_that_show_a_part_of_the_run_say_which(window: Window) -> None:
    assert limits_of(window.charts) == []
    window.charts.timeline.hold(10.0, 20.0)
    (limit,) = limits_of(window.charts)
    assert limit.said() == "Charts: only 0:10–0:20"
    window.languages.use("ko")
    assert limit.said() != "Charts: only 0:10–0:20"


def test_what_the_run_wants_pictured_is_taken_by_a_window_that_has_begun(
    window: Window, core: FedCore, tmp_path: Path
) -> None:
    due = Logged(seq=1, at=1.0, src="session", event=RunPictureDue(t=1, name="reset"))
    core.feed(due, snapshot(folder=str(tmp_path)))
    settle(window)
    assert core.sent == [], "a picture of a finished run takes no pictures into its folder"
    window.begin()
    asked = RunStep(t=1, by="scenario", do="screenshot", detail={"at": 2.0, "of": "requests"})
    core.feed(structs.replace(due, seq=2), Logged(seq=3, at=2.0, src="session", event=asked))
    settle(window)
    assert not (tmp_path / EVIDENCE).exists(), "the charts have yet to hear of it"
    core.feed(snapshot(folder=str(tmp_path)))
    settle(window)
    assert set(names(tmp_path / EVIDENCE)) >= {"requests-asked", "window-at-reset"}


@pytest.mark.parametrize("changes", [{"state": "sealed"}, {"replay": ReplayCard(begin=-1, end=9, at=3)}])
def test_evidence_that_is_sealed_gets_no_more_pictures(
    window: Window, core: FedCore, tmp_path: Path, changes: dict[str, object]
) -> None:
    window.begin()
    due = Logged(seq=1, at=1.0, src="session", event=RunPictureDue(t=1, name="reset"))
    core.feed(due, snapshot(folder=str(tmp_path), **changes))
    settle(window)
    assert list(tmp_path.iterdir()) == [], "what was wanted then is not wanted of a replay"
    window.bar.shot.click()
    assert only(tmp_path / BESIDE).text("run_id") == RUN_ID
    assert core.sent == []


def test_pictures_of_a_replayed_bundle_lie_beside_it(window: Window, core: FedCore, tmp_path: Path) -> None:
    bundle = tmp_path / "run.zip"
    bundle.touch()
    core.feed(snapshot(folder=str(bundle), replay=ReplayCard(begin=-1, end=9, at=3), state="sealed"))
    settle(window)
    assert window.capture() is not None
    assert only(tmp_path / "run" / BESIDE).text("run_id") == RUN_ID


def test_a_picture_of_a_replay_says_when_that_moment_was(window: Window) -> None:
    card, summary = ReplayCard(begin=-2.0, end=9, at=3), {"started": "2026-11-23T06:57:15+00:00"}
    assert replayed(snapshot(3.0, replay=card, summary=summary)) == datetime(2026, 11, 23, 6, 57, 20, tzinfo=UTC)
    assert replayed(snapshot(3.0, summary=summary)) is None, "no replay: it is now"
    assert replayed(snapshot(3.0, replay=card, summary={})) is None


def test_without_a_run_there_is_nothing_to_put_a_picture_into(window: Window, core: FedCore) -> None:
    assert window.capture() is None
    assert core.sent == []


def test_a_picture_that_cannot_be_written_is_told_the_person(
    window: Window, core: FedCore, tmp_path: Path
) -> None:
    (tmp_path / EVIDENCE).write_text("no folder")
    window.begin()
    due = Logged(seq=1, at=1.0, src="session", event=RunPictureDue(t=1, name="reset"))
    core.feed(due, snapshot(folder=str(tmp_path)))
    settle(window)
    assert window.status._right.text() == "The picture could not be saved"
    assert window.capture() is None
    stamp = Stamp.now("run", VERSIONS, MOMENT)
    (tmp_path / "taken.png").mkdir()
    with pytest.raises(OSError, match="could not be written"):
        save(picture(window, stamp, LIGHT), stamp, tmp_path / "taken.png")
