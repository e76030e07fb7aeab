import asyncio
import json
from collections.abc import AsyncIterator

import pytest

from harness import witness
from harness.events import ChildHello, ServerSidIssued
from harness.frames import encode
from harness.witness import WitnessServer


class Core:
    """What the listening end told."""

    def __init__(self) -> None:
        self.server = WitnessServer()
        self.told: list[tuple[str, object]] = []
        self.writers: list[asyncio.StreamWriter] = []
        self._changed = asyncio.Event()

    async def open(self) -> str:
        return await self.server.open(self._deliver, self._hello, self._gone)

    def _note(self, *told: object) -> None:
        self.told.append(told)
        self._changed.set()

    def _deliver(self, src: str, line: bytes) -> None:
        self._note(src, line)

    def _hello(self, hello: ChildHello) -> None:
        self._note("hello", hello)

    def _gone(self, pid: int) -> None:
        self._note("gone", pid)

    async def until(self, count: int) -> None:
        async with asyncio.timeout(5):
            while len(self.told) < count:
                self._changed.clear()
                await self._changed.wait()

    async def connect(self, *lines: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        host, _, port = self.server.address.rpartition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        self.writers.append(writer)
        writer.writelines(lines)
        return reader, writer

    def hello(self, **more: object) -> bytes:
        said = {"role": "server", "name": "server-7", "pid": 7, "token": self.server.token, "epoch": "e", **more}
        return encode(ChildHello(t=1, **said))


@pytest.fixture
async def core() -> AsyncIterator[Core]:
    core = Core()
    await core.open()
    yield core
    for writer in core.writers:
        writer.close()
    await core.server.close()


async def was_closed(reader: asyncio.StreamReader) -> bool:
    async with asyncio.timeout(5):
        try:
            return await reader.read() == b""
        except ConnectionResetError:
            return True


async def test_a_serving_process_is_heard_from_its_hello_to_its_end(core: Core) -> None:
    line = encode(ServerSidIssued(t=2, sid="s", epoch="e"))
    _, writer = await core.connect(core.hello(), line, line[:10])
    await core.until(3)
    writer.write(line[10:])
    await core.until(4)
    writer.close()
    await core.until(5)
    known = ChildHello(t=1, role="server", name="server-7", pid=7, epoch="e")
    assert core.told[0] == ("hello", known)
    assert core.told[1] == ("server-7", encode(known).rstrip())
    assert core.told[2:] == [("server-7", line.rstrip())] * 2 + [("gone", 7)]


async def test_the_token_is_in_no_line_that_is_delivered(core: Core) -> None:
    await core.connect(core.hello())
    await core.until(2)
    assert core.server.token not in repr(core.told)
    assert "token" not in json.loads(core.told[1][1])


@pytest.mark.parametrize(
    "first",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"\n",
        b'{"type":"child.hello","t":1}\n',
        encode(ServerSidIssued(t=2, sid="s", epoch="e")),
        encode(ChildHello(t=1, role="server", name="x", pid=1)),
        encode(ChildHello(t=1, role="server", name="x", pid=1, token="f" * 32)),
        encode(ChildHello(t=1, role="server", name="x", pid=1, token="한글")),
        b'{"type":"child.hello","token":"\xff"}\n',
        b'{"type":"child.hello","x":' + b"[" * 100_000 + b"\n",
        b"x" * (witness.LINE_BYTES + 2),
    ],
)
async def test_whoever_says_no_right_hello_is_closed_and_not_heard(core: Core, first: bytes) -> None:
    reader, _ = await core.connect(first, core.hello())
    assert await was_closed(reader)
    assert core.told == []


async def test_whoever_says_nothing_is_closed_after_a_while(core: Core, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(witness, "HELLO_SECONDS", 0.05)
    reader, _ = await core.connect()
    assert await was_closed(reader)


async def test_whoever_has_said_hello_may_be_silent_for_long(core: Core, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(witness, "HELLO_SECONDS", 0.05)
    _, silent = await core.connect(core.hello())
    await core.until(2)
    stranger, _ = await core.connect()
    assert await was_closed(stranger)
    silent.write(b"still here\n")
    await core.until(3)
    assert core.told[2] == ("server-7", b"still here")


async def test_a_line_without_end_closes_the_connection_and_is_told_as_its_end(core: Core) -> None:
    reader, _ = await core.connect(core.hello(), b"x" * (witness.LINE_BYTES + 2))
    assert await was_closed(reader)
    await core.until(3)
    assert core.told[2] == ("gone", 7)


async def test_strangers_are_bounded(core: Core, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(witness, "MOST_STRANGERS", 3)
    known, _ = await core.connect(core.hello())
    await core.until(2)
    strangers = [await core.connect() for _ in range(3)]
    one_too_many, _ = await core.connect()
    assert await was_closed(one_too_many)
    assert not any(reader.at_eof() for reader, _ in [*strangers, (known, None)])


async def test_it_listens_on_loopback_only_and_closes_everything(core: Core) -> None:
    assert core.server.address.startswith("127.0.0.1:")
    reader, _ = await core.connect(core.hello())
    await core.until(2)
    await core.server.close()
    assert await was_closed(reader)
    await core.until(3)
    with pytest.raises(ConnectionRefusedError):
        await core.connect()


async def test_it_can_be_closed_before_it_was_opened() -> None:
    await WitnessServer().close()
