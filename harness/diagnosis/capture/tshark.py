"""tshark, the dissector of Wireshark, asked for what it finds in a packet capture: bounded in time and in output.

It reads a file that may come from anybody: with no names looked up, no preferences of the user's, and nothing but
the fields that are asked for.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import IO, cast

import msgspec

from harness.diagnosis.capture.captured import NotACaptureError

SECONDS = 120.0
LINE_BYTES = 8 * 1024 * 1024
PACKETS = 1_000_000
FIELDS = (
    "frame.number",
    "frame.time_epoch",
    "tcp.stream",
    "tcp.srcport",
    "tcp.dstport",
    "tcp.flags.syn",
    "tcp.flags.ack",
    "tcp.flags.fin",
    "tcp.flags.reset",
    "http.request.method",
    "http.request.uri",
    "http.request.line",
    "http.response.code",
    "http.response.line",
    "http.file_data",
)
WANTED = "tcp.flags.syn == 1 || tcp.flags.fin == 1 || tcp.flags.reset == 1 || http"


class NoTsharkError(NotACaptureError):
    """tshark is not there, or could not read the file."""


class Packet(msgspec.Struct, frozen=True):
    """A packet: its fields by name, with an underscore for each dot; a field may be there more than once."""

    layers: dict[str, list[str]] = {}

    def first(self, name: str) -> str:
        """The first value of a field; empty where there is none."""
        values = self.layers.get(name)
        return values[0] if values else ""

    def flag(self, name: str) -> bool:
        """Whether a flag is set; releases of tshark write it differently."""
        return self.first(name).lower() in {"1", "true"}


_packets = msgspec.json.Decoder(Packet)


def packets_of(file: Path) -> Iterator[Packet]:
    """The packets of a capture that say something here, in its order. NoTsharkError."""
    program = shutil.which("tshark")
    if program is None:
        raise NoTsharkError("it is a packet capture, and tshark, which reads those, is not there: install tshark")
    with _running(program, file) as (process, out):
        for count, line in enumerate(_lines(out)):
            if count == PACKETS:
                raise NoTsharkError(f"it holds more than {PACKETS} packets of HTTP: cut it (editcap -A … -B …)")
            packet = _packets.decode(line)
            if packet.layers:
                yield packet
        if process.wait() != 0:
            raise NoTsharkError(f"tshark cannot read it, or took longer than {SECONDS:g} s")


def _lines(out: IO[bytes]) -> Iterator[bytes]:
    while line := out.readline(LINE_BYTES):
        if len(line) == LINE_BYTES:
            raise NoTsharkError("it holds a packet that is too large")
        if line.strip():
            yield line


@contextmanager
def _running(program: str, file: Path) -> Iterator[tuple[subprocess.Popen[bytes], IO[bytes]]]:
    """Tshark on a file, with a home of its own; it is ended with the block, and after `SECONDS` at the latest."""
    words = [program, "-r", str(file.absolute()), "-n", "-T", "ek", "-Y", WANTED]
    words += [word for name in FIELDS for word in ("-e", name)]
    with tempfile.TemporaryDirectory() as home:
        env = {**os.environ, "HOME": home, "XDG_CONFIG_HOME": home, "APPDATA": home, "LC_ALL": "C"}
        with subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env
        ) as process:
            limit = Timer(SECONDS, process.kill)
            limit.start()
            try:
                yield process, cast("IO[bytes]", process.stdout)  # which is a pipe
            finally:
                limit.cancel()
                process.kill()
