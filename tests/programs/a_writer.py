"""A writer for tests: `a_writer.py FOLDER count N` or `a_writer.py FOLDER forever`.

The first prints its account: offered, written, dropped, synced and the error. The second prints, again and again,
how many events have been acknowledged.
"""
# ruff: noqa: T201

import sys
import time
from pathlib import Path

from harness.evidence.recorder import Recorder

EVENT = b'{"type":"run.note","t":1,"text":"some words that make this line about as long as others"}'
SOURCES = ("session", "wire", "clients-0")


def write(recorder: Recorder, count: int) -> None:
    """Record so many, with a pause now and then, so that there are several batches."""
    for n in range(1, count + 1):
        recorder.record(n, n, SOURCES[n % 3], EVENT)
        if n % 500 == 0:
            recorder.sync()


def write_forever(recorder: Recorder) -> None:
    """Record until killed; what is acknowledged is printed as soon as it is known."""
    seq = said = 0
    while True:
        for _ in range(20):
            seq += 1
            recorder.record(seq, seq, SOURCES[seq % 3], EVENT)
        if recorder.written > said:
            said = recorder.written
            print(said, flush=True)
        time.sleep(0.001)


if __name__ == "__main__":
    recorder = Recorder(Path(sys.argv[1]))
    if sys.argv[2] == "forever":
        write_forever(recorder)
    write(recorder, int(sys.argv[3]))
    synced = recorder.sync()
    recorder.close()
    print(recorder.offered, recorder.written, recorder.dropped, synced, recorder.error or "")
