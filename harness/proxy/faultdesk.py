"""The faults that are on: asks each of them, adds up what they decide, and tells whom they touched."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Sequence
from functools import partial

import msgspec

from harness.clock import NS_PER_S, Clock
from harness.commands import WireAim, WireApply
from harness.events import Event, WireFaultApplied, WireFaultLifted
from harness.events import Leg as LegName
from harness.proxy import aim, faults
from harness.proxy.active import Active
from harness.proxy.editdesk import EditDesk
from harness.proxy.faults.base import Action, Close, Deed, End, Hold, Moment, Pace, Send, Wake, What
from harness.proxy.faults.packet import PacketFault
from harness.proxy.flow import Direction, Flow
from harness.proxy.hub import Cut, Subject, Verdict
from harness.proxy.opening import Opening
from harness.proxy.relay import Connection

_LEGS: dict[End, tuple[LegName, ...]] = {
    "client": ("client",),
    "server": ("server",),
    "both": ("client", "server"),
}
_DIRECTIONS: tuple[Direction, ...] = ("up", "down")
_NS_PER_MS = 1_000_000


class FaultDesk(EditDesk):
    """Switches faults on and off. `ports_changed` is called when one may open or close a port of the wire.

    `has_cable`: whether faults of packets have something to act on.
    """

    def __init__(
        self,
        seed: int,
        loop: asyncio.AbstractEventLoop,
        clock: Clock,
        say: Callable[[Event], None],
        subjects: Callable[[], tuple[Opening | Connection, ...]],
        ports_changed: Callable[[], None],
    ) -> None:
        super().__init__(seed, clock, say)
        self._loop = loop
        self._subjects = subjects
        self._ports_changed = ports_changed
        self._on: dict[int, Active] = {}
        self._packet_faults: list[tuple[Active, PacketFault]] = []
        self.has_cable = False

    @property
    def active(self) -> bool:
        """Whether any fault is on."""
        return bool(self._on)

    @property
    def packet_faults(self) -> Sequence[tuple[Active, PacketFault]]:
        """The faults that are on and act on packets: the cable asks those."""
        return self._packet_faults

    # --- on and off -------------------------------------------------------------------------------------------

    def apply(self, command: WireApply) -> None:
        """Switch a fault on. ValueError, with one line, when it or its target is nonsense."""
        fault = faults.parse(command.fault, command.params)
        aim.check(command.target, closes_port=fault.closes_port)
        if command.id in self._on:
            raise ValueError(f"fault {command.id} is on already")
        if isinstance(fault, PacketFault) and not self.has_cable:
            raise ValueError(
                f"{fault.name} acts on packets, and this wire has no cable of its own that carries them"
            )
        self._check_editing(fault, command.target)
        now = self._clock()
        active = self._on[command.id] = Active(command.id, fault, command.target, now)
        self.rest = False
        if isinstance(fault, PacketFault):
            self._packet_faults.append((active, fault))
        self._edits(active)
        self._say(
            WireFaultApplied(
                t=now,
                id=command.id,
                fault=fault.name,
                target=command.target.words(),
                params=msgspec.to_builtins(fault),
                until=None if command.duration is None else now + round(command.duration * NS_PER_S),
            )
        )
        self._begin(active)
        if command.duration is not None:
            active.timers["end"] = self._loop.call_later(command.duration, partial(self.lift, command.id))
        elif fault.at_once:
            self.lift(command.id)
        if fault.rhythm is not None and command.id in self._on:
            self._beat_at(active, fault.rhythm, now + round(fault.rhythm[0] * NS_PER_S))

    def aim(self, command: WireAim) -> None:
        """Aim a fault anew, if it is on. ValueError, with one line, when the target is nonsense."""
        active = self._on.get(command.id)
        if active is not None:
            aim.check(command.target, closes_port=active.fault.closes_port)
            active.target = command.target
            self._ports_changed()

    def _begin(self, active: Active) -> None:
        self._ports_changed()
        subjects = self._subjects()
        for subject in subjects:
            if isinstance(subject, Opening):
                subject.obey(self._ask(active, subject, "open", "up", 0, Verdict(due=self._clock())))
        self._ask_both_ways(active, [one for one in subjects if isinstance(one, Connection)], "now")

    def _ask_both_ways(self, active: Active, subjects: Sequence[Connection], what: What) -> None:
        """What it does is done to all of them before anything of it is told: thousands are reset together."""
        for direction in _DIRECTIONS:
            verdicts = [self._asked(active, one, what, direction) for one in subjects if not one.closed]
            for subject, _, verdict in verdicts:
                subject.strike(verdict)
            for subject, flow, verdict in verdicts:
                subject.obey(verdict, flow)

    def _asked(
        self, active: Active, subject: Connection, what: What, direction: Direction
    ) -> tuple[Connection, Flow, Verdict]:
        flow = subject.up if direction == "up" else subject.down
        verdict = Verdict(due=self._clock())
        return subject, flow, self._ask(active, subject, what, direction, flow.pipe.offset, verdict)

    def lift(self, number: int) -> None:
        """Switch a fault off, and let go what it held; one that is over already is left alone."""
        active = self._on.pop(number, None)
        if active is None:
            return
        self._packet_faults = [one for one in self._packet_faults if one[0] is not active]
        self._edits_no_more(active)
        self.rest = not (self._on or self.editing)
        active.stop()
        self._let_go(active)
        self._say(
            WireFaultLifted(t=self._clock(), id=number, fault=active.fault.name, touched=len(active.touched))
        )

    def _let_go(self, active: Active) -> None:
        self._ports_changed()
        for subject in self._subjects():
            if subject.number in active.touched:
                for action in active.fault.lifted():
                    subject.cut(Cut(_LEGS[action.end], action.how, active.fault.name))
                subject.release(active.id)

    def gone(self, number: int) -> None:
        """A connection has ended: nothing is waited for on its account."""
        for active in self._on.values():
            active.forget(number)

    def close(self) -> None:
        """Lift nothing, wait for nothing: the wire ends."""
        for active in self._on.values():
            active.stop()

    # --- time -------------------------------------------------------------------------------------------------

    def _beat_at(self, active: Active, rhythm: tuple[float, float], at: int) -> None:
        active.timers["beat"] = self._at(at, partial(self._beat, active, rhythm, at))

    def _beat(self, active: Active, rhythm: tuple[float, float], at: int) -> None:
        """The other part of its rhythm begins."""
        if self._clock() < at:
            self._beat_at(active, rhythm, at)
            return
        active.resting = not active.resting
        self._beat_at(active, rhythm, at + round(rhythm[active.resting] * NS_PER_S))
        if active.resting:
            self._let_go(active)
        else:
            self._begin(active)

    def _wake_at(self, active: Active, subject: Connection, at: int) -> None:
        if subject.number not in active.wakes:
            active.wakes[subject.number] = self._at(at, partial(self._wake, active, subject, at))

    def _wake(self, active: Active, subject: Connection, at: int) -> None:
        del active.wakes[subject.number]
        if self._clock() < at:
            self._wake_at(active, subject, at)
        else:
            self._ask_both_ways(active, [subject], "wake")

    def _at(self, at: int, then: Callable[[], None]) -> asyncio.TimerHandle:
        """Call it at about this time: a loop's timers count from when it last looked, so they may be early."""
        left = math.ceil((at - self._clock()) / _NS_PER_MS)
        return self._loop.call_later(max(0, left) / 1000, then)

    # --- deciding ---------------------------------------------------------------------------------------------

    def refusing(self, client: str) -> str | None:
        """The name of the fault that closes a port, one client's own (or everybody's: "")."""
        for active in self._on.values():
            if active.fault.closes_port and not active.resting and aim.names_client(active.target, client or None):
                return active.fault.name
        return None

    def judge(
        self, subject: Subject, what: What, direction: Direction, offset: int, now: int, size: int = 0
    ) -> Verdict:
        """What all the faults that are on decide together: one after the other, as boxes on one cable would."""
        verdict = Verdict(due=now)
        for active in tuple(self._on.values()):
            if not active.resting:
                self._ask(active, subject, what, direction, offset, verdict, size)
        return verdict

    def _ask(
        self,
        active: Active,
        subject: Subject,
        what: What,
        direction: Direction,
        offset: int,
        verdict: Verdict,
        size: int = 0,
    ) -> Verdict:
        """Add to the verdict what one fault decides."""
        if not self.aims(active, subject):
            if what == "data" and subject.number in active.touched:
                verdict.paces.append((active.id, None))
            return verdict
        request = subject.request
        moment = Moment(
            what=what,
            direction=direction,
            now=verdict.due,
            offset=offset,
            size=size,
            request=request.kind if request is not None else None,
            frames=subject.on_frames,
            opened=subject.opened,
            quiet=subject.quiet,
            nth=active.nth(subject) if active.fault.counts else 0,
            draw=partial(self.draw, active, subject, direction),
        )
        actions = active.fault.decide(moment)
        for action in actions:
            if not isinstance(action, Wake):
                _add(verdict, action, active)
            elif isinstance(subject, Connection):
                self._wake_at(active, subject, action.at)
        self._touch(active, subject, actions)
        return verdict

    def _touch(self, active: Active, subject: Subject, actions: Sequence[Action]) -> None:
        deeds = [action for action in actions if not isinstance(action, Wake)]
        if deeds:
            self.touch(active, subject, _word(deeds[0]))


def _add(verdict: Verdict, action: Deed, active: Active) -> None:
    match action:
        case Send(at):
            verdict.due = max(verdict.due, at)
        case Hold():
            verdict.gates.append(active.id)
        case Pace():
            verdict.paces.append((active.id, action))
        case Close(end, how, after):
            verdict.cuts.append(Cut(_LEGS[end], how, active.fault.name, after))


def _word(action: Deed) -> str:
    match action:
        case Send():
            return "delayed"
        case Hold():
            return "held"
        case Pace():
            return "slowed"
        case Close(end, how):
            word = "reset" if how == "rst" else "closed"
            return word if end == "both" else f"{word} {end}"
