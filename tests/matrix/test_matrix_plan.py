"""Which cells a matrix has, by what scenario, and how the table and a pipe tell of them."""

from __future__ import annotations

import io
import json
from pathlib import Path

import click
import msgspec
import pytest
from rich.console import Console

from harness.cli.ending import invoke, perform
from harness.cli.matrix import matrix_command
from harness.following import Following, Live, Plain
from harness.matrix.model import (
    Cell,
    Finding,
    Matrix,
    MatrixCell,
    MatrixFound,
    MatrixPlanned,
)
from harness.matrix.plan import Asked, MatrixOptions, Own, plan, scenario
from harness.matrix.progress import Saying, following
from harness.matrix.table import draw, line
from harness.options import OptionError
from harness.snapshot import Choice

PROFILES = (
    Choice(name="gevent", title="g", offers=("graceful", "kill")),
    Choice(name="gunicorn", title="u", offers=("graceful", "kill", "reload")),
    Choice(name="node", title="n", available=False, needs="the program node"),
)
KINDS = (Choice(name="python", title="p"), Choice(name="browser", title="b", available=False, needs="Chromium"))


def test_every_combination_is_a_cell_row_by_row() -> None:
    made = plan(Asked(), PROFILES, KINDS)
    assert len(made.keys) == 3 * 3 * 2
    assert made.keys[:3] == (
        ("gevent", "polling", "python"),
        ("gevent", "polling", "browser"),
        ("gevent", "websocket", "python"),
    )
    assert {spot.key for spot in made.spots} | {one.key for one in made.unavailable} == set(made.keys)
    assert {spot.key[0]: spot.restart for spot in made.spots} == {"gevent": "graceful", "gunicorn": "reload"}


def test_what_is_not_there_is_unavailable_and_says_what_it_needs() -> None:
    made = plan(Asked(transports=("polling",)), PROFILES, KINDS)
    needs = {one.key: one.needs for one in made.unavailable}
    assert needs["node", "polling", "python"] == "the program node"
    assert needs["gevent", "polling", "browser"] == "Chromium"
    assert all(one.works is None and one.handshake is None and not one.available for one in made.unavailable)


def test_an_axis_keeps_the_order_in_which_it_is_asked_for() -> None:
    made = plan(Asked(profiles=("gunicorn", "gevent", "gunicorn"), clients=("python",)), PROFILES, KINDS)
    assert made.profiles == ("gunicorn", "gevent")


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (Asked(profiles=("gevnt",)), "--profiles: gevnt is not allowed: one of gevent, gunicorn, node"),
        (Asked(transports=("tcp",)), "--transports: tcp is not allowed: one of polling, websocket, upgrade"),
        (Asked(clients=("ruby",)), "--clients: ruby is not allowed: one of python, browser"),
    ],
)
def test_a_name_that_is_not_there_is_refused_with_what_is_allowed(asked: Asked, says: str) -> None:
    with pytest.raises(OptionError) as refused:
        plan(asked, PROFILES, KINDS)
    assert str(refused.value) == says


def test_a_cell_is_measured_by_three_clients_in_one_room() -> None:
    (spot,) = plan(
        Asked(profiles=("gevent",), transports=("upgrade",), clients=("python",)), PROFILES, KINDS
    ).spots
    run = scenario(spot)
    (group,) = run.clients
    assert (group.count, group.room_size, group.transports) == (3, 3, ("polling", "websocket"))
    assert run.server.profile == "gevent"
    assert run.name == "gevent-upgrade-python"
    assert run.duration is None


def test_a_server_of_the_persons_own_is_a_row_alone_or_beside_others() -> None:
    own = Own(command="python run.py", url="http://127.0.0.1:5000").server
    assert own is not None
    alone = plan(Asked(transports=("polling",), clients=("python",)), PROFILES, KINDS, own)
    assert alone.keys == (("command", "polling", "python"),)
    (spot,) = alone.spots
    assert (spot.own, spot.restart) == (own, "graceful")
    assert scenario(spot).server.command == "python run.py"
    beside = plan(Asked(profiles=("gevent",), clients=("python",)), PROFILES, KINDS, own)
    assert beside.profiles == ("gevent", "command")
    assert {spot.own is not None for spot in beside.spots if spot.key[0] == "gevent"} == {False}
    assert Own().server is None


