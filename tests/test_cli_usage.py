"""Bad usage gives one line that says what is allowed, and status 2; help is there for every command."""

from __future__ import annotations

import pytest

from main import main

COMMANDS = ("run", "wire", "list", "verify", "doctor", "report", "export", "compare", "replay", "diagnose")

BAD = [
    (["run"], "SCENARIO is missing"),
    (["run", "incident", "--clients", "-3"], "--clients: -3 is not allowed: a whole number from 1 to 10000"),
    (["run", "incident", "--clients", "many"], "--clients: many is not allowed: a whole number from 1 to 10000"),
    (["run", "incident", "--clients", ""], "--clients: '' is not allowed"),
    (["run", "incident", "--duration", "nan"], "--duration: nan is not allowed: seconds from 1 to 86400"),
    (["run", "incident", "--transport", "smoke"], "--transport: smoke is not allowed: one of polling, websocket"),
    (["run", "incident", "--listen", "8400"], "--listen: 8400 is not allowed: HOST:PORT"),
    (
        ["run", "incident", "--target", "localhost:5000"],
        "--target: localhost:5000 is not allowed: an address like",
    ),
    (["run", "incident", "--target", "http://a", "--profile", "b"], "only one server can be under test"),
    (["run", "incident", "--command", "x"], "--command and --url: both are needed"),
    (["run", "incident", "--seed"], "--seed"),
    (["run", "incident", "--sed", "1"], "--sed: there is no such option: allowed are --baseline, --behaviour"),
    (
        ["run", "incident", "--path", "/x/"],
        "--path: it is about a server of your own, which --target or --command names",
    ),
    (["run", "incident", "--listen", "0.0.0.0:0"], "--listen: 0.0.0.0 can be reached by other machines"),
    (["wire", "--target", "http://a", "--other", "https://b"], "--other: https://b must be reached as the server"),
    (["wire"], "--target is missing: an address like http://127.0.0.1:5000"),
    (["wire", "--target", "http://a", "--fault", "lag"], "--fault: lag is not allowed: there is no fault 'lag'"),
    (["wire", "--target", "http://a", "--host-header", "a b"], "--host-header: a b is not allowed: keep"),
    (["wire", "--target", "https://a", "--ca-file", "/no/such"], "--ca-file"),
    (["list"], "WHAT is missing: one of scenarios, profiles, faults, ways, clients, hypotheses"),
    (["list", "sids"], "WHAT: sids is not allowed: one of scenarios"),
    (["sing"], "sing: there is no such command: allowed are compare, diagnose, doctor"),
    (["--loud"], "--loud: there is no such option"),
    (["doctor", "extra"], "extra"),
]


@pytest.mark.parametrize(("arguments", "words"), BAD, ids=[" ".join(arguments) for arguments, _ in BAD])
def test_bad_usage_is_one_line_and_status_2(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert words in err


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    assert f"Example: sidlab {command}" in capsys.readouterr().out
