"""What a profile says of itself: what it lacks here, what brings it, and what it hides."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.profile import Profile
from server.programs import find_program


def profile(**fields: object) -> Profile:
    """A profile that serves nothing."""
    return Profile(name="x", title="x", restarts=(), serve=lambda *_: None, **fields)  # type: ignore[arg-type]


def test_nothing_is_missing() -> None:
    one = profile(modules=("json",), programs=("sh",), brings="apt-get install sh")
    assert (one.needs(), one.mend()) == ("", "")
    assert one.describe()["available"] is True


def test_a_missing_module_is_brought_by_pip() -> None:
    one = profile(modules=("json", "no_such_module", "nor_this"))
    assert one.mend() == "python -m pip install no_such_module nor_this"
    assert one.needs() == "the Python package no_such_module, nor_this"


def test_a_module_is_named_by_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.profile.find_spec", lambda _module: None)
    assert profile(modules=("geventwebsocket",)).mend() == "python -m pip install gevent-websocket"


def test_a_missing_program_is_brought_by_the_profiles_own_command() -> None:
    one = profile(modules=("no_such_module",), programs=("no-such-program",), brings="apt-get install it")
    assert one.needs() == "the Python package no_such_module and the program no-such-program"
    described = one.describe()
    assert (described["available"], described["brings"]) == (False, "apt-get install it")


def test_what_nobody_knows_how_to_bring_is_only_named() -> None:
    assert profile(programs=("no-such-program",)).needs() == "the program no-such-program"


def test_nothing_brings_what_does_not_run_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.profile.os.name", "nt")
    one = profile(modules=("no_such_module",), posix_only=True)
    assert (one.needs().startswith("does not run on"), one.mend()) == (True, "")


def test_servers_lie_beside_the_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "no-such-server"
    program.write_text("")
    program.chmod(0o700)
    assert find_program(program.name) is None
    monkeypatch.setattr("server.programs.ELSEWHERE", (str(tmp_path),))
    assert find_program(program.name) == str(program)


def test_hidden_packages_are_named() -> None:
    assert profile(hides=("geventwebsocket",)).describe()["hides"] == ["gevent-websocket"]


def test_what_is_hidden_has_no_version() -> None:
    assert "gevent-websocket" in profile(packages=("gevent-websocket",)).versions()
    hiding = profile(packages=("gevent-websocket", "gevent"), hides=("geventwebsocket",))
    assert "gevent-websocket" not in hiding.versions()
    assert "gevent" in hiding.versions()
