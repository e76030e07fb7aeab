"""The child `pages` obeys as any shard of the crowd does; here in a browser that is made up."""

from __future__ import annotations

import os
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import msgspec
import pytest
from made_page import HERE, Page
from pytestqt.qtbot import QtBot

from harness.commands import ChildFlush, ChildQuit, ClientGroup, ClientsQuiet, ClientsRun
from harness.events import ChildFailed, ChildFlushed, ClientStarted, ClientStopped
from ui.browser import child
from ui.browser.child import Pages


class Said:
    """A port: what the child said, and when it was flushed."""

    def __init__(self) -> None:
        self.events: list[object] = []

    def clock(self) -> int:
        return 7

    def say(self, event: object) -> None:
        self.events.append(event)

    def flushed(self, command: ChildFlush) -> None:
        self.say(ChildFlushed(t=self.clock(), id=command.id))

    def of(self, kind: type) -> list[object]:
        return [event for event in self.events if isinstance(event, kind)]


class Made:
    """The child's insides: `pages` it opened, and whether the browser is closed and the child has ended."""

    def __init__(self) -> None:
        self.port = Said()
        self.opened: list[Page] = []
        self.ended: list[str] = []
        self.pages = Pages(self.port, self._browser, lambda: self.ended.append("end"))  # type: ignore[arg-type]

    def _browser(self, fail: Callable[[str], None]) -> Made:
        self.fail = fail
        return self

    def open_page(self, profile: str, hear: Callable[[str, msgspec.Raw], None]) -> Page:
        self.opened.append(Page(profile, hear))
        return self.opened[-1]

    def close(self) -> None:
        self.ended.append("closed")

    def ask(self, command: object) -> None:
        self.pages.came.emit(command)


@pytest.fixture
def made(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Made:
    monkeypatch.setattr(child, "FLUSH_MS", 20)
    monkeypatch.setattr(child, "library", library)
    return Made()


def library(named: str) -> object:
    from made_page import Browser

    return Browser._library(named)


def run(**group: object) -> ClientsRun:
    made = ClientGroup(group="p", kind="browser", count=1, **group)
    return ClientsRun(url=HERE, group=made, names=("p-1",), rooms={"p-1": ("p-1",)}, seed=7)


def test_it_opens_pages_hears_them_out_and_lets_them_go(made: Made, qtbot: QtBot) -> None:
    made.ask(run(rate=2.0))
    [page] = made.opened
    assert made.port.of(ClientStarted)
    page.loads()
    made.ask(ClientsQuiet())
    assert "page.tune(0.0" in page.expressions[-1]
    made.ask(ChildFlush(id=3))
    assert not made.port.of(ChildFlushed)
    qtbot.waitUntil(lambda: bool(made.port.of(ChildFlushed)))  # a page that does not answer is not waited for
    page.waiting.clear()
    made.ask(ChildQuit())
    assert made.ended == []
    page.answers(result={})
    assert (made.port.of(ClientStopped) != [], made.ended) == (True, ["closed", "end"])


def test_a_flush_is_answered_once(made: Made, qtbot: QtBot) -> None:
    made.ask(ChildFlush(id=3))
    assert len(made.port.of(ChildFlushed)) == 1
    qtbot.wait(60)
    assert len(made.port.of(ChildFlushed)) == 1


def test_what_cannot_be_done_is_told(made: Made) -> None:
    made.ask(run(library="none"))
    made.fail("it broke")
    told = [event.message for event in made.port.of(ChildFailed)]  # type: ignore[attr-defined]
    assert told == ["group p: there is no socket.io-client none", "it broke"]


def test_an_exception_that_qt_goes_on_after_is_told(made: Made, capsys: pytest.CaptureFixture[str]) -> None:
    child._tell(made.pages, ValueError, ValueError("odd"), None)
    assert made.port.of(ChildFailed)[0].message == "ValueError: odd"  # type: ignore[attr-defined]
    assert "odd" in capsys.readouterr().err


def test_the_end_of_standard_input_is_the_end(made: Made) -> None:
    made.ask(None)
    made.ask(None)
    assert made.ended[:2] == ["closed", "end"]
