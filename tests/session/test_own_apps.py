"""Applications that are not ours, unchanged, started by their own commands: run, restarted, gone at the end."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from core_window import CoreWindow

from harness.commands import RestartHow, RunRestartServer, RunStart, RunStartServer, RunStopServer
from harness.events import (
    ClientConnected,
    GuardGone,
    GuardListening,
    GuardReaped,
    Record,
    RunNote,
    RunProcessExited,
    RunServerReady,
)
from harness.evidence.folder import RunFolder
from harness.evidence.verify import verify
from harness.ports import free_port, port_is_free
from harness.processes import identify
from harness.scenarios.reader import Overrides, read
from harness.session.catalogue import names
from harness.session.change import Change
from harness.session.ending import close
from harness.session.obey import obey
from harness.session.player import Player
from harness.session.run import Run
from main import house

MAIN = Path(__file__).resolve().parents[2] / "main.py"
APPS = Path(__file__).resolve().parents[1] / "programs" / "apps"
WAIT_SECONDS = 60
"""A bound for what takes a few seconds."""

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
        return f"python run.py {self.port}"

    def server(self, **keys: str) -> str:
        """`[server]` of a scenario."""
        said = {"command": self.command, "url": self.url, **keys}
        return "\n".join(["[server]", *(f"{key} = {json.dumps(value)}" for key, value in said.items())])


Owning = Callable[[str], Own]


@pytest.fixture(scope="module")
def users_python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment as a person has it: what the application needs, and nothing of this checkout."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, symlinks=True, with_pip=False)
    (packages,) = folder.glob("lib/python*/site-packages")
    for one in Path(sysconfig.get_path("purelib")).iterdir():
        if one.suffix != ".pth" and not one.name.startswith("__editable__"):
            (packages / one.name).symlink_to(one)
    return folder / "bin"


@pytest.fixture
def own(users_python: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Owning:
    """Gives a copy of an application, which is where the test works from then on."""
    monkeypatch.setenv("PATH", f"{users_python}{os.pathsep}{os.environ['PATH']}")

    def copied(app: str) -> Own:
        folder = Path(shutil.copytree(APPS / app, tmp_path / app, ignore=shutil.ignore_patterns("__pycache__")))
        monkeypatch.chdir(folder)
        return Own(folder, free_port())

    return copied


@pytest.fixture(autouse=True)
def no_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """They take their time, and show nothing that is asked here."""

    async def none_drawn(*_: object, **__: object) -> None:
        """Draw nothing."""

    monkeypatch.setattr("harness.session.ending.draw", none_drawn)


def sidlab(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(MAIN), *words], capture_output=True, text=True, timeout=110, check=False
    )


def scenario(server: str, namespace: str = "/", steps: str = "") -> str:
    """Polling clients, half of them with aiohttp's own re-send."""
    groups = [
        f'[[clients]]\ngroup = "{name}"\ncount = 2\ntransports = ["polling"]\nnamespace = "{namespace}"\n{more}'
        for name, more in (("polling", ""), ("stock", "http_retry = true\n"))
    ]
    return "\n".join(['title = "mine"', "duration = 600", server, *groups, steps])


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


async def played(text: str, *ways: RestartHow, overrides: Overrides | None = None) -> Done:
    """A run in this process: once every client is connected, the server is restarted, and they come again."""
    Path("mine.toml").write_text(text)  # noqa: ASYNC240 - before anything runs
    run = Run(house(), read("mine.toml", names(house()), overrides), Path("runs"))
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
        def are() -> bool:
            return life.done() or (len(connected) == everyone and min(connected.values()) >= times)

        assert await changed.until(are, WAIT_SECONDS), run.trouble

    await all_connected(1)
    whys = []
    for number, how in enumerate(ways, start=2):
        whys.append(await obey(run, RunRestartServer(how=how), "window"))
        await all_connected(number)
    player.stop("stopped")
    result = await close(run, await life)
    return Done(result.status, result.trouble or "".join(whys), result.summary, run.folder.path)


