"""Applications that are not ours, unchanged, started by their own commands: run, restarted, gone at the end."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from harness.commands import RestartHow, RunRestartServer
from harness.events import (
    ClientConnected,
    GuardGone,
    GuardListening,
    GuardReaped,
    Record,
    RunProcessExited,
    RunServerReady,
)
from harness.evidence.folder import RunFolder
from harness.evidence.verify import verify
from harness.ports import free_port, port_is_free
from harness.processes import identify
from harness.scenarios.reader import read
from harness.session.change import Change
from harness.session.ending import close
from harness.session.obey import obey
from harness.session.player import Player
from harness.session.run import Run
from main import house

MAIN = Path(__file__).resolve().parents[2] / "main.py"
APPS = Path(__file__).resolve().parents[1] / "programs" / "apps"
PYTHON = f'"{sys.executable}"'

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals")


@dataclass
class Done:
    """A run that is over: what it said, and its folder."""

    status: int
    said: str
    summary: dict[str, Any]
    folder: Path

    def events(self, kind: type) -> list[Any]:
        return [record.event for record in RunFolder.open(self.folder).records() if isinstance(record.event, kind)]


@dataclass
class Own:
    """A copy of one of the applications, whose sources a test may touch, and a port for it."""

    folder: Path
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def command(self) -> str:
        return f"{PYTHON} run.py {self.port}"

    def run(self, scenario: str, *words: str) -> Done:
        (self.folder / "mine.toml").write_text(scenario)
        process = subprocess.run(
            [sys.executable, str(MAIN), "run", "mine.toml", "--out", "runs", "--json", *words],
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=110,
            check=False,
        )
        (run,) = (self.folder / "runs").iterdir()
        return Done(process.returncode, process.stderr, json.loads(process.stdout), run)

    def run_by_options(self, scenario: str, *words: str) -> Done:
        return self.run(scenario, "--command", self.command, "--url", self.url, *words)


def own(app: str, tmp_path: Path) -> Own:
    folder = Path(shutil.copytree(APPS / app, tmp_path / app, ignore=shutil.ignore_patterns("__pycache__")))
    return Own(folder, free_port())


def scenario(seconds: float, steps: dict[float, str], *, server: str = "", namespace: str = "/") -> str:
    """Polling clients, half of them with aiohttp's own re-send, and restarts at their seconds."""
    groups = [
        f'[[clients]]\ngroup = "{name}"\ncount = 2\ntransports = ["polling"]\nnamespace = "{namespace}"\n{more}'
        for name, more in (("polling", ""), ("stock", "http_retry = true\n"))
    ]
    restarts = [f'[[steps]]\nat = {at}\ndo = "restart"\nhow = "{how}"\n' for at, how in steps.items()]
    return f'title = "mine"\nduration = {seconds}\n{server}\n' + "\n".join([*groups, *restarts])


def lived_and_left_nothing(done: Done, port: int, lives: int) -> None:
    """Every life was a process of the tree, all of which are gone; no witness contradicts another."""
    assert done.status == 0, done.said
    ready = done.events(RunServerReady)
    assert [event.life for event in ready] == list(range(1, lives + 1))
    assert len({event.epoch for event in ready}) == lives
    served = {int(event.epoch.partition(".")[0]) for event in ready}
    assert served <= {event.pid for event in done.events(GuardListening) if event.port == port}
    assert served <= {event.pid for event in [*done.events(GuardReaped), *done.events(GuardGone)]}
    assert served <= {event.pid for event in done.events(RunProcessExited) if event.role == "server"}
    assert [identify(pid) for pid in served] == [None] * len(served)
    assert asyncio.run(port_is_free("127.0.0.1", port, 2.0))
    witnesses = done.summary["witnesses"]
    assert witnesses["agree"] is True
    assert {
        figure: witnesses[figure]["server"] for figure in ("http_400", "disconnects", "sids")
    } == dict.fromkeys(("http_400", "disconnects", "sids"))
    assert verify(done.folder) == {"ok": True, "problems": []}


async def played(run: Run, how: RestartHow) -> Done:
    """A run in this process: once every client is connected, the server is restarted, and they come again."""
    changed, connected = Change(), Counter[str]()

    def fold(record: Record) -> None:
        if isinstance(record.event, ClientConnected):
            connected[record.event.client] += 1
            changed.poke()

    run.journal.listen(fold)
    player = Player(run)
    life = asyncio.ensure_future(player.live())
    everyone = sum(group.count for group in run.scenario.clients)

    async def all_connected(times: int) -> None:
        wanted = times * everyone
        assert await changed.until(lambda: life.done() or connected.total() >= wanted, 60), run.trouble

    await all_connected(1)
    why = await obey(run, RunRestartServer(how=how), "window")
    await all_connected(2)
    player.stop("stopped")
    result = await close(run, await life)
    return Done(result.status, result.trouble or why, result.summary, run.folder.path)


