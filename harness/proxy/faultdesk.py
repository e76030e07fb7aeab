"""The faults that are on: asks each of them, adds up what they decide, and tells whom they touched."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

import msgspec

from harness.clock import NS_PER_S, Clock
from harness.commands import Target, WireApply
from harness.events import Event, WireFaultApplied, WireFaultLifted, WireFaultTouched
from harness.events import Leg as LegName
from harness.proxy import aim, faults
from harness.proxy.faults.base import Action, Close, End, Fault, Hold, Moment, Send, What
from harness.proxy.flow import Direction
from harness.proxy.hub import Cut, Subject, Verdict
from harness.proxy.opening import Opening
from harness.proxy.relay import Connection

_LEGS: dict[End, tuple[LegName, ...]] = {
    "client": ("client",),
    "server": ("server",),
    "both": ("client", "server"),
}


@dataclass(slots=True)
class Active:
    """A fault that is on, and the numbers of the connections it has touched."""

    id: int
    fault: Fault
    target: Target
    touched: set[int] = field(default_factory=set)
    timer: asyncio.TimerHandle | None = None


class FaultDesk:
    """Switches faults on and off. `ports_changed` is called when one may open or close a port of the wire."""

    def __init__(
        self,
        seed: int,
        loop: asyncio.AbstractEventLoop,
        clock: Clock,
        say: Callable[[Event], None],
        subjects: Callable[[], tuple[Opening | Connection, ...]],
        ports_changed: Callable[[], None],
    ) -> None:
        self._seed = seed
        self._loop = loop
        self._clock = clock
        self._say = say
        self._subjects = subjects
        self._ports_changed = ports_changed
        self._on: dict[int, Active] = {}

    @property
    def active(self) -> bool:
        """Whether any fault is on."""
        return bool(self._on)

    # --- on and off -------------------------------------------------------------------------------------------

    def apply(self, command: WireApply) -> None:
        """Switch a fault on. ValueError, with one line, when it or its target is nonsense."""
        fault = faults.parse(command.fault, command.params)
        aim.check(command.target, closes_port=fault.closes_port)
        if command.id in self._on:
            raise ValueError(f"fault {command.id} is on already")
        now = self._clock()
        active = self._on[command.id] = Active(command.id, fault, command.target)
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
        self._ports_changed()
        for subject in self._subjects():
            self._begin(subject, active)
        if command.duration is not None:
            active.timer = self._loop.call_later(command.duration, partial(self.lift, command.id))
        elif fault.at_once:
            self.lift(command.id)

    def _begin(self, subject: Opening | Connection, active: Active) -> None:
        if isinstance(subject, Opening):
            subject.obey(self._ask(active, subject, "open", "up", 0, Verdict(due=self._clock())))
            return
        for flow in (subject.up, subject.down):
            if not subject.closed:
                verdict = Verdict(due=self._clock())
                self._ask(active, subject, "now", flow.direction, flow.pipe.offset, verdict)
                subject.obey(verdict, flow)

    def lift(self, number: int) -> None:
        """Switch a fault off, and let go what it held; one that is over already is left alone."""
        active = self._on.pop(number, None)
        if active is None:
            return
        if active.timer is not None:
            active.timer.cancel()
        self._ports_changed()
        for subject in self._subjects():
            if subject.number in active.touched:
                for action in active.fault.lifted():
                    subject.cut(Cut(_LEGS[action.end], action.how, active.fault.name))
                subject.release(number)
        self._say(
            WireFaultLifted(t=self._clock(), id=number, fault=active.fault.name, touched=len(active.touched))
        )

    def close(self) -> None:
        """Lift nothing, wait for nothing: the wire ends."""
        for active in self._on.values():
            if active.timer is not None:
                active.timer.cancel()

    # --- deciding ---------------------------------------------------------------------------------------------

    def refusing(self, client: str) -> str | None:
        """The name of the fault that closes a port, one client's own (or everybody's: "")."""
        for active in self._on.values():
            if active.fault.closes_port and aim.names_client(active.target, client or None):
                return active.fault.name
        return None

    def judge(self, subject: Subject, what: What, direction: Direction, offset: int, now: int) -> Verdict:
        """What all the faults that are on decide together: one after the other, as boxes on one cable would."""
        verdict = Verdict(due=now)
        for active in tuple(self._on.values()):
            self._ask(active, subject, what, direction, offset, verdict)
        return verdict

    def _ask(
        self, active: Active, subject: Subject, what: What, direction: Direction, offset: int, verdict: Verdict
    ) -> Verdict:
        """Add to the verdict what one fault decides."""
        if not self._is_aimed_at(active, subject):
            return verdict

        def draw(place: int) -> float:
            return aim.draw(self._seed, active.id, _name(subject), direction, place)

        moment = Moment(what=what, direction=direction, now=verdict.due, offset=offset, draw=draw)
        actions = active.fault.decide(moment)
        for action in actions:
            _add(verdict, action, active)
        self._touch(active, subject, actions)
        return verdict

    def _is_aimed_at(self, active: Active, subject: Subject) -> bool:
        target, request = active.target, subject.request
        if not aim.names_host(target, subject.client_host):
            return False
        if aim.is_everything(target):
            return True
        if request is None and not subject.is_unreadable:
            return False  # nobody has said yet whose connection it is
        if not aim.names_request(target, request.kind if request else None, request.sid if request else None):
            return False
        if not aim.names_client(target, request.client if request is not None else None):
            return False
        return target.share is None or aim.draw(self._seed, active.id, _name(subject)) < target.share

    def _touch(self, active: Active, subject: Subject, actions: Sequence[Action]) -> None:
        if actions and subject.number not in active.touched:
            request = subject.request
            active.touched.add(subject.number)
            self._say(
                WireFaultTouched(
                    t=self._clock(),
                    id=active.id,
                    fault=active.fault.name,
                    conn=subject.number,
                    did=_word(actions[0]),
                    client=request.client if request is not None else None,
                    sid=request.sid if request is not None else None,
                    kind=request.kind if request is not None else None,
                )
            )


def _name(subject: Subject) -> str:
    """By what draws are keyed: the client, or the connection when it has not named itself."""
    client = subject.request.client if subject.request is not None else None
    return client or f"connection {subject.number}"


def _add(verdict: Verdict, action: Action, active: Active) -> None:
    match action:
        case Send(at):
            verdict.due = max(verdict.due, at)
        case Hold():
            verdict.gates.append(active.id)
        case Close(end, how):
            verdict.cuts.append(Cut(_LEGS[end], how, active.fault.name))


def _word(action: Action) -> str:
    match action:
        case Send():
            return "delayed"
        case Hold():
            return "held"
        case Close(end, how):
            word = "reset" if how == "rst" else "closed"
            return word if end == "both" else f"{word} {end}"
