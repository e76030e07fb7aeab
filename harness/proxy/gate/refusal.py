"""Why somebody is turned away, and what the wire answers: one line of JSON, for a page and for people."""

from __future__ import annotations

import json
from dataclasses import dataclass

from harness.events import GateRefusal

GATE = "gate"
"""Under this name stand the ends and answers that the gate makes, as a fault's stand under the fault's."""

_REASONS = {
    403: "Forbidden",
    408: "Request Timeout",
    413: "Content Too Large",
    421: "Misdirected Request",
    503: "Service Unavailable",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """`why` in a word, `says` in a sentence; `status` None: cut, since no answer would be understood there.

    `page`: a whole answer of the wire's own, which serves more than it refuses; then `why` is None.
    """

    why: GateRefusal | None
    status: int | None
    says: str
    page: bytes = b""

    @property
    def answer(self) -> bytes:
        """The whole answer, the last on its connection; nothing where there is none."""
        if self.page or self.status is None:
            return self.page
        body = json.dumps({"error": self.why, "message": self.says}).encode() + b"\n"
        head = (
            f"HTTP/1.1 {self.status} {_REASONS[self.status]}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
            "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n"
        )
        return head.encode() + body

    def unanswered(self) -> Refusal:
        """The same where nothing can be answered."""
        return Refusal(self.why, None, self.says)


NO_TOKEN = Refusal("no-token", 403, "this device has no valid token: open the join link, or scan its code")
NOT_YOURS = Refusal("name", 403, "this name is a simulated client's: a page of the LAN is given its own")
ORIGIN = Refusal("origin", 403, "a page from elsewhere may not use this chat")
HOST = Refusal("host", 421, "this name is none of this server's: use the join link as it is shown")
TOO_LARGE = Refusal("too-large", 413, "more than is let through from the LAN")
TOO_SLOW = Refusal("too-slow", 408, "the request took too long")
TOO_MANY = Refusal("too-many", 503, "too many connections at once: close some pages, and come again")
MALFORMED = Refusal("malformed", None, "this is not HTTP as every server reads it")
