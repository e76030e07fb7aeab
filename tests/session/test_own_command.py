"""The user's own server, started by their command line: what is asked of it, and what is said when it fails."""

from __future__ import annotations

import os
import socket
import ssl
import sys
from pathlib import Path

import pytest
import trustme
from foreign import foreign

from harness.command_line import split
from harness.events import (
    ChildFailed,
    Event,
    GuardEmpty,
    GuardListening,
    GuardReaped,
    GuardStarted,
    Record,
)
from harness.ports import free_port
from harness.scenarios.model import ServerPart
from harness.session.external import External
from harness.session.house import HarnessError
from harness.session.own_command import MOST_ANSWERS, OwnCommand


def own(
    folder: Path, command: str = f"{sys.executable} run.py", *, reached: bool = False, **keys: str
) -> OwnCommand:
    """A command at a free port, unless `url` is among the keys."""
    part = ServerPart(profile="command", command=command, **{"url": f"http://127.0.0.1:{free_port()}", **keys})
    at = External.at(part)
    assert at is not None
    return OwnCommand(part, at, folder / "server.log", reached=reached)


@pytest.mark.parametrize(
    ("command", "windows", "words"),
    [
        ("python run.py --port 5000", False, ("python", "run.py", "--port", "5000")),
        ('python \'my app.py\' "a\\"b"', False, ("python", "my app.py", 'a"b')),
        ("python -c 'a; rm -rf $HOME | x > y'", False, ("python", "-c", "a; rm -rf $HOME | x > y")),
        (
            r'C:\Python\python.exe "C:\my app\run.py" --x',
            True,
            (r"C:\Python\python.exe", r"C:\my app\run.py", "--x"),
        ),
        ("python '' x", True, ("python", "", "x")),
    ],
)
def test_a_command_line_is_split_and_no_shell_reads_it(
    command: str, windows: bool, words: tuple[str, ...]
) -> None:
    assert split(command, windows=windows) == words


@pytest.mark.parametrize("command", ["", "   ", "python 'run.py", "''", 'python "'])
@pytest.mark.parametrize("windows", [True, False])
def test_a_command_line_that_is_none_is_refused(command: str, windows: bool) -> None:
    with pytest.raises(ValueError, match=r"No closing quotation|no program is named"):
        split(command, windows=windows)


def test_it_starts_in_the_users_own_environment_and_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINE", "yes")
    monkeypatch.chdir(tmp_path)
    command = own(tmp_path)
    start = command.start()
    assert start.argv == (sys.executable, "run.py")
    assert start.env == dict(os.environ)
    assert start.env["MINE"] == "yes"
    assert Path(start.cwd) == tmp_path
    assert start.port == command.port
    assert command.restarts == ("graceful", "kill")
    assert own(tmp_path, reload="run.py").restarts == ("graceful", "kill", "reload")


async def test_what_cannot_be_started_is_refused_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(HarnessError, match=r"no program 'FOO=1' here: .* say sh -c"):
        await own(tmp_path, "FOO=1 python run.py").check()
    with pytest.raises(HarnessError, match=r"--reload-file: .*none\.py is no file"):
        await own(tmp_path, reload=str(tmp_path / "none.py")).check()
    with pytest.raises(HarnessError, match=r"192\.0\.2\.1:5000 is no address of this machine"):
        await own(tmp_path, url="http://192.0.2.1:5000").check()
    with pytest.raises(HarnessError, match="cannot be served by the profile gevent"):
        own(tmp_path).serve_by("gevent")
    own(tmp_path).serve_by("command")
    await own(tmp_path).check()


async def test_a_port_that_somebody_has_is_refused_with_the_owners_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("harness.session.own_command.TAKEN_SECONDS", 0.1)
    with socket.create_server(("127.0.0.1", free_port())) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(HarnessError) as refused:
            await own(tmp_path, url=f"http://localhost:{port}").check()
    said = str(refused.value)
    assert f"port {port} at 127.0.0.1 is taken by" in said
    assert f"(pid {os.getpid()})" in said
    assert "\n" not in said


