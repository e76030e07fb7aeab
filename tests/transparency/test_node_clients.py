"""socket.io-client on Node says the same of a server with the wire in front of it as without it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
from side_by_side import PATIENCE, SIDES, TRANSPORTS, Symptom, unlike_by_chance
from theirs import MODULES, TESTS, lacking_node, on_node

from harness.session.change import Change

MAIN = TESTS.parent / "main.py"
COUNT = 4
RESTARTS = 8


class Clients:
    """Some clients in a process of their own, and what they said, counted while `on`."""

    def __init__(self, transports: list[str], change: Change) -> None:
        self.said: Counter[Symptom] = Counter()
        self.connected: set[int] = set()
        self.on = False
        self._transports = ",".join(transports)
        self._change = change

    @contextlib.asynccontextmanager
    async def running(self, url: str) -> AsyncIterator[None]:
        process = await asyncio.create_subprocess_exec(
            "node",
            str(TESTS / "programs" / "a_node_client.cjs"),
            url,
            str(COUNT),
            self._transports,
            stdout=asyncio.subprocess.PIPE,
            env={**os.environ, "NODE_PATH": str(MODULES)},
        )
        assert process.stdout is not None
        reading = asyncio.ensure_future(self._read(process.stdout))
        try:
            yield
        finally:
            process.kill()
            await process.wait()
            await reading

    async def _read(self, lines: asyncio.StreamReader) -> None:
        async for line in lines:
            said = json.loads(line)
            if said["what"] == "connect":
                self.connected.add(said["client"])
            else:
                self.connected.discard(said["client"])
                self.said.update([(said["what"], *said["why"])] if self.on else [])
            self._change.poke()


@contextlib.contextmanager
def fronting(url: str, out: Path) -> Iterator[str]:
    """`sidlab wire` before the server; its address."""
    command = [sys.executable, str(MAIN), "wire", "--target", url, "--out", str(out), "--quiet"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())["listening"]
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
        assert process.returncode == 0
    finally:
        process.kill()
        process.communicate()


@pytest.mark.torture
@pytest.mark.timeout(400)
@pytest.mark.skipif(lacking_node() != "", reason=lacking_node())
async def test_clients_on_node_see_the_same(
    tmp_path: Path, bar: Callable[[str, object, object, bool], None]
) -> None:
    change = Change()
    every = {(side, name): Clients(tried, change) for side in SIDES for name, tried in TRANSPORTS.items()}

    def all_connected() -> bool:
        return all(len(clients.connected) == COUNT for clients in every.values())

    with on_node() as theirs, fronting(theirs.direct, tmp_path) as wire:
        async with contextlib.AsyncExitStack() as stack:
            for (side, _), clients in every.items():
                await stack.enter_async_context(clients.running(theirs.direct if side == "direct" else wire))
            for _ in range(RESTARTS):
                assert await change.until(all_connected, PATIENCE)
                for clients in every.values():
                    clients.on = True
                await theirs.restart(0.5)
            assert await change.until(all_connected, PATIENCE)
            for clients in every.values():
                clients.on = False
    found = [
        line
        for name in TRANSPORTS
        for line in unlike_by_chance(name, every["direct", name].said, every["wire", name].said)
    ]
    bar("transparency: clients on Node, kill", "nothing unlike", found or "nothing unlike", found == [])
    assert all(clients.said for clients in every.values())
    assert found == []
