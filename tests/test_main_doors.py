"""The composition root: what is started when, and what is not loaded for it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import main
from harness.options import RunOptions

ROOT = Path(__file__).resolve().parents[1]


def test_run_hands_over_what_was_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, RunOptions]] = []

    def record(scenario: str, options: RunOptions) -> int:
        asked.append((scenario, options))
        return 1

    monkeypatch.setattr(main, "run", record)
    words = ["run", "incident", "--clients", "7", "--out", "here", "--json", "--listen", "127.0.0.1:8400"]
    assert main.main(words) == 1
    assert asked == [("incident", RunOptions(clients=7, out=Path("here"), json=True, listen=("127.0.0.1", 8400)))]


@pytest.mark.parametrize(("display", "status"), [(True, 5), (False, 6)])
def test_without_a_command_the_window_opens_where_there_is_a_display(
    monkeypatch: pytest.MonkeyPatch, display: bool, status: int
) -> None:
    monkeypatch.setattr(main, "has_display", lambda: display)
    monkeypatch.setattr(main, "open_window", lambda _lan: 5)
    monkeypatch.setattr(main, "run_without_display", lambda _lan: 6)
    assert main.main([]) == status


@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
def test_a_display_is_one_of_three_things_on_linux(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(main.sys, "platform", "linux")
    for each in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(each, raising=False)
    assert not main.has_display()
    monkeypatch.setenv(name, "offscreen")
    assert main.has_display()
    monkeypatch.delenv(name)
    monkeypatch.setattr(main.sys, "platform", "darwin")
    assert main.has_display()


def test_children_are_for_the_program_s_own_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["_child", "nobody"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_core_is_given_every_profile_and_the_server_s_place() -> None:
    house = main.house()
    assert "werkzeug-reloader" in [choice.name for choice in house.profiles]
    assert (house.server_root / "server" / "__main__.py").is_file()


@pytest.mark.parametrize("child", ["wire", "clients", "guard"])
def test_a_child_loads_neither_command_line_nor_window(child: str) -> None:
    """It says hello, ends with its standard input, and has loaded no click and no Qt on the way."""
    program = (
        f"import sys, main; sys.stderr.write(str(main.main(['_child', {child!r}, 'x-0'])))\n"
        "sys.stderr.write(str(sorted({'click', 'PySide6', 'flask'} & set(sys.modules))))"
    )
    argv = [sys.executable, "-c", program]
    done = subprocess.run(
        argv, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30, check=False
    )
    assert '"type":"child.hello"' in done.stdout.splitlines()[0]
    assert done.stderr.endswith("0[]")
