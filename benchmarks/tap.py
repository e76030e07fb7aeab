"""What the tap costs: CPU microseconds a polled request with its answer, a POST with its, and a WebSocket frame.

The bare parser stands beside them: llhttp in both directions, without reading headers.
"""  # noqa: INP001 - a script

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import httptools

from harness.proxy.tap.connection import ConnectionTap, TapMemory
from harness.proxy.tap.websocket import FrameReader

ROUNDS = 5
COUNT = 10_000
QUERY = b"/socket.io/?EIO=4&transport=polling&sid=7NPQRrU2uuJ1NU89AAAA&sidlab=ann"
POLL = b"GET %b&t=%d HTTP/1.1\r\nHost: 127.0.0.1:5000\r\nAccept: */*\r\nUser-Agent: Python/3.11\r\n\r\n"
POST = b'POST %b HTTP/1.1\r\nHost: 127.0.0.1:5000\r\nContent-Length: 12\r\n\r\n42["say",{}]'
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nServer: gevent\r\nContent-Length: 2\r\n\r\nOK"
FRAME = b"\x81\xfe\x00\x80abcd" + b"x" * 128


class Heads:
    """Listens to as little as llhttp allows."""

    def on_url(self, url: bytes) -> None:
        """The target."""

    def on_headers_complete(self) -> None:
        """The head."""


def through_tap(requests: list[bytes]) -> None:
    """Requests and answers of one keep-alive connection."""
    tap = ConnectionTap(1, 2, "/socket.io/", TapMemory())
    for request in requests:
        tap.from_client(request, 0)
        tap.from_server(ANSWER, 0)


def through_parser(requests: list[bytes]) -> None:
    """The same through llhttp alone."""
    client, server = httptools.HttpRequestParser(Heads()), httptools.HttpResponseParser(Heads())
    for request in requests:
        client.feed_data(request)
        server.feed_data(ANSWER)


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
        ("poll and answer, tap", through_tap, polls),
        ("post and answer, tap", through_tap, posts),
        ("poll and answer, llhttp alone", through_parser, polls),
        ("frame of 128 bytes, masked", through_frames, [FRAME] * COUNT),
    ):
        sys.stdout.write(f"{name:32s}{cost(run, items):8.2f} µs\n")


if __name__ == "__main__":
    main()
