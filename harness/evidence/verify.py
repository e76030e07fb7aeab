"""Recounts a run folder with code of its own, and says what does not match.

It trusts nothing that wrote the folder: lines, checksums, numbers, hashes and figures are read and counted here
from the bytes. A folder whose writer died has no manifest and perhaps no summary; what is there must hold all the
same, but for one torn last line a file and numbers missing from the last batches, never acknowledged.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from harness.evidence.recount import Counted, differences, recount

BATCHES = 4_000
"""Of an unsealed record, numbers so near the end may be missing: two batches of the recorder."""

_LINE = re.compile(
    rb'\{"seq":(\d+),"at":(\d+),"src":("(?:[^"\\]|\\.)*"),"crc":"([0-9a-f]{8})","event":(\{.*\})\}', re.DOTALL
)
_ROOMS = ("events", "logs", "screenshots")
_STATES = ("recording", "interrupted", "sealed")
_BULKY = {"wire.traffic", "wire.head"}
_ROW_KEYS = {"path", "bytes", "sha256", "records"}
Problem = dict[str, Any]


class Found:
    """The problems found so far."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, file: str, what: str, record: int | None = None) -> None:
        """`record` counts the lines of `file` from 1; None where the whole file is meant."""
        self.problems.append({"file": file, "record": record, "what": what})


def verify(path: Path | str) -> dict[str, Any]:
    """`{"ok": bool, "problems": [{"file", "record", "what"}]}` of the run folder at `path`."""
    folder, found = Path(path), Found()
    if not folder.is_dir():
        found.add(str(path), "is no folder")
    else:
        state = _state(folder, found)
        sealed = state == "sealed"
        events = _events(folder, found, sealed=sealed)
        _manifest(folder, found, sealed=sealed)
        _summary(folder, found, events, sealed=sealed)
    return {"ok": not found.problems, "problems": found.problems}


def _read(folder: Path, name: str, found: Found, *, needed: bool) -> bytes | None:
    try:
        return (folder / name).read_bytes()
    except FileNotFoundError:
        if needed:
            found.add(name, "is missing")
    except OSError as error:
        found.add(name, f"cannot be read: {error.strerror}")
    return None


def _object(data: bytes, name: str, found: Found) -> dict[str, Any] | None:
    try:
        value = json.loads(data)
    except ValueError as error:
        found.add(name, f"is not JSON: {error}")
        return None
    if not isinstance(value, dict):
        found.add(name, "is no JSON object")
        return None
    return value


def _state(folder: Path, found: Found) -> str:
    state = (_read(folder, "STATE", found, needed=True) or b"").decode("ascii", "replace").strip()
    if state and state not in _STATES:
        found.add("STATE", f"says {state[:40]!r}: must be one of {', '.join(_STATES)}")
    return state


# --- events ---------------------------------------------------------------------------------------------------


def _events(folder: Path, found: Found, *, sealed: bool) -> list[Counted]:
    """Every event that is whole, in the order of its numbers."""
    events: list[Counted] = []
    for file in sorted((folder / "events").glob("*.jsonl")):
        name = f"events/{file.name}"
        events += _lines(_read(folder, name, found, needed=True) or b"", name, found, sealed=sealed)
    events.sort(key=lambda event: event.seq)
    _numbers(events, found, sealed=sealed)
    if sealed and (not events or events[-1].event.get("type") != "run.ended"):
        found.add("events", "a sealed record ends with run.ended; this one does not")
    return events


def _lines(data: bytes, name: str, found: Found, *, sealed: bool) -> Iterator[Counted]:
    last = 0
    *lines, rest = data.split(b"\n")
    for number, line in enumerate(lines, 1):
        event, what = _line(line)
        if event is None:
            found.add(name, what, number)
            continue
        if event.seq <= last:
            found.add(name, f"number {event.seq} after {last}", number)
        last = event.seq
        yield event
    if rest and sealed:
        found.add(name, "torn last line", len(lines) + 1)


