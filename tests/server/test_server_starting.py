"""What the profiles of several processes ask to be started, without starting anything."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from server import balancers, company, several
from server.balancers import Balancer
from server.company import Part
from server.profiles import node, redis_2, round_robin_2, sticky_2
from server.settings import QUEUE, Settings
from server.witness import BESIDE, SERVED_AS

STUB = Balancer(
    program="stub",
    configuration=lambda front, _folder: f"{front.address} {front.servers} {front.sticky} {front.patience}",
    argv=lambda program, _folder, file: [program, file.read_text()],
)


@dataclass
class Told:
    """A company that starts nobody and keeps what it was asked."""

    parts: list[Part] = field(default_factory=list)
    restarted: list[Part] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)

    def start(self, *parts: Part) -> None:
        self.parts.extend(parts)

    def restart(self, *parts: Part) -> None:
        self.restarted.extend(parts)

    def reload_on_touch(self, file: Path) -> None:
        self.files.append(file)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    """What a profile asks for when it serves; a reload comes at once."""
    one = Told()

    def perform(start: Callable[[Any], Callable[[], None]]) -> None:
        start(one)()

    monkeypatch.setattr(company, "perform", perform)
    monkeypatch.setattr(several, "available", lambda: STUB)
    monkeypatch.setattr(Balancer, "version", lambda _self: "1.0")
    monkeypatch.setattr(balancers, "version_of", lambda _program: "7.0")
    return one


@pytest.mark.parametrize(("module", "sticky"), [(sticky_2, True), (round_robin_2, False), (redis_2, True)])
def test_two_servers_then_the_balancer(
    told: Told, module: Any, sticky: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "touch-me"
    origins = ("http://127.0.0.1:5000", "http://localhost:5000")
    module.serve(Settings(origins=origins, ping_interval=40, ping_timeout=30, reload_file=file), None)
    *before, one, two, balancer = told.parts
    assert [one.name, two.name, balancer.name] == ["server one", "server two", "stub"]
    for part, name in ((one, "one"), (two, "two")):
        words = " ".join(part.argv)
        assert f"--profile gevent --place {name} --port {part.at[1]} " in words
        assert words.endswith("--origin http://127.0.0.1:5000 http://localhost:5000")
        assert part.at[0] == "127.0.0.1"
        assert part.env[SERVED_AS] == module.PROFILE.name
        assert json.loads(part.env[BESIDE])["stub"] == "1.0"
    ports = {"one": one.at[1], "two": two.at[1]}
    assert balancer.argv == ["stub", f"127.0.0.1:5000 {ports} {sticky} 85"]
    assert balancer.at == ("127.0.0.1", 5000)
    assert told.restarted == [one, two]
    assert told.files == [file]
    assert bool(before) is (module is redis_2)
    assert "server: stub 1.0 at http://127.0.0.1:5000 in front of one on port" in capsys.readouterr().err


def test_the_queue_is_up_before_its_servers(told: Told) -> None:
    redis_2.serve(Settings(origins=("http://a",)), None)
    queue, one, two, _balancer = told.parts
    assert queue.closes
    password = next(line for line in queue.told.splitlines() if line.startswith("requirepass ")).split()[1]
    for part in (one, two):
        assert part.env[QUEUE] == f"redis://:{password}@127.0.0.1:{queue.at[1]}/0"
        assert json.loads(part.env[BESIDE])["redis-server"] == "7.0"
    assert not any(password in word for part in told.parts for word in part.argv)
    assert told.files == []


def test_node_is_told_all_by_its_first_line(told: Told, tmp_path: Path) -> None:
    node.serve(Settings(origins=("http://127.0.0.1:5000",), reload_file=tmp_path / "touch-me"), None)
    [part] = told.parts
    assert part.argv[1].endswith("main.cjs")
    assert not part.closes
    assert json.loads(part.told)["origins"] == ["http://127.0.0.1:5000"]
    assert part.told.count("\n") == 1
    assert told.restarted == [part]
    node.serve(Settings(origins=("http://127.0.0.1:5000",)), None)
    assert len(told.files) == 1
