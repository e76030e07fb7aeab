"""What one witness saw, in the form that pairing needs it."""

from __future__ import annotations

from dataclasses import dataclass, field

CROSSING = 500_000_000
"""How long, in ns, something may be on its way from one witness to the next."""


@dataclass(slots=True)
class Seen:
    """One witness's word, by its record's `seq`: when, about which request or session, of which client.

    `began`: when the request began, as far as the witness knows. `status` is None for a request without an answer.
    `sent_sid`: the sid the server read where a fault had changed it; `by_wire`: the wire itself answered.
    """

    seq: int
    t: int
    client: str | None
    sid: str | None = None
    method: str = ""
    began: int = 0
    status: int | None = None
    port: int = 0
    conn: Conn | None = None
    sent_sid: str | None = None
    by_wire: bool = False

    @property
    def is_wires_own(self) -> bool:
        """Whether the wire sent this request by itself, so that no client knows of it."""
        return self.conn is not None and self.conn.fault is not None


@dataclass(slots=True)
class Conn:
    """A connection through the wire, and its requests that matter.

    `cut`: when the first of its legs ended; `client_left`: when the client closed its own; `torn`: when the
    client's leg was reset, or closed with bytes still to go there. `touched`: a fault acted on it; `blind`: the
    tap lost it. `fault`: which one opened it by itself, without a client.
    `handshakes` are those in whose answer the wire has seen no sid.
    """

    port: int
    opened: int
    client: str | None = None
    fault: str | None = None
    cut: int | None = None
    client_left: int | None = None
    closed: int | None = None
    torn: int | None = None
    touched: bool = False
    blind: bool = False
    asked: dict[int, int] = field(default_factory=dict)
    handshakes: dict[int, Seen] = field(default_factory=dict)
    refusals: list[Seen] = field(default_factory=list)
    unanswered: list[Seen] = field(default_factory=list)

    @property
    def matters(self) -> bool:
        """Whether another witness may say something of it that needs explaining."""
        return bool(self.handshakes or self.refusals or self.unanswered or self.blind)

    def open_at(self, t: int) -> bool:
        """Whether it was open at `t`, as far as the wire has told."""
        return self.opened <= t and (self.closed is None or self.closed > t)

    def missed(self, t: int) -> bool:
        """Whether what came for the client at `t` may not have got there: it had left, or its leg was torn."""
        return self.torn_under(t) or (self.client_left is not None and self.client_left <= t)

    def torn_under(self, t: int) -> bool:
        """Whether the client's leg was torn while what came at `t` was on its way, or was held by a fault."""
        return self.torn is not None and t <= self.torn and (self.touched or self.torn <= t + CROSSING)
