"""A client that was accepted and whose own connection to the server does not stand yet.

Nothing is read from it before, so a client of a server that is slow to accept just waits, as it would without us.
"""

from __future__ import annotations

import errno
import socket
import ssl
from functools import partial

from harness.events import WireLegClosed, WireOpened, WireUpstreamFailed
from harness.proxy.hub import Cut, Hub, Request, Verdict
from harness.proxy.leg import Leg
from harness.proxy.tls import TlsLeg
from harness.proxy.upstream import connected_to_itself

_UNDER_WAY = {0, errno.EINPROGRESS, errno.EWOULDBLOCK}


class Opening:
    """An accepted client on its way upstream, which faults may hold up. `number` is unique in the run.

    `owner`: the client whose own port it came by, if any; `opened`: when it was accepted (monotonic ns).
    """

    request: Request | None = None
    is_unreadable = False
    on_frames = False

    def __init__(
        self,
        hub: Hub,
        number: int,
        listener: int,
        peer: tuple[str, int],
        client: socket.socket,
        server: socket.socket,
        owner: str = "",
    ) -> None:
        self.number = number
        self.owner = owner
        self.opened = hub.clock()
        self.client = Leg("client", client, hub.poller)
        self.server = hub.server_leg(server)
        self._socket = server
        self._hub = hub
        self._listener = listener
        self.client_host, self._client_port = peer
        self._upstream_port = self._server_port = 0
        self._gates: set[int] = set()
        self._answered = False
        self._over = False

    @property
    def quiet(self) -> int:
        """Since when nothing has come from either side: nothing has yet (monotonic ns)."""
        return self.opened

    def start(self) -> None:
        """Reach the server, unless a fault is in the way."""
        self.client.watch(self._client_ready)
        if self._hub.faults.active:
            self.obey(self._hub.faults.judge(self, "open", "up", 0, self._hub.clock()))
        if not self._gates:
            self._reach_upstream()

    # --- faults -----------------------------------------------------------------------------------------------

    def obey(self, verdict: Verdict) -> None:
        """Wait as long as the faults hold it, and be cut by them."""
        self._gates.update(verdict.gates)
        for cut in verdict.cuts:
            self.cut(cut)

    def cut(self, cut: Cut) -> None:
        """Be reset in the name of a fault; the server knows of nothing yet. A FIN waits until both legs stand."""
        if self._over or cut.how == "fin" or "client" not in cut.legs:
            return
        now = self._hub.clock()
        self._hub.say(WireLegClosed(t=now, conn=self.number, leg="client", how="rst", by="fault", fault=cut.fault))
        self._give_up()

    def release(self, gate: int) -> None:
        """A fault is over; go on if it was the last that held this client."""
        if gate in self._gates:
            self._gates.discard(gate)
            if not self._gates:
                self._go_on()

    def _go_on(self) -> None:
        """Go on from where it was held: before the way upstream was begun, or at its end."""
        if not self._upstream_port:
            self._reach_upstream()
        elif self._answered:
            self._arrive()

    def quit(self) -> None:
        """The wire ends."""
        self._give_up()

    # --- the way upstream -------------------------------------------------------------------------------------

    def _reach_upstream(self) -> None:
        if self._over:
            return
        upstream = self._hub.upstream
        other = self._hub.faults.way(self)
        where = (upstream.host, upstream.port) if other is None else other[1:]
        self._server_port = int(where[1])
        code = self._socket.connect_ex(where)
        if code in _UNDER_WAY:
            self._upstream_port = int(self._socket.getsockname()[1])
            self.server.want(read=False, write=True)
            self.server.watch(self._server_ready)
        else:
            self._failed(code)

    def _client_ready(self, _events: int) -> None:
        """The client reset it already: the server is to see what it would have seen, so the way is made first."""
        self.client.park()

    def _server_ready(self, _events: int) -> None:
        self._answered = True
        if self._gates:  # of a fault that began meanwhile
            self.server.park()
        else:
            self._arrive()

    def _arrive(self) -> None:
        """The server has answered, one way or the other."""
        if self._over:
            return
        code = _peek(self._socket)
        if code == 0 and self._upstream_port == self._server_port and connected_to_itself(self._socket):
            code = errno.ECONNREFUSED
        if code == 0 and isinstance(self.server, TlsLeg):
            self._shake_hands(self.server)
        elif code in {0, errno.ECONNRESET}:
            self._succeeded(was_reset=code != 0)
        else:
            self._failed(code)

    def _shake_hands(self, server: TlsLeg) -> None:
        try:
            done = server.shake_hands()
        except ssl.SSLError as error:
            self._hub.say_no_tls(self.number, error)
            self._give_up()
        except OSError:
            self._succeeded(was_reset=True)
        else:
            if done:
                server.on_failure(partial(self._hub.say_no_tls, self.number))
                self._succeeded(was_reset=False)

    def _succeeded(self, *, was_reset: bool) -> None:
        self._over = True
        self._hub.say(
            WireOpened(
                t=self._hub.clock(),
                conn=self.number,
                listener=self._listener,
                client_port=self._client_port,
                upstream_port=self._upstream_port,
                client_host=self.client_host,
            )
        )
        self._hub.opened(self, self._upstream_port, was_reset=was_reset)

    def _failed(self, code: int) -> None:
        """Nothing is there: have our port refuse first, then reset the one client that got in before."""
        self._hub.upstream.refused()
        self._hub.say(
            WireUpstreamFailed(
                t=self._hub.clock(),
                conn=self.number,
                listener=self._listener,
                client_port=self._client_port,
                errno=errno.errorcode.get(code, str(code)),
            )
        )
        self._give_up()

    def _give_up(self) -> None:
        if not self._over:
            self._over = True
            self.client.reset()
            self.server.reset()
            self._hub.never_opened(self)


def _peek(sock: socket.socket) -> int:
    """What became of a connect: 0, or the error.

    SO_ERROR would take away the reset of a server that accepted, sent and reset at once; looking at the first
    byte leaves that reset to be met behind the bytes. ECONNRESET then means that nothing stands before it.
    """
    try:
        sock.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return 0
    except OSError as error:
        return error.errno or errno.EIO
    return 0
