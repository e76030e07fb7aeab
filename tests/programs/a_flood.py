"""A flood for tests: `a_flood.py RUNS COUNT RATE` records so many events at that rate, seals, reads back, filters.

It prints one JSON object: the recorder's account, seconds, the highest memory of this process in MB.
"""
# ruff: noqa: T201

import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

from harness.evidence import manifest
from harness.evidence.folder import RunFolder
from harness.evidence.opening import opened
from harness.evidence.recorder import Recorder

SLICE = 0.01
"""Seconds of events that are offered at once, as a child's batch is."""


REQUEST = (
    b'{"type":"wire.request","t":%d,"conn":%d,"n":1,"method":"POST","kind":"post","path":"/socket.io/",'
    b'"sid":"%s"%s}'
)
SENT = b'{"type":"client.sent","t":%d,"client":"polling-%d","n":%d,"sid":"aBcDeFgHiJkLmNoP","to":["polling-1"]}'


def event(n: int) -> tuple[str, bytes]:
    """The source and bytes of the event of this number: requests as a wire tells them, and what clients say."""
    if n % 2:
        client = b',"client":"polling-%d"' % (n % 500)
        return "wire", REQUEST % (n * 50_000, n // 2, b"aBcDeFgHiJkLmNoP", client)
    return f"clients-{n % 4}", SENT % (n * 50_000, n % 500, n)


def offer(recorder: Recorder, count: int, rate: int) -> float:
    """Offer the events at the rate; the seconds that took."""
    began, slice_of = time.monotonic(), int(rate * SLICE)
    for n in range(1, count + 1):
        recorder.record(n, n * 50_000, *event(n))
        if n % slice_of == 0:
            time.sleep(max(0.0, began + n / rate - time.monotonic()))
    return time.monotonic() - began


def flood(out: Path, count: int, rate: int) -> dict[str, Any]:
    """Record, seal, and read it all back."""
    me, folder = psutil.Process(), RunFolder.create(out, "flood", datetime.now(UTC))
    recorder = Recorder(folder.path)
    took = offer(recorder, count, rate)
    recorder.close()
    found: dict[str, Any] = {"offered": recorder.offered, "written": recorder.written, "dropped": recorder.dropped}
    found |= {"error": recorder.error, "took": took, "writing_mb": me.memory_info().rss / 1e6}
    manifest.write(folder)
    folder.seal("sealed")
    began = time.monotonic()
    with opened(folder.path) as evidence:
        found["read"] = sum(1 for _ in evidence.records())
        found["reading"] = time.monotonic() - began
        began = time.monotonic()
        found["filtered"] = sum(1 for _ in evidence.records(("wire",), b'"client":"polling-7"'))
        found["filtering"] = time.monotonic() - began
    return found | {"mb": me.memory_info().rss / 1e6, "path": str(folder.path)}


if __name__ == "__main__":
    print(json.dumps(flood(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
