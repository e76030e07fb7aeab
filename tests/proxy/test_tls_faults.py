"""Every fault, between a client and a server over TLS: once it is lifted, all is as it was."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
import wire_tools as tools

from harness.events import WireFaultLifted
from harness.proxy import faults

ASKED = b"GET /socket.io/?EIO=4&transport=polling&t=1 HTTP/1.1\r\nHost: w\r\n\r\n"
BODY = b'0{"sid":"abc","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000}'
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%b" % (len(BODY), BODY)
OURS = [
    choice.name
    for choice in faults.catalogue()
    if not (faults.of_packets(choice.name) or getattr(faults.parse(choice.name, {}), "elsewhere", False))
]


def serve(server: socket.socket, context: ssl.SSLContext) -> None:
    """Answer each request of each connection alike, until the listening socket is shut."""
    while True:
        try:
            raw, _ = server.accept()
        except OSError:
            return
        raw.settimeout(tools.PATIENCE)
        threading.Thread(target=answer, args=(raw, context), daemon=True).start()


def answer(raw: socket.socket, context: ssl.SSLContext) -> None:
    with raw, contextlib.suppress(OSError), context.wrap_socket(raw, server_side=True) as peer:
        head = b""
        while data := peer.recv(4096):
            head += data
            while b"\r\n\r\n" in head:
                head = head.partition(b"\r\n\r\n")[2]
                peer.sendall(ANSWER)


@pytest.fixture(scope="module")
def wire(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tools.RunningWire]:
    authority, path = trustme.CA(), tmp_path_factory.mktemp("tls") / Path("ca.pem")
    authority.cert_pem.write_to_path(str(path))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(tools.HOST).configure_cert(context)
    with tools.listening() as server:
        server.settimeout(None)
        serving = threading.Thread(target=serve, args=(server, context))
        serving.start()
        port = tools.port_of(server)
        with tools.running_wire(port, tls=True, ca_file=str(path), tap=tools.real_tap()) as running:
            yield running
        server.shutdown(socket.SHUT_RDWR)
        serving.join(tools.PATIENCE)


def ask(client: socket.socket) -> bytes:
    client.sendall(ASKED)
    return tools.read_exactly(client, len(ANSWER))


@pytest.mark.torture
@pytest.mark.parametrize("name", OURS)
def test_service_comes_back_when_it_is_lifted(wire: tools.RunningWire, name: str) -> None:
    with tools.connect(wire.port) as before:
        assert ask(before) == ANSWER
        number = wire.apply(name)
        with contextlib.suppress(OSError):
            before.sendall(ASKED)
        with contextlib.suppress(OSError), tools.connect(wire.port) as during:
            during.settimeout(0.05)
            during.sendall(ASKED)
            during.recv(65536)
        wire.lift(number)
    assert wire.wait(WireFaultLifted, id=number).fault == name
    with tools.connect(wire.port) as after:
        assert [ask(after), ask(after)] == [ANSWER, ANSWER]
