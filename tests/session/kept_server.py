"""A real server under a real guard and the product's own keeper, without a wire; and plain requests to it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TypeVar

from msgspec import structs

import server
from harness.children import Child
from harness.commands import GuardStart
from harness.events import ChildHello, Record
from harness.ports import free_port
from harness.session.cast import Cast
from harness.session.journal import Journal
from harness.session.server_spec import ServerSpec
from harness.session.serving import Keeper
from harness.witness import WitnessServer
from server.profiles import profiles

HOST = "127.0.0.1"
LIGHT = "light"
"""What stands for a profile, and starts in a tenth of a second; with `-2` it has workers, with `-2!` only once."""
LIGHT_SERVER = Path(__file__).resolve().parents[1] / "programs" / "a_light_server.py"
ROOT = Path(server.__file__).resolve().parents[1]
PATIENCE = 40.0
E = TypeVar("E")


class Writer:
    """Keeps no lines: the tests listen to the journal."""

    def record(self, seq: int, at: int, src: str, event_bytes: bytes) -> None:
        pass


class LightSpec(ServerSpec):
    """The light server in the place of ours."""

    def start(self) -> GuardStart:
        """Its command line."""
        command = super().start()
        more = [self.profile.removeprefix(f"{LIGHT}-")] if "-" in self.profile else []
        return structs.replace(command, argv=(sys.executable, str(LIGHT_SERVER), self.host, str(self.port), *more))


class Kept:
    """The keeper, its guard's pid and the mark of all processes below that, and all that has happened."""

    def __init__(self, keeper: Keeper, guard: Child, records: list[Record]) -> None:
        self.keeper = keeper
        self.guard = guard.pid
        self.mark = guard.mark
        self._records = records

    @property
    def port(self) -> int:
        return self.keeper.spec.port

    def of(self, kind: type[E], since: int = 0, **fields: object) -> list[E]:
        """The events of a kind from record number `since` on, narrowed by fields."""
        found = [one.event for one in self._records[since:] if isinstance(one.event, kind)]
        return [one for one in found if all(getattr(one, key) == value for key, value in fields.items())]

    @property
    def now(self) -> int:
        """The number of the next record."""
        return len(self._records)

    async def until(self, held: Callable[[], object], what: str) -> None:
        """Wait until something holds."""
        async with asyncio.timeout(PATIENCE):
            while not held():  # noqa: ASYNC110  (what is looked at is told by nobody)
                await asyncio.sleep(0.01)
        assert held(), what

    async def hears(self, kind: type[E], since: int = 0, count: int = 1, **fields: object) -> list[E]:
        """Wait for events."""
        await self.until(lambda: len(self.of(kind, since, **fields)) >= count, f"{count} {kind.__name__} {fields}")
        return self.of(kind, since, **fields)


@contextlib.asynccontextmanager
async def kept(
    profile: str, folder: Path, *, ping_interval: int = 25, ping_timeout: int = 20, start: bool = True
) -> AsyncIterator[Kept]:
    """Start it, and end all of it whatever comes."""
    (folder / "logs").mkdir(parents=True, exist_ok=True)
    records: list[Record] = []
    journal = Journal(Writer())
    journal.listen(records.append)
    cast, witness = Cast(journal, folder / "logs"), WitnessServer()
    keepers: list[Keeper] = []

    def hello(said: ChildHello) -> None:
        keepers[0].hello(said)

    def gone(pid: int) -> None:
        keepers[0].gone(pid)

    address = await witness.open(journal.deliver, hello, gone)
    port = free_port(HOST)
    spec = (LightSpec if profile.startswith(LIGHT) else ServerSpec)(
        profile=profile,
        host=HOST,
        port=port,
        ping_interval=ping_interval,
        ping_timeout=ping_timeout,
        origins=(f"http://{HOST}:{port}",),
        reload_file=folder / "reload.trigger",
        witness=address,
        token=witness.token,
        root=ROOT,
        restarts=offers(profile),
    )
    guard = await cast.spawn("guard", "guard")
    keeper = Keeper(guard, journal, spec, lambda _up: None, tell=witness.tell)
    keepers.append(keeper)
    try:
        if start:
            assert await keeper.start(), (keeper.why, (folder / "logs" / "server.log").read_text())
        yield Kept(keeper, guard, records)
    finally:
        await keeper.stop("kill")
        await cast.stop()
        await witness.close()


def offers(profile: str) -> tuple[str, ...]:
    """The ways to restart it."""
    known = profiles().get(profile)
    return ("graceful", "kill", "crash") if known is None else tuple(known.describe()["restarts"])  # type: ignore[arg-type]


class Asked:
    """What came of a plain request: `status` None for none."""

    def __init__(self, status: int | None, body: str) -> None:
        self.status = status
        self.body = body


async def ask(port: int, method: str, query: str, body: str = "", within: float = 20.0) -> Asked:
    """One request for Engine.IO over polling, on a connection of its own."""
    head = [
        f"{method} /socket.io/?EIO=4&transport=polling&{query} HTTP/1.1",
        f"Host: {HOST}:{port}",
        f"Content-Length: {len(body)}",
        "Content-Type: text/plain;charset=UTF-8",
        "Connection: close",
    ]
    try:
        async with asyncio.timeout(within):
            reader, writer = await asyncio.open_connection(HOST, port)
            try:
                writer.write("\r\n".join([*head, "", body]).encode())
                data = await reader.read()
            finally:
                writer.close()
    except (OSError, TimeoutError):
        return Asked(None, "")
    status = re.match(rb"HTTP/1\.[01] (\d{3})", data)
    return Asked(int(status[1]) if status else None, body_of(data).decode("utf-8", "replace"))


def body_of(answer: bytes) -> bytes:
    """What an answer says, its chunks joined."""
    head, _, rest = answer.partition(b"\r\n\r\n")
    if b"transfer-encoding: chunked" not in head.lower():
        return rest
    body = b""
    while (size := int(rest.partition(b"\r\n")[0] or b"0", 16)) > 0:
        rest = rest.partition(b"\r\n")[2]
        body, rest = body + rest[:size], rest[size + 2 :]
    return body


async def shake(port: int, name: str = "raw") -> str:
    """A handshake, and the Socket.IO namespace joined: the sid."""
    answer = await ask(port, "GET", f"sidlab={name}")
    assert answer.status == 200, answer.body
    sid = str(json.loads(re.search(r"\{.*\}", answer.body)[0])["sid"])  # type: ignore[index]
    joined = await ask(port, "POST", f"sidlab={name}&sid={sid}", "40")
    assert joined.status == 200, joined.body
    return sid


__all__ = ["Asked", "Kept", "ask", "kept", "offers", "shake"]
