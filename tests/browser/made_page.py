"""A made-up browser: pages whose DevTools say what a test has them say, and the child around them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from harness.commands import ClientGroup, ClientsRun
from harness.events import AnyEvent
from ui.browser.part import Library, Surroundings, Then
from ui.browser.seats import Seats

HERE = "http://127.0.0.1:8400"
SECOND = 1_000_000_000


class Clock:
    """A time that passes when it is told to, in ns."""

    def __init__(self, t: int = 100 * SECOND) -> None:
        self.t = t

    def __call__(self) -> int:
        return self.t


class Page:
    """One page's link: what was asked of it, and a way to have it say things."""

    def __init__(self, profile: str, hear: Callable[[str, msgspec.Raw], None]) -> None:
        self.profile = profile
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.waiting: list[tuple[str, Then]] = []
        self.closed = False
        self._hear = hear

    def ask(self, method: str, params: dict[str, Any] | None = None, then: Then | None = None) -> None:
        self.asked.append((method, params or {}))
        if then:
            self.waiting.append((method, then))

    def close(self) -> None:
        self.closed = True

    def says(self, method: str, **params: Any) -> None:
        self._hear(method, msgspec.Raw(json.dumps(params).encode()))

    def answers(self, **result: Any) -> None:
        """Answer what has waited longest."""
        _, then = self.waiting.pop(0)
        then(result)

    def tells(self, at: float, **event: Any) -> None:
        """The driver says an event."""
        self.says("Runtime.bindingCalled", name="sidlabTell", payload=json.dumps({"at": at, "event": event}))

    def loads(self) -> None:
        """The page is there, and its application has begun."""
        self.says("Page.frameNavigated", frame={"id": "1", "url": f"{HERE}/"})
        self.says("Page.domContentEventFired", timestamp=1.0)

    @property
    def expressions(self) -> list[str]:
        """What the page was made to evaluate."""
        return [params["expression"] for method, params in self.asked if method == "Runtime.evaluate"]


class Browser:
    """Seats in a browser of made-up pages; `told` is what the child said."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.pages: list[Page] = []
        self.told: list[AnyEvent] = []
        self.timers: list[tuple[float, Callable[[], None]]] = []
        self.around = Surroundings(
            say=self.told.append,
            clock=self.clock,
            later=lambda seconds, work: self.timers.append((seconds, work)),
        )
        self.seats = Seats(self._open, self._library, self.around)

    def _open(self, profile: str, hear: Callable[[str, msgspec.Raw], None]) -> Page:
        self.pages.append(Page(profile, hear))
        return self.pages[-1]

    @staticmethod
    def _library(named: str) -> Library:
        if named == "none":
            raise ValueError("there is no socket.io-client none")
        return Library(Path(__file__), f"socket.io-client {named or '4.5.4'}", own=bool(named))

    def run(self, count: int = 1, *, seed: int = 7, **group: Any) -> None:
        made = ClientGroup(group="p", kind="browser", count=count, **group)
        names = tuple(f"p-{number}" for number in range(1, count + 1))
        rooms = {name: (name,) for name in names}
        self.seats.run(ClientsRun(url=HERE, group=made, names=names, rooms=rooms, seed=seed))

    def ring(self) -> None:
        """Let every timer that is set ring once."""
        timers, self.timers = self.timers, []
        for _, work in timers:
            work()

    def of(self, kind: type[AnyEvent]) -> list[Any]:
        return [event for event in self.told if isinstance(event, kind)]
