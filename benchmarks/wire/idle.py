"""Many connections that have asked once and say nothing any more. Arguments: port, connections.

Prints `ready` once all stand, and waits for a line on standard input: `wait`, then prints one JSON object when all
are gone: how many `resets` (ECONNRESET) there were, how many `failed`, which ended in any other way or not at all
within some seconds, and the monotonic time of the `last` in ns. Any other line ends it.
"""

from __future__ import annotations

import json
import resource
import select
import socket
import sys
import time

from workloads import ANSWER, HOST, POLL

from harness.frames import die_with_parent

TIMEOUT_SECONDS = 10.0


def idle(port: int, number: int) -> socket.socket:
    """A connection on which one poll was answered. OSError when there is none."""
    sock = socket.create_connection((HOST, port), TIMEOUT_SECONDS)
    sock.sendall(POLL % (number, 0))
    missing = len(ANSWER)
    while missing:
        got = len(sock.recv(missing))
        if not got:
            raise ConnectionError("closed before the answer was whole")
        missing -= got
    return sock


def ends(socks: list[socket.socket]) -> dict[str, int]:
    """Wait for the end of all of them."""
    waiting = {sock.fileno(): sock for sock in socks}
    poller = select.epoll()
    for fd in waiting:
        poller.register(fd, select.EPOLLIN)
    resets, last, deadline = 0, 0, time.monotonic() + TIMEOUT_SECONDS
    while waiting and time.monotonic() < deadline:
        for fd, _ in poller.poll(0.5):
            sock = waiting.pop(fd)
            last = time.monotonic_ns()
            resets += was_reset(sock)
            poller.unregister(fd)
    return {"resets": resets, "failed": len(socks) - resets, "last": last}


def was_reset(sock: socket.socket) -> bool:
    """Whether reading says so."""
    try:
        sock.recv(1)
    except ConnectionResetError:
        return True
    return False


def main(port: int, connections: int) -> None:
    """Carry out the command line."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    socks = [idle(port, number) for number in range(connections)]
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    if sys.stdin.readline() == "wait\n":
        sys.stdout.write(json.dumps(ends(socks)))
    for sock in socks:
        sock.close()


if __name__ == "__main__":
    die_with_parent()
    main(int(sys.argv[1]), int(sys.argv[2]))
