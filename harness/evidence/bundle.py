"""A bundle: the zip of a run folder, read in place. It may come from anybody: rules first, reading afterwards.

Nothing is unpacked: a member is a stream of bytes, bounded by what the directory says of it, and its own checksum
is checked at its end. What may lead elsewhere, pretend to be something else, or grow beyond measure is refused as
a whole. PKWARE's APPNOTE 6.3.10 has the form: 4.3.16 the end record, 4.4.4 the flags, 4.4.15 who may be a link.
"""

from __future__ import annotations

import errno
import io
import os
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, cast

MOST_FILES = 10_000
MOST_BYTES = 2 * 1024**3
MOST_RATIO = 200
MOST_NAME = 240
MAGIC = b"PK\x03\x04"

_BUFFER = 256 * 1024
_END = struct.Struct("<4s4H2LH")  # end of central directory record, without a comment
_END_MAGIC, _LOCATOR_MAGIC, _LOCATOR_BYTES = b"PK\x05\x06", b"PK\x06\x07", 20
_ENTRY_BYTES = 46 + MOST_NAME * 4 + 64  # a row of the directory: its head, its name, what zips put behind it
_HEAD_BYTES = 30
_ODD_FLAGS = 0x1 | 0x20 | 0x40 | 0x2000  # encrypted, patched, strongly encrypted, hidden
_PLAIN = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_BROKEN = (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError)
"""What zipfile raises for a form that it cannot read."""
_DRIVE = re.compile(r"[A-Za-z]:")


class HostileBundleError(ValueError):
    """A file is no bundle that may be read: one line that says why."""


def is_bundle(path: Path) -> bool:
    """Whether it is a file that begins as a zip does. OSError when it cannot be read."""
    if not path.is_file():
        return False  # a pipe, or a device, would be waited for
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


class Bundle:
    """The files of a run folder inside a zip, by their paths under that folder; `name` is the folder's own."""

    def __init__(self, path: Path) -> None:
        """HostileBundleError when it may not be read, OSError when it cannot be."""
        self._file = path.open("rb")
        try:
            _check_ends(self._file)
            self._zip = zipfile.ZipFile(self._file)
            members = admitted(self._zip.infolist(), path.stat().st_size)
            self.name, self._members = _rooted(members, path.stem)
        except _BROKEN as why:
            self._file.close()
            raise HostileBundleError(f"it is no zip that can be read: {why}") from None
        except BaseException:
            self._file.close()
            raise

    def close(self) -> None:
        """Close the archive, and with it every file of it."""
        self._zip.close()
        self._file.close()

    def names(self) -> list[str]:
        """Every file, with slashes, under the run folder, in order."""
        return sorted(self._members)

    def odd(self) -> list[str]:
        """Nothing: an archive with links or devices in it is refused."""
        return []

    def size(self, name: str) -> int:
        """The bytes of a file. FileNotFoundError when there is none."""
        return self._member(name).file_size

    def open(self, name: str) -> BinaryIO:
        """A file's bytes as a stream. FileNotFoundError when there is none, OSError where it is damaged."""
        member = self._member(name)
        try:
            raw = _Member(self._zip.open(member), name)
        except _BROKEN as why:
            raise OSError(errno.EIO, f"damaged in the bundle: {why}", name) from None
        return cast("BinaryIO", io.BufferedReader(raw, _BUFFER))

    def _member(self, name: str) -> zipfile.ZipInfo:
        if name not in self._members:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name)
        return self._members[name]


class _Member(io.RawIOBase):
    """A member's bytes; what is wrong with them is an error of reading, as it is with any file."""

    def __init__(self, stream: IO[bytes], name: str) -> None:
        self._stream = stream
        self._name = name

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override] # any writable buffer
        try:
            data = self._stream.read(len(buffer))
        except (zipfile.BadZipFile, zlib.error, EOFError) as why:
            raise OSError(errno.EIO, f"damaged in the bundle: {why}", self._name) from None
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()


