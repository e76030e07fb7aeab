"""The join link as a code: what a person scans off a terminal."""

from __future__ import annotations

import io

import pytest
import segno

from harness import headless
from harness.headless import show_link
from harness.lan.code import code_lines

LINK = "http://192.168.1.5:8460/#join=" + "a" * 32 + "&beacon=8461"
DARK = {"█": (0, 0), "▀": (0, 1), "▄": (1, 0), " ": (1, 1)}


def test_the_letters_are_the_code() -> None:
    lines = list(code_lines(LINK))
    rows = [tuple(DARK[letter][half] for letter in line) for line in lines for half in (0, 1)]
    drawn = [tuple(row) for row in segno.make(LINK, micro=False).matrix_iter(border=2)]
    assert rows[: len(drawn)] == drawn
    assert all(len(line) == len(drawn[0]) for line in lines)


class Told(io.StringIO):
    def __init__(self, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal
        self.lines: list[str] = []

    def isatty(self) -> bool:
        return self.terminal

    def say(self, line: str) -> None:
        self.lines.append(line)


@pytest.mark.parametrize("terminal", [False, True])
def test_the_code_is_drawn_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch, terminal: bool) -> None:
    told = Told(terminal)
    monkeypatch.setattr(headless.sys, "stderr", told)
    show_link(told, LINK, "a firewall is on")  # type: ignore[arg-type]  # it only says
    code = list(code_lines(LINK)) if terminal else []
    assert told.lines == [f"devices of the LAN join at {LINK}", *code, "a firewall is on"]
    told.lines.clear()
    show_link(told, LINK, "")  # type: ignore[arg-type]  # as above
    assert told.lines == [f"devices of the LAN join at {LINK}", *code]
