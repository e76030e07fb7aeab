"""A hundred secrets, each planted in its own place; a found one names the place that leaked it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from zipfile import ZipFile

KINDS = {
    "authorization": 10,
    "cookie": 10,
    "set-cookie": 10,
    "query": 10,
    "connect": 10,
    "form": 10,
    "json": 20,
    "userinfo": 10,
    "started": 10,
}
"""How many there are of each kind; `started`: on the command line and in the environment of the server."""


def canary(kind: str, number: int) -> str:
    """The secret of this place: hexadecimal digits that nothing else has."""
    if not 0 <= number < KINDS[kind]:
        raise ValueError(f"there is no canary {number} of {kind}")
    return "cafe" + hashlib.blake2b(f"{kind} {number}".encode(), digest_size=10).hexdigest()


def every() -> dict[str, str]:
    """All of them, by where they are planted."""
    return {f"{kind} {number}": canary(kind, number) for kind, many in KINDS.items() for number in range(many)}


def forms(secret: str) -> Iterator[bytes]:
    """How it may stand in a file: as it is, in base64 at each offset, in UTF-16, in hexadecimal."""
    yield secret.encode()
    for offset in range(3):
        whole = base64.b64encode(b"\0" * offset + secret.encode())
        yield whole[4 if offset else 0 : len(whole) // 4 * 4 - 4]
    yield secret.encode("utf-16-le")
    yield secret.encode().hex().encode()


def found(files: Iterable[tuple[str, bytes]]) -> list[str]:
    """Which canaries these files hold, and where."""
    wanted = {name: tuple(forms(secret)) for name, secret in every().items()}
    return [
        f"{name} in {file}"
        for file, data in files
        for name, written in wanted.items()
        if any(one in data for one in written)
    ]


def of_folder(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of a folder, and its name."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.name.encode() + b"\0" + path.read_bytes()


def of_bundle(bundle: Path) -> Iterator[tuple[str, bytes]]:
    """A bundle as it lies there, and every member of it, unpacked."""
    yield bundle.name, bundle.read_bytes()
    with ZipFile(bundle) as opened:
        for name in opened.namelist():
            yield name, name.encode() + b"\0" + opened.read(name)