async def test_a_monkey_patched_application_is_started_killed_and_started_again(
    own: Owning, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = own("patched")
    monkeypatch.setattr("harness.session.run.reached_from_outside", lambda host: [f"{host}, say"])
    done = await played(scenario(app.server(path="/realtime")), "kill")
    await asyncio.to_thread(lived_and_left_nothing, done, app.port, 2)
    notes = [note.text for note in done.events(RunNote)]
    assert "other machines reach the server itself, past the wire, at 127.0.0.1, say" in notes
    assert done.summary["profile"] == "command"
    assert done.summary["disconnects"]["total"] == 4
    meta = json.loads((done.folder / "meta.json").read_text())
    assert meta["command"] == app.command
    assert meta["scenario"]["server"]["url"] == app.url


@pytest.mark.torture
@pytest.mark.parametrize(
    ("app", "path", "namespace"), [("patched", "/realtime", "/"), ("factory", "/socket.io", "/stock")]
)
async def test_an_application_by_every_way(own: Owning, app: str, path: str, namespace: str) -> None:
    mine = own(app)
    by_options = Overrides(own={"command": mine.command, "url": mine.url, "path": path})
    done = await played(scenario("", namespace), "graceful", "kill", "graceful", overrides=by_options)
    await asyncio.to_thread(lived_and_left_nothing, done, mine.port, 4)
    assert done.summary["clients"]["connected_at_end"] == 4
    assert done.summary["clients"]["reconnects"] == 12
    http_400 = done.summary["witnesses"]["http_400"]
    assert http_400["wire"] == http_400["clients"]


@pytest.mark.torture
async def test_an_application_with_a_reloader_shows_the_incident_when_its_source_is_saved(own: Owning) -> None:
    app = own("reloading")
    done = await played(scenario(app.server(reload="run.py")), "reload", "kill", "reload", "graceful")
    await asyncio.to_thread(lived_and_left_nothing, done, app.port, 5)
    assert done.events(GuardGone), "the reloader waits for its child: only looking tells its end"
    http_400 = done.summary["http_400"]
    assert http_400["total"] >= 2, "what aiohttp sent again waited in the backlog for the next child"
    assert http_400["by_cause"]["unknown-sid"] == http_400["total"]
    assert done.summary["witnesses"]["http_400"]["wire"] == done.summary["witnesses"]["http_400"]["clients"]


@pytest.mark.torture
async def test_a_window_sees_what_is_started_and_can_stop_it_and_start_it_again(own: Owning) -> None:
    app = own("factory")
    async with contextlib.AsyncExitStack() as stack:
        window = await CoreWindow.open()
        stack.push_async_callback(window.close)
        await seen_and_started_again(window, app)


async def seen_and_started_again(window: CoreWindow, app: Own) -> None:
    started = {"title": "mine", "server": {"command": app.command, "url": app.url}}
    window.ask(RunStart(scenario=started, out="runs"))
    await window.until(lambda its: its.now.server.state == "up")
    card = window.now.server
    assert (card.profile, card.command, card.upstream, card.life) == ("command", app.command, app.url, 1)
    assert card.offers == ("graceful", "kill")
    assert card.epoch.startswith(f"{card.pid}.")
    assert [(row.do, row.state) for row in window.now.plan] == [(f"your own server: {app.command}", "done")]
    window.ask(RunRestartServer(how="reload"))
    await window.until(lambda its: its.rejected)
    window.ask(RunStartServer(profile="gevent"))
    await window.until(lambda its: len(its.rejected) == 2)
    assert "it cannot be served by the profile gevent" in window.rejected[1].message
    window.ask(RunStopServer())
    await window.until(lambda its: its.now.server.state == "down")
    window.ask(RunStartServer())
    await window.until(lambda its: its.now.server.state == "up")
    assert window.now.server.life == 2


@pytest.mark.torture
def test_the_command_line_runs_it_all_and_ends_with_the_contracts_figures(own: Owning) -> None:
    app = own("reloading")
    restart = '[[steps]]\nat = 6.0\ndo = "restart"\nhow = "reload"\n'
    Path("mine.toml").write_text(scenario("", steps=restart).replace("duration = 600", "duration = 40"))
    words = ["run", "mine.toml", "--json", "--out", "runs", "--command", app.command, "--url", app.url]
    refused = sidlab(*words)
    assert refused.returncode == 2
    assert "got 'reload': name the file it watches with --reload-file FILE" in refused.stderr
    ran = sidlab(*words, "--reload-file", "run.py", "--profile", "command")
    (folder,) = Path("runs").iterdir()
    summary = json.loads(ran.stdout)
    lived_and_left_nothing(Done(ran.returncode, ran.stderr, summary, folder), app.port, 2)
    assert summary["clients"]["connected_at_end"] == 4


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
async def test_a_command_that_becomes_a_daemon_deaf_to_sigterm_is_restarted_and_ended_all_the_same(
    own: Owning,
) -> None:
    app = own("factory")
    (app.folder / "daemon.py").write_text(STUBBORN)
    text = scenario(app.server(command=f"python daemon.py {app.port}"), "/stock")
    done = await played(text, "graceful")
    await asyncio.to_thread(lived_and_left_nothing, done, app.port, 2)
    (first, _) = done.events(RunServerReady)
    (end,) = [one for one in done.events(GuardReaped) if one.pid == int(first.epoch.partition(".")[0])]
    assert end.signal == "SIGKILL"


@pytest.mark.torture
@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("python -c 'raise SystemExit(\"boom\")'", "it ended (exit code 1)"),
        ("python -c 'import time; time.sleep(300)'", "it did not answer within "),
        ("python run.py ELSEWHERE", "it listens at 127.0.0.1:ELSEWHERE: name the right address with --url"),
        (
            "python -m http.server -b 127.0.0.1 PORT",
            "answers 404 to a handshake at /socket.io/: name the server's",
        ),
    ],
)
def test_a_command_that_does_not_serve_is_one_line_within_bounds(own: Owning, command: str, said: str) -> None:
    app, elsewhere = own("factory"), str(free_port())
    Path("mine.toml").write_text(scenario(""))
    words = command.replace("ELSEWHERE", elsewhere).replace("PORT", str(app.port))
    ran = sidlab("run", "mine.toml", "--quiet", "--json", "--out", "runs", "--command", words, "--url", app.url)
    assert ran.returncode == 3
    (line,) = ran.stderr.splitlines()
    assert said.replace("ELSEWHERE", elsewhere) in line
    assert json.loads(ran.stdout)["outcome"] == "unknown"
    assert asyncio.run(port_is_free("127.0.0.1", app.port, 2.0))