def _line(line: bytes) -> tuple[Counted | None, str]:
    """A line's event, or what is wrong with it."""
    match = _LINE.fullmatch(line)
    if match is None:
        return None, "no envelope"
    seq, at, src, crc, body = match.groups()
    try:
        source, event = json.loads(src), json.loads(body)
    except ValueError:
        return None, "crc"
    if f"{zlib.crc32(b'%s %s %s %s' % (seq, at, source.encode(), body)):08x}".encode() != crc:
        return None, "crc"
    if not isinstance(event.get("type"), str) or not isinstance(event.get("t"), int):
        return None, "an event has a type and a time t"
    if (
        event["type"] in _BULKY
    ):  # no figure comes of what crossed, and there may be more of it than memory should hold
        event = {"type": event["type"], "t": event["t"]}
    return Counted(int(seq), source, event), ""


def _numbers(events: list[Counted], found: Found, *, sealed: bool) -> None:
    """Numbers run from 1 without a gap, each once."""
    due, last = 1, events[-1].seq if events else 0
    for event in events:
        if event.seq < due:
            found.add("events", f"number {event.seq} is there twice")
        elif event.seq > due and (sealed or due < last - BATCHES):
            found.add("events", f"numbers {due} to {event.seq - 1} are missing")
        due = event.seq + 1


# --- the manifest ---------------------------------------------------------------------------------------------


def _manifest(folder: Path, found: Found, *, sealed: bool) -> None:
    data = _read(folder, "manifest.json", found, needed=sealed)
    manifest = None if data is None else _object(data, "manifest.json", found)
    if manifest is None:
        return
    rows = manifest.get("files")
    if manifest.keys() != {"schema", "files", "root"} or manifest["schema"] != 1 or not isinstance(rows, list):
        found.add("manifest.json", "has not the form of a manifest")
        return
    if not all(isinstance(row, dict) and row.keys() == _ROW_KEYS and isinstance(row["path"], str) for row in rows):
        found.add("manifest.json", "has a row that is none")
        return
    text = "".join(
        f"{row['sha256']} {row['bytes']} {'-' if row['records'] is None else row['records']} {row['path']}\n"
        for row in rows
    )
    if hashlib.sha256(text.encode()).hexdigest() != manifest["root"]:
        found.add("manifest.json", "its root hash is not that of its rows")
    there = _evidence(folder)
    for row in rows:
        if row["path"] in there:
            there.remove(row["path"])
            _row(folder, row, found)
        else:
            found.add(row["path"], "is in the manifest and missing")
    for name in sorted(there):
        found.add(name, "is not in the manifest")


def _evidence(folder: Path) -> set[str]:
    """Every file that a manifest must name, by its path under the folder."""
    files = [
        file for room in _ROOMS for file in (folder / room).rglob("*") if file.is_symlink() or not file.is_dir()
    ]
    files += [folder / "meta.json"] if (folder / "meta.json").exists() else []
    return {file.relative_to(folder).as_posix() for file in files}


def _row(folder: Path, row: dict[str, Any], found: Found) -> None:
    """Hold one file against its row."""
    name = row["path"]
    if not (folder / name).is_file() or (folder / name).is_symlink():
        found.add(name, "is no ordinary file")
        return
    data = _read(folder, name, found, needed=True) or b""
    lines = data.count(b"\n") if name.endswith(".jsonl") else None
    if len(data) != row["bytes"]:
        found.add(name, f"has {len(data)} bytes, the manifest says {row['bytes']}")
    if lines != row["records"]:
        found.add(name, f"has {lines} records, the manifest says {row['records']}")
    if hashlib.sha256(data).hexdigest() != row["sha256"]:
        found.add(name, "its SHA-256 is not the manifest's")


# --- the summary ----------------------------------------------------------------------------------------------


def _summary(folder: Path, found: Found, events: list[Counted], *, sealed: bool) -> None:
    data = _read(folder, "summary.json", found, needed=sealed)
    summary = None if data is None else _object(data, "summary.json", found)
    if summary is not None:
        for figure, said, counted in differences(summary, recount(events)):
            found.add("summary.json", f"{figure} is {said}, the events say {counted}")
