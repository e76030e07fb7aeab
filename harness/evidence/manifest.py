"""The manifest: what evidence there is, byte for byte. Written last.

It lists meta.json and every file under events, logs and screenshots with its bytes, its SHA-256 and, for events,
the number of its records. The root hash is the SHA-256 of those rows as text, one a line, ordered by path:
`<sha256> <bytes> <records or -> <path>` and a newline.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from harness.evidence.folder import RunFolder, write_atomically

NAME = "manifest.json"
ROOMS = ("events", "logs", "screenshots")
_CHUNK = 1024 * 1024

Row = dict[str, Any]
"""One file: `path` (with slashes, under the folder), `bytes`, `sha256`, `records` (null where there are none)."""


def contents(path: Path) -> dict[str, Any]:
    """The manifest of the run folder at `path` as it stands now."""
    rows = sorted((_row(path, file) for file in _evidence(path)), key=lambda row: str(row["path"]))
    return {"schema": 1, "files": rows, "root": root_hash(rows)}


def write(folder: RunFolder) -> dict[str, Any]:
    """Write the manifest of a folder whose evidence is complete, and return it."""
    manifest = contents(folder.path)
    write_atomically(folder.path / NAME, json.dumps(manifest, indent=1).encode() + b"\n")
    return manifest


def root_hash(rows: Iterable[Row]) -> str:
    """The hash over all rows, in the order given."""
    text = "".join(
        f"{row['sha256']} {row['bytes']} {'-' if row['records'] is None else row['records']} {row['path']}\n"
        for row in rows
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _evidence(path: Path) -> Iterator[Path]:
    yield path / "meta.json"
    for room in ROOMS:
        yield from (file for file in (path / room).rglob("*") if file.is_file() and not file.is_symlink())


def _row(folder: Path, file: Path) -> Row:
    digest, size, lines = hashlib.sha256(), 0, 0
    with file.open("rb") as opened:
        while chunk := opened.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            lines += chunk.count(b"\n")
    return {
        "path": file.relative_to(folder).as_posix(),
        "bytes": size,
        "sha256": digest.hexdigest(),
        "records": lines if file.suffix == ".jsonl" else None,
    }