def test_a_server_of_the_persons_own_is_restarted_by_its_file(tmp_path: Path) -> None:
    own = Own(command="python run.py", url="http://127.0.0.1:5000", reload_file=tmp_path / "run.py").server
    spots = plan(Asked(transports=("polling",), clients=("python",)), PROFILES, KINDS, own).spots
    assert [spot.restart for spot in spots] == ["reload"]


@pytest.mark.parametrize(
    ("own", "says"),
    [
        (Own(command="python run.py"), "needs a command line and an address"),
        (Own(url="http://127.0.0.1:5000"), "needs a command line and an address"),
        (Own(command="python run.py", url="http://192.0.2.1:5000"), "can be reached by other machines"),
    ],
)
def test_a_server_of_the_persons_own_is_named_in_full(own: Own, says: str) -> None:
    with pytest.raises(OptionError, match=says):
        _ = own.server


# --- the command line ---


def asked_by(*words: str) -> MatrixOptions:
    asked: list[MatrixOptions] = []

    def measure(options: MatrixOptions) -> int:
        asked.append(options)
        return 0

    group = click.Group(commands={"matrix": matrix_command(measure)})
    assert invoke(group, ["matrix", *words]) == 0
    return asked[0]


def test_the_command_line_names_what_is_to_be_measured() -> None:
    assert asked_by() == MatrixOptions()
    options = asked_by(
        "--profiles", "a, b", "--clients", "python", "--jobs", "3", "--repeat", "2", "--no-findings"
    )
    assert options.profiles == ("a", "b")
    assert options.clients == ("python",)
    assert (options.jobs, options.repeat, options.findings) == (3, 2, False)
    own = asked_by("--command", "python run.py", "--url", "http://127.0.0.1:5000").own
    assert own == Own(command="python run.py", url="http://127.0.0.1:5000")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--profiles", "a,,b"], "--profiles: a,,b is not allowed: names with commas between them"),
        (["--jobs", "0"], "--jobs: 0 is not allowed: a whole number from 1 to 64"),
        (["--repeat", "x"], "--repeat: x is not allowed: a whole number from 1 to 100"),
    ],
)
def test_what_cannot_be_is_one_line_and_status_2(
    words: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    group = click.Group(commands={"matrix": matrix_command(lambda _: 0)})
    assert perform(group, ["matrix", *words]) == 2
    assert capsys.readouterr().err == f"sidlab: {says}\n"


# --- the table ---

WORKS = Cell(
    profile="gevent",
    transport="polling",
    client="python",
    available=True,
    works=True,
    handshake=True,
    echo=True,
    broadcast=True,
    survives_restart=True,
    recovery=1.25,
    http_400={"unknown-sid": 3},
    http_5xx=0,
    lost=2,
    share=1.0,
)
FAILS = Cell(
    profile="gunicorn",
    transport="websocket",
    client="python",
    available=True,
    works=False,
    handshake=False,
    upgraded=False,
    survives_restart=False,
    http_5xx=6,
    share=0.0,
    why="[red]no[/red]; held",
    reasons=("[red]no[/red]", "held"),
)
SOMETIMES = msgspec.structs.replace(WORKS, profile="two", works=False, intermittent=True, share=1 / 3)
ASTRAY = msgspec.structs.replace(SOMETIMES, share_of="requests")
APART = msgspec.structs.replace(WORKS, profile="apart", broadcast=False)
AWAY = Cell(
    profile="node", transport="polling", client="python", available=False, needs="node", why="the program node"
)
UNMEASURED = Cell(profile="late", transport="polling", client="python", available=True)
FINDING = Finding(
    profile="gevent", finding="kept-alive-poll", title="A poll", value=44.6, unit="ms", text="Nagle", notable=True
)
UNKNOWN = msgspec.structs.replace(FINDING, profile="node", value=None, text="could not be had")
DULL = msgspec.structs.replace(FINDING, profile="dull", notable=False)
MATRIX = Matrix(
    cells=(WORKS, FAILS, SOMETIMES, APART, AWAY, UNMEASURED), findings=(FINDING, UNKNOWN, DULL), folder="here"
)


def drawn(matrix: Matrix) -> str:
    written = io.StringIO()
    Console(file=written, width=200, force_terminal=False).print(draw(matrix))
    return written.getvalue()


def test_the_table_says_of_each_cell_what_it_came_to() -> None:
    gaps = msgspec.structs.replace(WORKS, transport="websocket")
    cells = (WORKS, gaps, msgspec.structs.replace(FAILS, transport="polling"), FAILS)
    text = drawn(msgspec.structs.replace(MATRIX, cells=cells))
    assert "works" in text
    assert "back in 1.2 s" in text
    assert "3 × 400" in text
    assert "2 lost" in text
    assert "no handshake" in text
    assert "not upgraded" in text
    assert "restart not survived" in text
    assert "6 × 5xx" in text


def test_reasons_stand_below_each_once_and_are_never_markup() -> None:
    twice = msgspec.structs.replace(FAILS, transport="polling")
    text = drawn(Matrix(cells=(twice, FAILS)))
    assert text.count("[red]no[/red]") == 1
    assert "gunicorn: [red]no[/red] (polling, python; websocket, python)" in text


def test_findings_that_are_worth_it_are_shown() -> None:
    text = drawn(Matrix(cells=(WORKS,), findings=(FINDING, UNKNOWN, DULL)))
    assert "44.6 ms" in text
    assert "not known" in text
    assert "dull" not in text
    assert "Nagle" not in drawn(Matrix(cells=(WORKS,), findings=(DULL,)))


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (WORKS, "gevent × polling × python: works, back in 1.2 s, 3 × 400, 2 lost"),
        (SOMETIMES, "two × polling × python: intermittent: 33%, back in 1.2 s, 3 × 400, 2 lost"),
        (ASTRAY, "two × polling × python: intermittent: 33% of requests, back in 1.2 s, 3 × 400, 2 lost"),
        (APART, "apart × polling × python: works, broadcast incomplete, back in 1.2 s, 3 × 400, 2 lost"),
        (AWAY, "node × polling × python: unavailable: the program node"),
        (UNMEASURED, "late × polling × python: not measured"),
    ],
)
def test_a_cell_on_one_line(cell: Cell, text: str) -> None:
    assert line(cell) == text


