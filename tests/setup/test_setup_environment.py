"""The environment is made once, and made anew when it is broken or of another Python."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from harness.setup import environment
from harness.setup.words import ROOT, SetupError, run


class Runs:
    """Records what would be run."""

    def __init__(self) -> None:
        self.commands: list[list[str]] = []

    def __call__(self, argv: list[str], failure: str) -> None:
        self.commands.append([str(word) for word in argv])


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Runs:
    recorded = Runs()
    monkeypatch.setattr(environment, "run", recorded)
    return recorded


def make_python(venv: Path, says: str) -> None:
    """An environment whose Python says this whatever it is asked."""
    program = environment.python(venv)
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\n{says}\n")
    program.chmod(0o755)


def test_a_missing_environment_is_made(runs: Runs, tmp_path: Path) -> None:
    environment.ensure(tmp_path / "venv")
    assert runs.commands == [[sys.executable, "-m", "venv", "--clear", str(tmp_path / "venv")]]


@pytest.mark.parametrize("says", ["exit 1", "echo 2.7", "exec /no/such/python"])
def test_one_that_is_broken_or_of_another_python_is_made_anew(runs: Runs, tmp_path: Path, says: str) -> None:
    make_python(tmp_path / "venv", says)
    environment.ensure(tmp_path / "venv")
    assert len(runs.commands) == 1


def test_one_that_works_is_kept(runs: Runs, tmp_path: Path) -> None:
    make_python(tmp_path / "venv", f"echo {sys.version_info.major}.{sys.version_info.minor}")
    environment.ensure(tmp_path / "venv")
    assert runs.commands == []


def test_a_lock_is_installed_by_hash_and_then_the_checkout_and_only_once(runs: Runs, tmp_path: Path) -> None:
    lock = tmp_path / "run.txt"
    lock.write_text("one==1 --hash=sha256:00\n")
    environment.install(lock, tmp_path)
    first, second = runs.commands
    assert first[-3:] == ["--require-hashes", "--requirement", str(lock)]
    assert second[-4:] == ["--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
    environment.install(lock, tmp_path)
    assert len(runs.commands) == 2
    lock.write_text("one==2 --hash=sha256:00\n")
    environment.install(lock, tmp_path)
    assert len(runs.commands) == 4


def test_a_lock_besides_is_installed_once_and_without_the_checkout(runs: Runs, tmp_path: Path) -> None:
    lock = tmp_path / "browser.txt"
    lock.write_text("one==1 --hash=sha256:00\n")
    for _ in range(2):
        environment.install_once(lock, tmp_path)
        assert [command[-1] for command in runs.commands] == [str(lock)]


def test_a_program_that_fails_or_is_not_there_ends_the_set_up(capfd: pytest.CaptureFixture[str]) -> None:
    run([sys.executable, "-c", "print('fine')"], "it failed", quiet=True)
    assert capfd.readouterr() == ("", "")
    with pytest.raises(SetupError, match=r"it failed \(status 5, see above\)"):
        run([sys.executable, "-c", "print('because'); raise SystemExit(5)"], "it failed", quiet=True)
    assert capfd.readouterr() == ("", "because\n")
    with pytest.raises(SetupError, match=r"it failed .*No such file"):
        run(["/no/such/program"], "it failed")
