"""Makes the bundle of a run: one zip, the same bytes for the same folder, that opens wherever bundles are opened.

It is read back before it is at its place, by the rules of bundle.py: what cannot be opened is not left behind.
"""

from __future__ import annotations

import io
import shutil
import stat
import zipfile
from collections.abc import Collection
from pathlib import Path
from typing import BinaryIO

from harness.evidence.bundle import MOST_BYTES, MOST_FILES, MOST_RATIO, Bundle, HostileBundleError, is_bundle
from harness.evidence.folder import writing_atomically
from harness.evidence.opening import Evidence

_PIECE = 1024 * 1024
_NO_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest that a zip can say: the times of files are no evidence, and the same folder makes the same zip."""


class NotPackedError(ValueError):
    """A run cannot be made a bundle: one line that says why."""


def default_place(evidence: Evidence) -> Path:
    """Beside the run folder, by its name."""
    return evidence.path.with_name(f"{evidence.name}.zip")


def pack(evidence: Evidence, out: Path) -> None:
    """Write the bundle of a run folder to `out`. NotPackedError when it cannot be one, OSError from the disk."""
    _check_source(evidence)
    _check_target(evidence, out)
    with writing_atomically(out) as file:
        tight = _write(evidence, file, stored=())
        if tight:
            file.seek(0)
            file.truncate()
            _write(evidence, file, stored=tight)
        file.flush()
        _read_back(Path(file.name))


def _check_source(evidence: Evidence) -> None:
    if evidence.path.is_file():
        raise NotPackedError(f"{evidence.path} is a bundle already")
    if evidence.state == "recording":
        raise NotPackedError(f"{evidence.path} is still being recorded: stop that run first")
    names = evidence.names()
    if len(names) > MOST_FILES:
        raise NotPackedError(f"{evidence.path} holds more than {MOST_FILES:,} files: a bundle may not")
    if sum(map(evidence.size, names)) > MOST_BYTES:
        raise NotPackedError(f"{evidence.path} is larger than {MOST_BYTES // 1024**3} GiB: a bundle may not be")


def _check_target(evidence: Evidence, out: Path) -> None:
    if out.resolve().is_relative_to(evidence.path.resolve()):
        raise NotPackedError(f"{out} lies in the run folder itself: choose another place with --out")
    if out.is_dir() or (out.exists() and not is_bundle(out)):
        raise NotPackedError(f"{out} is there and is no bundle: choose another place with --out")


def _write(evidence: Evidence, file: BinaryIO, stored: Collection[str]) -> set[str]:
    """Write the zip, the files `stored` as they are; returns those that shrank more than a bundle may grow."""
    tight = set()
    with zipfile.ZipFile(file, "w") as zipped:
        for name in evidence.names():
            info = _described(evidence, name, zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED)
            with zipped.open(info, "w") as inside, _content(evidence, name) as outside:
                shutil.copyfileobj(outside, inside, _PIECE)
            if info.file_size > MOST_RATIO * info.compress_size:
                tight.add(name)
    return tight


def _described(evidence: Evidence, name: str, method: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(f"{evidence.name}/{name}", _NO_TIME)
    info.create_system = 3  # Unix: whoever packs, the attributes are read the same
    info.external_attr = (stat.S_IFREG | 0o644) << 16
    info.compress_type = method
    info.file_size = evidence.size(name)
    return info


def _content(evidence: Evidence, name: str) -> BinaryIO:
    """A file's bytes; STATE says what the folder is known to be, also where its writer could not write so."""
    return io.BytesIO(f"{evidence.state}\n".encode()) if name == "STATE" else evidence.open(name)


def _read_back(path: Path) -> None:
    try:
        bundle = Bundle(path)
        bundle.close()
    except HostileBundleError as why:
        raise NotPackedError(f"no bundle can be made: {why}") from None
    with zipfile.ZipFile(path) as zipped:
        if damaged := zipped.testzip():
            raise OSError(f"{damaged} did not reach the disk as it was written")
