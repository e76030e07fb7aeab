"""Opens what a run left, folder or bundle, for whoever reads it: the same for both, in place, and nothing changed.

What is opened may come from anybody: names that lead out of it and links are not followed, documents are bounded.
"""

from __future__ import annotations

import errno
import heapq
import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cached_property
from operator import attrgetter
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast

from harness.events import Record
from harness.evidence.bundle import Bundle, HostileBundleError, is_bundle
from harness.evidence.folder import STATES, NoRunFolderError, RunFolder, State
from harness.evidence.reading import DamagedRecordError, read_stream

ALLOWED = "a run folder, like those that `run` leaves in runs/, or a zip that `export` made of one"
DOCUMENT_BYTES = 64 * 1024 * 1024
_EVIDENCE = ("events/", "logs/", "screenshots/")


class Files(Protocol):
    """The files of a run, wherever they lie, by their paths with slashes under the run folder."""

    def names(self) -> list[str]:
        """Every file, in order."""
        ...

    def odd(self) -> list[str]:
        """What lies there as a file and is none: links, devices, pipes. They are never opened."""
        ...

    def size(self, name: str) -> int:
        """The bytes of a file. FileNotFoundError when there is none."""
        ...

    def open(self, name: str) -> BinaryIO:
        """A file's bytes. FileNotFoundError when there is none, OSError when they cannot be read."""
        ...


class Loose:
    """The files of a folder, without links and without what a write that was cut off left beside."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def names(self) -> list[str]:
        """Every file, with slashes, in order."""
        return sorted(name for name, ordinary in self._found() if ordinary)

    def odd(self) -> list[str]:
        """Links, devices and pipes."""
        return sorted(name for name, ordinary in self._found() if not ordinary)

    def _found(self) -> Iterator[tuple[str, bool]]:
        """Every file, and whether it is an ordinary one."""
        for above, folders, files in os.walk(self._path):
            for file in (*files, *(folder for folder in folders if Path(above, folder).is_symlink())):
                path = Path(above, file)
                name = path.relative_to(self._path).as_posix()
                if name.startswith(_EVIDENCE) or not file.startswith("."):
                    yield name, path.is_file() and not path.is_symlink()

    def size(self, name: str) -> int:
        """The bytes of a file. FileNotFoundError when there is none."""
        return self._at(name).stat().st_size

    def open(self, name: str) -> BinaryIO:
        """A file's bytes. FileNotFoundError when there is none."""
        return self._at(name).open("rb")

    def _at(self, name: str) -> Path:
        root = self._path.resolve()
        path = root / name
        if path.resolve() != path or not path.is_relative_to(root) or not path.is_file():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name)
        return path


class Evidence:
    """A run as it lies at `path`, a folder or a bundle; `name` is the run folder's, `state` what STATE says.

    A folder whose writer is dead is `interrupted`, and so is a bundle that says `recording`.
    """

    def __init__(self, path: Path, name: str, state: State, files: Files) -> None:
        self.path = path
        self.name = name
        self.state = state
        self.files = files

    @cached_property
    def meta(self) -> dict[str, Any]:
        """What meta.json holds. DamagedRecordError when it is no JSON object, or is missing."""
        found = self._document("meta.json")
        if found is None:
            raise DamagedRecordError("meta.json", 1, "is missing")
        return found

    @cached_property
    def summary(self) -> dict[str, Any] | None:
        """What summary.json holds, None without one. DamagedRecordError when it is no JSON object."""
        return self._document("summary.json")

    @cached_property
    def manifest(self) -> dict[str, Any] | None:
        """What manifest.json holds, None without one. DamagedRecordError when it is no JSON object."""
        return self._document("manifest.json")

    def records(self, sources: tuple[str, ...] = ("",), holding: bytes = b"") -> Iterator[Record]:
        """Every record, by number. DamagedRecordError when a line is not as it was written.

        `sources`: how the names of the sources begin that are wanted; `holding`: lines without these bytes are
        passed over unread.
        """
        wanted = tuple(f"events/{source}" for source in sources)
        names = [name for name in self.names("events") if name.startswith(wanted) and name.endswith(".jsonl")]
        return heapq.merge(*(self._lines(name, holding) for name in names), key=attrgetter("seq"))

    def names(self, room: str = "") -> list[str]:
        """The files of a room (events, logs, charts, screenshots), or all, by their paths under the run folder."""
        return [name for name in self.files.names() if not room or name.startswith(f"{room}/")]

    def size(self, name: str) -> int:
        """The bytes of a file that `names` gave. FileNotFoundError when there is none."""
        return self.files.size(name)

    def open(self, name: str) -> BinaryIO:
        """A file that `names` gave, to be closed. FileNotFoundError; OSError where it is damaged."""
        return self.files.open(name)

    def read(self, name: str, most: int = DOCUMENT_BYTES) -> bytes:
        """A file's bytes, at once. FileNotFoundError; DamagedRecordError for damage, and for more than `most`."""
        try:
            with self.open(name) as file:
                data = file.read(most + 1)
        except FileNotFoundError:
            raise
        except OSError as why:
            raise DamagedRecordError(name, 1, why.strerror or str(why)) from None
        if len(data) > most:
            raise DamagedRecordError(name, 1, f"is larger than {most // 1024**2} MiB")
        return data

    def _lines(self, name: str, holding: bytes) -> Iterator[Record]:
        try:
            file = self.open(name)
        except OSError as why:
            raise DamagedRecordError(name, 1, why.strerror or str(why)) from None
        with file:
            yield from read_stream(file, name, holding)

    def _document(self, name: str) -> dict[str, Any] | None:
        try:
            data = self.read(name)
        except FileNotFoundError:
            return None
        try:
            found = json.loads(data)
        except (ValueError, RecursionError) as why:
            raise DamagedRecordError(name, 1, f"is not JSON: {why}") from None
        if not isinstance(found, dict):
            raise DamagedRecordError(name, 1, "is no JSON object")
        return found


@contextmanager
def opened(path: Path) -> Iterator[Evidence]:
    """The run folder or bundle at `path`. NoRunFolderError, one line, when it is neither or not to be trusted."""
    with ExitStack() as until:
        yield _of_folder(path) if path.is_dir() else _of_bundle(path, until)


def _of_folder(path: Path) -> Evidence:
    folder = RunFolder.open(path)
    return Evidence(folder.path, folder.path.name, folder.state, Loose(folder.path))


def _of_bundle(path: Path, until: ExitStack) -> Evidence:
    if not path.exists():
        raise NoRunFolderError(f"{path} is not there: allowed is {ALLOWED}")
    try:
        if not is_bundle(path):
            raise NoRunFolderError(f"{path} is not allowed: {ALLOWED}")
        bundle = Bundle(path)
    except HostileBundleError as why:
        raise NoRunFolderError(f"{path} is refused: {why}; allowed is {ALLOWED}") from None
    except OSError as why:
        raise NoRunFolderError(f"{path} cannot be read: {why.strerror}") from None
    until.callback(bundle.close)
    return Evidence(path.absolute(), bundle.name, _state_of(bundle, path), bundle)


def _state_of(bundle: Bundle, path: Path) -> State:
    """What STATE says; nobody writes into a bundle."""
    try:
        with bundle.open("STATE") as file:
            said = file.read(100).decode("ascii", "replace").strip()
    except OSError as why:
        raise NoRunFolderError(f"{path} cannot be read: STATE is {why.strerror}") from None
    if said not in STATES:
        raise NoRunFolderError(f"{path}: STATE says {said[:40]!r}: must be one of {', '.join(STATES)}")
    return "interrupted" if said == "recording" else cast("State", said)
