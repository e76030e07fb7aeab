"""What the tap costs, its rows redacted: CPU microseconds a request with its answer, and a WebSocket message.

The whole tap tells each exchange event by event too; the brief one, which the wire uses, ordinary ones by their
rows alone. The bare parsers stand beside them: llhttp in both directions, without reading headers, and the frames.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import httptools

from harness.proxy.tap.brief import BriefTap
from harness.proxy.tap.connection import ConnectionTap, TapMemory
from harness.proxy.tap.redaction import Redactor
from harness.proxy.tap.traffic import Traffic
from harness.proxy.tap.websocket import FrameReader

ROUNDS = 5
COUNT = 10_000
QUERY = b"/socket.io/?EIO=4&transport=polling&sid=7NPQRrU2uuJ1NU89AAAA&sidlab=ann"
POLL = b"GET %b&t=%d HTTP/1.1\r\nHost: 127.0.0.1:5000\r\nAccept: */*\r\nUser-Agent: Python/3.11\r\n\r\n"
POST = b'POST %b HTTP/1.1\r\nHost: 127.0.0.1:5000\r\nContent-Length: 12\r\n\r\n42["say",{}]'
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nServer: gevent\r\nContent-Length: 2\r\n\r\nOK"
OPENING = (
    b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
    b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
)
MESSAGE = b'42["say",{"room":"lobby","text":"number %05d","id":"ann#%05d"}]'
FRAME = b"\x81\xfe\x00\x80abcd" + b"x" * 128


class Heads:
    """Listens to as little as llhttp allows."""

    def on_url(self, url: bytes) -> None:
        """The target."""

    def on_headers_complete(self) -> None:
        """The head."""


def through_whole_tap(requests: list[bytes]) -> None:
    """Requests and answers of one keep-alive connection."""
    exchange(ConnectionTap(1, 2, "/socket.io/", TapMemory(), Traffic(Redactor(b"key"))), requests)


def through_brief_tap(requests: list[bytes]) -> None:
    """The same as the wire has it read."""
    exchange(BriefTap(1, 2, "/socket.io/", TapMemory(), Traffic(Redactor(b"key"))), requests)


def exchange(tap: ConnectionTap, requests: list[bytes]) -> None:
    """Each request with its answer."""
    for request in requests:
        tap.from_client(request, 0)
        tap.from_server(ANSWER, 0)


def through_parser(requests: list[bytes]) -> None:
    """The same through llhttp alone."""
    client, server = httptools.HttpRequestParser(Heads()), httptools.HttpResponseParser(Heads())
    for request in requests:
        client.feed_data(request)
        server.feed_data(ANSWER)


def through_websocket(frames: list[bytes]) -> None:
    """Messages of the client on a session's WebSocket."""
    tap = BriefTap(1, 2, "/socket.io/", TapMemory(), Traffic(Redactor(b"key")))
    tap.from_client(OPENING[0], 0)
    tap.from_server(OPENING[1], 0)
    for frame in frames:
        tap.from_client(frame, 0)


def message(number: int) -> bytes:
    """A text message of a client, in its frame, masked by zeros."""
    payload = MESSAGE % (number, number)
    return b"\x81" + bytes([0x80 | len(payload)]) + b"\0\0\0\0" + payload


def through_frames(frames: list[bytes]) -> None:
    """WebSocket frames of one direction."""
    reader = FrameReader()
    for frame in frames:
        for _ in reader.feed(frame):
            pass


def cost(run: Callable[[list[bytes]], None], items: list[bytes]) -> float:
    """The least CPU microseconds an item over some rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        begun = time.process_time()
        run(items)
        best = min(best, time.process_time() - begun)
    return best / len(items) * 1e6


def main() -> None:
    """Measure and print one line each."""
    polls = [POLL % (QUERY, at) for at in range(COUNT)]
    posts = [POST % QUERY] * COUNT
    for name, run, items in (
        ("poll and answer, whole tap", through_whole_tap, polls),
        ("post and answer, whole tap", through_whole_tap, posts),
        ("poll and answer, as the wire does", through_brief_tap, polls),
        ("post and answer, as the wire does", through_brief_tap, posts),
        ("poll and answer, llhttp alone", through_parser, polls),
        ("WebSocket message, each new", through_websocket, [message(at) for at in range(COUNT)]),
        ("WebSocket message, all alike", through_websocket, [message(0)] * COUNT),
        ("frame of 128 bytes alone, masked", through_frames, [FRAME] * COUNT),
    ):
        sys.stdout.write(f"{name:36s}{cost(run, items):8.2f} µs\n")


if __name__ == "__main__":
    main()
