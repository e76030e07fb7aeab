"""kill -9 of each process of a real run in turn: nobody survives, the ports are free, the folder is interrupted.

A round starts `main.py run`, waits until it is ready, kills one process, and, when that was not the core, ends the
run by SIGTERM. Every process of a round carries its mark, whoever its parent has become.
"""

import asyncio
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from harness import processes
from harness.evidence.folder import RunFolder
from harness.ports import port_is_free
from harness.processes import Identity, identify, is_alive, marked

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")

MAIN = str(Path(__file__).parent.parent / "main.py")
ROUNDS = int(os.environ.get("SIDLAB_KILL_ROUNDS", "100"))
BAR_SECONDS = 2.0
VICTIMS = {
    "werkzeug-reloader": ("core", "guard", "wire", "clients", "server-first", "server-last"),
    "gunicorn-gevent-2": ("core", "guard", "server-first", "server-last"),
}
SCENARIO = """
title = "kill rounds"
duration = 60.0
seed = 1

[server]
profile = "{profile}"

[[clients]]
group = "polling"
kind = "python"
count = 2
transports = ["polling"]
rate = 10.0
"""


class Round:
    """One run that is going to lose a process."""

    def __init__(self, folder: Path, profile: str) -> None:
        self._out = folder / "runs"
        self.mark = processes.new_mark()
        scenario = folder / "kill.toml"
        scenario.write_text(SCENARIO.format(profile=profile))
        self.core = subprocess.Popen(
            [sys.executable, MAIN, "run", str(scenario), "--out", str(self._out)],
            env={**os.environ, processes.MARKER: self.mark},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.ports: list[int] = []

    @property
    def path(self) -> Path:
        """The run folder, of which there is one."""
        (path,) = self._out.iterdir()
        return path

    def wait_until_ready(self) -> None:
        assert self.core.stderr
        for line in self.core.stderr:
            if re.search(r"ready at http", line):
                break
        told = {event["type"]: event for event in self.events()}
        ready = told["run.ready"]
        self.ports = [int(re.findall(r":(\d+)", ready[address])[0]) for address in ("url", "upstream")]

    def events(self) -> list[dict[str, object]]:
        """What the session has recorded until now; it is written at most 50 ms after it was said."""
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            lines = (self.path / "events" / "session.jsonl").read_bytes().splitlines()
            if any(b'"run.ready"' in line for line in lines):
                return [json.loads(line)["event"] for line in lines]
            time.sleep(0.01)
        raise AssertionError("the run said on standard error that it is ready, and not in its events")

    def victim(self, name: str) -> Identity:
        """The process of that name; of the server's tree, the eldest or the youngest."""
        if name == "core":
            return self._identity(self.core.pid)
        if name.startswith("server"):
            return self.running("-m server")[0 if name == "server-first" else -1]
        return self.running(f"_child {name}")[0]

    def running(self, words: str) -> list[Identity]:
        """The processes of this round with these words in their command lines, the eldest first."""
        found = processes.eldest_first(marked(self.mark))
        return [one for one in found if words in " ".join(psutil.Process(one.pid).cmdline())]

    def _identity(self, pid: int) -> Identity:
        identity = identify(pid)
        assert identity
        return identity

    def seconds_until_gone(self, family: set[Identity] | None, ports: list[int]) -> float:
        """How long until no process of the family (of the round, when None) lives and the ports are free."""
        began = time.monotonic()
        while time.monotonic() - began < 60:
            left = self.survivors() if family is None else {one for one in family if is_alive(one)}
            if not left and all(is_free(port) for port in ports):
                break
            self.core.poll()
            time.sleep(0.02)
        return time.monotonic() - began

    def survivors(self) -> set[Identity]:
        """Every process that carries this round's mark and lives."""
        return {one for one in marked(self.mark) if is_alive(one)}

    def close(self) -> None:
        """End whatever is left, so that a failing round leaves nothing."""
        processes.sweep_marked(self.mark)
        self.core.communicate(timeout=10)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[str, int], Round]]:
    rounds: list[Round] = []

    def start(profile: str, number: int) -> Round:
        folder = tmp_path / str(number)
        folder.mkdir()
        rounds.append(Round(folder, profile))
        rounds[-1].wait_until_ready()
        return rounds[-1]

    yield start
    for one in rounds:
        one.close()


def is_free(port: int) -> bool:
    return asyncio.run(port_is_free("127.0.0.1", port, 0))


def kill_one(run: Round, victim: str) -> tuple[float, float]:
    """Kill it, then end the run if it is still there: the seconds until each had no effect left behind.

    What a death must take with it: the core everything, the guard the server's tree and port, others themselves.
    """
    identity = run.victim(victim)
    takes: dict[str, tuple[set[Identity] | None, list[int]]] = {
        "core": (None, run.ports),
        "guard": ({identity, *run.running("-m server")}, run.ports[1:]),
        "wire": ({identity}, run.ports[:1]),
    }
    processes.send_signal(identity)
    after_kill = run.seconds_until_gone(*takes.get(victim, ({identity}, [])))
    run.core.send_signal(signal.SIGTERM)
    return after_kill, run.seconds_until_gone(None, run.ports)


def check_folder(path: Path) -> None:
    """It reopens as interrupted, and what was recorded reads back without a gap."""
    folder = RunFolder.reopen(path)
    assert folder.state == "interrupted"
    seqs = [record.seq for record in folder.records()]
    assert seqs == list(range(1, len(seqs) + 1))
    assert seqs


@pytest.mark.parametrize(("profile", "victim"), [("werkzeug-reloader", "core"), ("werkzeug-reloader", "guard")])
def test_a_killed_process_leaves_nothing_behind(
    start: Callable[[str, int], Round], profile: str, victim: str
) -> None:
    run = start(profile, 0)
    kill_one(run, victim)
    assert run.survivors() == set()
    check_folder(run.path)


@pytest.mark.torture
@pytest.mark.timeout(60 * ROUNDS)
@pytest.mark.parametrize(("profile", "victim"), [(p, v) for p, victims in VICTIMS.items() for v in victims])
def test_kill_rounds(
    start: Callable[[str, int], Round],
    bar: Callable[[str, object, object, bool], None],
    profile: str,
    victim: str,
) -> None:
    survivors, after_kill, after_end = 0, 0.0, 0.0
    for number in range(ROUNDS):
        run = start(profile, number)
        time.sleep(random.Random(number).uniform(0, 0.5))  # another moment of its life each time
        killed, ended = kill_one(run, victim)
        after_kill, after_end = max(after_kill, killed), max(after_end, ended)
        survivors += len(run.survivors())
        check_folder(run.path)
        run.close()
    bar(
        f"kill -9 of {victim}, {profile}",
        f"0 survivors, ports free within {BAR_SECONDS:g} s",
        f"{survivors} survivors, {after_kill:.2f} s at most in {ROUNDS} rounds",
        survivors == 0 and after_kill <= BAR_SECONDS,
    )
    bar(
        f"the end of a run that lost its {victim}, {profile}",
        f"nothing left within {BAR_SECONDS:g} s of SIGTERM",
        f"{after_end:.2f} s at most",
        after_end <= BAR_SECONDS,
    )
