"""The clients of this child: pages are opened, closed and opened anew until they are those that were asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import NamedTuple, Protocol

from harness.clients.catalogue import behaviours
from harness.clients.spec import Spec, specs_of
from harness.clients.voice import Counts
from harness.commands import ClientsRun
from ui.browser.cap import Pool
from ui.browser.devtools import Hear
from ui.browser.part import Library, Link, Part, Surroundings
from ui.browser.tab import Tab

OpenPage = Callable[[str, Hear], Link]
"""Opens an empty page in the profile of this name; what its DevTools say goes to the second."""


class Libraries(Protocol):
    """Finds the socket.io-client that a group names."""

    def __call__(self, named: str) -> Library:
        """The one meant. ValueError, in words for people, when there is none."""
        ...


class _Wanted(NamedTuple):
    part: Part
    rate: float
    to: tuple[str, ...]


class Seats:
    """Who takes part, in pages that `open_page` makes; `around` is theirs too."""

    def __init__(self, open_page: OpenPage, library: Libraries, around: Surroundings) -> None:
        self._open_page = open_page
        self._library = library
        self._around = around
        self._wanted: dict[str, _Wanted] = {}
        self._tabs: dict[str, Tab] = {}
        self._leaving: set[str] = set()
        self._pools: dict[str, Pool] = defaultdict(Pool)
        self._counts: dict[str, Counts] = defaultdict(Counts)
        self._when_empty: Callable[[], None] | None = None

    def run(self, command: ClientsRun) -> None:
        """Make this shard's part of a group be exactly the clients of the command. ValueError if it can't be."""
        group = command.group
        library = self._library(group.library)
        theirs = {name for name, wanted in self._wanted.items() if wanted.part.spec.group == group.group}
        for name in theirs:
            del self._wanted[name]
        for name, spec in specs_of(command).items():
            part = Part(spec, library, f"{command.seed}:{name}")
            self._wanted[name] = _Wanted(part, group.rate, command.rooms.get(name, (name,)))
        for name in sorted(theirs | {*command.names}):
            self._settle(name)

    def quiet(self) -> None:
        """Have nobody send numbered messages any more."""
        for tab in self._tabs.values():
            tab.silence()

    def sync(self, then: Callable[[], None]) -> None:
        """Call `then` once all pages have been heard out."""
        left = len(self._tabs)
        if not left:
            then()

        def heard() -> None:
            nonlocal left
            left -= 1
            if not left:
                then()

        for tab in list(self._tabs.values()):
            tab.sync(heard)

    def leave(self, then: Callable[[], None]) -> None:
        """Have every client go; `then` is called when all of them are gone."""
        self._wanted.clear()
        self._when_empty = then
        for name in list(self._tabs):
            self._settle(name)
        self._look_whether_empty()

    def look(self) -> None:
        """Tell whose requests wait for a connection of their browser."""
        now = self._around.clock()
        for pool in self._pools.values():
            for capped in pool.look(now):
                self._around.say(capped)

    def _settle(self, name: str) -> None:
        """Bring one client nearer to what is wanted of it."""
        tab, wanted = self._tabs.get(name), self._wanted.get(name)
        if name in self._leaving:
            return
        if tab is not None and (wanted is None or wanted.part != tab.part):
            self._leaving.add(name)
            tab.stop(lambda: self._gone(name))
            return
        if wanted is None:
            return
        if tab is None:
            tab = self._tabs[name] = self._opened(wanted.part)
        tab.tune(wanted.rate, wanted.to)

    def _gone(self, name: str) -> None:
        self._leaving.discard(name)
        del self._tabs[name]
        self._settle(name)
        self._look_whether_empty()

    def _look_whether_empty(self) -> None:
        if self._when_empty is not None and not self._tabs:
            then, self._when_empty = self._when_empty, None
            then()

    def _opened(self, part: Part) -> Tab:
        profile = _profile(part.spec)
        tab: Tab
        link = self._open_page(profile, lambda method, params: tab.hear(method, params))  # noqa: PLW0108 - tab comes after link
        tab = Tab(part, self._counts[part.spec.name], link, self._pools[profile], self._around)
        tab.open()
        return tab


def _profile(spec: Spec) -> str:
    """Whose browser profile a page is in: its own, or that of its group for the tabs of one person."""
    return f"tabs of {spec.group}" if behaviours()[spec.behaviour].pages else spec.name