def tell(command: OwnCommand, *events: Event) -> None:
    for number, event in enumerate(events):
        command.fold(Record(seq=number, at=0, src="guard", event=event))  # type: ignore[arg-type]  # any event


def test_why_it_failed_is_one_line_with_where_it_listens_and_its_last_words(tmp_path: Path) -> None:
    log = tmp_path / "server.log"
    log.write_text("words of a life before\n")
    command = own(tmp_path, url="http://127.0.0.1:5000")
    command.start()
    elsewhere = [
        GuardListening(t=1, pid=9, host="::1", port=5001),
        GuardListening(t=1, pid=9, host="x", port=5000),
    ]
    tell(command, GuardStarted(t=1, pid=9), *elsewhere)
    assert command.listens_at == "x"
    assert command.failed("did not answer within 20 s").endswith(
        "run.py: it did not answer within 20 s (--url http://127.0.0.1:5000); it listens at [::1]:5001: "
        "name the right address with --url; it wrote nothing"
    )
    command.start()
    log.write_text(log.read_text() + "Traceback\n\n  in x\nOSError: too\tbad\n")
    tell(command, GuardStarted(t=1, pid=9), GuardReaped(t=2, pid=8, code=0), GuardReaped(t=2, pid=9, code=1))
    assert "it did not answer" in command.failed("did not answer within 20 s"), "a daemon may be coming up"
    tell(command, GuardEmpty(t=3))
    assert command.failed("ended").endswith(
        "run.py: it ended (exit code 1) (--url http://127.0.0.1:5000); its last words: in x / OSError: too\tbad"
    )


def test_a_program_that_cannot_be_started_at_all_is_told_in_the_systems_words(tmp_path: Path) -> None:
    command = own(tmp_path)
    command.start()
    tell(command, ChildFailed(t=1, message="'x' cannot be started: Permission denied"), GuardEmpty(t=1))
    assert "'x' cannot be started: Permission denied" in command.failed("ended")


async def test_a_server_that_is_up_and_one_that_is_not_there(tmp_path: Path) -> None:
    with foreign(path="/chat/") as server:
        assert (await own(tmp_path, url=server.url, path="/chat").knock()).up
    down = await own(tmp_path).knock()
    assert (down.up, down.why, down.hopeless) == (False, "", False)


async def test_a_server_behind_tls_is_asked_when_its_certificate_is_trusted(tmp_path: Path) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with foreign(context=context) as server:
        command = own(tmp_path, url=server.url, ca_file=str(tmp_path / "ca.pem"))
        assert command.tls
        assert (await command.knock()).up
        assert not (await own(tmp_path, url=server.url).knock()).up


async def test_another_kind_of_answer_is_not_waited_for_for_ever(tmp_path: Path) -> None:
    with foreign(path="/chat/") as server:
        command = own(tmp_path, url=server.url)
        knocks = [await command.knock() for _ in range(MOST_ANSWERS)]
    assert [knock.hopeless for knock in knocks] == [False] * (MOST_ANSWERS - 1) + [True]
    assert not any(knock.up for knock in knocks)
    tell(command, GuardStarted(t=1, pid=9))
    said = command.failed(knocks[-1].why)
    assert said.endswith("answers 404 to a handshake at /socket.io/: name the server's Socket.IO path with --path")
    tell(command, GuardReaped(t=2, pid=9, signal="SIGSEGV"), GuardEmpty(t=2))
    assert "it ended (SIGSEGV)" in command.failed("ended"), "what it answered before matters no more"


async def test_a_debugger_that_other_machines_would_reach_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def shown(*_: object) -> bool:
        return True

    monkeypatch.setattr("harness.session.own_command.shows_debugger", shown)
    with foreign() as server:
        command = own(tmp_path, url=server.url, reached=True)
        refused = await command.knock()
        assert f": {refused.why}" in command.failed(refused.why)
        assert (refused.up, refused.hopeless) == (False, True)
        assert "use_debugger=False" in refused.why
        assert (await own(tmp_path, url=server.url).knock()).up, (
            "on this machine alone it is the person's own affair"
        )