def _check_ends(file: BinaryIO) -> None:
    """That it begins and ends as a plain zip, and that its directory is not too large to be read at all."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if file.read(len(MAGIC)) != MAGIC:
        raise HostileBundleError("it does not begin as a zip does")
    if size > MOST_BYTES:
        raise HostileBundleError(f"it is larger than {MOST_BYTES // 1024**3} GiB")
    tail = file.seek(max(0, size - _END.size - _LOCATOR_BYTES))
    data = file.read()
    end = data[-_END.size :]
    if len(end) < _END.size or not end.startswith(_END_MAGIC):
        raise HostileBundleError("it does not end as a zip does: it is cut off, or something stands behind it")
    if data[: len(_LOCATOR_MAGIC)] == _LOCATOR_MAGIC and size - tail == _END.size + _LOCATOR_BYTES:
        raise HostileBundleError("it is a zip in the form for more than 4 GiB")
    _check_directory(end, size)


def _check_directory(end: bytes, size: int) -> None:
    _, disk, first, here, count, length, start, comment = _END.unpack(end)
    if disk or first or here != count or comment:
        raise HostileBundleError("it is a part of a zip")
    if count > MOST_FILES or length > MOST_FILES * _ENTRY_BYTES:
        raise HostileBundleError(f"it holds more than {MOST_FILES:,} files")
    if start + length + _END.size != size:
        raise HostileBundleError("its directory is not where it says: something stands before or behind it")


def admitted(infos: list[zipfile.ZipInfo], size: int) -> list[zipfile.ZipInfo]:
    """The files of an archive of `size` bytes, without folders. HostileBundleError when one breaks a rule."""
    if len(infos) > MOST_FILES:
        raise HostileBundleError(f"it holds more than {MOST_FILES:,} files")
    for info in infos:
        if what := _trouble_of_name(info) or _trouble_of_kind(info) or _trouble_of_size(info):
            raise HostileBundleError(f"{info.orig_filename[:80]!r} {what}")
    if sum(info.file_size for info in infos) > MOST_BYTES:
        raise HostileBundleError(f"unpacked it is larger than {MOST_BYTES // 1024**3} GiB")
    _check_overlaps(infos, size)
    _check_twice(infos)
    return [info for info in infos if not info.is_dir()]


def _trouble_of_name(info: zipfile.ZipInfo) -> str:
    raw = info.orig_filename
    parts = raw.removesuffix("/").split("/")
    if raw != info.filename or not raw.isprintable() or "\\" in raw:
        return "has characters in its name that none of ours has"
    if raw.startswith("/") or _DRIVE.match(raw):
        return "begins at a root"
    if any(part in {"", ".", ".."} for part in parts):
        return "leads elsewhere"
    return "has too long a name" if len(raw) > MOST_NAME else ""


def _trouble_of_kind(info: zipfile.ZipInfo) -> str:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in {0, stat.S_IFDIR if info.is_dir() else stat.S_IFREG}:
        return "is no ordinary file: a link or a device"
    if info.flag_bits & _ODD_FLAGS:
        return "is encrypted or patched"
    return "" if info.compress_type in _PLAIN else "is compressed in a way that is not read"


def _trouble_of_size(info: zipfile.ZipInfo) -> str:
    if info.is_dir():
        return "is a folder that holds bytes" if info.file_size else ""
    if info.compress_type == zipfile.ZIP_STORED and info.file_size != info.compress_size:
        return "has two sizes"
    return f"grows more than {MOST_RATIO} times" if info.file_size > MOST_RATIO * info.compress_size else ""


def _check_overlaps(infos: Iterable[zipfile.ZipInfo], size: int) -> None:
    """That no bytes of the archive are the content of two files."""
    ordered = sorted(infos, key=lambda info: info.header_offset)
    ends = [*(info.header_offset for info in ordered[1:]), size]
    for info, end in zip(ordered, ends, strict=True):
        if info.header_offset + _HEAD_BYTES + info.compress_size > end:
            raise HostileBundleError(f"{info.filename[:80]!r} overlaps another file")


def _check_twice(infos: Iterable[zipfile.ZipInfo]) -> None:
    """That no name is there twice, also not for systems that take A for a, and that no file is a folder, too."""
    seen: dict[str, bool] = {}
    for info in infos:
        name = _same(info.filename.removesuffix("/"))
        if name in seen:
            raise HostileBundleError(f"{info.filename[:80]!r} is there twice")
        seen[name] = info.is_dir()
    for name in seen:
        if any(seen.get(str(above)) is False for above in PurePosixPath(name).parents):
            raise HostileBundleError(f"{name[:80]!r} lies in a file")


def _same(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _rooted(members: list[zipfile.ZipInfo], otherwise: str) -> tuple[str, dict[str, zipfile.ZipInfo]]:
    """The run folder's name and its files: they lie in one folder of the archive, or are all there is."""
    tops = {info.filename.partition("/")[0] for info in members}
    if "STATE" in tops:
        return otherwise, {info.filename: info for info in members}
    inside = {info.filename.partition("/")[2]: info for info in members}
    if len(tops) != 1 or "STATE" not in inside:
        raise HostileBundleError("it holds no run folder: no STATE")
    return tops.pop(), inside
