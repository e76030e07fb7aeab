"""Opens a run's wire to the LAN, behind a gate and with a beacon beside it, and shuts both again.

Each switching on has a token of its own, which stands in the join address and nowhere else, in no event, log or
argument. The server stays where it is, on loopback: devices reach the wire.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from msgspec import structs

from harness.children import Child
from harness.clock import Clock, seconds
from harness.commands import BeaconOpen, BeaconShut, WireGate, WireShut
from harness.events import (
    BeaconListening,
    BeaconRefused,
    ChildFailed,
    Record,
    RunLan,
    RunProcessExited,
    RunServerReady,
    WireGateRefused,
    WireListening,
)
from harness.lan import firewall
from harness.lan.firewall.finding import NOTHING, Finding
from harness.lan.places import NoPlaceError, choose, places
from harness.ports import authority, free_port, is_loopback, port_is_free
from harness.proxy.gate import join
from harness.session.change import Change
from harness.session.house import HarnessError
from harness.session.journal import Journal
from harness.snapshot import LanCard, LanPlace

PORT = 8460
"""Tried first, for the wire, and the next one for the beacon, so that a firewall is told once."""
ANSWER_SECONDS = 5.0
TOKEN_BYTES = 24
PLACES_SECONDS = 5.0
_TRIES = 3
"""Another program may take a port between the look and the bind."""


T = TypeVar("T", WireListening, BeaconListening)


@dataclass(frozen=True, slots=True)
class Ways:
    """How the LAN reaches the rest of its run.

    `wire` and `beacon` give those children (the beacon is spawned when it is first asked for); `listener` a number
    that no listener of the wire has. `danger` says why devices must not reach this server, or nothing. `own_pages`
    are origins of this machine whose pages may report as well; `pages`: the server's pages hold no secret.
    """

    wire: Callable[[], Child]
    beacon: Callable[[], Awaitable[Child]]
    listener: Callable[[], int]
    danger: Callable[[], Awaitable[str]]
    own_pages: Callable[[], tuple[str, ...]]
    pages: bool = True


class Lan:
    """The LAN of one run: off until it is switched on, and off for good when the run ends.

    `origin`: where devices reach the wire, without the token; empty while it is off. `shown` is given the join
    address, and what is said about a firewall, for the person at the terminal.
    """

    def __init__(self, journal: Journal, clock: Clock, ways: Ways) -> None:
        self._journal = journal
        self._clock = clock
        self._ways = ways
        self._one_at_a_time = asyncio.Lock()
        self._changed = Change()
        self._card = LanCard()
        self._asked: set[int] = set()
        self._gates: dict[int, WireListening] = {}
        self._heard: BeaconListening | None = None
        self._refusal = ""
        self._beacon: Child | None = None
        self._places: tuple[LanPlace, ...] = ()
        self._looked: int | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.origin = ""
        self.shown: Callable[[str, str], None] = lambda _link, _words: None
        journal.listen(self._fold)

    def card(self) -> LanCard:
        """As the window shows it, with the join address: for eyes, not for records."""
        return structs.replace(self._card, places=self._fresh_places())

    async def switch(self, *, on: bool, interface: str = "") -> str:
        """Let the LAN take part, or no longer; returns why it could not be, or nothing."""
        async with self._one_at_a_time:
            self._shut("")
            if not on:
                return ""
            try:
                await self._open(choose(interface))
            except (HarnessError, NoPlaceError) as error:
                self._shut(str(error))
                self._card = LanCard(why=str(error))
                self._say(why=str(error))
                return str(error)
            return ""

    async def end(self) -> None:
        """The run is over, and the LAN's part in it."""
        async with self._one_at_a_time:
            self._shut("")
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # --- on ---------------------------------------------------------------------------------------------------

    async def _open(self, place: LanPlace) -> None:
        if why := await self._ways.danger():
            raise HarnessError(why)
        token = secrets.token_urlsafe(TOKEN_BYTES)
        port = await self._open_gate(place.address, token)
        origin = f"http://{authority(place.address, port)}"
        beacon = await self._open_beacon(place.address, token, origin)
        found = NOTHING if is_loopback(place.address) else await asyncio.to_thread(firewall.look, (port, beacon))
        self.origin = origin
        page = "/" if self._ways.pages else join.PATH
        self._opened(place, port, found, f"{origin}{page}#join={token}&beacon={beacon}")

    def _opened(self, place: LanPlace, port: int, found: Finding, link: str) -> None:
        self._card = LanCard(
            on=True,
            join=link,
            interface=place.interface,
            address=place.address,
            firewall=found.words,
            brings=found.brings,
            refused=self._card.refused,
        )
        self._say(port=port)
        self.shown(link, f"{found.words}: {found.brings}" if found.brings else found.words)

    async def _open_gate(self, address: str, token: str) -> int:
        """Open the wire's gate at this address; returns its port."""
        for _ in range(_TRIES):
            port, number = await _port(address, PORT), self._ways.listener()
            self._asked.add(number)
            at = authority(address, port)
            self._ask()
            self._ways.wire().send(
                WireGate(
                    listener=number,
                    host=address,
                    port=port,
                    token=token,
                    hosts=(at,),
                    origins=(f"http://{at}",),
                    pages=self._ways.pages,
                )
            )
            if await self._answered(partial(self._gates.get, number)):
                return port
        raise HarnessError(self._refusal or "the wire did not listen on the LAN: see logs/wire.log")

    async def _open_beacon(self, address: str, token: str, origin: str) -> int:
        """Have reports heard at this address; returns the port."""
        self._beacon = self._beacon or await self._ways.beacon()
        for _ in range(_TRIES):
            self._ask()
            self._beacon.send(
                BeaconOpen(
                    host=address,
                    port=await _port(address, PORT + 1),
                    token=token,
                    origins=(origin, *self._ways.own_pages()),
                    hosts=(address,),
                )
            )
            if heard := await self._answered(lambda: self._heard):
                return heard.port
        raise HarnessError(self._refusal or "the beacon did not listen on the LAN: see logs/beacon.log")

    def _ask(self) -> None:
        self._heard, self._refusal = None, ""

    async def _answered(self, heard: Callable[[], T | None]) -> T | None:
        await self._changed.until(lambda: heard() is not None or self._refusal != "", ANSWER_SECONDS)
        return heard()

    # --- off --------------------------------------------------------------------------------------------------

    def _shut(self, why: str) -> None:
        """Close what is open, whatever it is: from now on no device has a part in the run."""
        with contextlib.suppress(HarnessError):  # a wire that is gone has shut everything
            for gate in self._gates:
                self._ways.wire().send(WireShut(listener=gate))
        self._gates.clear()
        if self._beacon is not None:
            self._beacon.send(BeaconShut())
        self.origin = ""
        was_on, self._card = self._card.on, LanCard(why=why)
        if was_on:
            self._say(why=why)

    # --- what happens -----------------------------------------------------------------------------------------

    def _fold(self, record: Record) -> None:
        match record.event:
            case WireListening(listener=number) if number in self._asked:
                self._gates[number] = record.event
            case BeaconListening(error=""):
                self._heard = record.event
            case BeaconListening(error=error):
                self._refusal = error
            case ChildFailed(message=message) if record.src == "wire":
                self._refusal = message
            case WireGateRefused(count=count) | BeaconRefused(count=count):
                self._count(count)
            case RunProcessExited(role="beacon", asked=False):
                self._beacon = None
                self._later(self._lost())
            case RunServerReady() if self._card.on:
                self._later(self._look_again())
            case _:
                return
        self._changed.poke()

    def _count(self, refused: int) -> None:
        if self._card.on:
            self._card = structs.replace(self._card, refused=self._card.refused + refused)

    def _later(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _lost(self) -> None:
        """Devices could not be heard any more, so they have no part in the run."""
        async with self._one_at_a_time:
            self._shut("the process beacon has ended by itself: see logs/beacon.log in the run folder")

    async def _look_again(self) -> None:
        """A server that comes back may be another one than before."""
        if why := await self._ways.danger():
            async with self._one_at_a_time:
                self._shut(why)

    def _say(self, why: str = "", port: int = 0) -> None:
        card = self._card
        self._journal.say(
            RunLan(
                t=self._clock(),
                on=card.on,
                interface=card.interface,
                address=card.address,
                port=port,
                why=why,
                firewall=card.firewall,
            )
        )

    def _fresh_places(self) -> tuple[LanPlace, ...]:
        """The addresses there are, asked for now and then: cables are plugged, and networks change."""
        now = self._clock()
        if self._looked is None or seconds(now - self._looked) >= PLACES_SECONDS:
            self._places, self._looked = places(), now
        return self._places


async def _port(address: str, first: int) -> int:
    """The port to try: the same one every time, if it is free, else any. HarnessError when none is."""
    try:
        return first if await port_is_free(address, first, 0.0) else free_port(address)
    except OSError as error:
        raise HarnessError(f"there is no free port at {address}: {error.strerror or error}") from None
