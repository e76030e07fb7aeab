"""A run folder: `<UTC time>-<scenario>-<short id>/` with STATE, meta.json, events, logs, charts, screenshots.

STATE is `recording` while its writer works, then `sealed` or `interrupted`. The writer names itself in meta.json
by pid and creation time, so a folder whose writer died is known for what it is: it reopens as interrupted.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Literal, cast

from harness.events import Record
from harness.evidence.reading import read_records
from harness.processes import Identity, identify, is_alive

State = Literal["recording", "sealed", "interrupted"]
ROOMS = ("events", "logs", "charts", "screenshots")
STATES = ("recording", "sealed", "interrupted")


class NoRunFolderError(ValueError):
    """There is no run folder, or it is not readable as one; the text says what is wrong with it."""


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that whoever looks finds the old one or the new one, whole, even after a power cut."""
    with writing_atomically(path) as file:
        file.write(data)


@contextmanager
def writing_atomically(path: Path) -> Iterator[BinaryIO]:
    """A file to write piece by piece, which is at its place only once all of it is written."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with beside.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Bring a name into the disk's own keeping; Windows has no way to ask for it."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class RunFolder:
    """One run on disk. `state` is as far as known: `recording` only while the writer is alive."""

    def __init__(self, path: Path, state: State) -> None:
        self.path = path
        self.state: State = state

    @classmethod
    def create(cls, out: Path, scenario: str, now: datetime) -> RunFolder:
        """Make a new folder under `out`, with this process as its writer. OSError when that is not possible."""
        time = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        name = re.sub(r"[^\w-]", "-", scenario)[:60].strip("-") or "run"
        path = (out / f"{time}-{name}-{secrets.token_hex(3)}").absolute()
        path.mkdir(parents=True)
        folder = cls(path, "recording")
        try:
            folder._furnish()
        except OSError:
            shutil.rmtree(path, ignore_errors=True)  # what could not be begun is not left half-made
            raise
        return folder

    def _furnish(self) -> None:
        for room in ROOMS:
            (self.path / room).mkdir()
        self.write_meta({})
        self._write_state("recording")

    @classmethod
    def open(cls, path: Path) -> RunFolder:
        """Read a folder without touching it: one whose writer is dead is `interrupted`. NoRunFolderError."""
        try:
            state = (path / "STATE").read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError) as why:
            raise NoRunFolderError(f"{path} is no run folder: no readable STATE") from why
        if state not in STATES:
            raise NoRunFolderError(f"{path}/STATE says {state[:40]!r}: must be one of {', '.join(STATES)}")
        folder = cls(path.absolute(), cast("State", state))
        if folder.state == "recording" and not folder._writer_lives():
            folder.state = "interrupted"
        return folder

    @classmethod
    def reopen(cls, path: Path) -> RunFolder:
        """Open it and, when its writer is dead, write so into its STATE; nothing else is changed."""
        folder = cls.open(path)
        if folder.state == "interrupted":
            folder.seal("interrupted")
        return folder

    @property
    def meta(self) -> dict[str, Any]:
        """What meta.json holds. NoRunFolderError when it is not to be read."""
        try:
            meta = json.loads((self.path / "meta.json").read_bytes())
        except (OSError, ValueError, RecursionError) as why:
            raise NoRunFolderError(f"{self.path}/meta.json cannot be read: {why}") from why
        if not isinstance(meta, dict):
            raise NoRunFolderError(f"{self.path}/meta.json is no JSON object")
        return meta

    def write_meta(self, meta: Mapping[str, Any]) -> None:
        """Write meta.json: what is given, and who writes this folder."""
        me = identify(os.getpid())
        writer = {"pid": os.getpid(), "created": me and me.created}
        text = json.dumps({**meta, "writer": writer}, indent=1, ensure_ascii=False)
        write_atomically(self.path / "meta.json", text.encode() + b"\n")

    def seal(self, state: Literal["sealed", "interrupted"]) -> None:
        """Say how the recording ended."""
        self._write_state(state)
        self.state = state

    def records(self) -> Iterator[Record]:
        """Every record, by number (see reading.read_records)."""
        return read_records(self.path / "events")

    def _write_state(self, state: State) -> None:
        write_atomically(self.path / "STATE", state.encode() + b"\n")

    def _writer_lives(self) -> bool:
        match self.meta.get("writer"):
            case {"pid": int(pid), "created": int() | float() as created}:
                return is_alive(Identity(pid, created))
            case _:
                return False
