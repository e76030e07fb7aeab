"""The editor of a connection that came through a gate: each of its requests is judged, each frame is measured.

Other than its parent, it lets nothing pass that it cannot frame, and once it has refused, nothing at all.
"""

from __future__ import annotations

from collections.abc import Iterator

from harness.proxy.edit.editor import Ask, Editor
from harness.proxy.edit.framing import Part
from harness.proxy.edit.head import Head
from harness.proxy.edit.steps import Answer, Drop, Go, Hear, Step
from harness.proxy.gate.frames import FrameGauge
from harness.proxy.gate.refusal import GATE, MALFORMED, TOO_LARGE, Refusal
from harness.proxy.gate.rules import Gate


class Guard(Editor):
    """`refused` is why, once it has; `path`: what was asked for then. `in_head`: a head has begun to come."""

    def __init__(self, gate: Gate, ask: Ask) -> None:
        super().__init__(ask, gate.rewrite)
        self.refused: Refusal | None = None
        self.path = b""
        self._gate = gate
        self._body = 0
        self._frames = FrameGauge(gate.body_bytes)

    @property
    def in_head(self) -> bool:
        """Whether a head is under way."""
        return bool(self._requests.held)

    def client(self, data: bytes) -> Iterator[Step]:
        """What to do with bytes of the client."""
        if self.refused is not None:
            yield Drop(len(data))
        elif self.switched:
            yield from self._measure(data)
        else:
            for part in self._requests.feed(data):
                yield from self._request(part)
            if self._asleep is not None and self.in_head:
                yield from self._turn_away(self._requests.give_up(), MALFORMED)

    def client_ended(self) -> Iterator[Step]:
        """The client sends no more: half a head is nobody's."""
        if held := self._requests.give_up():
            yield Hear(held)
            yield Drop(len(held))

    def _request(self, part: Part) -> Iterator[Step]:
        if self.refused is not None or part.what == "between":  # blank lines before a request mean nothing
            yield Drop(len(part.data))
        elif part.what == "raw" or self._asleep is not None:
            yield from self._turn_away(part.data, MALFORMED)
        elif part.head is not None:
            yield from self._judge(part.head, part)
        elif self._is_too_long(part):
            yield from self._turn_away(part.data, TOO_LARGE.unanswered())
        else:
            yield from super()._request(part)

    def _judge(self, head: Head, part: Part) -> Iterator[Step]:
        self._body, self.path = 0, head.target
        refusal = self._gate.judge(head)
        if refusal is None:
            yield from super()._request(part)
        else:
            yield from self._turn_away(part.data, refusal.unanswered() if self._due else refusal)

    def _is_too_long(self, part: Part) -> bool:
        """Whether a body, which may come in chunks and announce nothing, has become too long."""
        self._body += len(part.data) if part.what == "body" else 0
        return self._body > self._gate.body_bytes

    def _measure(self, data: bytes) -> Iterator[Step]:
        fits = self._frames.passing(data)
        if fits:
            yield Hear(data[:fits])
            yield Go(data[:fits])
        if fits < len(data):
            yield from self._turn_away(data[fits:], TOO_LARGE.unanswered())

    def _turn_away(self, data: bytes, refusal: Refusal) -> Iterator[Step]:
        """Refuse, and end the connection behind the answer. What is no HTTP would only blind the tap."""
        self.refused = refusal
        if refusal is not MALFORMED:
            yield Hear(data)
        yield Drop(len(data))
        if refusal.answer:
            yield Answer(refusal.answer, GATE)
        yield from self._end("fin", GATE)
