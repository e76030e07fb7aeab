"""The timeline: what happened in a run, in order; what comes in swarms is told once, with how many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from harness.clock import NS_PER_S, seconds
from harness.events import (
    PROBE,
    AnyEvent,
    ChildDropped,
    ChildFailed,
    ClientConnected,
    ClientDisconnected,
    Record,
    RunEnding,
    RunNote,
    RunProcessExited,
    RunReady,
    RunServerDown,
    RunServerReady,
    RunServerRelieved,
    RunServerStruck,
    RunStep,
    ServerLogged,
    WireFaultApplied,
    WireFaultLifted,
    WireResponse,
    WireTapLost,
)
from harness.report.parts import Figure, Name, Said, Tone, Word
from harness.report.texts import timeline as texts

SWARM = 2 * NS_PER_S
"""Of one kind, what follows within so many ns is of one swarm."""


PLAIN = ("how", "fault", "way", "text")
"""Details of a step that need no name: `restart reload`."""
NOTHING = (None, "", "all", 0.0, False)
"""What says nothing of a step: it is as it mostly is."""


@dataclass
class Moment:
    """Something that happened: the number of its (first) event, when (monotonic ns), and in words."""

    seq: int
    t: int
    said: Said
    tone: Tone = ""


@dataclass
class _Swarm:
    """Events of one kind that came close together."""

    moment: Moment
    last: int
    kinds: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, int] = (0.0, 0)


class Moments:
    """Folds records into the timeline."""

    def __init__(self) -> None:
        self.all: list[Moment] = []
        self._swarms: dict[str, _Swarm] = {}
        self._gone: dict[str, int] = {}
        self._ended: int | None = None

    def fold(self, record: Record) -> None:
        """Take one record, in the order of their numbers. What comes after the run began to end is not told."""
        event = record.event
        if self._ended is not None and event.t > self._ended:
            return
        if getattr(event, "client", None) == PROBE:
            return
        self._fold_swarm(record.seq, event)
        if (told := _told(event)) is not None:
            self.all.append(Moment(record.seq, event.t, *told))
        if isinstance(event, RunEnding):
            self._ended = event.t

    def _fold_swarm(self, seq: int, event: AnyEvent) -> None:
        match event:
            case WireResponse(status=400, kind=kind) if kind != "page":
                self._swarm(seq, event.t, "wire.response.400", texts.REFUSED, _carried(event), "bad")
            case WireResponse(status=status, kind=kind) if status >= 500 and kind != "page":
                self._swarm(seq, event.t, "wire.response.5xx", texts.FAILED, str(status), "bad")
            case ClientDisconnected():
                self._gone.setdefault(event.client, event.t)
                self._swarm(seq, event.t, "client.disconnected", texts.LOST, event.reason, "bad")
            case ClientConnected(client=name) if name in self._gone:
                took = seconds(event.t - self._gone.pop(name))
                self._back(seq, event, took)
            case _:
                pass

    def _back(self, seq: int, event: ClientConnected, took: float) -> None:
        swarm = self._joined("back", seq, event.t, "good")
        swarm.kinds["back"] += 1
        swarm.slowest = max(swarm.slowest, (took, seq))
        count = Figure(swarm.kinds["back"], f"back.{swarm.moment.seq}-{seq}")
        slowest = Figure(swarm.slowest[0], f"event.{swarm.slowest[1]}.away", "s")
        swarm.moment.said = Said(texts.BACK, (count, slowest))

    def _swarm(self, seq: int, t: int, what: str, text: str, kind: str, tone: Tone) -> None:
        swarm = self._joined(what, seq, t, tone)
        swarm.kinds[kind] += 1
        count = Figure(swarm.kinds.total(), f"count.{what}.{swarm.moment.seq}-{seq}")
        parts = ", ".join(f"{name} {number:,}" for name, number in swarm.kinds.most_common())
        swarm.moment.said = Said(text, (count, Name(parts)))

    def _joined(self, what: str, seq: int, t: int, tone: Tone) -> _Swarm:
        """The swarm that this is of; a new one, where the last of its kind is too long ago."""
        swarm = self._swarms.get(what)
        if swarm is None or t - swarm.last > SWARM:
            swarm = self._swarms[what] = _Swarm(Moment(seq, t, Said(""), tone), t)
            self.all.append(swarm.moment)
        swarm.last = max(swarm.last, t)
        return swarm


def _carried(event: WireResponse) -> str:
    """Why it was refused, and what the request carried."""
    return f"{event.cause or 'other'}: {event.body or 'other'}"


def _told(event: AnyEvent) -> tuple[Said, Tone] | None:
    """What is told by itself; None for what belongs to a swarm, or is of no matter here."""
    match event:
        case RunServerReady(life=1) | RunServerDown(asked=True):
            return None
        case RunProcessExited(role="server"):
            return _exited(event), "bad"
        case RunProcessExited():
            return None
        case _:
            tell = _TELLS.get(type(event))
            return None if tell is None else tell(event)


def _exited(event: RunProcessExited) -> Said:
    how = event.signal or ("" if event.code is None else f"exit code {event.code}")
    return Said(texts.EXITED_HOW if how else texts.EXITED, (Name(str(event.pid)), Name(how)))


def _step(event: RunStep) -> Said:
    shown = {key: value for key, value in event.detail.items() if key != "at" and value not in NOTHING}
    detail = ", ".join(str(value) if key in PLAIN else f"{key} {value}" for key, value in shown.items())
    return Said(texts.STEP, (Word(event.by), Word(event.do), Name(detail)))


def _lifted(event: WireFaultLifted) -> Said:
    return Said(
        texts.FAULT_OFF, (Word(event.fault), Figure(event.touched, f"count.wire.fault-touched.{event.id}"))
    )


_TELLS: dict[type[Any], Callable[[Any], tuple[Said, Tone]]] = {
    RunReady: lambda event: (Said(texts.READY, (Name(event.url),)), ""),
    RunStep: lambda event: (_step(event), "fair"),
    RunNote: lambda event: (Said(texts.NOTE, (Name(event.text),)), ""),
    RunEnding: lambda event: (Said(texts.ENDING, (Word(event.why),)), ""),
    ChildDropped: lambda event: (Said(texts.DROPPED, (Name(f"{event.count:,}"),)), "bad"),
    ChildFailed: lambda event: (Said(texts.TROUBLE, (Name(event.message),)), "bad"),
    RunServerReady: lambda event: (Said(texts.SERVES, (Name(str(event.life)),)), "good"),
    RunServerDown: lambda _event: (Said(texts.DOWN), "bad"),
    RunServerStruck: lambda event: (Said(texts.STRUCK, (Word(event.way),)), "fair"),
    RunServerRelieved: lambda event: (Said(texts.RELIEVED, (Word(event.way),)), ""),
    ServerLogged: lambda event: (Said(texts.LOGGED, (Name(event.text),)), "fair"),
    WireFaultApplied: lambda event: (Said(texts.FAULT_ON, (Word(event.fault), Name(event.target))), "fair"),
    WireFaultLifted: lambda event: (_lifted(event), ""),
    WireTapLost: lambda event: (Said(texts.BLIND, (Name(event.why),)), "bad"),
}
