"""Archives that no one should open: each function writes one at a path, from plain members and patched bytes."""

from __future__ import annotations

import random
import stat
import struct
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

Write = Callable[[Path], None]
Member = tuple[zipfile.ZipInfo, bytes]

END = 22
CENTRAL = b"PK\x01\x02"


def info(name: str, mode: int = stat.S_IFREG | 0o644, method: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name)
    made.filename = made.orig_filename = name  # as it is: the constructor mends some names
    made.external_attr = mode << 16
    made.create_system = 3
    made.compress_type = method
    return made


GOOD: list[Member] = [
    (info("run/STATE"), b"sealed\n"),
    (info("run/meta.json"), b'{"writer": null}\n'),
    (info("run/events/wire.jsonl"), b""),
]


def archive(path: Path, *more: Member, good: bool = True) -> None:
    with zipfile.ZipFile(path, "w") as zipped, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of names that are there twice: on purpose
        for one, data in [*(GOOD if good else []), *more]:
            fresh = info(one.orig_filename, one.external_attr >> 16, one.compress_type)
            zipped.writestr(fresh, data)


def named(name: str) -> Write:
    return lambda path: archive(path, (info(name), b"x"))


def of_kind(mode: int, name: str = "run/logs/x.log", data: bytes = b"/etc/passwd") -> Write:
    return lambda path: archive(path, (info(name, mode | 0o644), data))


def together(*names: str) -> Write:
    return lambda path: archive(path, *((info(name), b"x") for name in names))


def rows_of(data: bytes) -> list[int]:
    """Where the rows of the directory begin."""
    (start,) = struct.unpack_from("<L", data, len(data) - END + 16)
    rows, at = [], start
    while data[at : at + 4] == CENTRAL:
        rows.append(at)
        name, extra, comment = struct.unpack_from("<3H", data, at + 28)
        at += 46 + name + extra + comment
    return rows


def patched(offset: int, form: str, *values: int, row: int | None = -1, good: Write = archive) -> Write:
    """A good archive with a field of a row of its directory changed, or of its end (`row` None)."""

    def write(path: Path) -> None:
        good(path)
        data = bytearray(path.read_bytes())
        at = len(data) - END if row is None else rows_of(bytes(data))[row]
        struct.pack_into(form, data, at + offset, *values)
        path.write_bytes(data)

    return write


def changed(change: Callable[[bytes], bytes], good: Write = archive) -> Write:
    def write(path: Path) -> None:
        good(path)
        path.write_bytes(change(path.read_bytes()))

    return write


def replaced(old: bytes, new: bytes, good: Write) -> Write:
    return changed(lambda data: data.replace(old, new), good)


def bomb(path: Path) -> None:
    archive(path, (info("run/logs/x.log"), bytes(10_000_000)))


def too_many(path: Path) -> None:
    archive(path, *((info(f"run/logs/{n}.log"), b"") for n in range(10_001)))


def stored(path: Path) -> None:
    archive(path, (info("run/logs/x.log", method=zipfile.ZIP_STORED), b"x" * 40))


def too_large(path: Path) -> None:
    """Eleven files that each say they are just under 200 times as large unpacked."""
    noise = random.Random(1)
    archive(path, *((info(f"run/logs/{n}.log"), noise.randbytes(1_000_000)) for n in range(11)))
    data = bytearray(path.read_bytes())
    for at in rows_of(bytes(data))[-11:]:
        struct.pack_into("<L", data, at + 24, 199_000_000)
    path.write_bytes(data)


def overlapping(path: Path) -> None:
    """Two names for the same bytes."""
    archive(path, (info("run/logs/a.log"), b"x" * 500), (info("run/logs/b.log"), b"y" * 500))
    data = bytearray(path.read_bytes())
    first, second = rows_of(bytes(data))[-2:]
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    path.write_bytes(data)


def swallowing(path: Path) -> None:
    """A stored file whose content is another file of the archive."""
    archive(path, (info("run/logs/a.log", method=zipfile.ZIP_STORED), b"x"), (info("run/logs/b.log"), b"y" * 500))
    data = bytearray(path.read_bytes())
    struct.pack_into("<LL", data, rows_of(bytes(data))[-2] + 20, 300, 300)
    path.write_bytes(data)


def zip64(path: Path) -> None:
    archive(path)
    data = path.read_bytes()
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, len(data) - END, 1)
    end = bytearray(data[-END:])
    struct.pack_into("<L", end, 12, struct.unpack_from("<L", end, 12)[0] + len(locator))
    path.write_bytes(data[:-END] + locator + end)


