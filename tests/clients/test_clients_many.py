"""A thousand clients in four shards: all connect, talk and go, and none of them is lost on the way."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack

import msgspec
import pytest
from clients_bench import Chat, Shard, failures, listening, run

from harness.commands import ClientGroup, ClientsQuiet
from harness.events import ChildDropped, ClientConnected, ClientReceived, ClientSent, ClientStopped

COUNT = 1000
SHARDS = 4


def told(shards: list[Shard], kind: type) -> int:
    return sum(isinstance(event, kind) for shard in shards for event in shard.events)


def wait_for(enough: Callable[[], bool], seconds: float) -> float:
    """Seconds until it was enough; looks seldom, to leave the processors to those who work."""
    began = time.monotonic()
    while not enough():
        assert time.monotonic() - began < seconds
        time.sleep(0.2)
    return time.monotonic() - began


@pytest.mark.torture
def test_a_thousand_clients(bar: Callable[[str, object, object, bool], None]) -> None:
    with listening() as listener, Chat(listener), ExitStack() as stack:
        shards = [stack.enter_context(Shard()) for _ in range(SHARDS)]
        group = ClientGroup(group="g", count=COUNT, transports=("websocket",), rate=1.0)
        everybody = run(f"http://127.0.0.1:{listener.getsockname()[1]}", group)
        for at, shard in enumerate(shards):
            shard.send(msgspec.structs.replace(everybody, names=everybody.names[at::SHARDS]))
        took = wait_for(lambda: told(shards, ClientConnected) >= COUNT, 60)
        wait_for(lambda: told(shards, ClientReceived) >= 5 * COUNT, 60)
        for shard in shards:
            shard.send(ClientsQuiet())
            shard.flush(1)
        wait_for(lambda: told(shards, ClientReceived) == told(shards, ClientSent), 10)
        assert all(shard.quit()[0] == 0 for shard in shards)
        assert told(shards, ClientStopped) == COUNT
        assert told(shards, ChildDropped) == 0
        assert [message for shard in shards for message in failures(shard.events)] == []
        bar("1,000 clients connected (s)", 30, round(took, 1), took <= 30)
