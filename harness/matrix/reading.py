"""Reads the run folder of a cell: what was seen, what the server's log says, and its log for a window."""

from __future__ import annotations

from pathlib import Path

from harness.evidence.reading import read_records
from harness.matrix.seen import Seen

LOG_BYTES = 1024 * 1024


def read_seen(folder: Path) -> Seen:
    """What the witnesses saw of the run in this folder. DamagedRecordError when a record is not as it was."""
    seen = Seen()
    for record in read_records(folder / "events"):
        seen.fold(record)
    return seen


def server_log(folder: Path) -> list[str]:
    """The last lines of what the server printed; none where it printed nothing."""
    file = folder / "logs" / "server.log"
    if not file.exists():
        return []
    return file.read_bytes()[-LOG_BYTES:].decode("utf-8", "replace").splitlines()
