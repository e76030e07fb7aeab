"""Recounts a run folder with code of its own, and says what does not match.

It trusts nothing that wrote the folder: lines, checksums, numbers, hashes and figures are read and counted here
from the bytes. A folder whose writer died has no manifest and perhaps no summary; what is there must hold all the
same, but for one torn last line a file and numbers missing from the last batches, never acknowledged.
"""

from __future__ import annotations

import json
import re
import zlib
from functools import partial
from pathlib import Path
from sys import intern
from typing import Any, BinaryIO

from harness.evidence.bundle import Bundle, HostileBundleError
from harness.evidence.folder import NoRunFolderError
from harness.evidence.opening import Loose
from harness.evidence.recount import Counted, differences, recount
from harness.evidence.verify_files import Found, check_chain, check_manifest

BATCHES = 4_000
"""Of an unsealed record, numbers so near the end may be missing: two batches of the recorder."""
LINE_BYTES = 32 * 1024 * 1024
SHOWN = 200
SHORT = 64

_LINE = re.compile(
    rb'\{"seq":(\d{1,19}),"at":(\d{1,19}),"src":("(?:[^"\\]|\\.)*"),"crc":"([0-9a-f]{8})","event":(\{.*\})\}',
    re.DOTALL,
)
_STATES = ("recording", "interrupted", "sealed")
_BULKY = {"wire.traffic", "wire.head"}
"""No figure comes of what crossed, and there may be more of it than memory should hold."""


def verify(path: Path | str, root: str = "") -> dict[str, Any]:
    """`{"ok": bool, "problems": [{"file", "record", "what"}]}` of the run folder, or the bundle of one, at `path`.

    `root`: the root hash it is to have, where that is known from elsewhere: then it cannot have been made anew.

    NoRunFolderError when a bundle is not to be trusted at all.
    """
    place = Path(path)
    if place.is_file():
        return _verify_bundle(place, root)
    found = Found(Loose(place))
    if place.is_dir():
        _check(found, root)
    else:
        found.add(str(path), "is no folder")
    return {"ok": not found.problems, "problems": found.problems}


def _verify_bundle(path: Path, root: str) -> dict[str, Any]:
    try:
        bundle = Bundle(path)
    except HostileBundleError as why:
        raise NoRunFolderError(f"{path} is refused: {why}") from None
    except OSError as why:
        raise NoRunFolderError(f"{path} cannot be read: {why.strerror}") from None
    found = Found(bundle)
    try:
        _check(found, root)
    finally:
        bundle.close()
    return {"ok": not found.problems, "problems": found.problems}


def _check(found: Found, root: str) -> None:
    sealed = _state(found) == "sealed"
    events = _events(found, sealed=sealed)
    check_manifest(found, sealed=sealed, root=root)
    check_chain(found, sealed=sealed)
    _summary(found, events, sealed=sealed)


def _state(found: Found) -> str:
    state = (found.read("STATE", needed=True) or b"").decode("ascii", "replace").strip()
    if state and state not in _STATES:
        found.add("STATE", f"says {state[:40]!r}: must be one of {', '.join(_STATES)}")
    return state


# --- events ---------------------------------------------------------------------------------------------------


def _events(found: Found, *, sealed: bool) -> list[Counted]:
    """Every event that is whole, in the order of its numbers."""
    events: list[Counted] = []
    for name in found.files.names():
        if name.startswith("events/") and name.count("/") == 1 and name.endswith(".jsonl"):
            found.reading(name, partial(_take_lines, events, name, found, sealed=sealed))
    events.sort(key=lambda event: event.seq)
    _numbers(events, found, sealed=sealed)
    if sealed and (not events or events[-1].event.get("type") != "run.ended"):
        found.add("events", "a sealed record ends with run.ended; this one does not")
    return events


def _take_lines(events: list[Counted], name: str, found: Found, file: BinaryIO, *, sealed: bool) -> None:
    """Add the events of a file to those there are, one by one: what is read before it breaks off counts."""
    last = number = 0
    while (line := file.readline(LINE_BYTES)).endswith(b"\n"):
        number += 1
        event, what = _line(line[:-1])
        if event is None:
            found.add(name, what, number)
            continue
        if event.seq <= last:
            found.add(name, f"number {event.seq} after {last}", number)
        last = event.seq
        events.append(event)
    if len(line) == LINE_BYTES:
        found.add(name, "too long", number + 1)
    elif line and sealed:
        found.add(name, "torn last line", number + 1)


def _line(line: bytes) -> tuple[Counted | None, str]:
    """A line's event, or what is wrong with it."""
    match = _LINE.fullmatch(line)
    if match is None:
        return None, "no envelope"
    seq, at, src, crc, body = match.groups()
    try:
        source, event = json.loads(src), json.loads(body)
    except (ValueError, RecursionError):
        return None, "crc"
    if f"{zlib.crc32(b'%s %s %s %s' % (seq, at, source.encode(errors='replace'), body)):08x}".encode() != crc:
        return None, "crc"
    if not isinstance(event.get("type"), str) or not isinstance(event.get("t"), int):
        return None, "an event has a type and a time t"
    return Counted(int(seq), intern(source), _kept(event)), ""


def _kept(event: dict[str, Any]) -> dict[str, Any]:
    """The event as it stays in memory: a million of them say the same few words again and again."""
    keys = ("type", "t") if event["type"] in _BULKY else event
    return {intern(key): _shared(event[key]) for key in keys}


def _shared(value: Any) -> Any:  # noqa: ANN401 - whatever JSON has
    return intern(value) if isinstance(value, str) and len(value) <= SHORT else value


def _numbers(events: list[Counted], found: Found, *, sealed: bool) -> None:
    """Numbers run from 1 without a gap, each once."""
    due, last = 1, events[-1].seq if events else 0
    for event in events:
        if event.seq < due:
            found.add("events", f"number {event.seq} is there twice")
        elif event.seq > due and (sealed or due < last - BATCHES):
            found.add("events", f"numbers {due} to {event.seq - 1} are missing")
        due = event.seq + 1


# --- the summary ----------------------------------------------------------------------------------------------


def _summary(found: Found, events: list[Counted], *, sealed: bool) -> None:
    summary = found.document("summary.json", needed=sealed)
    if summary is None:
        return
    try:
        wrong = list(differences(summary, recount(events)))
    except (LookupError, TypeError, AttributeError, ValueError, RecursionError) as error:
        found.add("events", f"cannot be recounted: an event lacks what all of its kind have ({error!r})")
        return
    for figure, said, count in wrong:
        found.add("summary.json", f"{figure} is {str(said)[:SHOWN]}, the events say {count}")
