"""The tap of one connection: bytes as received from either side in, events out, nothing else.

It never raises. What it cannot follow makes it blind for this connection, says so once, and the bytes go on. What
it keeps of a connection is bounded: `MOST_BYTES`, whatever crosses.
"""

from __future__ import annotations

from collections.abc import Callable

from harness.events import Event, WireTapLost
from harness.proxy.tap.conversation import Conversation
from harness.proxy.tap.memory import TapMemory
from harness.proxy.tap.pages import PageReader, PageWatch
from harness.proxy.tap.redaction import Redactor
from harness.proxy.tap.request import RequestView
from harness.proxy.tap.sessions import Ender, Sessions
from harness.proxy.tap.talk import Talk
from harness.proxy.tap.traffic import Traffic

__all__ = ["ConnectionTap", "RequestView", "TapMemory"]

MOST_BYTES = 512 * 1024


class ConnectionTap:
    """Reads one relayed connection. `path` is the Engine.IO path; `memory` is shared by the taps of a wire.

    So is `traffic`, which takes the rows; without one, nobody is told of them. `pages`: what pages are searched
    for, where they are.

    Attributes: `lost`: it went blind, and says nothing more.
    """

    def __init__(
        self,
        conn: int,
        upstream_port: int,
        path: str,
        memory: TapMemory,
        traffic: Traffic | None = None,
        pages: PageWatch | None = None,
    ) -> None:
        self.lost = False
        self._conn = conn
        self._events: list[Event] = []
        self._traffic = traffic or Traffic(Redactor(b""))
        say = self._events.append
        self._sessions = Sessions(conn, memory, say)
        self._http = Conversation(conn, upstream_port, path, memory, self._sessions, self._traffic, say)
        self._talk: Talk | None = None
        self._pages = None if pages is None else PageReader(conn, pages)

    @property
    def current(self) -> RequestView | None:
        """The latest request whose head is complete; on a WebSocket, the one that opened it.

        A WebSocket that opened a session by itself has its sid from the OPEN packet on.
        """
        return self._http.current if self._talk is None else self._talk.view

    @property
    def idle(self) -> bool:
        """Whether it is between two requests: the client's next byte begins one, and no answer is due."""
        return self._http.idle and not self.lost

    @property
    def on_frames(self) -> bool:
        """Whether it has become a WebSocket: what follows is frames."""
        return self._http.switched is not None

    @property
    def known(self) -> TapMemory:
        """What is known of the sessions handed out so far."""
        return self._http.memory

    def from_client(self, data: bytes, now: int) -> list[Event]:
        """Bytes received from the client, cut anywhere, at `now` (monotonic ns)."""
        return self._guarded(self._client, data, now)

    def from_server(self, data: bytes, now: int) -> list[Event]:
        """Bytes received from the server, cut anywhere, at `now` (monotonic ns)."""
        return self._guarded(self._server, data, now)

    def answered(self, data: bytes, fault: str, now: int) -> list[Event]:
        """The wire itself sent this whole answer, in the server's place, to the oldest request without one."""
        return self._guarded(lambda whole: self._http.answered(whole, fault), data, now)

    def changed(self, fault: str, sent_sid: str | None = None) -> None:
        """The latest request whose head is complete was changed on its way; `sent_sid`: what the server reads."""
        self._http.changed(fault, sent_sid)

    def no_upgrade(self) -> None:
        """The wish to switch protocols was taken out of the latest request on its way."""
        self._http.no_upgrade()

    def own(self, fault: str) -> None:
        """All requests of this connection are the wire's own, in the name of a fault: no library's re-send."""
        self._http.own = fault

    def ended(self, now: int, by: Ender | None = None) -> list[Event]:
        """The connection is over: an answer without length is complete, the rest was never answered.

        `by`: who ended it, where that is known.
        """
        self._http.life.ended = True
        return self._guarded(lambda _: self._end(by), b"", now)

    def _guarded(self, step: Callable[[bytes], None], data: bytes, now: int) -> list[Event]:
        if self.lost:
            return []
        self._http.now = now
        try:
            step(data)
        except Exception as error:  # noqa: BLE001 - the one guard: whatever a parser says must not reach the relay
            self._go_blind(reason(error), now)
        events = self._events[:]
        self._events.clear()
        return events

    def _go_blind(self, why: str, now: int) -> None:
        """Tell what is known of what was under way, and why nothing more will be; this must not fail either."""
        self.lost = True
        try:
            self._http.blinded()
        except Exception as error:  # noqa: BLE001 - as above
            why = f"{why}; then {reason(error)}"
        self._events.append(WireTapLost(t=now, conn=self._conn, why=why))

    def _client(self, data: bytes) -> None:
        if self._talk is None:
            self._http.from_client(data)
        else:
            self._talk.hear("client", data, self._http.now)

    def _server(self, data: bytes) -> None:
        if self._talk is not None:
            self._talk.hear("server", data, self._http.now)
            return
        rest = self._http.from_server(data)
        if self._pages is not None:
            self._events += self._pages.feed(data, self._http.current, self._http.now)
        if self._http.switched is None or rest is None:
            return
        self._talk = Talk(self._conn, self._http.switched.view, self._sessions, self._traffic)
        self._talk.hear("client", self._http.release(), self._http.now)
        self._talk.hear("server", rest, self._http.now)

    def _end(self, by: Ender | None) -> None:
        if self._talk is None:
            self._http.ended()
        else:
            self._talk.ended(by, self._http.now)


def reason(error: BaseException) -> str:
    """An exception in one line; llhttp's word for an error in a callback hides the error itself."""
    inner = error.__context__ if type(error).__name__ == "HttpParserCallbackError" else None
    return f"{type(inner or error).__name__}: {inner or error}"
