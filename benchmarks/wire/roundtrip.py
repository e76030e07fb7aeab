"""One WebSocket that says one thing at a time and waits for the echo. Arguments: port, seconds.

Prints one JSON object: the round trips `done`, and their `p50` and `p99` in microseconds.
"""

from __future__ import annotations

import json
import socket
import sys
import time

from workloads import FRAME_BACK_SIZE, FRAMES_OUT, HOST, UPGRADE, UPGRADED

from harness.frames import die_with_parent

TIMEOUT_SECONDS = 30.0


def ask(sock: socket.socket, question: bytes, missing: int) -> None:
    """Send, and wait until so many bytes have come back. ConnectionError when they do not."""
    sock.sendall(question)
    while missing:
        got = len(sock.recv(missing))
        if not got:
            raise ConnectionError("closed before the answer was whole")
        missing -= got


def main(port: int, seconds: float) -> None:
    """Carry out the command line."""
    took: list[float] = []
    with socket.create_connection((HOST, port), TIMEOUT_SECONDS) as sock:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        ask(sock, UPGRADE % 1, len(UPGRADED))
        deadline = time.perf_counter() + seconds
        while (begun := time.perf_counter()) < deadline:
            ask(sock, FRAMES_OUT[len(took) % len(FRAMES_OUT)], FRAME_BACK_SIZE)
            took.append(time.perf_counter() - begun)
    took.sort()
    p50, p99 = (took[int(len(took) * part)] * 1e6 for part in (0.5, 0.99))
    sys.stdout.write(json.dumps({"done": len(took), "p50": p50, "p99": p99}))


if __name__ == "__main__":
    die_with_parent()
    main(int(sys.argv[1]), float(sys.argv[2]))
