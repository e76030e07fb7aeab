"""Languages and themes: everything translated, switched live, nothing cut off, nothing from outside as markup."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import get_args

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from ui_made import clients, settle, snapshot
from ui_matrix import whole

import main
from harness import snapshot as told
from harness.commands import View
from harness.events import CAUSES
from harness.session.catalogue import catalogue as real_catalogue
from harness.snapshot import ServerCard
from ui.bridge import FedCore
from ui.fields import Choice
from ui.i18n import meaning, phrase
from ui.i18n.check import check
from ui.i18n.languages import SOURCES, Languages, compiled
from ui.theme import Theme
from ui.tokens import THEMES, ThemeName
from ui.widgets import Elided, tip
from ui.window import SIZE, SMALLEST, Window

MARKUP = '<img src="file:///etc/passwd"><b>bold</b> & <script>x</script>'


def test_every_text_is_translated() -> None:
    assert check(SOURCES / "sidlab_ko.ts") == []


def test_the_check_finds_what_is_missing(tmp_path: Path) -> None:
    source = (SOURCES / "sidlab_ko.ts").read_text(encoding="utf-8")
    copy = tmp_path / "sidlab_ko.ts"
    copy.write_text(
        source.replace("<translation>재시작</translation>", "<translation></translation>"), encoding="utf-8"
    )
    assert any("Restart" in line and "empty" in line for line in check(copy))
    copy.write_text(source.replace("%1 적용", "적용"), encoding="utf-8")
    assert any("must hold %1" in line for line in check(copy))
    copy.write_text(source.replace("<source>Reload</source>", "<source>Reloadd</source>"), encoding="utf-8")
    assert any("no longer in the sources" in line for line in check(copy))


def offered() -> list[str]:
    """Every word the core offers for choosing, with what forms show of it."""
    offers = real_catalogue(main.house())
    choices: list[told.Choice] = [
        *offers.profiles,
        *offers.faults,
        *offers.ways,
        *offers.kinds,
        *offers.behaviours,
        *offers.scenarios,
    ]
    words = [choice.title for choice in choices] + [choice.needs for choice in choices if choice.needs]
    words += [one.name for one in (*offers.faults, *offers.ways, *offers.behaviours)]
    for fault in (*offers.faults, *offers.ways):
        for name, about in fault.schema.get("properties", {}).items():
            words += [name, *filter(None, [about.get("title"), about.get("description")])]
    return words + [text for figure in offers.figures for text in (figure.title, figure.unit)]


def test_what_the_core_offers_is_translated(languages: Languages) -> None:
    languages.use("ko")
    same = [text for text in (*offered(), *CAUSES) if phrase(text) == text]
    assert same == []


def test_the_cores_phrases_are_translated_with_their_parts(languages: Languages) -> None:
    languages.use("ko")
    assert phrase("restart (reload)") == "재시작(리로드)"
    assert phrase("reset in the gap: 30% of polling for 4 s") == "틈에서 리셋: polling 중 30%, 4초"
    assert phrase("no run is going: start one first") == "진행 중인 실행이 없습니다. 먼저 시작하세요"
    assert phrase("note: the phone rang") == "메모: the phone rang"
    assert phrase("the program nginx or x and the npm package y") == "프로그램 nginx 또는 x, npm 패키지 y"
    assert phrase("the Python package redis (pip install redis)") == "Python 패키지 redis (pip install redis)"
    assert phrase("does not run on win32") == "win32에서는 실행되지 않음"
    assert phrase("30% of polling of sid abc of request poll") == "요청 poll 중 sid abc 중 polling 중 30%"
    assert phrase("Linux, as root, with /dev/net/tun (no)").startswith("Linux")
    shared = (
        "refuse: a-1 reaches the server by the port all clients share: "
        "set own_port = true for its group, or aim at all"
    )
    assert phrase(shared).startswith("거부: a-1")
    lacking = "target: no client is of the kind 'node'; the kinds of the run: python"
    assert phrase(lacking).startswith("대상: node")
    assert meaning("python:transport error") == "python:transport error: 전송 오류 (python)"
    late = "second-server: process 4308 did not answer within 3 s: is it stopped or blocked?"
    assert phrase(late).startswith("두 번째 서버: 프로세스 4308")
    languages.use("en")
    assert phrase("restart (reload)") == "restart (reload)"
    assert phrase(late) == late
    assert phrase(shared) == shared
    assert phrase(lacking) == lacking


def test_what_is_said_of_a_server_of_ones_own_is_translated(languages: Languages) -> None:
    languages.use("ko")
    assert phrase("your own server: python run.py") == "직접 만든 서버: python run.py"
    ended = "--command python run.py: it ended (exit code 1) (--url http://127.0.0.1:5000); its last words: a / b"
    assert phrase(ended) == (
        "--command python run.py: 종료되었습니다(종료 코드 1) (--url http://127.0.0.1:5000); 마지막 출력: a / b"
    )
    elsewhere = (
        "it did not answer within 40 s (--url http://a:1); it listens at b:2: name the right address with --url"
    )
    assert phrase(f"--command x: {elsewhere}; it wrote nothing") == (
        "--command x: 40초 안에 응답하지 않았습니다 (--url http://a:1); "
        "b:2에서 듣고 있습니다. --url로 맞는 주소를 지정하세요; 아무것도 출력하지 않았습니다"
    )
    taken = "end that, or have --command listen elsewhere and name its address with --url"
    assert phrase(f"port 5000 at 127.0.0.1 is taken by x (pid 3): {taken}").startswith("127.0.0.1의 포트 5000")


def test_the_translation_is_compiled_once_and_again_when_it_changes(tmp_path: Path) -> None:
    source = tmp_path / "sidlab_ko.ts"
    source.write_bytes((SOURCES / "sidlab_ko.ts").read_bytes())
    first = compiled(source, tmp_path)
    assert first is not None
    stamp = first.stat().st_mtime_ns
    assert compiled(source, tmp_path) == first
    assert first.stat().st_mtime_ns == stamp
    source.write_text(source.read_text(encoding="utf-8").replace("리로드", "다시 읽기"), encoding="utf-8")
    assert compiled(source, tmp_path) not in {None, first}


def test_a_translation_that_cannot_be_compiled_is_said_and_english_stays(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    broken = tmp_path / "sidlab_ko.ts"
    broken.write_text("this is no ts file")
    assert compiled(broken, tmp_path) is None
    assert "could not be compiled" in caplog.text


def test_the_language_changes_everywhere_at_once(window: Window, languages: Languages) -> None:
    english = texts(window)
    languages.use("ko")
    settle(window)
    korean = texts(window)
    for name in ("server-title", "faults-title", "run-state", "http-400-below", "start-server", "fault-reset"):
        assert english[name] != korean[name], name
    assert korean["server-title"] == "서버"
    assert window.table.model.headerData(1, Qt.Orientation.Horizontal) == "상태"
    assert mark_words_in(window) == ["리로드", "리로드", "리로드", "블랙홀"]
    window.faults.chooser.buttons["latency"].click()
    direction = window.findChild(Choice, "param-direction")
    assert direction.currentText() == "양쪽"
    languages.use("en")
    assert mark_words_in(window) == ["Reload", "Reload", "Reload", "Blackhole"], "without another frame"
    assert (direction.currentText(), direction.chosen()) == ("both", "both")
    window.faults.chooser.buttons["reset"].click()
    settle(window)
    assert texts(window) == english


def mark_words_in(window: Window) -> list[str]:
    return [words for mark, words in window.charts.charts[0].plot.marks._marks if mark.kind != "note"]


def texts(window: Window) -> dict[str, str]:
    made = {}
    for widget in window.findChildren(QWidget):
        if isinstance(widget, QLabel | QAbstractButton) and widget.objectName():
            made[widget.objectName()] = widget.text()
    return {name: text for name, text in made.items() if name != "health"}


@pytest.mark.parametrize("size", [SIZE, SMALLEST])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_no_text_is_cut_off(
    window: Window, core: FedCore, languages: Languages, size: tuple[int, int], language: str
) -> None:
    window.resize(*size)
    languages.use(language)  # type: ignore[arg-type]
    core.feed(*whole())
    for name, view in (("latency", "overview"), ("cached-handshake", "wire"), ("reset", "matrix")):
        window.faults.chooser.buttons[name].click()
        window.show_view(view)  # type: ignore[arg-type]
        window.requests.show_case()
        core.feed(snapshot())
        settle(window)
        window.heat.show_case()
        assert cut(window) == []


def cut(window: Window) -> list[str]:
    """The labels and buttons in sight that have less room than their text needs."""
    found = []
    for widget in window.findChildren(QWidget):
        if (
            not isinstance(widget, QLabel | QAbstractButton)
            or isinstance(widget, Elided)
            or not widget.isVisible()
        ):
            continue
        if isinstance(widget, QLabel) and widget.wordWrap():
            needs, room = widget.heightForWidth(widget.width()), widget.height()
        else:
            needs = widget.fontMetrics().horizontalAdvance(widget.text().replace("&&", "&"))
            room = widget.contentsRect().width()
        if widget.text() and needs > room:
            found.append(f"{widget.objectName()} {widget.text()!r}: {needs} in {room}")
    return found


@pytest.mark.parametrize("size", [SIZE, SMALLEST])
def test_nothing_sticks_out_of_the_window(window: Window, size: tuple[int, int]) -> None:
    window.resize(*size)
    settle(window)
    assert (window.width(), window.height()) == size
    for card in (window.server, window.faults, window.clients, window.plan):
        edge = card.mapTo(window, QPoint(card.width(), 0)).x()
        assert edge <= window.charts.mapTo(window, QPoint(0, 0)).x()


@pytest.mark.parametrize("name", list(THEMES))
def test_the_theme_changes_everywhere_at_once(window: Window, theme: Theme, name: ThemeName) -> None:
    theme.use(name)
    settle(window)
    image = window.grab().toImage()
    tokens = THEMES[name]
    middle = window.charts.charts[0].plot.mapTo(window, QPoint(200, 40))
    bar = window.bar.mapTo(window, QPoint(600, 3))
    assert image.pixelColor(bar) == QColor(tokens.surface)
    assert image.pixelColor(middle) in (QColor(tokens.surface), QColor(tokens.border))
    assert image.pixelColor(3, 300) == QColor(tokens.background)


def test_text_from_outside_is_never_markup(window: Window, core: FedCore) -> None:
    card = ServerCard(profile="gevent", state="down", why=MARKUP, epoch=MARKUP)
    rows = (clients(1)[0],)
    core.feed(snapshot(server=card, clients=rows, scenario=MARKUP, run_id=MARKUP, message=MARKUP))
    settle(window)
    for label in window.findChildren(QLabel):
        assert label.textFormat().name == "PlainText" or not label.text(), label.objectName()
    for widget in window.findChildren(QWidget):
        assert "<img" not in widget.toolTip(), widget.objectName()
    assert "&lt;img" in tip(MARKUP)


@pytest.mark.parametrize("view", get_args(View))
def test_every_control_has_a_name_and_can_be_reached_by_key(window: Window, view: View) -> None:
    window.show_view(view)
    settle(window)
    nameless = [
        widget.objectName() or type(widget).__name__
        for widget in window.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and widget.objectName() not in {"", "qt_scrollarea_viewport", "qt_spinbox_lineedit"}
        and not widget.accessibleName()
    ]
    assert nameless == []


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal there (PEP 683): nothing can be lost")
def test_references_to_none_are_not_lost(window: Window, core: FedCore) -> None:
    before = sys.getrefcount(None)
    for _ in range(50):
        core.feed(snapshot())
        settle(window)
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents()
    lost = before - sys.getrefcount(None)
    assert lost < 200, "PySide 6.12.0 on Python 3.11 loses one with each call that returns nothing"
