"""What people add to a run: a ticket, an owner, what it did to real users. Kept apart from what was measured.

It lies beside the evidence as `added.json`, outside the manifest, and may come from anybody.
"""

from __future__ import annotations

import json
from pathlib import Path

from harness.commands import Added
from harness.evidence.folder import write_atomically
from harness.evidence.opening import Evidence
from harness.evidence.reading import DamagedRecordError

NAME = "added.json"
MOST_BYTES = 256 * 1024
LONGEST = 8_000
"""Letters that a field holds at most."""


def read_added(evidence: Evidence) -> Added:
    """What was added; nothing where there is no file. DamagedRecordError when it is none of ours."""
    try:
        data = evidence.read(NAME, MOST_BYTES)
    except FileNotFoundError:
        return Added()
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as why:
        raise DamagedRecordError(NAME, 1, f"is not JSON: {why}") from None
    if not isinstance(found, dict):
        raise DamagedRecordError(NAME, 1, "is no JSON object")
    fields = {key: found[key] for key in Added.__struct_fields__ if key in found}
    if wrong := [key for key, value in fields.items() if not isinstance(value, str) or len(value) > LONGEST]:
        raise DamagedRecordError(NAME, 1, f"{wrong[0]} must be a text of at most {LONGEST:,} letters")
    return Added(**fields)


def write_added(folder: Path, added: Added) -> None:
    """Keep it in the run folder. OSError when it cannot be written; too long a field is cut at its end."""
    kept = {key: getattr(added, key)[:LONGEST].strip() for key in Added.__struct_fields__}
    write_atomically(
        folder / NAME, json.dumps({"schema": 1, **kept}, ensure_ascii=False, indent=1).encode() + b"\n"
    )
