"""TLS towards the server: the same bytes and the same ends, and no server whose certificate is not good."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import hashlib
import os
import random
import socket
import ssl
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import trustme
import wire_tools as tools

from harness.events import WireBytes, WireClosed, WireLegClosed, WireTlsFailed
from harness.proxy.hub import Tap
from harness.proxy.poller import BROKEN, make_poller
from harness.proxy.tls import TlsLeg, TlsSocket

LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("tls") / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return str(path)


def context_of(cert: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    cert.configure_cert(context)
    return context


@pytest.fixture(scope="module")
def context(authority: trustme.CA) -> ssl.SSLContext:
    return context_of(authority.issue_cert(tools.HOST))


@pytest.fixture(scope="module")
def server() -> Iterator[socket.socket]:
    with tools.listening() as sock:
        yield sock


def running(server: socket.socket, ca_file: str) -> contextlib.AbstractContextManager[tools.RunningWire]:
    return tools.running_wire(tools.port_of(server), tls=True, ca_file=ca_file)


@pytest.fixture(scope="module")
def wire(server: socket.socket, ca_file: str) -> Iterator[tools.RunningWire]:
    with running(server, ca_file) as one:
        yield one


@contextlib.contextmanager
def tls_pair(
    server: socket.socket, wire: tools.RunningWire, context: ssl.SSLContext
) -> Iterator[tuple[socket.socket, ssl.SSLSocket]]:
    with tools.pair(server, wire.port) as (client, raw):
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else a reset throws away what Nagle holds
        peer = context.wrap_socket(raw, server_side=True, suppress_ragged_eofs=False)
        with peer:
            yield client, peer


@pytest.fixture
def pair(
    server: socket.socket, wire: tools.RunningWire, context: ssl.SSLContext
) -> Iterator[tuple[socket.socket, ssl.SSLSocket]]:
    with tls_pair(server, wire, context) as both:
        yield both


Pair = tuple[socket.socket, ssl.SSLSocket]


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
@pytest.mark.parametrize("first", ["client", "server"])
def test_what_goes_in_comes_out(
    authority: trustme.CA, server: socket.socket, wire: tools.RunningWire, first: str, version: ssl.TLSVersion
) -> None:
    context = context_of(authority.issue_cert(tools.HOST))
    context.maximum_version = version
    data = os.urandom(300_000)
    with tls_pair(server, wire, context) as (client, peer):
        one, other = (client, peer) if first == "client" else (peer, client)
        one.sendall(data[:7])
        assert tools.read_exactly(other, 7) == data[:7]
        sent = 0
        while sent < len(data):  # in turns, since both ends live in this thread
            part = data[sent : sent + 40_000]
            one.sendall(part)
            assert tools.read_exactly(other, len(part)) == part
            other.sendall(part[:10])
            assert tools.read_exactly(one, 10) == part[:10]
            sent += len(part)


@pytest.mark.parametrize("tap", [tools.null_tap, tools.real_tap()], ids=["no tap", "tap"])
def test_streams_both_ways_at_once_come_through_exact(
    server: socket.socket, ca_file: str, context: ssl.SSLContext, tap: Callable[[int, int], Tap]
) -> None:
    """An echo, fed without waiting for it: both directions are full, and both ends work in pieces of their own."""
    datas = [random.Random(seed).randbytes(400_000) for seed in range(3)]
    made = tools.running_wire(tools.port_of(server), tls=True, ca_file=ca_file, tap=tap)
    with made as wire, ThreadPoolExecutor(len(datas) * 2) as pool:
        for _ in datas:
            pool.submit(echo, server, context)
        assert list(pool.map(lambda data: echoed(wire.port, data), datas)) == datas


def echo(server: socket.socket, context: ssl.SSLContext) -> None:
    raw, _ = server.accept()
    raw.settimeout(tools.PATIENCE)
    with context.wrap_socket(raw, server_side=True) as peer:
        while data := peer.recv(5_000):
            peer.sendall(data)


def echoed(port: int, data: bytes) -> bytes:
    with tools.connect(port) as client, ThreadPoolExecutor(1) as pool:
        sending = pool.submit(client.sendall, data)
        got = tools.read_exactly(client, len(data))
        sending.result()
        client.shutdown(socket.SHUT_WR)
        assert tools.read_to_end(client) == (b"", "fin")
    return got


def test_the_server_s_close_is_a_fin_with_a_close_notify_or_without(pair: Pair) -> None:
    client, peer = pair
    peer.sendall(b"bye")
    peer.setblocking(False)
    with contextlib.suppress(ssl.SSLWantReadError):
        peer.unwrap()
    assert tools.read_to_end(client) == (b"bye", "fin")


def test_a_bare_fin_is_a_fin(pair: Pair) -> None:
    client, peer = pair
    peer.sendall(b"bye")
    peer.close()
    assert tools.read_to_end(client) == (b"bye", "fin")


def test_a_half_closed_client_is_still_answered(pair: Pair) -> None:
    client, peer = pair
    client.sendall(b"question")
    client.shutdown(socket.SHUT_WR)
    assert tools.read_to_end(peer) == (b"question", "fin")  # an SSLEOFError, were there no close_notify
    peer.sendall(b"answer" * 20_000)
    peer.close()
    assert tools.read_to_end(client) == (b"answer" * 20_000, "fin")


def test_a_reset_is_a_reset_either_way(
    server: socket.socket, wire: tools.RunningWire, context: ssl.SSLContext
) -> None:
    with tls_pair(server, wire, context) as (client, peer), socket.socket(fileno=os.dup(peer.fileno())) as raw:
        raw.settimeout(tools.PATIENCE)  # beneath the server's TLS, which calls a reset an end
        tools.reset(client)
        assert tools.read_to_end(raw) == (b"", "ConnectionResetError")
    with tls_pair(server, wire, context) as (client, peer):
        peer.sendall(b"bytes before")
        tools.reset(peer)
        assert tools.read_to_end(client) == (b"bytes before", "ConnectionResetError")
    assert wire.wait(WireLegClosed, leg="server", how="rst", by="peer")
    assert wire.wait(WireLegClosed, leg="client", how="rst", by="peer")


def test_under_back_pressure_nothing_is_lost_and_the_close_comes_last(pair: Pair, wire: tools.RunningWire) -> None:
    client, peer = pair
    sent = tools.fill(client)
    assert sent > 100_000
    client.shutdown(socket.SHUT_WR)
    data, how = tools.read_to_end(peer)
    assert (len(data), how) == (sent, "fin")
    peer.close()
    assert tools.read_to_end(client) == (b"", "fin")
    assert wire.wait(WireClosed, 1, up=WireBytes(seen=sent, relayed=sent))


@pytest.mark.parametrize(
    ("issued_to", "until", "words"),
    [
        (tools.HOST, None, "trust its authority with --ca-file"),
        ("another.test", None, "IP address mismatch"),
        (tools.HOST, LONG_AGO, "certificate has expired"),
    ],
    ids=["unknown authority", "another name", "expired"],
)
def test_a_certificate_that_is_not_good_is_refused_and_said(
    authority: trustme.CA, ca_file: str, issued_to: str, until: dt.datetime | None, words: str
) -> None:
    trusted = words != "trust its authority with --ca-file"
    issuer = authority if trusted else trustme.CA()
    shown = context_of(issuer.issue_cert(issued_to, not_after=until))
    with tools.listening() as server, running(server, ca_file) as wire:
        with tools.pair(server, wire.port) as (client, peer):
            with pytest.raises(OSError):  # noqa: PT011 - its alert, or a reset
                shown.wrap_socket(peer, server_side=True).recv(1)
            assert tools.read_to_end(client) == (b"", "ConnectionResetError")
        failed = wire.wait(WireTlsFailed)
    assert failed.certificate
    assert failed.why.startswith(f"the certificate of {tools.HOST}:")
    assert words in failed.why
    assert "\n" not in failed.why


def test_a_server_that_speaks_no_tls_is_named(ca_file: str) -> None:
    with tools.listening() as server, running(server, ca_file) as wire:
        with tools.pair(server, wire.port) as (client, peer):
            peer.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            assert tools.read_to_end(client) == (b"", "ConnectionResetError")
        assert not wire.wait(WireTlsFailed).certificate
        with tools.pair(server, wire.port) as (client, peer):
            tools.read_exactly(peer, 1)
            peer.shutdown(socket.SHUT_WR)
            assert tools.read_to_end(client)[1] == "ConnectionResetError"
        assert "instead of speaking TLS" in wire.wait(WireTlsFailed, 2).why


def test_a_server_that_wants_a_certificate_of_its_client_is_named(
    authority: trustme.CA, server: socket.socket, wire: tools.RunningWire
) -> None:
    """By TLS 1.3 it says so after the handshake: the client sees a reset, and why is told."""
    context = context_of(authority.issue_cert(tools.HOST))
    context.verify_mode = ssl.CERT_REQUIRED
    authority.configure_trust(context)
    with tools.pair(server, wire.port) as (client, raw):
        with pytest.raises(ssl.SSLError):
            context.wrap_socket(raw, server_side=True)
        assert tools.read_to_end(client) == (b"", "ConnectionResetError")
    failed = wire.wait(WireTlsFailed)
    assert not failed.certificate
    assert "it wants a certificate of its client" in failed.why


def test_authorities_that_can_t_be_read_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "no.pem"
    path.write_text("nothing")
    with pytest.raises(ValueError, match="holds no certificates in PEM"):
        tools.RunningWire(1, tls=True, ca_file=str(path))


class Peer:
    """A server in memory, and `sock`, with whom it has shaken hands: TLS over a socket pair, or these `ends`."""

    def __init__(
        self,
        authority: trustme.CA,
        context: ssl.SSLContext,
        ends: tuple[socket.socket, socket.socket] | None = None,
    ) -> None:
        trusting = ssl.create_default_context()
        authority.configure_trust(trusting)
        self.raw, self.theirs = socket.socketpair() if ends is None else ends
        self.raw.setblocking(False)
        self.theirs.settimeout(tools.PATIENCE)
        self.sock = TlsSocket(self.raw, trusting, tools.HOST)
        self._in, self._out = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self._in, self._out, server_side=True)
        done = [False, False]
        while not all(done):
            done[0] = done[0] or self.sock.shake_hands()
            self.receive()
            with contextlib.suppress(ssl.SSLWantReadError):
                self.tls.do_handshake()
                done[1] = True
            self.theirs.sendall(self.cipher())

    def __enter__(self) -> Peer:
        return self

    def __exit__(self, *_: object) -> None:
        self.raw.close()
        self.theirs.close()

    def cipher(self) -> bytes:
        return self._out.read()

    def receive(self) -> bool:
        """Take what has come; False at the end."""
        try:
            data = self.theirs.recv(65536, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return True
        self._in.write(data)
        return bool(data)

    def read(self) -> tuple[bytes, bool]:
        """What can be read of it now, and whether close_notify stood behind it."""
        parts = []
        with contextlib.suppress(ssl.SSLWantReadError):
            while part := self.tls.read(65536):
                parts.append(part)
            return b"".join(parts), True
        return b"".join(parts), False


@pytest.fixture
def peer(authority: trustme.CA, context: ssl.SSLContext) -> Iterator[Peer]:
    with Peer(authority, context) as one:
        yield one


def test_records_may_come_in_any_pieces(peer: Peer) -> None:
    """The server hands over a few bytes of ciphertext at a time; sizes to read are drawn, too."""
    draw, sock, got = random.Random(5), peer.sock, b""
    data = draw.randbytes(60_000)
    peer.tls.write(data)
    cipher = peer.cipher()
    while cipher or sock.more:
        piece = draw.randint(1, 3000)
        peer.theirs.sendall(cipher[:piece])
        cipher = cipher[piece:]
        with contextlib.suppress(BlockingIOError):
            got += sock.recv(draw.choice([1, 100, 16_384, 65_536]))
    assert hashlib.sha256(got).digest() == hashlib.sha256(data).digest()


async def test_an_end_waits_for_what_the_kernel_has_no_room_for(peer: Peer) -> None:
    """Records wait here when it is asked to end; close_notify and FIN go behind them, unasked."""
    loop, sent, parts = asyncio.get_running_loop(), 0, []
    poller = make_poller(loop)
    leg = TlsLeg(peer.sock, poller, loop)
    ready: list[int] = []
    leg.watch(ready.append)
    with contextlib.suppress(BlockingIOError):
        while True:
            sent += peer.sock.send(bytes(50_000))
    assert peer.sock.unsent
    assert leg.shut()
    assert leg.shut()
    assert not leg.told
    while peer.receive():
        parts.append(peer.read())
        await asyncio.sleep(0)
    assert leg.told
    assert sum(len(data) for data, _ in parts) == sent
    assert parts[-1][1]
    leg.close()
    poller.close()


async def test_a_reset_while_records_wait_is_told_as_one(authority: trustme.CA, context: ssl.SSLContext) -> None:
    loop = asyncio.get_running_loop()
    poller = make_poller(loop)
    with tools.listening() as server:
        raw = tools.connect(tools.port_of(server))
        theirs, _ = server.accept()
    with Peer(authority, context, (raw, theirs)) as peer:
        leg = TlsLeg(peer.sock, poller, loop)
        broken = asyncio.Event()
        leg.watch(lambda events: broken.set() if events & BROKEN else None)
        with contextlib.suppress(BlockingIOError):
            while True:
                peer.sock.send(bytes(50_000))
        tools.reset(theirs)
        await asyncio.wait_for(broken.wait(), tools.PATIENCE)
        assert not leg.shut()
        leg.close()
    poller.close()


def test_what_came_before_an_alert_is_read_first(peer: Peer) -> None:
    told: list[ssl.SSLError] = []
    peer.sock.fails = told.append
    peer.tls.write(b"before")
    peer.theirs.sendall(peer.cipher() + b"\x17\x03\x03\x00\x20" + bytes(32))
    assert peer.sock.recv(100) == b"before"
    assert not told
    for _ in range(2):
        with pytest.raises(ssl.SSLError):
            peer.sock.recv(100)
    assert told
