"""A device that takes part, and what its reports come to as events of the `client.` witness.

Nothing of it is believed beyond what it is: times are bounded, sockets are numbered by us across the lives of its
page, and the reasons get the dialect of their library.
"""

from __future__ import annotations

from collections.abc import Iterator

from harness.beacon.report import (
    Happened,
    Report,
    SocketConnected,
    SocketFailed,
    SocketLost,
    SocketOpened,
    SocketRequest,
    SocketUpgraded,
)
from harness.beacon.times import NS_PER_MS, PageTime
from harness.clock import NS_PER_S
from harness.events import (
    DEVICES,
    ChildFailed,
    ClientAttempt,
    ClientConnected,
    ClientConnectError,
    ClientDevice,
    ClientDisconnected,
    ClientOpened,
    ClientStarted,
    ClientStopped,
    ClientUpgraded,
    Event,
)

SILENCE = 20 * NS_PER_S
"""A page reports every 5 s: one that was not heard for so long (ns) is gone, as far as anybody can tell."""
HIDDEN_SILENCE = 90 * NS_PER_S
"""The same of a page nobody looks at: Chromium lets its timers run once a minute after a while."""
KIND = "device"
DIALECT = "js"
SHIFT = 0.05
"""A clock offset is told again when it has changed by more, in seconds, and by more than it is known to."""


class Guest:
    """One device: `client` is its name in the run, `key` what its page reports with, `here` while it is heard.

    `heard`: when it last was, in monotonic ns.
    """

    def __init__(self, client: str) -> None:
        self.client = client
        self.key = ""
        self.here = False
        self.heard = 0
        self._hidden = False
        self._browser = self._address = self._page = ""
        self._offset: float | None = None
        self._time = PageTime(0, 0)
        self._last = 0
        self._before = self._sockets = 0

    def arrive(self, key: str, browser: str, address: str, page: str, time: PageTime, now: int) -> Iterator[Event]:
        """Its page was loaded, and reports with `key` from now on."""
        self.key, self._browser, self._address, self._page = key, browser, address, page
        self._time, self._last, self._before = time, 0, self._sockets
        yield from self._begin(now)

    def is_silent(self, now: int) -> bool:
        """Whether it is taken to be here, and should have been heard since."""
        return self.here and now - self.heard > (HIDDEN_SILENCE if self._hidden else SILENCE)

    def leave(self, now: int) -> Iterator[Event]:
        """It said goodbye, was not heard for too long, or nobody listens any more."""
        if self.here:
            self.here = False
            yield ClientStopped(t=now, client=self.client)

    def hear(self, report: Report, offset: float, now: int) -> Iterator[Event]:
        """What the report tells that was not told before; `offset`: its wall clock minus ours, in seconds.

        A device that was given up and is heard again begins anew. A report that comes twice is told once.
        """
        if not self.here and not report.leaving:
            yield from self._begin(now)
        self.heard, self._hidden = now, report.hidden
        if self._offset is None or abs(offset - self._offset) > max(SHIFT, report.trip / 2000):
            self._offset = offset
            yield self._device(now)
        if report.dropped:
            left_out = f"{self.client} was not heard for too long: {report.dropped} things are missing"
            yield ChildFailed(t=now, message=left_out)
        for one in report.happened:
            if one.n > self._last:
                self._last = one.n
                yield self._event(one, self._time.ours(one.at, report.offset, now))
        self._time.heard(report.now, report.offset, now)
        if report.leaving:
            yield from self.leave(now)

    def _begin(self, now: int) -> Iterator[Event]:
        self.here, self.heard, self._hidden = True, now, False
        yield ClientStarted(
            t=now,
            client=self.client,
            group=DEVICES,
            kind=KIND,
            transports=("polling", "websocket"),
            behaviour="",
            room="",
        )
        yield self._device(now)

    def _device(self, now: int) -> Event:
        return ClientDevice(
            t=now,
            client=self.client,
            browser=self._browser,
            address=self._address,
            page=self._page,
            offset=self._offset,
        )

    def _generation(self, socket: int) -> int:
        """The number of its socket among all that this device ever had."""
        self._sockets = max(self._sockets, self._before + socket)
        return self._before + socket

    def _event(self, one: Happened, t: int) -> Event:
        client = self.client
        match one:
            case SocketOpened():
                return ClientOpened(t=t, client=client, sid=one.sid, transport=one.transport)
            case SocketConnected():
                number = self._generation(one.socket)
                return ClientConnected(
                    t=t, client=client, generation=number, sid=one.sid, socket_id=one.id, transport=one.transport
                )
            case SocketUpgraded():
                return ClientUpgraded(t=t, client=client, generation=self._generation(one.socket), sid=one.sid)
            case SocketFailed():
                return ClientConnectError(t=t, client=client, error=one.error or one.text, text=one.text)
            case SocketLost():
                return ClientDisconnected(
                    t=t,
                    client=client,
                    generation=self._generation(one.socket),
                    sid=one.sid,
                    reason=f"{DIALECT}:{one.reason}",
                    error=one.error or None,
                )
            case SocketRequest():
                return _attempt(client, one, t)


def _attempt(client: str, one: SocketRequest, t: int) -> Event:
    return ClientAttempt(
        t=t,
        client=client,
        method=one.method,
        kind=one.kind,
        took=one.took * NS_PER_MS / 1e9,
        sid=one.sid,
        status=one.status,
        error=one.error or None,
        text=one.text,
        body=one.body,
    )
