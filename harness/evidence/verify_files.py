"""Holds the files of a run against its manifest and its chain: a part of verify.py, and as independent.

Every file is read once, in pieces; its bytes, lines and SHA-256 are kept for whoever compares.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from typing import Any, BinaryIO, NamedTuple, TypeVar

from harness.evidence.opening import Files

CHAIN = "events/chain.txt"
MANIFEST = "manifest.json"
DOCUMENT_BYTES = 64 * 1024 * 1024

_PIECE = 1024 * 1024
_ROOMS = ("events/", "logs/", "screenshots/")
_ROW_KEYS = {"path", "bytes", "sha256", "records"}
_LINK = re.compile(r"([0-9a-f]{64}) (([0-9a-f]{64}) (\d{1,15}) (\d{1,15}) ([A-Za-z0-9_.-]{1,200}))", re.ASCII)
_LATER = re.compile(r"events/(.+)\.(\d{1,9})\.jsonl", re.ASCII)

Problem = dict[str, Any]
Row = dict[str, Any]
T = TypeVar("T")


class Fact(NamedTuple):
    """What a file is: its bytes, its newlines, its SHA-256."""

    size: int
    lines: int
    sha256: str


class Found:
    """The files that are looked at, and the problems found so far."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.problems: list[Problem] = []
        self._facts: dict[str, Fact | None] = {}
        self._told: set[tuple[str, int | None, str]] = set()

    def add(self, file: str, what: str, record: int | None = None) -> None:
        """`record` counts the lines of `file` from 1; None where the whole file is meant. Each is told once."""
        if (file, record, what) not in self._told:
            self._told.add((file, record, what))
            self.problems.append({"file": file, "record": record, "what": what})

    def reading(self, name: str, read: Callable[[BinaryIO], T], *, needed: bool = True) -> T | None:
        """What `read` makes of the open file; None when it cannot be had, or not be read, which is told."""
        try:
            with self.files.open(name) as file:
                return read(file)
        except FileNotFoundError:
            if needed:
                self.add(name, "is missing")
        except OSError as error:
            self.add(name, f"cannot be read: {error.strerror}")
        return None

    def read(self, name: str, *, needed: bool) -> bytes | None:
        """A small file at once."""
        data = self.reading(name, lambda file: file.read(DOCUMENT_BYTES + 1), needed=needed)
        if data is not None and len(data) > DOCUMENT_BYTES:
            self.add(name, f"is larger than {DOCUMENT_BYTES // 1024**2} MiB")
            return None
        return data

    def document(self, name: str, *, needed: bool) -> dict[str, Any] | None:
        """The JSON object in a file."""
        data = self.read(name, needed=needed)
        if data is None:
            return None
        try:
            value = json.loads(data)
        except (ValueError, RecursionError) as error:
            self.add(name, f"is not JSON: {error}")
            return None
        if not isinstance(value, dict):
            self.add(name, "is no JSON object")
            return None
        return value

    def fact(self, name: str) -> Fact | None:
        """What a file is, read once; None when it cannot be read, which is told once."""
        if name not in self._facts:
            self._facts[name] = self.reading(name, _fact)
        return self._facts[name]


def _fact(file: BinaryIO) -> Fact:
    digest, size, lines = hashlib.sha256(), 0, 0
    while piece := file.read(_PIECE):
        digest.update(piece)
        size += len(piece)
        lines += piece.count(b"\n")
    return Fact(size, lines, digest.hexdigest())


# --- the manifest ---------------------------------------------------------------------------------------------


def check_manifest(found: Found, *, sealed: bool, root: str = "") -> None:
    """Every file of the evidence is in the manifest, and as it says; its root hash is `root`, if that is given."""
    manifest = found.document(MANIFEST, needed=sealed or bool(root))
    if manifest is None:
        return
    rows = manifest.get("files")
    if manifest.keys() != {"schema", "files", "root"} or manifest["schema"] != 1 or not isinstance(rows, list):
        found.add(MANIFEST, "has not the form of a manifest")
        return
    if not all(isinstance(row, dict) and row.keys() == _ROW_KEYS and isinstance(row["path"], str) for row in rows):
        found.add(MANIFEST, "has a row that is none")
        return
    text = "".join(
        f"{row['sha256']} {row['bytes']} {'-' if row['records'] is None else row['records']} {row['path']}\n"
        for row in rows
    )
    if hashlib.sha256(text.encode(errors="replace")).hexdigest() != manifest["root"]:
        found.add(MANIFEST, "its root hash is not that of its rows")
    if root and manifest["root"] != root:
        found.add(MANIFEST, f"its root hash is not {root}")
    _check_rows(found, rows)


def _check_rows(found: Found, rows: list[Row]) -> None:
    odd = set(found.files.odd())
    there = {name for name in (*found.files.names(), *odd) if name.startswith(_ROOMS) or name == "meta.json"}
    for row in rows:
        name = row["path"]
        if name not in there:
            found.add(name, "is in the manifest and missing")
        elif name in odd:
            found.add(name, "is no ordinary file")
        else:
            _check_row(found, row)
        there.discard(name)
    for name in sorted(there):
        found.add(name, "is not in the manifest")


def _check_row(found: Found, row: Row) -> None:
    name = row["path"]
    fact = found.fact(name)
    if fact is None:
        return
    lines = fact.lines if name.endswith(".jsonl") else None
    if fact.size != row["bytes"]:
        found.add(name, f"has {fact.size} bytes, the manifest says {row['bytes']}")
    if lines != row["records"]:
        found.add(name, f"has {lines} records, the manifest says {row['records']}")
    if fact.sha256 != row["sha256"]:
        found.add(name, "its SHA-256 is not the manifest's")


# --- the chain ------------------------------------------------------------------------------------------------


def check_chain(found: Found, *, sealed: bool) -> None:
    """Full segments are as their links say, and none is there whose forerunner has none.

    A folder without a chain has no full segment, or is older than chains are: then nothing is held against it.
    """
    data = found.read(CHAIN, needed=False)
    if data is None:
        return
    *rows, rest = data.decode("ascii", "replace").split("\n")
    if rest and sealed:
        found.add(CHAIN, "torn last line", len(rows) + 1)
    linked, before = set(), ""
    for number, row in enumerate(rows, 1):
        match = _LINK.fullmatch(row)
        if match is None:
            found.add(CHAIN, "no link", number)
            continue
        link, told, digest, size, lines, name = match.groups()
        if hashlib.sha256(f"{before} {told}".encode()).hexdigest() != link:
            found.add(CHAIN, "does not follow from the link before it", number)
        before = link
        linked.add(f"events/{name}")
        _check_segment(found, f"events/{name}", Fact(int(size), int(lines), digest))
    _check_forerunners(found, linked)


def _check_segment(found: Found, name: str, told: Fact) -> None:
    fact = found.fact(name)
    if fact is not None and fact != told:
        found.add(name, "is not the full segment that the chain tells of")


def _check_forerunners(found: Found, linked: set[str]) -> None:
    for name in found.files.names():
        if match := _LATER.fullmatch(name):
            number = int(match[2]) - 1
            forerunner = f"events/{match[1]}.{number}.jsonl" if number else f"events/{match[1]}.jsonl"
            if forerunner not in linked:
                found.add(name, "follows a segment that the chain does not tell of")
