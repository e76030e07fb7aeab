"""Who reset what: a packet capture on loopback and the wire's own events say the same of every connection."""

from __future__ import annotations

import contextlib
import select
import shutil
import socket
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import pytest
import test_wire_child as wire_child
import wire_tools as tools

TSHARK = shutil.which("tshark")
PLAIN, STALLED = 60, 20
"""Connections of each maker: idle ones, and those stalled in each direction; 100 together."""
QUIET = 0.5
FIELDS = ("tcp.srcport", "tcp.dstport", "tcp.flags.reset")
Maker = Literal["fault", "server", "client"]
Stall = Literal["", "up", "down"]
Said = tuple[str, str]
"""Who reset the client leg, and the server leg: "peer", "relay", "fault" or "nobody"."""


class Capture:
    """tshark on loopback: every SYN and RST of these ports, in the order they crossed."""

    def __init__(self, *ports: int) -> None:
        of_ports = " or ".join(f"tcp port {port}" for port in ports)
        command = [str(TSHARK), "-i", "lo", "-n", "-l", "-B", "64"]
        command += ["-f", f"({of_ports}) and tcp[tcpflags] & (tcp-syn|tcp-rst) != 0", "-T", "fields"]
        for field in FIELDS:
            command += ["-e", field]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.resets: list[tuple[int, int]] = []
        self._came = threading.Condition()
        self._errors: list[str] = []
        self._readers = [threading.Thread(target=read) for read in (self._read, self._read_errors)]
        for reader in self._readers:
            reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            source, target, is_reset = line.split()
            with self._came:
                if is_reset in ("1", "True"):
                    self.resets.append((int(source), int(target)))
                self._came.notify_all()

    def _read_errors(self) -> None:
        assert self.process.stderr is not None
        self._errors.extend(self.process.stderr)

    def take(self, server: socket.socket) -> list[tuple[int, int]]:
        """The resets since the last time, as (source port, target port).

        Straight connections to the server are reset until one of these resets is captured: what crossed before it
        has then been captured too, for lines come in the order of the packets.
        """
        deadline = time.monotonic() + tools.PATIENCE
        while time.monotonic() < deadline:
            with tools.pair(server, tools.port_of(server)) as (probe, _):
                sought = (tools.port_of(probe), tools.port_of(server))
                tools.reset(probe)
            with self._came:
                if self._came.wait_for(lambda reset=sought: reset in self.resets, 1.0):  # type: ignore[misc]
                    taken, self.resets = self.resets, []
                    return taken
            if self.process.poll() is not None:
                pytest.skip(f"tshark may not capture: {self.said()}")
        raise AssertionError(f"tshark captured nothing: {self.said()}")

    def said(self) -> str:
        return " ".join("".join(self._errors).split())

    def end(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(tools.PATIENCE)
        finally:
            self.process.kill()
            for reader in self._readers:
                reader.join(tools.PATIENCE)
            for stream in (self.process.stdout, self.process.stderr):
                assert stream is not None
                stream.close()


@contextlib.contextmanager
def capturing(*ports: int) -> Iterator[Capture]:
    capture = Capture(*ports)
    try:
        yield capture
    finally:
        capture.end()


@dataclass(frozen=True)
class Case:
    """One connection through the wire: both its ends, who is to reset it, and the direction that is stalled."""

    maker: Maker
    stall: Stall
    client: socket.socket
    peer: socket.socket
    client_port: int

    def sender(self) -> socket.socket:
        return self.client if self.stall == "up" else self.peer


def open_cases(stack: contextlib.ExitStack, server: socket.socket, port: int, maker: Maker) -> list[Case]:
    stalls: list[Stall] = [*([""] * PLAIN), *(["up"] * STALLED), *(["down"] * STALLED)]
    cases = []
    for stall in stalls:
        client, peer = stack.enter_context(tools.pair(server, port))
        cases.append(Case(maker, stall, client, peer, tools.port_of(client)))
    fill_all([case.sender() for case in cases if case.stall])
    return cases


def fill_all(senders: Sequence[socket.socket]) -> None:
    """Send on all of them until nothing moves any more: every buffer on the way is full."""
    for sock in senders:
        sock.setblocking(False)
    while writable := select.select([], senders, [], QUIET)[1]:
        for sock in writable:
            with contextlib.suppress(BlockingIOError):
                sock.send(bytes(65536))


def reset_all(cases: Sequence[Case], wire: wire_child.Child) -> None:
    maker = cases[0].maker
    if maker == "fault":
        wire.send("wire.apply", id=1, fault="reset")
        return
    for case in cases:
        tools.reset(case.client if maker == "client" else case.peer)


def captured(resets: Sequence[tuple[int, int]], listener: int, upstream: int, opened: dict[str, int]) -> Said:
    """What the packets say: the first RST of each leg, and for one from the wire, whether a peer's came before."""
    ports = {(opened["client_port"], listener): "client", (opened["upstream_port"], upstream): "server"}
    wire_side = {"client": listener, "server": opened["upstream_port"]}
    said: dict[str, str] = {}
    for source, target in resets:
        leg = ports.get((source, target)) or ports.get((target, source))
        if leg is None or leg in said:
            continue
        from_wire = source == wire_side[leg]
        said[leg] = ("relay" if "peer" in said.values() else "fault") if from_wire else "peer"
    return said.get("client", "nobody"), said.get("server", "nobody")


def told(frames: Sequence[dict[str, object]], conn: int) -> Said:
    """What the wire said of the same connection."""
    ends = [f for f in frames if f["type"] == "wire.leg-closed" and f["conn"] == conn and f["how"] == "rst"]
    said = {str(end["leg"]): str(end["by"]) for end in reversed(ends)}
    return said.get("client", "nobody"), said.get("server", "nobody")


MADE: dict[Maker, Said] = {
    "fault": ("fault", "fault"),
    "server": ("relay", "peer"),
    "client": ("peer", "relay"),
}


def table(rows: Counter[tuple[str, str, Said, Said]]) -> str:
    head = f"{'made by':13} {'stalled':8} {'tshark: client, server':24} {'wire: client, server':24} {'count':>5}"
    lines = [
        f"{maker:13} {stall or '-':8} {', '.join(seen):24} {', '.join(said):24} {count:5}"
        for (maker, stall, seen, said), count in sorted(rows.items())
    ]
    return "\n".join([head, *lines])


@pytest.mark.torture
@pytest.mark.skipif(TSHARK is None, reason="tshark is not installed")
def test_tshark_and_the_wire_agree_on_who_reset_what(capsys: pytest.CaptureFixture[str]) -> None:
    rows: Counter[tuple[str, str, Said, Said]] = Counter()
    with tools.listening() as server, wire_child.running() as wire:
        upstream = tools.port_of(server)
        port = wire.open(upstream)
        with capturing(port, upstream) as capture:
            capture.take(server)
            for maker in MADE:
                with contextlib.ExitStack() as stack:
                    cases = open_cases(stack, server, port, maker)
                    wire.wait("wire.opened", count=rows.total() + len(cases))
                    reset_all(cases, wire)
                    wire.wait("wire.closed", count=rows.total() + len(cases))
                resets = capture.take(server)
                # the last of a client's port: a system gives ports again once their connections are reset
                opened = {f["client_port"]: f for f in wire.frames if f["type"] == "wire.opened"}
                for case in cases:
                    one = opened[case.client_port]
                    seen = captured(resets, port, upstream, one)
                    rows[maker, case.stall, seen, told(wire.frames, one["conn"])] += 1
    with capsys.disabled():
        print("\n" + table(rows))  # noqa: T201  # the table is what this test is run for
    assert "dropped" not in capture.said(), capture.said()
    assert rows.total() == 300
    assert all(seen == said == MADE[maker] for maker, _, seen, said in rows), table(rows)  # type: ignore[index]
