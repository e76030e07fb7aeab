"""The wire as a whole: its ports, its connections, the upstream it watches and the faults that are on."""

from __future__ import annotations

import asyncio
import errno
import socket
import ssl
from collections.abc import Callable

from harness.clock import Clock
from harness.commands import WireGate, WireOpen, WireOwnPort
from harness.events import ChildFailed, Event, WireAccounts, WireListening, WireRefusing, WireTlsFailed
from harness.ports import authority, free_port, owner_of
from harness.proxy.accounts import Account
from harness.proxy.address import Address, resolve
from harness.proxy.addressed import Addressed, as_it_is
from harness.proxy.door import Door
from harness.proxy.edit.head import Head
from harness.proxy.errand import Errand, connecting
from harness.proxy.faultdesk import FaultDesk
from harness.proxy.gate.rules import Gate
from harness.proxy.gates import Gates
from harness.proxy.guarded import OUT
from harness.proxy.hub import Tap
from harness.proxy.leg import Leg
from harness.proxy.link.cable import WIRE, Cable
from harness.proxy.link.packets import Packets
from harness.proxy.listener import Accepted, Listener, Spare
from harness.proxy.opening import Opening
from harness.proxy.poller import make_poller
from harness.proxy.relay import Connection
from harness.proxy.tls import Upgrade
from harness.proxy.unheard import Unheard
from harness.proxy.upstream import Upstream, listens

NEEDS = "faults of packets need Linux and root (sudo)"
MakeTap = Callable[[int, int], Tap]
"""Makes the tap of a connection, from its number and the source port the server sees."""


