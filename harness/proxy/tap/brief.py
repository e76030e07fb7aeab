"""The tap as the wire uses it: ordinary exchanges are told by their rows alone, all others event by event too."""

from __future__ import annotations

from harness.events import Event, Leg
from harness.proxy.tap.connection import ConnectionTap, reason
from harness.proxy.tap.memory import TapMemory
from harness.proxy.tap.ordinary import Asked, Ordinary
from harness.proxy.tap.pages import PageWatch
from harness.proxy.tap.request import RequestView
from harness.proxy.tap.sessions import Ender
from harness.proxy.tap.talk import Talk
from harness.proxy.tap.traffic import Traffic


class BriefTap(ConnectionTap):
    """A tap that leaves ordinary exchanges to `Ordinary`, once a first one has told whose connection this is.

    What turns out not to be ordinary goes through the whole tap as if it came only now, with the time it had.
    """

    def __init__(
        self,
        conn: int,
        upstream_port: int,
        path: str,
        memory: TapMemory,
        traffic: Traffic,
        pages: PageWatch | None = None,
    ) -> None:
        super().__init__(conn, upstream_port, path, memory, traffic, pages)
        self._ordinary = Ordinary(conn, "/" + path.strip("/"), memory, traffic, self._http.life)
        self._ready = False
        self._latest: tuple[Asked, int] | None = None

    @property
    def current(self) -> RequestView | None:
        """The latest request, as a whole tap has it."""
        self._settle()
        return super().current

    @property
    def idle(self) -> bool:
        """Whether it is between two requests."""
        return self._ordinary.waiting is None and super().idle

    def from_client(self, data: bytes, now: int) -> list[Event]:
        """Bytes received from the client."""
        if self._talk is not None:
            return self._talked(self._talk, "client", data, now)
        if self._ready and self._ordinary.waiting is None and self._asks(data, now):
            self._traffic.waits(now, self)
            return []
        self._settle()
        self._ready = False
        return super().from_client(data, now)

    def from_server(self, data: bytes, now: int) -> list[Event]:
        """Bytes received from the server."""
        if self._talk is not None:
            return self._talked(self._talk, "server", data, now)
        waiting = self._ordinary.waiting
        if waiting is not None:
            asked = self._answers(waiting, data, now)
            if isinstance(asked, Asked):
                self._latest = asked, self._http.passed()
            if asked:
                return []
        self._settle()
        events = super().from_server(data, now)
        self._ready = self._http.between and not self.lost and not self._http.own
        if self._ready:
            self._http.rest()
            current = self._http.current
            self._ordinary.owner = None if current is None else current.client
        return events

    def answered(self, data: bytes, fault: str, now: int) -> list[Event]:
        """The wire itself sent this whole answer."""
        self._settle()
        return super().answered(data, fault, now)

    def changed(self, fault: str, sent_sid: str | None = None) -> None:
        """The latest request was changed on its way."""
        self._settle()
        super().changed(fault, sent_sid)

    def no_upgrade(self) -> None:
        """The wish to switch protocols was taken out of the latest request."""
        self._settle()
        super().no_upgrade()

    def ended(self, now: int, by: Ender | None = None) -> list[Event]:
        """The connection is over."""
        self._settle()
        return super().ended(now, by)

    def overdue(self, since: int) -> list[Event]:
        """What the request that came at `since` has to tell, if it waits still."""
        waiting = self._ordinary.waiting
        if waiting is None or waiting.began != since:
            return []
        self._settle()
        events = self._events[:]
        self._events.clear()
        return events

    def _talked(self, talk: Talk, by: Leg, data: bytes, now: int) -> list[Event]:
        """Bytes of a WebSocket: rows tell of nearly all of it."""
        if self.lost:
            return []
        try:
            talk.hear(by, data, now)
        except Exception as error:  # noqa: BLE001 - as in the whole tap
            self._go_blind(reason(error), now)
        if not self._events:
            return []
        events = self._events[:]
        self._events.clear()
        return events

    def _asks(self, data: bytes, now: int) -> bool:
        try:
            return self._ordinary.asks(data, now)
        except Exception:  # noqa: BLE001 - the whole tap meets it too, and says so
            return False

    def _answers(self, asked: Asked, data: bytes, now: int) -> Asked | bool:
        try:
            return self._ordinary.answers(asked, data, now, self._http.count + 1)
        except Exception:  # noqa: BLE001 - as above
            return False

    def _settle(self) -> None:
        """Let the whole tap know what has gone by without it; what it tells comes with the next events."""
        if self._latest is not None:
            asked, n = self._latest
            self._http.current = asked.view(n)
            self._latest = None
        parts, waiting = self._ordinary.parts, self._ordinary.take_back()
        if waiting is not None:
            self._ready = False
            self._events += super().from_client(waiting.data, waiting.began)
            for data, came in parts:
                self._events += super().from_server(data, came)
