"""The files of a recording: one for each source, cut into segments, and the chain that ties full ones together.

The file `chain.txt` has a line for each full segment, written before the next one of its source is begun:
`<link> <sha256> <bytes> <records> <file>`. The link is the SHA-256 of the link before (none at first), a space and
the rest of the line. So what is full is held against its hash though the writer was killed and left no manifest,
and no line can be changed, left out or moved without those behind it telling.
"""

from __future__ import annotations

import hashlib
import os
import re
from io import FileIO
from pathlib import Path

SEGMENT_BYTES = 64 * 1024 * 1024
MOST_OPEN = 64
CHAIN = "chain.txt"

datasync = getattr(os, "fdatasync", os.fsync)


def file_name(src: str, segment: int = 0) -> str:
    """The name of a source's file: `wire.jsonl`, then, when that is full, `wire.1.jsonl` and so on."""
    safe = re.sub(r"[^A-Za-z0-9_-]", "_", src)[:80] or "_"
    return f"{safe}.{segment}.jsonl" if segment else f"{safe}.jsonl"


class _Segment:
    """One file of a source, and what is in it so far."""

    def __init__(self, src: str, number: int = 0) -> None:
        self.number = number
        self.name = file_name(src, number)
        self.size = 0
        self.lines = 0
        self.digest = hashlib.sha256()

    def write(self, file: FileIO, data: bytes) -> None:
        """Append; OSError when not all of it could be. What reached the file is counted in either case."""
        view, at = memoryview(data), 0
        try:
            while at < len(data):
                at += file.write(view[at:])
        finally:
            self.size += at
            self.lines += data.count(b"\n", 0, at)
            self.digest.update(view[:at])

    def row(self) -> str:
        """What the chain tells of it."""
        return f"{self.digest.hexdigest()} {self.size} {self.lines} {self.name}"


class Segments:
    """The open files: one for each source, a new segment when one is full, the longest unused one closed."""

    def __init__(self, folder: Path, limit: int = SEGMENT_BYTES, most_open: int = MOST_OPEN) -> None:
        self._folder = folder
        self._limit = limit
        self._most_open = most_open
        self.lines = 0
        self._link = ""
        self._last: dict[str, _Segment] = {}
        self._open: dict[str, FileIO] = {}

    def append(self, src: str, data: bytes) -> None:
        """Write lines of a source; `lines` counts those written whole. OSError when some could not be."""
        segment = self._last.setdefault(src, _Segment(src))
        before = segment.lines
        try:
            segment.write(self._file(src, segment), data)
        finally:
            self.lines += segment.lines - before
        if segment.size >= self._limit:
            self._close(src)
            self._chain(segment.row())
            self._last[src] = _Segment(src, segment.number + 1)

    def _file(self, src: str, segment: _Segment) -> FileIO:
        file = self._open.pop(src, None)
        if file is None:
            if len(self._open) >= self._most_open:
                self._close(next(iter(self._open)))
            file = FileIO(self._folder / segment.name, "ab")
        self._open[src] = file  # the last in the order is the last used
        return file

    def _close(self, src: str) -> None:
        with self._open.pop(src) as file:
            datasync(file.fileno())

    def _chain(self, row: str) -> None:
        self._link = hashlib.sha256(f"{self._link} {row}".encode()).hexdigest()
        with (self._folder / CHAIN).open("ab") as file:
            file.write(f"{self._link} {row}\n".encode())
            file.flush()
            datasync(file.fileno())

    def sync(self) -> None:
        """Bring everything that is written to the disk itself."""
        for file in self._open.values():
            datasync(file.fileno())

    def close(self) -> None:
        """Close every file."""
        while self._open:
            self._open.popitem()[1].close()
