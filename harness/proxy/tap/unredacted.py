"""A record of the wire that keeps nothing back: for a person who asked for it, in a run that is labelled so.

Texts of headers, targets and messages stand as they crossed. What is cut off, and what is never recorded (pages,
files, binary messages), is the same as otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence

from harness.proxy.tap.redaction import CHARS, MARK


class Unredacted:
    """The policy that tells everything as it is."""

    def headers(self, pairs: Sequence[tuple[bytes, bytes]]) -> tuple[tuple[str, str], ...]:
        """The block as it crossed."""
        return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in pairs)

    def target(self, raw: bytes) -> str:
        """The target, cut at `CHARS`."""
        text = raw.decode("latin-1")
        return text if len(text) <= CHARS else text[: CHARS - 1] + MARK

    def reason(self, payload: bytes) -> str:
        """The close frame's code and words."""
        if len(payload) < 2:
            return ""
        words = payload[2:].decode("utf-8", "replace")
        return f"{int.from_bytes(payload[:2], 'big')} {words}".rstrip()

    def payload(self, text: str, whole: bool = True, down: bool = False) -> str:  # noqa: ARG002 - of the policy
        """The payload as it is."""
        return text

    def packet(self, packet: str, whole: bool = True, down: bool = False) -> str:  # noqa: ARG002 - of the policy
        """The packet as it is."""
        return packet

    def event(self, packet: str) -> str:
        """The packet as it is."""
        return packet

    def refusal(self, text: str) -> str:
        """The page as it is."""
        return text
