"""What one wire remembers across its connections: the sessions handed out, and the requests seen lately.

Both are bounded: the entry not used for the longest time goes first.
"""

from __future__ import annotations

from collections import OrderedDict

import msgspec

from harness.events import Transport

SESSIONS = 20_000
ATTEMPTS = 20_000
TARGET_BYTES = 2048
SID_CHARS = 512


class Session:
    """An Engine.IO session as the wire knows it. `max_payload` in bytes, as the OPEN packet advertised it.

    `opened`, `upgraded`: monotonic ns; `requests` of it so far, the one that opened it included; `up`, `down`: its
    Engine.IO messages.
    """

    __slots__ = ("client", "down", "ended", "max_payload", "opened", "requests", "transport", "up", "upgraded")

    def __init__(self, client: str | None, transport: Transport, max_payload: int | None, opened: int = 0) -> None:
        self.client = client
        self.transport = transport
        self.max_payload = max_payload
        self.opened = opened
        self.upgraded: int | None = None
        self.requests = 1
        self.up = 0
        self.down = 0
        self.ended = False


class Life:
    """Whether a connection still lives: shared by the requests made on it."""

    __slots__ = ("ended",)

    def __init__(self) -> None:
        self.ended = False


class Attempt(msgspec.Struct, gc=False, eq=False):
    """A request made on some connection: whether an answer's head came."""

    life: Life
    answered: bool = False


class TapMemory:
    """Shared by all connection taps of one wire; `sessions` and `attempts` bound how much is remembered."""

    def __init__(self, sessions: int = SESSIONS, attempts: int = ATTEMPTS) -> None:
        self._sessions: OrderedDict[str, Session] = OrderedDict()
        self._attempts: OrderedDict[tuple[str, bytes], Attempt] = OrderedDict()
        self._most_sessions = sessions
        self._most_attempts = attempts

    def opened(self, sid: str, session: Session) -> None:
        """A server handed out `sid`."""
        if len(sid) <= SID_CHARS:
            self._sessions[sid] = session
            if len(self._sessions) > self._most_sessions:
                self._sessions.popitem(last=False)

    def session(self, sid: str | None) -> Session | None:
        """What is known of `sid`; None when it was never seen, or too long ago."""
        found = self._sessions.get(sid) if sid is not None else None
        if found is not None and sid is not None:
            self._sessions.move_to_end(sid)
        return found

    def sids_of(self, client: str | None) -> list[str]:
        """The sids of this client's sessions, the latest used last; of everybody's when it is None."""
        return [sid for sid, one in self._sessions.items() if client in {None, one.client}]

    def most_of(self, sid: str | None) -> int | None:
        """The longest payload the server takes in this session, in bytes, if it said so."""
        found = self._sessions.get(sid) if sid is not None else None
        return found.max_payload if found is not None else None

    def attempt_here(self, method: str, target: bytes, recognisable: bool, life: Life) -> Attempt | None:
        """Note a request, as `attempt` does; nothing when it was seen lately on another connection than this."""
        key = method, target
        earlier = self._attempts.get(key)
        if earlier is not None and earlier.life is not life:
            return None
        attempt = Attempt(life)
        if recognisable and len(target) <= TARGET_BYTES:
            self._remember(key, attempt, known=earlier is not None)
        return attempt

    def attempt(self, method: str, target: bytes, recognisable: bool, life: Life) -> tuple[Attempt, bool]:
        """Note a request; tells whether it is a re-send of the client's HTTP library.

        It is, when the very same method and target (client name, sid and the timestamp `t` included) went by on
        another connection, and got no answer there or that connection is over. Only `recognisable` targets
        count: those the client would not use twice on purpose.
        """
        attempt = Attempt(life)
        if not recognisable or len(target) > TARGET_BYTES:
            return attempt, False
        earlier = self._attempts.get((method, target))
        self._remember((method, target), attempt, known=earlier is not None)
        if earlier is None or earlier.life is life:
            return attempt, False
        return attempt, not earlier.answered or earlier.life.ended

    def _remember(self, key: tuple[str, bytes], attempt: Attempt, *, known: bool) -> None:
        self._attempts[key] = attempt
        if known:
            self._attempts.move_to_end(key)
        elif len(self._attempts) > self._most_attempts:
            self._attempts.popitem(last=False)
