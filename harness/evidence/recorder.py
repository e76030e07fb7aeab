"""Writes the events to disk: one JSON line an event, in its envelope, in a file for each source.

A thread of its own writes, so a slow disk never holds up the hub: one unbuffered write a file and batch, a batch
at most 50 ms or 2,000 events old, fdatasync each second, when the figures freeze and after the verdict. What is
written has been given to the system and survives this process, however it ends; what is synced survives the
machine. The account always holds: offered = written + dropped + waiting, and nothing waits after `close` (but what
a hanging disk still holds, which is an error).

The first error of the disk ends the writing for good: from then on everything is dropped, counted, and `error`
says why. A record with an error, or with anything dropped, proves nothing: `complete` is False.
"""

from __future__ import annotations

import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import msgspec

from harness.evidence.segments import SEGMENT_BYTES, Segments

BATCH_SECONDS = 0.05
BATCH_EVENTS = 2_000
SYNC_SECONDS = 1.0
QUEUE_BYTES = 64 * 1024 * 1024

Offered = tuple[int, int, str, bytes]
"""What was offered: number, receive time, source, the source's own bytes."""


def checksum(seq: int, at: int, src: str, event: bytes) -> str:
    """The envelope's CRC (see events.Envelope)."""
    return f"{zlib.crc32(event, zlib.crc32(f'{seq} {at} {src} '.encode())):08x}"


def envelope(offered: Offered) -> bytes:
    """The recorded line, newline included."""
    seq, at, src, event = offered
    head = b'{"seq":%d,"at":%d,"src":%s,"crc":"%s","event":' % (
        seq,
        at,
        msgspec.json.encode(src),
        checksum(*offered).encode(),
    )
    return head + event + b"}\n"


class Recorder:
    """The recorder of a run folder: `record` never blocks and never raises; the account is in the attributes."""

    def __init__(self, folder: Path, *, limit: int = QUEUE_BYTES, segment: int = SEGMENT_BYTES) -> None:
        self.offered = 0
        self.written = 0
        self.dropped = 0
        self.error: str | None = None
        self._limit = limit
        self._segments = Segments(folder / "events", segment)
        self._waiting: list[Offered] = []
        self._bytes = 0
        self._closing = False
        self._ended = False
        self._syncs_asked = 0
        self._syncs_done = 0
        self._synced_at = time.monotonic()
        self._unsynced = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)
        self._thread.start()

    @property
    def complete(self) -> bool:
        """Whether everything offered so far is written, or still waits for its turn."""
        return self.error is None and not self.dropped

    def record(self, seq: int, at: int, src: str, event_bytes: bytes) -> None:
        """Offer one event. What does not fit into the queue, or comes after an error or the close, is dropped."""
        with self._changed:
            self.offered += 1
            if self.error is not None or self._closing or self._bytes + len(event_bytes) > self._limit:
                self.dropped += 1
                return
            self._waiting.append((seq, at, src, event_bytes))
            self._bytes += len(event_bytes)
            if len(self._waiting) in {1, BATCH_EVENTS}:
                self._changed.notify_all()

    def hurry(self) -> None:
        """Have everything offered so far brought to the disk at once, without waiting for it."""
        with self._changed:
            self._syncs_asked += 1
            self._changed.notify_all()

    def sync(self, timeout: float = 10.0) -> bool:
        """Wait until everything offered before is on the disk; False when it is not, for an error or the time."""
        with self._changed:
            self.hurry()
            mine = self._syncs_asked
            done = self._changed.wait_for(lambda: self._ended or self._syncs_done >= mine, timeout)
            return done and self.error is None

    def close(self, timeout: float = 10.0) -> None:
        """Write and sync what waits, then end. A disk that hangs for `timeout` seconds is an error, too."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join(timeout)
        if self._thread.is_alive():
            self._fail("the disk does not answer")

    # --- the thread ---

    def _run(self) -> None:
        closing = False
        while not closing:
            batch, closing, asked = self._next_batch()
            self._attempt(partial(self._write, batch))
            if closing or asked > self._syncs_done or time.monotonic() - self._synced_at >= SYNC_SECONDS:
                self._attempt(self._sync)
            with self._changed:
                self._syncs_done = asked
                self._changed.notify_all()
        self._attempt(self._segments.close)
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def _next_batch(self) -> tuple[list[Offered], bool, int]:
        """What waits, once it is old, big or urgent enough; whether it is the last; the last sync it answers."""
        with self._changed:
            self._changed.wait_for(self._has_work, SYNC_SECONDS if self._unsynced else None)
            self._changed.wait_for(self._is_urgent, BATCH_SECONDS)
            batch, self._waiting, self._bytes = self._waiting, [], 0
            return batch, self._closing, self._syncs_asked

    def _has_work(self) -> bool:
        return bool(self._waiting) or self._is_urgent()

    def _is_urgent(self) -> bool:
        return self._closing or self._syncs_asked > self._syncs_done or len(self._waiting) >= BATCH_EVENTS

    def _write(self, batch: list[Offered]) -> None:
        """One write for each source of the batch; what did not reach the disk whole is dropped."""
        before = self._segments.lines
        try:
            for src, lines in _by_source(batch):
                self._segments.append(src, b"".join(lines))
        finally:
            written = self._segments.lines - before
            with self._changed:
                self.written += written
                self.dropped += len(batch) - written
                self._unsynced = self._unsynced or written > 0

    def _sync(self) -> None:
        self._segments.sync()
        self._synced_at = time.monotonic()
        self._unsynced = False

    def _attempt(self, act: Callable[[], None]) -> None:
        try:
            act()
        except OSError as why:
            self._fail(str(why))

    def _fail(self, why: str) -> None:
        with self._changed:
            self.error = self.error or why
            self.dropped += len(self._waiting)
            self._waiting, self._bytes = [], 0


def _by_source(batch: Iterable[Offered]) -> Iterator[tuple[str, list[bytes]]]:
    ordered = sorted(batch, key=itemgetter(2))  # stable: within a source the order stays
    for src, offered in groupby(ordered, key=itemgetter(2)):
        yield src, [envelope(one) for one in offered]
