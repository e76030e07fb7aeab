"""Sorts more lines than memory should hold: sorted batches go to files without names, and are merged."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import IO

BATCH_BYTES = 32 * 1024 * 1024


class LineSorter:
    """Takes lines, newline included, in any order, and gives them back sorted by their bytes.

    `folder` is where what `batch` bytes of memory do not hold is put. OSError when that is not possible.
    """

    def __init__(self, folder: Path, batch: int = BATCH_BYTES) -> None:
        self._folder = folder
        self._batch = batch
        self._lines: list[bytes] = []
        self._bytes = 0
        self._spilled: list[IO[bytes]] = []

    def __enter__(self) -> LineSorter:
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._spilled:
            file.close()

    def add(self, line: bytes) -> None:
        """Take one line."""
        self._lines.append(line)
        self._bytes += len(line)
        if self._bytes >= self._batch:
            self._spill()

    def lines(self) -> Iterator[bytes]:
        """All lines, sorted; to be asked once, after the last of them."""
        self._lines.sort()
        return heapq.merge(*self._spilled, self._lines)

    def _spill(self) -> None:
        self._lines.sort()
        file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115 - closed with the sorter
        self._spilled.append(file)
        lines = iter(self._lines)
        while some := b"".join(islice(lines, 1000)):
            file.write(some)
        file.seek(0)
        self._lines, self._bytes = [], 0
