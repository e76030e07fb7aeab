"""`--lan [INTERFACE]` on the command line: what it is taken for, and what is said when it can't be."""

from __future__ import annotations

import pytest

import main
from harness.options import RunOptions, interface
from harness.wire_options import WireOptions

HERE = "127.0.0.1"
TARGET = "http://127.0.0.1:5000"


@pytest.mark.parametrize(
    ("words", "lan"),
    [
        ([], None),
        (["--lan"], ""),
        (["--lan", HERE], HERE),
        ([f"--lan={HERE}"], HERE),
        (["--lan", "--seed", "1"], ""),
    ],
)
def test_run_and_wire_hand_over_where_devices_may_come_in(
    monkeypatch: pytest.MonkeyPatch, words: list[str], lan: str | None
) -> None:
    asked: list[str | None] = []

    def run(_scenario: str, options: RunOptions) -> int:
        asked.append(options.lan)
        return 0

    def wire(options: WireOptions) -> int:
        asked.append(options.lan)
        return 0

    monkeypatch.setattr(main, "run", run)
    monkeypatch.setattr(main, "wire", wire)
    assert main.main(["run", "incident", *words]) == 0
    assert main.main(["wire", "--target", TARGET, *words]) == 0
    assert asked == [lan, lan]


def test_the_window_is_told_too_and_its_core_gets_it_as_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str | None] = []

    def open_window(lan: str | None) -> int:
        asked.append(lan)
        return 0

    monkeypatch.setattr(main, "has_display", lambda: True)
    monkeypatch.setattr(main, "open_window", open_window)
    assert [main.main(words) for words in ([], ["--lan"], ["--lan", HERE])] == [0, 0, 0]
    assert asked == [None, "", HERE]
    assert main.core_argv(None)[-1] == "core"
    assert main.core_argv("")[-2:] == ["core", ""]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run", "--lan", "incident"], "--lan: incident is no interface and no address of this machine"),
        (["run", "incident", "--lan", "nowhere0"], "--lan: nowhere0 is no interface"),
        (["--lan", "run", "incident"], "--lan: run is no interface"),
        ([f"--lan={HERE}", "run", "incident"], "--lan: it belongs behind `run`"),
    ],
)
def test_what_can_t_be_is_said_on_one_line(
    capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert main.main(words) == 2
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1


def test_beside_an_address_that_others_reach_it_speaks_of_that_one() -> None:
    assert interface(None, "eth0") == "eth0"
    assert interface((HERE, 0), "") == ""
    assert interface(("0.0.0.0", 0), "") is None
    assert interface(None, None) is None