def test_a_table_with_holes_is_drawn() -> None:
    assert "unavailable" in drawn(MATRIX)
    assert "not measured" in drawn(MATRIX)
    assert "intermittent: 33%" in drawn(MATRIX)


# --- progress ---

PLANNED = MatrixPlanned(
    folder="here",
    profiles=("gevent", "node"),
    transports=("polling",),
    clients=("python",),
    cells=(WORKS, AWAY),
    jobs=2,
)
RUNNING = MatrixCell(cell=WORKS, state="running", runs=0, done=0, total=1)
MEASURED = MatrixCell(cell=WORKS, state="measured", runs=1, done=1, total=1)


def test_what_is_worth_a_line() -> None:
    assert Saying().line(PLANNED) == "1 cells to measure, 1 unavailable, 2 at a time, into here"
    assert Saying().line(RUNNING) == ""
    assert Saying().line(MEASURED) == f"[1/1] {line(WORKS)}"
    assert Saying().line(MatrixFound(finding=FINDING)) == "gevent: A poll: 44.6 ms"
    assert Saying().line(MatrixFound(finding=DULL)) == ""


def test_a_pipe_gets_plain_lines_and_a_terminal_a_bar(capsys: pytest.CaptureFixture[str]) -> None:
    for progress in (Plain(Saying()), Live(Saying(), "matrix"), Following()):
        with progress:
            for frame in (PLANNED, RUNNING, MEASURED, MatrixFound(finding=FINDING)):
                progress.tell(frame)
        shown = capsys.readouterr()
        assert shown.out == ""
        assert (line(WORKS) in shown.err) is isinstance(progress, Plain | Live)
    assert type(following(quiet=True)) is Following
    assert isinstance(following(quiet=False), Plain)


def test_the_keys_of_the_contract_are_never_left_out() -> None:
    row = json.loads(msgspec.json.encode(MATRIX))["cells"][4]
    contract = {
        "profile",
        "transport",
        "client",
        "available",
        "works",
        "handshake",
        "echo",
        "broadcast",
        "upgraded",
    }
    assert contract | {"survives_restart", "recovery", "http_400", "why"} <= row.keys()
    assert row["works"] is None
    found = json.loads(msgspec.json.encode(MATRIX))["findings"][0]
    assert {"profile", "finding", "value", "unit", "text"} <= found.keys()
