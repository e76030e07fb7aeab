"""The command line: one line and the right status for whatever is wrong."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from served import ROOT, environment

import server.cli
from server.cli import INTERRUPTED, UNABLE, USAGE_ERROR, main
from server.profile import Profile
from server.profiles import catalogue, profiles
from server.settings import Settings
from server.witness import Witness

Served = list[tuple[Settings, Witness | None]]


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Served:
    """What the profile `still` was asked to serve."""
    calls: Served = []

    def serve(settings: Settings, witness: Witness | None) -> None:
        calls.append((settings, witness))
        if settings.port == 9:
            raise KeyboardInterrupt

    still = Profile(name="still", title="Serves nothing", restarts=(), serve=serve)
    absent = Profile(name="absent", title="Is not here", restarts=(), serve=serve, modules=("no_such_module",))
    monkeypatch.setattr(server.cli, "profiles", lambda: {"still": still, "absent": absent})
    monkeypatch.setattr(server.cli, "DEFAULT", "still")
    monkeypatch.setattr(server.cli, "_port_hindrance", lambda _host, _port: "")
    for name in ("SIDLAB_WITNESS", "WERKZEUG_RUN_MAIN"):
        monkeypatch.delenv(name, raising=False)
    return calls


def test_the_command_line_becomes_settings(served: Served, tmp_path: Path) -> None:
    file = tmp_path / "touch-me"
    argv = ["--port", "5001", "--ping-interval", "3", "--ping-timeout", "2", "--reload-file", str(file)]
    assert main([*argv, "--origin", "http://a:1", "http://b:2", "--origin", "http://c:3"]) == 0
    [(settings, witness)] = served
    assert (settings.port, settings.ping_interval, settings.ping_timeout) == (5001, 3, 2)
    assert settings.origins == ("http://a:1", "http://b:2", "http://c:3")
    assert settings.reload_file == file
    assert witness is None


def test_the_bound_address_is_the_origin_when_none_is_given(served: Served) -> None:
    assert main(["--port", "80"]) == 0
    assert served[0][0].origins == ("http://127.0.0.1",)


@pytest.mark.parametrize(
    ("argv", "names"),
    [
        (["--profile", "nope"], "nope"),
        (["--port", "0"], "'0'"),
        (["--port", "70000"], "70000"),
        (["--port", "9" * 50], "9999"),
        (["--port", "٣"], "port"),
        (["--ping-interval", "1.5"], "1.5"),
        (["--ping-timeout", "-3"], "-3"),
        (["--origin", "*"], "*"),
        (["--host", "0.0.0.0"], "--origin"),
        (["--reload-file", "a.py"], "a.py"),
        (["--reload-file", "/no/such/folder/a"], "folder"),
        (["--nonsense"], "nonsense"),
    ],
)
def test_bad_usage_is_one_line_and_status_2(
    served: Served, capsys: pytest.CaptureFixture[str], argv: list[str], names: str
) -> None:
    with pytest.raises(SystemExit) as end:
        main(argv)
    assert end.value.code == USAGE_ERROR
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert names in error
    assert not served


def test_a_witness_address_that_is_none_is_bad_usage(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIDLAB_WITNESS", "nowhere")
    with pytest.raises(SystemExit) as end:
        main([])
    assert end.value.code == USAGE_ERROR


def test_a_watched_server_is_given_its_witness_and_watches(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched: list[bool] = []
    monkeypatch.setenv("SIDLAB_WITNESS", "127.0.0.1:9")
    monkeypatch.setattr(server.cli, "watch", lambda: watched.append(True))
    assert main([]) == 0
    assert isinstance(served[0][1], Witness)
    assert watched == [True]


def test_what_is_not_here_cannot_serve(served: Served, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--profile", "absent"]) == UNABLE
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "the Python package no_such_module (python -m pip install no_such_module)" in error
    assert not served


def test_ctrl_c_ends_without_a_traceback(served: Served) -> None:
    assert main(["--port", "9"]) == INTERRUPTED


@pytest.fixture
def taken() -> Iterator[int]:
    """A port another program listens on."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def test_a_taken_port_is_named_and_status_3(taken: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--port", str(taken)]) == UNABLE
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert f"port {taken}" in error


def test_an_address_of_another_machine_is_status_3(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--host", "192.0.2.1", "--origin", "http://192.0.2.1"]) == UNABLE
    assert "192.0.2.1" in capsys.readouterr().err


def test_the_reloaders_child_does_not_look_at_its_parents_port(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WERKZEUG_RUN_MAIN", "true")
    monkeypatch.setattr(server.cli, "_port_hindrance", lambda _host, _port: "taken")
    assert main([]) == 0


def test_the_list_is_cheap_json() -> None:
    """No web server, no Flask: what a single profile needs is imported when it serves."""
    code = (
        "import sys; from server.cli import main; main(['--list']);"
        "sys.exit(any(m in sys.modules for m in ('flask', 'gevent', 'gunicorn', 'werkzeug', 'socketio')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment(None), capture_output=True, check=True, timeout=60
    )
    assert json.loads(done.stdout) == catalogue()


def test_the_catalogue_starts_with_the_default() -> None:
    names = [profile["name"] for profile in catalogue()]
    assert names[0] == "gevent"
    assert names[1:] == sorted(names[1:])
    assert {"gunicorn-gthread", "gunicorn-gevent-2", "werkzeug", "werkzeug-reloader"} < set(names)
    for profile in catalogue():
        assert set(profile) == {"name", "title", "available", "needs", "brings", "hides", "restarts"}
        assert {"graceful", "kill"} <= set(profile["restarts"]) <= {"graceful", "kill", "reload", "crash"}


def test_gunicorn_is_not_for_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.profile.os.name", "nt")
    assert "does not run" in profiles()["gunicorn-gevent-2"].needs()


def test_a_version_that_is_not_known_is_left_out() -> None:
    one = Profile(name="x", title="x", restarts=(), serve=lambda *_: None, packages=("no-such-package",))
    assert "no-such-package" not in one.versions()
