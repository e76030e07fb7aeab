"""What the tap asks before anything of a conversation is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Policy(Protocol):
    """Tells what may stand in the record of a run: `Redactor`, or `Unredacted` where a person asked for that."""

    def headers(self, pairs: Sequence[tuple[bytes, bytes]]) -> tuple[tuple[str, str], ...]:
        """A block of headers, in order."""

    def target(self, raw: bytes) -> str:
        """A request's target."""

    def reason(self, payload: bytes) -> str:
        """What a WebSocket's close frame says (RFC 6455, 5.5.1): its code, then its words."""

    def payload(self, text: str, whole: bool = True, down: bool = False) -> str:
        """An Engine.IO payload; `whole` is false where it was cut at its end; `down`: the server said it."""

    def packet(self, packet: str, whole: bool = True, down: bool = False) -> str:
        """One Engine.IO packet, as a WebSocket's text message is."""

    def event(self, packet: str) -> str:
        """A packet that begins with `42[`, if it is an event in `/` that wants no ack; nothing when it is not."""

    def refusal(self, text: str) -> str:
        """The page with which a request was refused."""
