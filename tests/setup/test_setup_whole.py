"""`python -m harness.setup`: in order, and with marks for make only when nothing is lacking."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from harness.setup import __main__ as whole
from harness.setup import environment, page, system
from harness.setup.system import Need
from harness.setup.words import SetupError


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """The steps taken, in order, on a machine where each succeeds."""
    taken: list[str] = []

    def system_step(look: Callable[[], list[Need]] | None = None) -> bool:
        taken.append("system" if look is None else look.__name__)
        return True

    monkeypatch.setattr(environment, "VENV", tmp_path)
    monkeypatch.setattr(system, "prepare", system_step)
    monkeypatch.setattr(environment, "ensure", lambda: taken.append("environment"))
    monkeypatch.setattr(environment, "install", lambda lock: taken.append(lock.name))
    monkeypatch.setattr(environment, "install_once", lambda lock: taken.append(f"{lock.name} besides"))
    monkeypatch.setattr(page, "prepare", lambda: taken.append("page"))
    return taken


@pytest.mark.parametrize(
    ("arguments", "lock", "marks"),
    [
        ([], "run.txt", ["ready-run"]),
        (["run"], "run.txt", ["ready-run"]),
        (["dev"], "dev.txt", ["ready-dev", "ready-run"]),
    ],
)
def test_the_steps_in_order(
    steps: list[str], tmp_path: Path, arguments: list[str], lock: str, marks: list[str]
) -> None:
    assert whole.main(arguments) == 0
    assert steps == ["system", "environment", lock, "page"]
    assert sorted(file.name for file in tmp_path.iterdir()) == marks


def test_what_pages_need_comes_beside_what_a_run_needs(steps: list[str], tmp_path: Path) -> None:
    assert whole.main(["browser"]) == 0
    assert steps == ["missing_for_pages", "system", "environment", "run.txt", "page", "browser.txt besides"]
    assert [file.name for file in tmp_path.iterdir()] == ["ready-run"]


def test_no_mark_is_left_when_something_is_lacking(
    steps: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system, "prepare", lambda: False)
    assert whole.main([]) == 0
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_done_is_one_line_and_status_3(
    steps: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails() -> None:
        raise SetupError("there is no network")

    monkeypatch.setattr(page, "prepare", fails)
    assert whole.main(["dev"]) == 3
    assert capsys.readouterr().err == "sidlab setup: there is no network\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [["play"], ["run", "dev"]])
def test_bad_usage(steps: list[str], arguments: list[str]) -> None:
    assert whole.main(arguments) == 2
    assert steps == []


def test_an_older_python_is_told(
    steps: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(whole.sys, "version_info", (3, 10, 12, "final", 0))
    assert whole.main([]) == 3
    assert "needs Python 3.11 or newer" in capsys.readouterr().err
    assert steps == []
