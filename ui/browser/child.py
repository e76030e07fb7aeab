"""The child `pages`: frames in and out as any child has them, on Qt's event loop instead of asyncio's."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Protocol

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from harness import netns
from harness.clock import monotonic_ns
from harness.commands import ChildFlush, ChildQuit, ClientsQuiet, ClientsRun, ToClients
from harness.events import ChildFailed, ChildHello, RunNote
from harness.frames import Outbox, Port, claim_stdout, die_with_parent, leave_soon, read_commands
from harness.setup.system import is_root
from ui.browser.devtools import Hear
from ui.browser.library import library
from ui.browser.part import Link, Surroundings
from ui.browser.seats import Seats

LOOK_MS = 250
FLUSH_MS = 1000
"""A flush waits so long for pages that do not answer."""
WITHOUT_SANDBOX = "pages run without Chromium's sandbox, since they run as root"


class Browser(Protocol):
    """What the pages are opened in."""

    def open_page(self, profile: str, hear: Hear) -> Link:
        """An empty page in this profile, and the way to its DevTools."""
        ...

    def close(self) -> None:
        """Close every page, and all of it."""
        ...


MakeBrowser = Callable[[Callable[[str], None]], Browser]
"""Starts a browser, which says what goes wrong."""


class Pages(QObject):
    """Obeys the commands as they come, on the thread of Qt, and calls `end` when all pages have gone."""

    came = Signal(object)

    def __init__(self, port: Port, browser: MakeBrowser, end: Callable[[], None]) -> None:
        super().__init__()
        self._port = port
        self._browser = browser(self.fail)
        self._end_all = end
        around = Surroundings(say=port.say, clock=port.clock, later=_later)
        self._seats = Seats(self._browser.open_page, library, around)
        self._looks = QTimer(self)
        self._looks.timeout.connect(self._seats.look)
        self._looks.start(LOOK_MS)
        self.came.connect(self._obey)

    def fail(self, message: str) -> None:
        """Tell of something that went wrong."""
        self._port.say(ChildFailed(t=self._port.clock(), message=message))

    def _obey(self, command: object) -> None:
        match command:
            case ClientsRun():
                self._run(command)
            case ClientsQuiet():
                self._seats.quiet()
            case ChildFlush():
                self._flush(command)
            case ChildQuit() | _:
                self._leave()

    def _run(self, command: ClientsRun) -> None:
        try:
            self._seats.run(command)
        except (OSError, ValueError) as error:
            self.fail(f"group {command.group.group}: {error}")

    def _flush(self, command: ChildFlush) -> None:
        answered = False

        def answer() -> None:
            nonlocal answered
            if not answered:
                answered = True
                self._port.flushed(command)

        QTimer.singleShot(FLUSH_MS, answer)
        self._seats.sync(answer)

    def _leave(self) -> None:
        """Close the pages first, so that their connections end as a person's do, then the browser."""
        self._looks.stop()
        self._seats.leave(self._end)

    def _end(self) -> None:
        self._browser.close()
        self._end_all()


def _later(seconds: float, work: object) -> None:
    QTimer.singleShot(round(seconds * 1000), work)  # type: ignore[call-overload] # any callable


def main(argv: Sequence[str]) -> None:
    """Be the child named by the first word of `argv`, such as `clients-0`, until the parent ends it.

    The second word, if there is one, is the network namespace in which pages and all of the browser are to live.
    """
    name, *network = argv
    die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    for there in network:
        netns.enter(there)  # before anything of ours has a socket, or a thread
        netns.open_loopback()  # where DevTools listen
    outbox = Outbox(claim_stdout())
    try:
        _live(Port("clients", name, outbox))
    finally:
        outbox.close()
    os._exit(0)  # all is closed and said; taking Chromium apart in order would only take time


def _live(port: Port) -> None:
    from ui.browser.engine import Engine  # before there is an application

    app = QGuiApplication(["sidlab"])
    pages = Pages(port, Engine, app.quit)
    sys.excepthook = lambda kind, exc, trace: _tell(pages, kind, exc, trace)  # Qt goes on after an exception
    reader = threading.Thread(
        target=read_commands,
        args=(msgspec.json.Decoder(ToClients), pages.came.emit, pages.fail, leave_soon),
        name="commands",
        daemon=True,
    )
    port.say(ChildHello(t=monotonic_ns(), role=port.role, name=port.name, pid=os.getpid()))
    reader.start()
    if is_root():
        port.say(RunNote(t=monotonic_ns(), text=WITHOUT_SANDBOX))
    app.exec()


def _tell(pages: Pages, kind: type[BaseException], exc: BaseException, trace: TracebackType | None) -> None:
    sys.__excepthook__(kind, exc, trace)
    pages.fail(f"{kind.__name__}: {exc}")
