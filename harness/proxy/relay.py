"""A relayed connection: bytes, FINs and resets go through as they came, and each end is told with who made it.

What happens to one leg is done to the other in the same form: FIN for FIN once the bytes before it are through,
RST for RST at once.
"""

from __future__ import annotations

import asyncio
import errno
import math
from collections.abc import Iterable
from functools import partial
from typing import Literal

from harness.events import CloseHow, Event, WireClosed, WireLegClosed
from harness.proxy.edited import Edited
from harness.proxy.flow import Flow
from harness.proxy.hub import Cut, Hub, Request, Tap, Verdict
from harness.proxy.leg import Leg
from harness.proxy.pipe import LIMIT, PipeEnd
from harness.proxy.poller import BROKEN, READ, WRITE
from harness.proxy.tap.sessions import Ender
from harness.proxy.unheard import Hear

By = Literal["peer", "relay", "fault"]
_QUIET_NS = 20_000_000
"""A server that closes later than this after its last byte, or without an answer, closes out of the blue."""
_DRAIN_NS = 10_000_000
"""How often to look whether a slow receiver has taken the last bytes before a fault's reset."""
_NS_PER_MS = 1_000_000


class Connection:
    """A client's connection and its twin to the server, both of which stand. `number` is unique in the run.

    `owner`: the client whose own port it came by, if any; `opened`: when it was accepted (monotonic ns).
    `on_frames`: it was a WebSocket when the bytes came in about which faults are asked.
    """

    def __init__(
        self,
        hub: Hub,
        number: int,
        client_host: str,
        client: Leg,
        server: Leg,
        tap: Tap,
        *,
        owner: str = "",
        opened: int = 0,
    ) -> None:
        self.number = number
        self.client_host = client_host
        self.owner = owner
        self.opened = opened
        self.up = Flow("up", client, server)
        self.down = Flow("down", server, client)
        self.closed = False
        self.on_frames = False
        self._hub = hub
        self._clock = hub.clock
        self._unheard = hub.unheard.append
        self._faults = hub.faults
        self._client = client
        self._server = server
        self._tap = tap
        self._edited: Edited | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._struck: tuple[Leg, ...] = ()
        self._last_up = self._last_down = 0
        self._ended_by: Ender | None = None

    @property
    def request(self) -> Request | None:
        """The latest request on it, if one could be read."""
        return self._tap.current

    @property
    def is_unreadable(self) -> bool:
        """Whether the tap has gone blind, so that no request will ever name its client."""
        return self._tap.lost

    @property
    def quiet(self) -> int:
        """Since when nothing has come from either side (monotonic ns)."""
        return max(self._last_up, self._last_down, self.opened)

    def start(self, *, was_reset: bool = False, guarded: Edited | None = None, data: bytes = b"") -> None:
        """Begin to relay; `was_reset`: the server has reset it already, with nothing before that.

        `guarded`: it came through a gate, where so much of it, `data`, was read before.
        """
        self._edited = guarded
        self._client.watch(self._client_ready)
        self._server.watch(self._server_ready)
        if self._hub.faults.active:
            for flow in (self.up, self.down):
                self.obey(self._judge(flow, "now", self._hub.clock()), flow)
        if data and not self.closed:
            self._arrived(self.up, data)
        if was_reset:
            self._peer_reset(self.down)
        self._refresh()

    # --- readiness --------------------------------------------------------------------------------------------

    def _client_ready(self, events: int) -> None:
        flow = self.up
        if events == READ and self._faults.rest and self._edited is None and flow.is_clear():
            self._whisk(flow, self._tap.from_client)
        else:
            self._ready(flow, self.down, events)

    def _server_ready(self, events: int) -> None:
        flow = self.down
        if events == READ and self._faults.rest and self._edited is None and flow.is_clear():
            self._whisk(flow, self._tap.from_server)
        else:
            self._ready(flow, self.up, events)

    def _ready(self, outward: Flow, inward: Flow, events: int) -> None:
        """Something happened on a leg: `outward` comes from it, `inward` goes to it."""
        leg = outward.source
        if events & BROKEN:
            self._broken(outward)
            return
        if events & WRITE:
            self._pump(inward)
        if events & READ and not leg.dead and outward.wants_bytes():
            self._read(outward)
        if not leg.dead:
            leg.park_when_hung(events)

    def _read(self, flow: Flow, *, trust_end: bool = True) -> bool:
        """Take what there is, at most what the pipe has room for; whether there may be more."""
        data = self._receive(flow, trust_end=trust_end)
        if data:
            self._arrived(flow, data)
        return bool(data)

    def _receive(self, flow: Flow, *, trust_end: bool = True) -> bytes:
        """What there is; nothing when there is none, or when it is the end, which is passed on."""
        try:
            data = flow.source.sock.recv(flow.pipe.room)
        except BlockingIOError:
            return b""
        except OSError:
            self._peer_reset(flow)
            return b""
        if not data and trust_end:
            self._peer_fin(flow)
        return data

    def _broken(self, flow: Flow, *, trust_end: bool = True) -> None:
        """The peer reset its leg: what it sent before (Linux keeps it) goes first, and a FIN before it too.

        A send that failed has taken the error away, and then reading shows an end that no FIN made.
        """
        while flow.wants_bytes() and self._read(flow, trust_end=trust_end):
            pass
        self._peer_reset(flow)

    def _arrived(self, flow: Flow, data: bytes) -> None:
        now = self._hub.clock()
        self._note(flow, now)
        self._hub.unheard.catch_up()
        self.on_frames = self._hub.faults.active and self._tap.on_frames
        if self._edited is not None or self._hub.faults.editing:
            edited = self._editor_at(flow)
            if edited is not None:
                self._edit(edited, flow, data, now)
                return
        self._hear(flow, data, now)
        if flow.cut:
            flow.pipe.drop(len(data))
            return
        if self._hub.faults.active:
            self._take(flow, data, now)
        else:
            flow.pipe.put(data, now)
        self._pump(flow)

    def _note(self, flow: Flow, now: int) -> None:
        if flow is self.up:
            self._last_up = now
        else:
            self._last_down = now

    def _whisk(self, flow: Flow, hear: Hear) -> None:
        """The common case: no fault is on, no editor in the way, and nothing waits: what comes in just goes on."""
        try:
            data = flow.source.sock.recv(LIMIT)
        except BlockingIOError:
            return
        except OSError:
            self._peer_reset(flow)
            return
        if not data:
            self._peer_fin(flow)
            return
        now = self._clock()
        if flow is self.up:
            self._last_up = now
        else:
            self._last_down = now
        self._unheard((hear, data, now))
        try:
            sent = flow.sink.sock.send(data)
        except BlockingIOError:
            sent = 0
        except OSError as error:
            flow.pipe.put(data, now)
            self._unsendable(flow, error)
            return
        if sent == len(data):
            account = flow.pipe.account
            account.seen += sent
            account.relayed += sent
        else:
            flow.pipe.passed(data, sent, now)
            self._pump(flow)

    def _hear(self, flow: Flow, data: bytes, now: int) -> None:
        hear = self._tap.from_client if flow is self.up else self._tap.from_server
        self._say_all(hear(data, now))

    # --- faults -----------------------------------------------------------------------------------------------

    def _judge(self, flow: Flow, what: Literal["now", "data", "fin", "rst"], now: int, size: int = 0) -> Verdict:
        faults = self._hub.faults
        if not faults.active:
            return Verdict(due=now)
        return faults.judge(self, what, flow.direction, flow.pipe.offset, now, size)

    def _take(self, flow: Flow, data: bytes, now: int) -> None:
        """Take in as much of it as the faults let go on."""
        verdict = self._judge(flow, "data", now, len(data))
        kept = _most(verdict, len(data))
        if kept:
            flow.pipe.put(data[:kept], verdict.due)
        flow.pipe.drop(len(data) - kept)
        self.obey(verdict, flow)

    def _editor_at(self, flow: Flow) -> Edited | None:
        """The editor that stands in the way: from between two requests on, for as long as it is needed."""
        if self._edited is not None and self._edited.over:
            self._edited = None
        if self._edited is None and self._hub.faults.editing and flow is self.up and self._tap.idle:
            self._edited = Edited(self, self._tap, self._hub)
        if self._edited is not None and flow.cut:
            self._edited.cut(flow, self._hub.clock())
            return None
        return self._edited

    def _edit(self, edited: Edited, flow: Flow, data: bytes, now: int) -> None:
        """As with bytes that are not edited: the tap first, then the faults, then the pipe."""
        steps = edited.heard(flow, data, now)
        verdict = self._judge(flow, "data", now, len(data))
        most = flow.pipe.kept + _most(verdict, len(data))
        flow.pipe.keep(len(data))
        edited.carry_out(flow, steps, verdict.due, most)
        self.obey(verdict, flow)
        self._pump(self.up)
        self._pump(self.down)

    def obey(self, verdict: Verdict, flow: Flow) -> None:
        """Shut the gates, set the pace and make the cuts that the faults decided on."""
        for gate in verdict.gates:
            flow.pipe.shut(gate)
        for gate, pace in verdict.paces:
            flow.pipe.pace(gate, pace)
        for cut in verdict.cuts:
            if cut.after is None:
                self.cut(cut)
        behind = [cut for cut in verdict.cuts if cut.after is not None]
        if behind:
            flow.cut_after(min(behind, key=_place))
            self._pump(flow)

    def release(self, gate: int) -> None:
        """A fault is over: what it held goes on."""
        if not self.up.pipe.open(gate) | self.down.pipe.open(gate):
            return
        self._pump(self.up)
        self._pump(self.down)

    def strike(self, verdict: Verdict) -> None:
        """Send the resets that the faults decided on, at once and nothing else; `obey` does the rest."""
        for cut in verdict.cuts:
            if cut.how == "rst" and cut.after is None:
                struck = [leg for leg in (self._client, self._server) if leg.name in cut.legs and not leg.dead]
                for leg in struck:
                    leg.reset()
                self._struck = (*self._struck, *struck)

    def cut(self, cut: Cut) -> None:
        """End legs in the name of a fault; what was still to go to them is dropped."""
        struck = self._struck
        self._struck = tuple(leg for leg in struck if leg.name not in cut.legs)
        for leg in (self._client, self._server):
            if leg.name in cut.legs and not self.closed and (leg in struck or not leg.dead):
                self._cut_leg(leg, cut)
        self._pump(self.up)
        self._pump(self.down)

    def _cut_leg(self, leg: Leg, cut: Cut) -> None:
        if cut.how == "rst":
            self._into(leg).cut_off(cut.fault)
            leg.reset()
            self._say_leg(leg, "rst", "fault", cut.fault)
        elif not leg.told:
            self._into(leg).cut_off(cut.fault)
            self._say_fin(leg, "fault", cut.fault)

    def _into(self, leg: Leg) -> Flow:
        return self.down if leg is self._client else self.up

    def _other(self, flow: Flow) -> Flow:
        return self.down if flow is self.up else self.up

    def _out_of(self, leg: Leg) -> Flow:
        return self.up if leg is self._client else self.down

    # --- ends -------------------------------------------------------------------------------------------------

    def _peer_fin(self, flow: Flow) -> None:
        flow.source.ended = True
        self._say_leg(flow.source, "fin", "peer")
        self._pass_on(flow, "fin")

    def _peer_reset(self, flow: Flow) -> None:
        if self.closed or flow.source.dead:
            return
        flow.source.close()
        self._say_leg(flow.source, "rst", "peer")
        self._pass_on(flow, "rst")

    def _pass_on(self, flow: Flow, how: CloseHow) -> None:
        """The other leg is to end alike; when the server has gone altogether, our port must refuse before that."""
        if flow is self.up or flow.cut:
            self._end(flow, how)
        elif how == "fin" and not self._out_of_the_blue():
            self._hub.upstream.look()
            self._end(flow, how)
        else:
            self._refresh()
            self._hub.upstream.doubt(partial(self._end, flow, how))

    def _out_of_the_blue(self) -> bool:
        return self._last_up > self._last_down or self._hub.clock() - self._last_down > _QUIET_NS

    def _end(self, flow: Flow, how: CloseHow) -> None:
        if self.closed:
            return
        if not flow.cut or (how == "rst" and not self._other(flow).cut):  # half closed: a reset still ends it all
            flow.last = None
            if self._edited is not None and not flow.cut:
                now = self._hub.clock()
                self._edited.carry_out(flow, self._edited.ended(flow, now), now, flow.pipe.kept)
            verdict = self._judge(flow, how, self._hub.clock())
            flow.pipe.finish(how, verdict.due)
            self.obey(verdict, flow)
        self._pump(flow)

    # --- moving -----------------------------------------------------------------------------------------------

    def _pump(self, flow: Flow) -> None:
        """Send what may go out now, and the end after it."""
        if self.closed:
            return
        now = self._hub.clock()
        given_up = flow.blocked and flow.pipe.end_ready(now) == "rst"
        if not given_up:  # more would only fill a buffer that RST throws away
            try:
                flow.push(now)
            except OSError as error:
                self._unsendable(flow, error)
                return
        how = flow.pipe.end_ready(now)
        if how is not None:
            flow.pipe.end = None
            self._carry_out(flow, how)
        self._refresh()

    def _unsendable(self, flow: Flow, error: OSError) -> None:
        """Sending showed that the sink's peer has reset it."""
        # EPIPE: a FIN came before the reset (tcp_reset in CLOSE_WAIT); ECONNRESET: none did
        self._broken(self._out_of(flow.sink), trust_end=error.errno == errno.EPIPE)

    def _carry_out(self, flow: Flow, how: PipeEnd) -> None:
        sink = flow.sink
        if flow.last is not None and flow.last.how == "rst" and sink.unsent:
            flow.pipe.finish("cut", self._hub.clock() + _DRAIN_NS)
        elif flow.last is not None:
            cut, flow.last = flow.last, None
            self.cut(cut)
        elif how == "rst":
            if not sink.dead:
                sink.reset()
                self._say_leg(sink, "rst", "relay")
            self._close()
        elif not (sink.told or sink.dead):
            self._say_fin(sink, "relay")

    def _say_fin(self, leg: Leg, by: By, fault: str | None = None) -> None:
        if leg.shut():
            self._say_leg(leg, "fin", by, fault)
        else:
            self._peer_reset(self._out_of(leg))

    def _refresh(self) -> None:
        """Ask for what is wanted now, set the clock for what is due, and close when both sides have ended."""
        if self.closed:
            return
        if self._settled(self._client) and self._settled(self._server):
            self._close()
            return
        self._client.want(read=self.up.wants_bytes(), write=self.down.blocked)
        self._server.want(read=self.down.wants_bytes(), write=self.up.blocked)
        self._set_timer()

    def _settled(self, leg: Leg) -> bool:
        """Whether nothing more will come from a leg or go to it.

        A leg whose twin a fault has reset is told nothing until it ends by itself; then it gets its FIN.
        """
        other = self._server if leg is self._client else self._client
        fault = self._into(other).cut
        if leg.ended and not leg.told and other.dead and fault:
            self._say_fin(leg, "fault", fault)
        return leg.dead or (leg.ended and leg.told)

    def _set_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        due = [time for flow in (self.up, self.down) if (time := flow.next_due()) is not None]
        if due:  # whole milliseconds, up: uvloop's timers fire early by a part of one
            left = math.ceil((min(due) - self._hub.clock()) / _NS_PER_MS)
            self._timer = self._hub.loop.call_later(max(0, left) / 1000, self._due)

    def _due(self) -> None:
        self._timer = None
        self._pump(self.up)
        self._pump(self.down)

    # --- the end ----------------------------------------------------------------------------------------------

    def quit(self) -> None:
        """The wire itself ends: nobody did this, so no leg's end is told; the account is."""
        self._close()

    def _close(self) -> None:
        if self.closed:
            return
        self.closed = True
        if self._timer is not None:
            self._timer.cancel()
        for leg in (self._client, self._server):
            leg.close()
        for flow in (self.up, self.down):
            flow.pipe.empty("undelivered")
        self._hub.unheard.catch_up()
        now = self._hub.clock()
        self._say_all(self._tap.ended(now, self._ended_by))
        up, down = self.up.pipe.account.frame(), self.down.pipe.account.frame()
        self._hub.say(WireClosed(t=now, conn=self.number, up=up, down=down))
        self._hub.gone(self)

    def _say_leg(self, leg: Leg, how: CloseHow, by: By, fault: str | None = None) -> None:
        self._hub.unheard.catch_up()
        if self._ended_by is None and by != "relay":
            self._ended_by = leg.name if by == "peer" else "fault"
        half = how == "fin" and not (leg.told and leg.ended)
        self._hub.say(
            WireLegClosed(
                t=self._hub.clock(), conn=self.number, leg=leg.name, how=how, by=by, fault=fault, half=half
            )
        )

    def _say_all(self, events: Iterable[Event]) -> None:
        for event in events:
            self._hub.say(event)


def _most(verdict: Verdict, size: int) -> int:
    """How many of so many bytes that have come in go on."""
    return min((cut.after for cut in verdict.cuts if cut.after is not None), default=size)


def _place(cut: Cut) -> int:
    """How far in the stream a cut is that waits for its bytes."""
    return cut.after or 0