async def test_a_monkey_patched_application_is_started_killed_and_started_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = own("patched", tmp_path)
    (app.folder / "mine.toml").write_text(
        scenario(60, {}, server=f'[server]\ncommand = \'{app.command}\'\nurl = "{app.url}"\npath = "/realtime"\n')
    )
    monkeypatch.chdir(app.folder)

    async def none_drawn(*_: object, **__: object) -> None:
        """Pictures take their time, and show nothing that is asked here."""

    monkeypatch.setattr("harness.session.ending.draw", none_drawn)
    done = await played(Run(house(), read("mine.toml"), Path("runs")), "kill")
    await asyncio.to_thread(lived_and_left_nothing, done, app.port, 2)
    assert done.summary["profile"] == "command"
    assert done.summary["disconnects"]["total"] == 4
    meta = json.loads((done.folder / "meta.json").read_text())
    assert meta["command"] == app.command
    assert meta["scenario"]["server"]["url"] == app.url


@pytest.mark.torture
def test_a_monkey_patched_application_by_every_way(tmp_path: Path) -> None:
    app = own("patched", tmp_path)
    done = app.run_by_options(scenario(26, {2.0: "graceful", 10.0: "kill"}), "--path", "/realtime")
    lived_and_left_nothing(done, app.port, 3)
    assert done.summary["clients"]["connected_at_end"] == 4
    assert done.summary["clients"]["reconnects"] == 8


@pytest.mark.torture
def test_an_application_made_by_a_factory_with_a_namespace_of_its_own(tmp_path: Path) -> None:
    app = own("factory", tmp_path)
    text = scenario(26, {2.0: "graceful", 10.0: "kill"}, namespace="/stock")
    done = app.run_by_options(text, "--profile", "command")
    lived_and_left_nothing(done, app.port, 3)
    assert done.summary["clients"]["connected_at_end"] == 4
    assert done.summary["clients"]["reconnects"] == 8


@pytest.mark.torture
def test_an_application_with_a_reloader_shows_the_incident_when_its_source_is_saved(tmp_path: Path) -> None:
    app = own("reloading", tmp_path)
    text = scenario(40, {2.0: "reload", 12.0: "kill", 22.0: "graceful"})
    refused = subprocess.run(
        [sys.executable, str(MAIN), "run", "mine.toml", "--command", app.command, "--url", app.url],
        cwd=(app.folder / "mine.toml").write_text(text) and app.folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert refused.returncode == 2
    assert "got 'reload': name the file it watches with --reload-file FILE" in refused.stderr
    done = app.run_by_options(text, "--reload-file", "run.py")
    lived_and_left_nothing(done, app.port, 4)
    assert done.events(GuardGone), "the reloader waits for its child: only looking tells its end"
    http_400 = done.summary["http_400"]
    assert http_400["total"] >= 1, "what aiohttp sent again waited in the backlog for the next child"
    assert http_400["by_cause"]["unknown-sid"] == http_400["total"]
    assert done.summary["witnesses"]["http_400"]["wire"] == done.summary["witnesses"]["http_400"]["clients"]
    assert done.summary["clients"]["connected_at_end"] == 4


STUBBORN = """
import os, signal, sys
if os.fork():
    os._exit(0)
os.setsid()
if os.fork():
    os._exit(0)
signal.signal(signal.SIGTERM, signal.SIG_IGN)
os.execv(sys.executable, [sys.executable, "run.py", sys.argv[1]])
"""


@pytest.mark.torture
def test_a_command_that_becomes_a_daemon_and_is_deaf_to_sigterm_is_restarted_and_ended_all_the_same(
    tmp_path: Path,
) -> None:
    app = own("factory", tmp_path)
    (app.folder / "daemon.py").write_text(STUBBORN)
    command = f"{PYTHON} daemon.py {app.port}"
    text = scenario(20, {2.0: "graceful"}, namespace="/stock")
    done = app.run(text, "--command", command, "--url", app.url)
    lived_and_left_nothing(done, app.port, 2)
    (first, _) = done.events(RunServerReady)
    (end,) = [one for one in done.events(GuardReaped) if one.pid == int(first.epoch.partition(".")[0])]
    assert end.signal == "SIGKILL"


@pytest.mark.torture
@pytest.mark.parametrize(
    ("command", "said"),
    [
        (f"{PYTHON} -c 'raise SystemExit(\"boom\")'", "it ended (exit code 1)"),
        (f"{PYTHON} -c 'import time; time.sleep(300)'", "it did not answer within 20 s"),
        (f"{PYTHON} run.py ELSEWHERE", "it listens at 127.0.0.1:ELSEWHERE: name the right address with --url"),
        (
            f"{PYTHON} -m http.server -b 127.0.0.1 PORT",
            "answers 404 to a handshake at /socket.io/: name the server's",
        ),
    ],
)
def test_a_command_that_does_not_serve_is_one_line_within_bounds(tmp_path: Path, command: str, said: str) -> None:
    app = own("factory", tmp_path)
    elsewhere = str(free_port())
    words = command.replace("ELSEWHERE", elsewhere).replace("PORT", str(app.port))
    done = app.run(scenario(3, {}), "--quiet", "--command", words, "--url", app.url)
    assert done.status == 3
    (line,) = done.said.splitlines()
    assert said.replace("ELSEWHERE", elsewhere) in line
    assert done.summary["outcome"] == "unknown"
    assert asyncio.run(port_is_free("127.0.0.1", app.port, 2.0))
