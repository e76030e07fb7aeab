"""Two servers behind a balancer, sticky and not: what each balancer is told, and what comes of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from pathlib import Path

import pytest
import websocket
from served import ROOT, Served, Watcher, environment, left, until
from werkzeug.test import EnvironBuilder

from harness.events import ChildHello, ServerAnswered
from harness.ports import free_port
from server import balancers
from server.app import create_app
from server.balancers import Front, haproxy, nginx, version_of
from server.cli import main
from server.company import Company, Part
from server.placed import ClientPort
from server.profiles import profiles
from server.programs import find_program
from server.settings import Settings
from server.witness import witness_from

PAIR = ROOT / "tests" / "programs" / "a_balanced_pair.py"
EIO = "/socket.io/?EIO=4&transport="
SERVERS = {"one": 1001, "two": 1002}


# --- what they are told ---------------------------------------------------------------------------------------


def front(*, sticky: bool, host: str = "127.0.0.1") -> Front:
    return Front(host=host, port=5000, servers=SERVERS, sticky=sticky, patience=60)


@pytest.mark.parametrize("module", [haproxy, nginx])
def test_only_a_sticky_one_looks_at_the_session(module: object, tmp_path: Path) -> None:
    balancer = module.BALANCER  # type: ignore[attr-defined]
    texts = [balancer.configuration(front(sticky=sticky), tmp_path) for sticky in (True, False)]
    assert ["one-" in text and "two-" in text for text in texts] == [True, False]
    for text in texts:
        assert "X-Client-Port" in text
        assert "127.0.0.1:1001" in text
        assert "127.0.0.1:5000" in text
    assert "[::1]:5000" in balancer.configuration(front(sticky=True, host="::1"), tmp_path)


@pytest.mark.parametrize("module", [haproxy, nginx])
def test_one_that_keeps_by_a_cookie_gives_it_and_looks_at_nothing_else(module: object, tmp_path: Path) -> None:
    asked = replace(front(sticky=True), cookie="kept")
    text = module.BALANCER.configuration(asked, tmp_path)  # type: ignore[attr-defined]
    assert "one-" not in text
    assert "arg_sid" not in text
    assert "cookie kept insert" in text or ("$cookie_kept" in text and '"kept=two; Path=/; HttpOnly"' in text)


def test_the_command_names_a_file_in_its_own_folder(tmp_path: Path) -> None:
    for balancer in balancers.balancers():
        words = balancer.command(front(sticky=True), tmp_path)
        assert str(tmp_path / f"{balancer.program}.conf") in words
        assert Path(words[0]).name == balancer.program


def test_where_there_is_none_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(balancers, "find_program", lambda _name: None)
    with pytest.raises(LookupError, match="there is neither haproxy nor nginx"):
        balancers.available()
    needs = {name: profiles()[name].programs for name in ("sticky-2", "round-robin-2", "redis-2")}
    assert all("haproxy or nginx" in programs for programs in needs.values())


def test_the_first_that_is_here_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(balancers, "find_program", lambda name: name if name == "nginx" else None)
    assert balancers.available() is nginx.BALANCER


def test_a_version_is_read_from_what_a_program_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    for name, said in (("a", "HAProxy version 2.6.12 2026"), ("b", "Redis server v=7.0.15 sha=1"), ("c", "hello")):
        (tmp_path / name).write_text(f"#!/bin/sh\necho '{said}' >&2\n")
        (tmp_path / name).chmod(0o755)
    assert [version_of(name) for name in "abc"] == ["2.6.12", "7.0.15", ""]


# --- one of several -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("header", "port"), [("4711", "4711"), ("", "1"), ("a", "1"), ("٣", "1")])
def test_the_port_is_the_one_the_balancer_was_asked_from(header: str, port: str) -> None:
    environ = EnvironBuilder(environ_base={"REMOTE_PORT": "1"}).get_environ()
    environ["HTTP_X_CLIENT_PORT"] = header
    seen: list[object] = []
    ClientPort(lambda environ, _start: seen.append(environ["REMOTE_PORT"]) or [])(environ, lambda *_: None)  # type: ignore[arg-type]
    assert seen == [port]
    assert "HTTP_X_CLIENT_PORT" not in environ


def test_session_ids_begin_with_the_servers_name() -> None:
    placed = create_app(Settings(origins=("http://a",), place="one"))[1]
    assert placed.server.eio.generate_id().startswith("one-")
    witness = witness_from({"SIDLAB_WITNESS": "127.0.0.1:9"}, "gevent", {}, "two")
    assert witness
    assert witness.epoch.startswith("two-")


@pytest.mark.parametrize(("argument", "beside"), [("One!", "{}"), ("one", "no JSON")])
def test_a_bad_name_or_environment_is_one_line(
    argument: str, beside: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SIDLAB_WITNESS", "127.0.0.1:9")
    monkeypatch.setenv("SIDLAB_BESIDE", beside)
    with pytest.raises(SystemExit) as ended:
        main(["--place", argument])
    assert ended.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_part_is_known_by_the_name_of_the_whole() -> None:
    told = {"SIDLAB_WITNESS": "127.0.0.1:9", "SIDLAB_SERVED_AS": "sticky-2", "SIDLAB_BESIDE": '{"haproxy": "2"}'}
    witness = witness_from(told, "gevent", {"gevent": "1"})
    assert witness
    hello = json.loads(witness._hello_line())
    assert (hello["profile"], hello["versions"]) == ("sticky-2", {"gevent": "1", "haproxy": "2"})


# --- really ---------------------------------------------------------------------------------------------------


@dataclass
class Pair:
    """Two running servers, and the ports where the balancers listen: by program, sticky first."""

    watcher: Watcher
    fronts: dict[str, tuple[int, int]]

    def at(self, program: str, *, sticky: bool) -> Served:
        if find_program(program) is None:
            pytest.skip(f"{program} is not here")
        served = Served.__new__(Served)
        served.port = self.fronts[program][not sticky]
        served.origin = f"http://127.0.0.1:{served.port}"
        return served


@pytest.fixture(scope="module")
def pair() -> Iterator[Pair]:
    if not any(find_program(one.program) for one in balancers.balancers()):
        pytest.skip("there is no balancer here")
    watcher = Watcher()
    ports = [free_port() for _ in range(6)]
    argv = [sys.executable, str(PAIR), *map(str, ports)]
    env = environment(watcher) | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(argv, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        yield Pair(watcher, {"haproxy": (ports[2], ports[3]), "nginx": (ports[4], ports[5])})
        process.terminate()
    watcher.close()


both = pytest.mark.parametrize("program", ["haproxy", "nginx"])


@both
def test_sticky_answers_no_400_to_polling(pair: Pair, program: str) -> None:
    served = pair.at(program, sticky=True)
    for client in ("a", "b", "c"):
        sid = served.handshake(client)
        path = f"{EIO}polling&sid={sid}&sidlab={client}"
        for method, body in (("POST", "40"), ("GET", None), ("POST", "3"), ("POST", "3"), ("POST", "3")):
            assert served.request(method, path, body)[0] == 200, (client, method)


@both
def test_round_robin_answers_400_to_polling(pair: Pair, program: str) -> None:
    served = pair.at(program, sticky=False)
    refused = {}
    for n in range(4):
        sid = served.handshake(f"rr{n}")
        status, text, port = served.request("POST", f"{EIO}polling&sid={sid}&sidlab=rr", "40")
        if status == 400:
            assert text == f'"Invalid session {sid}"'
            refused[sid] = port
    assert refused
    for sid, port in refused.items():  # the server saw through the balancer
        [answered] = pair.watcher.wait(ServerAnswered, sid=sid)
        assert (answered.remote_port, answered.cause) == (port, "unknown-sid")
        assert not sid.startswith(answered.epoch)
    assert {one.epoch[:4] for one in pair.watcher.of(ChildHello)} == {"one-", "two-"}


@both
def test_nobody_tells_the_server_another_port(pair: Pair, program: str) -> None:
    served = pair.at(program, sticky=True)
    path = f"{EIO}polling&sid=made-up-by-{program}"
    status, _, port = served.request("GET", path, None, {"X-Client-Port": "1"})
    assert status == 400
    [answered] = pair.watcher.wait(ServerAnswered, sid=f"made-up-by-{program}")
    assert answered.remote_port == port


@both
@pytest.mark.parametrize("sticky", [True, False])
def test_hosts_and_origins_are_checked_behind_it(pair: Pair, program: str, sticky: bool) -> None:
    served = pair.at(program, sticky=sticky)
    assert served.request("GET", "/")[0] == 200
    assert served.request("GET", "/", None, {"Host": "rebound.example"})[0] == 421
    evil, ours = {"Origin": "http://evil.example"}, {"Origin": served.origin}
    assert served.request("GET", f"{EIO}polling", None, evil)[0] == 400
    assert served.request("GET", f"{EIO}polling", None, ours)[0] == 200


@both
@pytest.mark.parametrize("sticky", [True, False])
def test_a_websocket_passes_either(pair: Pair, program: str, sticky: bool) -> None:
    served = pair.at(program, sticky=sticky)
    url = f"ws://127.0.0.1:{served.port}{EIO}websocket"
    with_it = websocket.create_connection(url, origin=served.origin, timeout=20)
    assert with_it.recv().startswith("0{")  # type: ignore[arg-type]
    with_it.send("40")
    assert until(with_it.recv, "the namespace").startswith("40")  # type: ignore[arg-type]
    with_it.close()


@both
def test_while_one_does_not_listen_the_other_is_asked(program: str, tmp_path: Path) -> None:
    if find_program(program) is None:
        pytest.skip(f"{program} is not here")
    [balancer] = [one for one in balancers.balancers() if one.program == program]
    dead, alive, port = free_port(), free_port(), free_port()
    both_of = {"one": dead, "two": alive}
    asked = Front(host="127.0.0.1", port=port, servers=both_of, sticky=True, patience=60)
    server = [sys.executable, "-m", "http.server", str(alive), "--bind", "127.0.0.1", "--directory", str(tmp_path)]
    together = Company()
    try:
        together.start(Part("two", server, ("127.0.0.1", alive)))
        together.start(Part(program, balancer.command(asked, tmp_path), ("127.0.0.1", port)))
        served = Served.__new__(Served)
        served.port = port
        for path in ("/", "/", "/?sid=one-x", "/?sid=two-x"):
            assert served.request("GET", path)[0] == 200
    finally:
        together.end()


@both
def test_by_a_cookie_a_client_stays_where_it_was(program: str, tmp_path: Path) -> None:
    if find_program(program) is None:
        pytest.skip(f"{program} is not here")
    [balancer] = [one for one in balancers.balancers() if one.program == program]
    ports, port = {"one": free_port(), "two": free_port()}, free_port()
    asked = Front(host="127.0.0.1", port=port, servers=ports, sticky=True, patience=60, cookie="kept")
    together = Company()
    try:
        for name, at in ports.items():
            (tmp_path / name).mkdir()
            (tmp_path / name / "who").write_text(name)
            files = [sys.executable, "-m", "http.server", str(at), "--bind", "127.0.0.1", "--directory"]
            together.start(Part(name, [*files, str(tmp_path / name)], ("127.0.0.1", at)))
        together.start(Part(program, balancer.command(asked, tmp_path), ("127.0.0.1", port)))
        first, second = (who(port) for _ in range(2))
        assert {first[0], second[0]} == {"one", "two"}
        for name, given in (first, second):
            assert given == f"kept={name}"
            assert [who(port, given) for _ in range(3)] == [(name, "")] * 3
    finally:
        together.end()


def who(port: int, cookie: str = "") -> tuple[str, str]:
    """Who answers, and the cookie that the answer asks to be kept."""
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", "/who", headers={"Cookie": cookie} if cookie else {})
    answer = connection.getresponse()
    name, given = answer.read().decode(), answer.getheader("Set-Cookie", "")
    connection.close()
    return name, given.partition(";")[0]


@pytest.mark.torture
@pytest.mark.parametrize("name", ["redis-2", "round-robin-2", "sticky-2", "node"])
def test_a_killed_supervisor_leaves_nothing(name: str, tmp_path: Path, watcher: Watcher) -> None:
    if needs := profiles()[name].needs():
        pytest.skip(needs)
    served = Served(name, tmp_path, watcher)
    try:
        served.ready(100)
        others = served.tree()[1:]
        assert len(others) == {"redis-2": 4, "node": 1}.get(name, 3)
        served.process.kill()
        if sys.platform == "linux":
            assert not left(others, seconds=2)
    finally:
        served.clear()