class Wire:
    """Relays its ports to one upstream, fixed when it is made. OSError when that has no address."""

    def __init__(
        self,
        command: WireOpen,
        loop: asyncio.AbstractEventLoop,
        clock: Clock,
        say: Callable[[Event], None],
        make_tap: MakeTap,
    ) -> None:
        self.loop = loop
        self.clock = clock
        self.say = say
        self._make_tap = make_tap
        self._tls = Upgrade(command.upstream_host, command.upstream_port, command.ca_file) if command.tls else None
        self.poller = make_poller(loop)
        self.unheard = Unheard(say)
        self.poller.after_each(self.unheard.catch_up)
        self.upstream = Upstream(_upstream_address(command), loop, self._upstream_changed)
        self._spare = Spare(self.upstream.family)
        self._openings: dict[int, Opening] = {}
        self._connections: dict[int, Connection] = {}
        self._errands: dict[int, Errand] = {}
        self.faults = FaultDesk(command.seed, loop, clock, say, self._subjects, self._settle_ports)
        self.address: Callable[[Head], Head] = as_it_is
        if command.host_header:
            scheme = b"https" if command.tls else b"http"
            self.address = Addressed(scheme, command.host_header.encode("latin-1"))
            self.faults.edit_always()
        self.faults.others = [resolve(host, port)[0] for host, port in command.others]
        self._packets = Packets(self.faults, self._subject)
        self._cable: Cable | None = None
        self._last = 0
        self._lost = 0
        self._up, self._down = Account(), Account()
        self._listeners: dict[int, Listener] = {}
        self._refusing: dict[int, str] = {}
        self._path = command.path
        self._gates = Gates(self, self._admit)

    def listen(self, command: WireOpen | WireOwnPort) -> None:
        """Open a port and say so; it refuses at once if the upstream does.

        OSError or ValueError, with one line for people, when that can't be.
        """
        number, client = (command.listener, command.client) if isinstance(command, WireOwnPort) else (0, "")
        if number in self._listeners:
            raise ValueError(f"the wire has a listener {number} already")
        if isinstance(command, WireOwnPort) and command.packets:
            self._listeners[number] = self._on_cable(number, client)
        else:
            self._listeners[number] = self._on_host(number, client, command)
        listener = self._listeners[number]
        self._say_listening(listener)
        if len(self._listeners) == 1:
            self.upstream.start()
        self._settle_ports()

    def gate(self, command: WireGate) -> None:
        """Open a port for the LAN, behind a gate, and say so. OSError or ValueError as with `listen`."""
        number = command.listener
        if number in self._listeners:
            raise ValueError(f"the wire has a listener {number} already")
        house = self._gates.house(command, Gate.of(command, self._path, self._as_our_own))

        def accepted(_: Listener, client: socket.socket, peer: tuple[str, int], server: socket.socket) -> None:
            self._last += 1
            house.came(self._last, client, peer, server)

        self._listeners[number] = self._on_host(number, "", command, accepted)
        self._gates.add(house)
        self._say_listening(self._listeners[number])
        self._settle_ports()

    def shut(self, number: int) -> None:
        """Close a gated port, and reset everybody who came by it. ValueError when there is none."""
        house = self._gates.remove(number)
        self._listeners.pop(number).close()
        self._refusing.pop(number, None)
        for guest in house.inside:
            if (subject := self._subject(guest)) is not None:
                subject.cut(OUT)
        house.close()
        house.account_into(self._up, self._down)

    @property
    def _as_our_own(self) -> Callable[[Head], Head]:
        """How the server itself is asked for: devices of the LAN are made to look like pages of its own."""
        if self.address is not as_it_is:
            return self.address
        scheme, usual = (b"http", ":80") if self._tls is None else (b"https", ":443")
        return Addressed(scheme, authority(self.upstream.host, self.upstream.port).removesuffix(usual).encode())

    def _admit(self, door: Door, listener: int) -> None:
        """Somebody was let in: the way to the server is made now."""
        opening = Opening(self, door.number, listener, door.peer, door.client, door.server)
        self._openings[door.number] = opening
        opening.start()

    def _on_host(
        self,
        number: int,
        client: str,
        command: WireOpen | WireOwnPort | WireGate,
        accepted: Accepted | None = None,
    ) -> Listener:
        address = resolve(command.host, command.port)[0]
        if address[1:] == (self.upstream.host, self.upstream.port):
            raise ValueError("the wire cannot be its own upstream: choose another port for one of them")
        try:
            return Listener(number, address, self.poller, self._spare, accepted or self._accepted, client)
        except OSError as error:
            raise OSError(_why_not(command.host, command.port, error)) from error

    def _on_cable(self, number: int, client: str) -> Listener:
        """A port at the end of the cable, which is laid for the first of them."""
        if self._cable is None:
            try:
                self._cable = Cable(self.loop, self.poller, self._packets.carry)
            except OSError as error:
                raise OSError(f"{NEEDS}: {error.strerror or error}") from error
            self.faults.has_cable = True
        address = (socket.AF_INET, str(WIRE.ip), 0)
        with self._cable.at_the_wire():
            return Listener(number, address, self.poller, self._spare, self._accepted, client)

    def server_leg(self, sock: socket.socket) -> Leg:
        """The leg towards the server, over a socket that is not connected yet."""
        if self._tls is None:
            return Leg("server", sock, self.poller)
        return self._tls.leg(sock, self.poller, self.loop)

    def say_no_tls(self, number: int, error: ssl.SSLError) -> None:
        """A connection to the server stands, and TLS could not be made on it."""
        if self._tls is not None:
            refused = isinstance(error, ssl.SSLCertVerificationError)
            why, server = self._tls.why_not(error), self._tls.server
            self.say(WireTlsFailed(t=self.clock(), conn=number, server=server, why=why, certificate=refused))

    def opened(self, opening: Opening, upstream_port: int, *, was_reset: bool) -> None:
        """A client's way to the server stands, or stood and was reset at once: relay."""
        del self._openings[opening.number]
        tap = self._make_tap(opening.number, upstream_port)
        connection = Connection(
            self,
            opening.number,
            opening.client_host,
            opening.client,
            opening.server,
            tap,
            owner=opening.owner,
            opened=opening.opened,
        )
        self._connections[opening.number] = connection
        guarded, data = self._gates.guard(connection, tap)
        connection.start(was_reset=was_reset, guarded=guarded, data=data)

    def never_opened(self, opening: Opening) -> None:
        """A client's way to the server could not be made."""
        del self._openings[opening.number]
        self._gates.left(opening.number)
        self._resume()

    def gone(self, connection: Connection) -> None:
        """A connection has ended: its account goes into the whole, and descriptors are free again."""
        del self._connections[connection.number]
        self.faults.gone(connection.number)
        self._up.add(connection.up.pipe.account)
        self._down.add(connection.down.pipe.account)
        self._lost += connection.is_unreadable
        self._gates.left(connection.number)
        self._resume()

    def send(self, data: bytes, fault: str) -> None:
        """A fault sends a request of its own, on a connection of its own."""
        sock = connecting(self)
        if sock is not None:
            self._last += 1
            errand = Errand(self, self._last, sock, data, fault, self._make_tap, self._came_back)
            self._errands[self._last] = errand

    def _came_back(self, errand: Errand) -> None:
        del self._errands[errand.number]
        self._up.add(errand.up)
        self._down.add(errand.down)
        self._lost += errand.is_unreadable
        self._resume()

    def accounts(self) -> WireAccounts:
        """The account of everything so far, open connections included."""
        up, down = Account(), Account()
        up.add(self._up)
        down.add(self._down)
        for connection in self._connections.values():
            up.add(connection.up.pipe.account)
            down.add(connection.down.pipe.account)
        for errand in self._errands.values():
            up.add(errand.up)
            down.add(errand.down)
        self._gates.account_into(up, down)
        subjects: tuple[Connection | Errand, ...] = (*self._connections.values(), *self._errands.values())
        lost = self._lost + sum(subject.is_unreadable for subject in subjects)
        return WireAccounts(t=self.clock(), up=up.frame(), down=down.frame(), open=len(subjects), lost=lost)

    def close(self) -> None:
        """End everything."""
        self.upstream.close()
        self.faults.close()
        for listener in self._listeners.values():
            listener.close()
        self._gates.close()
        for subject in (*self._subjects(), *self._errands.values()):
            subject.quit()
        self._spare.close()
        if self._cable is not None:
            self._cable.close()
        self.poller.close()

    def _accepted(
        self, listener: Listener, client: socket.socket, peer: tuple[str, int], server: socket.socket
    ) -> None:
        self._last += 1
        opening = Opening(self, self._last, listener.number, peer, client, server, listener.client)
        self._openings[self._last] = opening
        if self._cable is not None:
            self._packets.accepted(peer[1], listener.port, self._last)
        opening.start()

    def _subject(self, number: int) -> Opening | Connection | None:
        return self._connections.get(number) or self._openings.get(number)

    def _subjects(self) -> tuple[Opening | Connection, ...]:
        return (*self._openings.values(), *self._connections.values())

    def _resume(self) -> None:
        for listener in self._listeners.values():
            listener.resume()

    def _upstream_changed(self, _up: bool) -> None:
        self._settle_ports()

    def _settle_ports(self) -> None:
        for listener in self._listeners.values():
            why = self.faults.refusing(listener.client) or ("" if self.upstream.up else "upstream")
            if why != self._refusing.get(listener.number, ""):
                self._settle(listener, why)

    def _settle(self, listener: Listener, why: str) -> None:
        if why:
            listener.refuse()
            self.say(WireRefusing(t=self.clock(), listener=listener.number, why=why))
        else:
            try:
                listener.open()
            except OSError as error:
                message = _why_not(listener.host, listener.port, error)
                self.say(ChildFailed(t=self.clock(), message=message))
                return
            self._say_listening(listener)
        self._refusing[listener.number] = why

    def _say_listening(self, listener: Listener) -> None:
        cable = self._cable if listener.host == str(WIRE.ip) else None
        self.say(
            WireListening(
                t=self.clock(),
                listener=listener.number,
                host=listener.host,
                port=listener.port,
                netns="" if cable is None else cable.clients,
            )
        )


def _upstream_address(command: WireOpen) -> Address:
    """The server's address; of several (localhost), the one at which something listens, else IPv4."""
    try:
        addresses = resolve(command.upstream_host, command.upstream_port)
    except socket.gaierror as error:
        raise OSError(f"there is no address for {command.upstream_host}: {error.strerror}") from None
    return next((address for address in addresses if listens(address)), addresses[0])


def _why_not(host: str, port: int, error: OSError) -> str:
    if error.errno != errno.EADDRINUSE:
        return f"cannot listen at {authority(host, port)}: {error.strerror or error}"
    return f"port {port} at {host} is taken by {owner_of(host, port)}; {free_port(host)} is free"
