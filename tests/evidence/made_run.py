"""Run folders for tests: a made history, recorded and sealed as a session does it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from made_world import made

from harness import events as ev
from harness.evidence import manifest
from harness.evidence.folder import RunFolder
from harness.evidence.recorder import Recorder
from harness.evidence.segments import SEGMENT_BYTES
from harness.metrics.tally import Tally

SEED = 476


def sealed_run(out: Path, seed: int = SEED, segment: int = SEGMENT_BYTES) -> Path:
    """A sealed run folder of a made history."""
    folder = RunFolder.create(out, "made", datetime.now(UTC))
    recorder = Recorder(folder.path, segment=segment)
    tally = Tally(run_id="r", scenario="made", profile="p", started="2026-01-01T00:00:00Z")
    records = made(seed).records()
    end = ev.RunEnded(t=records[-1].at + 1, outcome="passed")
    records.append(ev.Record(seq=len(records) + 1, at=end.t, src="session", event=end))
    for one in records:
        tally.fold(one)
        recorder.record(one.seq, one.at, one.src, msgspec.json.encode(one.event))
        if segment < SEGMENT_BYTES and one.seq % 20 == 0:
            recorder.sync()  # small batches, so that several segments get full
    recorder.close()
    (folder.path / "logs" / "server.log").write_text("a line\n")
    (folder.path / "screenshots" / "one.png").write_bytes(bytes(range(256)))
    summary = {**tally.summary(), "outcome": "passed", "expectations": []}
    (folder.path / "summary.json").write_text(json.dumps(summary))
    manifest.write(folder)
    folder.seal("sealed")
    return folder.path
