"""What diagnosis may read: what a witness could see.

What was asked, and what was done on purpose (commands, faults, steps of a scenario), must not give the answer
away. An end that the wire itself made looks here as it would to captures at both sides of a box in the middle: an
end that neither side made.
"""

from __future__ import annotations

from msgspec import structs

from harness.events import (
    PROBE,
    AnyEvent,
    ChildHello,
    Event,
    GuardSignalled,
    Record,
    RunEnding,
    RunProcessExited,
    RunStarted,
    ServerObeyed,
    WireFaultApplied,
    WireFaultLifted,
    WireFaultTouched,
    WireLegClosed,
    WireOpened,
    WireResponse,
    WireTraffic,
    WireUnanswered,
)
from harness.metrics.presence import is_hearsay

_WITNESSES = ("wire", "server", "client", "guard")
_DONE_ON_PURPOSE = (WireFaultApplied, WireFaultLifted, WireFaultTouched, ServerObeyed, GuardSignalled)


def admitted(record: Record) -> Record | None:
    """The record as diagnosis may see it; None when it may not. What devices say of themselves is no evidence."""
    event = None if is_hearsay(record.src) else _admitted(record.event)
    return None if event is None else structs.replace(record, event=event)


def _admitted(event: AnyEvent) -> Event | None:
    if _witness(event) in _WITNESSES:
        return _of_witness(event)
    match event:
        case RunStarted():
            return structs.replace(event, run_id="", scenario="", title="", profile="", seed=0, duration=None)
        case RunEnding():
            return structs.replace(event, why="finished")
        case RunProcessExited(role="server"):
            return structs.replace(event, asked=False)
        case ChildHello(role="server"):
            return event
        case _:
            return None


def _of_witness(event: AnyEvent) -> Event | None:
    if isinstance(event, _DONE_ON_PURPOSE) or getattr(event, "client", None) == PROBE:
        return None
    match event:
        case WireResponse() | WireUnanswered():
            return structs.replace(event, fault=None, sent_sid=None)
        case WireLegClosed() | WireOpened():
            return structs.replace(event, fault=None)
        case WireTraffic():
            return structs.replace(event, exchanges=())
        case _:
            return event


def _witness(event: Event) -> str:
    return str(type(event).__struct_config__.tag).partition(".")[0]