def only(*members: Member) -> Write:
    return lambda path: archive(path, *members, good=False)


STATE = info("run/STATE")
HOSTILE: dict[str, Write] = {
    "above": named("../evil"),
    "above, from within": named("run/../../evil"),
    "the folder above itself": named("run/.."),
    "absolute": named("/tmp/evil"),
    "a share": named("//server/share/evil"),
    "a drive": named("C:/evil"),
    "of a drive": named("C:evil"),
    "backslashes": named("run\\evil"),
    "above, with backslashes": named("..\\evil"),
    "an empty part": named("run//evil"),
    "a dot": named("run/./evil"),
    "a dot before": named("./evil"),
    "a null in its name": replaced(b"run/evil?x", b"run/evil\0x", named("run/evil?x")),
    "a newline in its name": named("run/logs/a\nb.log"),
    "an escape in its name": named("run/logs/\x1b[31m.log"),
    "a name that runs backwards": named("run/logs/\u202egnp.exe"),
    "a name without end": named(f"run/logs/{'x' * 400}"),
    "a link": of_kind(stat.S_IFLNK),
    "a character device": of_kind(stat.S_IFCHR),
    "a block device": of_kind(stat.S_IFBLK),
    "a pipe": of_kind(stat.S_IFIFO),
    "a socket": of_kind(stat.S_IFSOCK),
    "a folder named as a file": of_kind(stat.S_IFDIR),
    "a file named as a folder": of_kind(stat.S_IFREG, "run/logs/x/"),
    "a folder that holds bytes": of_kind(stat.S_IFDIR, "run/logs/x/"),
    "twice": together("run/logs/a.log", "run/logs/a.log"),
    "twice where A is a": together("run/logs/A.log", "run/logs/a.log"),
    "twice where accents are letters": together("run/logs/\u00e9.log", "run/logs/e\u0301.log"),
    "a file in a file": together("run/logs/a.log", "run/logs/a.log/b.log"),
    "encrypted": patched(8, "<H", 0x1),
    "strongly encrypted": patched(8, "<H", 0x41),
    "patched data": patched(8, "<H", 0x20),
    "bzip2": patched(10, "<H", zipfile.ZIP_BZIP2),
    "lzma": patched(10, "<H", zipfile.ZIP_LZMA),
    "a method nobody knows": patched(10, "<H", 99),
    "a bomb": bomb,
    "bytes out of nothing": patched(20, "<LL", 0, 5_000),
    "too many files": too_many,
    "too many files, and a count that lies": patched(8, "<HH", 3, 3, row=None, good=too_many),
    "two sizes": patched(24, "<L", 50, good=stored),
    "too large unpacked": too_large,
    "two names, the same bytes": overlapping,
    "a file that holds another": swallowing,
    "beyond its end": patched(42, "<L", 2**31),
    "in the form for 4 GiB": zip64,
    "a part of several": patched(4, "<HH", 1, 1, row=None),
    "a count that is none": patched(8, "<HH", 60_000, 60_000, row=None),
    "a directory without end": patched(12, "<L", 2**31, row=None),
    "a directory elsewhere": patched(16, "<L", 0, row=None),
    "a comment": patched(20, "<H", 5, row=None),
    "something behind": changed(lambda data: data + b"behind"),
    "something before": changed(lambda data: b"#!/bin/sh\n" + data),
    "a zip before": changed(lambda data: data + data),
    "cut off": changed(lambda data: data[:-30]),
    "cut in the middle": changed(lambda data: data[: len(data) // 2]),
    "a directory of noise": changed(lambda data: data.replace(CENTRAL, b"PK\x07\x07")),
    "empty": only(),
    "no run folder": only((info("run/notes.txt"), b"x")),
    "two run folders": only((info("a/STATE"), b"sealed\n"), (info("b/STATE"), b"sealed\n")),
    "a file alone": only((info("STATES"), b"sealed\n")),
    "a state that is none": only((STATE, b"all is well\n")),
    "a state that is damaged": patched(16, "<L", 7, row=0),
    "another name inside": changed(lambda data: data.replace(b"run/STATE", b"run/STATF", 1)),
    "a state without end": only((info("run/STATE", method=zipfile.ZIP_STORED), b"sealed\n" * 100_000)),
}
NO_ZIP: dict[str, bytes] = {
    "nothing": b"",
    "text": b"sealed\n",
    "gzip": b"\x1f\x8b\x08\x00" + bytes(30),
    "the beginning of a zip": b"PK\x03\x04",
    "the end of a zip": b"PK\x05\x06" + bytes(18),
}
