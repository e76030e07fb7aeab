"""An editor at work on a relayed connection: the tap hears, the faults are asked, the pipes get the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from harness.events import Event
from harness.proxy.edit.editor import Editor
from harness.proxy.edit.edits import Plan
from harness.proxy.edit.head import Head
from harness.proxy.edit.steps import Add, Answer, Deed, Drop, End, Go, Hear, Repeat, Step
from harness.proxy.flow import Flow
from harness.proxy.hub import Cut, Hub, Tap

if TYPE_CHECKING:
    from harness.proxy.relay import Connection


class Edited:
    """Stands between tap and pipes of one connection, from one moment between two requests to another."""

    def __init__(self, connection: Connection, tap: Tap, hub: Hub) -> None:
        self._connection = connection
        self._tap = tap
        self._hub = hub
        self._editor = Editor(self._ask, hub.address)

    @property
    def over(self) -> bool:
        """Whether nobody would miss it: on a WebSocket, or without a fault that edits, between two requests."""
        editor = self._editor
        return editor.switched or (not self._hub.faults.editing and (editor.idle or editor.spent))

    def heard(self, flow: Flow, data: bytes, now: int) -> list[Deed]:
        """Bytes have come in: the tap reads them, request by request, and the faults decide about each.

        Returns what is to become of them.
        """
        feed = self._editor.client if flow.direction == "up" else self._editor.server
        return list(self._hearing(flow, feed(data), now))

    def ended(self, flow: Flow, now: int) -> list[Deed]:
        """A direction has ended: what becomes of what was kept back."""
        end = self._editor.client_ended if flow.direction == "up" else self._editor.server_ended
        return list(self._hearing(flow, end(), now))

    def cut(self, flow: Flow, now: int) -> None:
        """A fault has ended a direction: the tap hears what was kept back, and needs no editor for the rest."""
        rest = self._editor.client_ended if flow.direction == "up" else self._editor.server_cut
        for _ in self._hearing(flow, rest(), now):
            pass

    def carry_out(self, flow: Flow, deeds: Sequence[Deed], due: int, most: int) -> None:
        """Put into the pipes what goes on, no earlier than `due`: of what came in, the first `most` bytes."""
        for deed in deeds:
            match deed:
                case Go(data):
                    flow.pipe.go(data[: max(0, most)], due)
                    flow.pipe.lose(max(0, len(data) - max(0, most)))
                    most -= len(data)
                case Drop(count):
                    flow.pipe.lose(count)
                    most -= count
                case Add(data):
                    flow.pipe.add(data if most >= 0 else b"", due)
                case _:
                    self._beside(deed, due)

    def _beside(self, deed: Answer | Repeat | End, due: int) -> None:
        """What is not about the bytes that came in."""
        match deed:
            case Answer(data):
                self._connection.down.pipe.add(data, due)
            case Repeat(data, fault):
                self._hub.send(data, fault)
            case End(how, fault):
                self._connection.down.cut_after(Cut(("client", "server"), how, fault))

    def _hearing(self, flow: Flow, steps: Iterator[Step], now: int) -> Iterator[Deed]:
        hear = self._tap.from_client if flow.direction == "up" else self._tap.from_server
        for step in steps:
            if isinstance(step, Hear):
                self._say(hear(step.data, now))
                continue
            if isinstance(step, Answer):
                self._say(self._tap.answered(step.data, step.fault, now))
            yield step

    def _ask(self, head: Head, length: int) -> Plan:
        plan = self._hub.faults.plan(self._connection, head, length, self._tap.known)
        if plan.changed_by:
            self._tap.changed(plan.changed_by, plan.sid)
        if head.upgrades and not plan.head.upgrades:
            self._tap.no_upgrade()
        return plan

    def _say(self, events: Iterable[Event]) -> None:
        for event in events:
            self._hub.say(event)
