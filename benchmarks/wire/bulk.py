"""One large body. Arguments: port, way (up or down), bytes.

Prints one JSON object: `done` in MiB, and the `rate` in MiB a second.
"""

from __future__ import annotations

import json
import socket
import sys
import time

from workloads import ANSWER, CHUNK, DOWNLOAD, FILE_HEAD, HOST, MIB, UPLOAD

from harness.frames import die_with_parent

TIMEOUT_SECONDS = 60.0


def read(sock: socket.socket, missing: int) -> None:
    """Read so many bytes and forget them. ConnectionError when there are fewer."""
    buffer = bytearray(len(CHUNK))
    while missing > 0:
        got = sock.recv_into(buffer, min(missing, len(buffer)))
        if not got:
            raise ConnectionError(f"closed with {missing} bytes missing")
        missing -= got


def transfer(sock: socket.socket, way: str, size: int) -> None:
    """Send or fetch a body of that size, and wait for the whole answer."""
    if way == "down":
        sock.sendall(DOWNLOAD % size)
        read(sock, len(FILE_HEAD % size) + size)
        return
    sock.sendall(UPLOAD % size)
    for at in range(0, size, len(CHUNK)):
        sock.sendall(CHUNK[: size - at])
    read(sock, len(ANSWER))


def main(port: int, way: str, size: int) -> None:
    """Carry out the command line."""
    with socket.create_connection((HOST, port), TIMEOUT_SECONDS) as sock:
        begun = time.perf_counter()
        transfer(sock, way, size)
        took = time.perf_counter() - begun
    sys.stdout.write(json.dumps({"done": size / MIB, "rate": size / MIB / took}))


if __name__ == "__main__":
    die_with_parent()
    main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
