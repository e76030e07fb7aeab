"""However a command ends, the status is the contract's, and what a person typed never gives a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from harness.cli.ending import Status, perform
from harness.evidence.folder import NoRunFolderError
from harness.options import OptionError
from harness.scenarios.reader import ScenarioError
from harness.session.house import HarnessError

ROOT = Path(__file__).resolve().parents[1]


def program_that(ends_with: BaseException | int | None) -> click.Group:
    """A program whose one command ends so."""

    @click.group()
    def program() -> None:
        """A made-up program."""

    @program.command()
    def go() -> int | None:
        if isinstance(ends_with, BaseException):
            raise ends_with
        return ends_with

    return program


@pytest.mark.parametrize(
    ("ends_with", "status", "words"),
    [
        (None, 0, ""),
        (Status.BROKEN, 1, ""),
        (143, 143, ""),
        (OptionError("--x: y is not allowed: z"), 2, "sidlab: --x: y is not allowed: z\n"),
        (ScenarioError("a.toml", 3, "wrong\nkey"), 2, "sidlab: a.toml:3: wrong key\n"),
        (NoRunFolderError("runs/x is no run folder"), 2, "sidlab: runs/x is no run folder\n"),
        (HarnessError("the port is taken"), 3, "sidlab: the port is taken\n"),
        (KeyboardInterrupt(), 130, ""),
        (click.Abort(), 130, ""),
    ],
)
def test_how_a_command_ends(
    ends_with: BaseException | int | None, status: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert perform(program_that(ends_with), ["go"]) == status
    assert capsys.readouterr() == ("", words)


def test_a_fault_of_the_program_shows_where_and_is_no_broken_expectation(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert perform(program_that(ZeroDivisionError("oh")), ["go"]) == Status.UNABLE
    err = capsys.readouterr().err
    assert "ZeroDivisionError: oh" in err
    assert err.endswith("sidlab: internal error: please report it together with the lines above\n")


def test_a_reader_that_has_enough_is_no_error() -> None:
    """As in `sidlab list faults | head -0`."""
    argv = [sys.executable, "main.py", "list", "faults"]
    with subprocess.Popen(argv, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as listing:
        assert listing.stdout is not None
        assert listing.stderr is not None
        listing.stdout.close()
        assert listing.stderr.read() == ""
        assert listing.wait(30) == 0


def test_letters_that_the_output_does_not_know_are_no_error() -> None:
    env = {**os.environ, "PYTHONIOENCODING": "cp1251"}
    argv = [sys.executable, "main.py", "matrix", "--help"]
    done = subprocess.run(argv, cwd=ROOT, env=env, capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "profile ? transport" in done.stdout
