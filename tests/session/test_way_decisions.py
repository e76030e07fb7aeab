"""What the ways to fail decide, and how they are read: no process, no socket."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from harness import ways
from harness.scenarios.reader import Names, ScenarioError, from_data
from harness.ways.base import Drain, EndBeside, Fill, Say, Signal, Standing, StartBeside, Succeed, Way

ONE = Standing(profile="gevent", first=10, serving=(10,), port=5000)
MASTER = Standing(profile="gunicorn-gevent-2", first=10, serving=(11, 12), port=5000, backlog=2048)


@pytest.mark.parametrize("name", [choice.name for choice in ways.catalogue()])
def test_no_way_leaves_open_what_it_does(name: str) -> None:
    assert not getattr(type(ways.parse(name, {})).strike, "__isabstractmethod__", False)


def test_every_way_can_be_chosen_with_its_own_defaults() -> None:
    chosen = ways.catalogue()
    assert {one.name for one in chosen} == {
        "block",
        "busy",
        "clock-jump",
        "full-backlog",
        "hang",
        "recycle",
        "second-server",
    }
    for one in chosen:
        assert one.title
        assert one.schema["type"] == "object"
        assert ways.lasts(one.name) == (one.family == "lasting")
        assert isinstance(ways.parse(one.name, {}), Way)
    assert not ways.lasts("nothing")


@pytest.mark.parametrize(
    ("name", "params", "deeds", "undone"),
    [
        ("hang", {}, (Signal("SIGSTOP", (11, 12)),), (Signal("SIGCONT", (11, 12)),)),
        ("hang", {"whom": "one"}, (Signal("SIGSTOP", (11,)),), (Signal("SIGCONT", (11,)),)),
        (
            "block",
            {"whom": "one"},
            (Say((11,), {"do": "block", "seconds": 60.0}),),
            (Say((11,), {"do": "go-on"}),),
        ),
        (
            "busy",
            {"share": 98, "whom": "one"},
            (Say((11,), {"do": "busy", "share": 0.98}),),
            (Say((11,), {"do": "busy", "share": 0.0}),),
        ),
        (
            "clock-jump",
            {"by": -60},
            (Say((11, 12), {"do": "clock", "by": -60.0}),),
            (Say((11, 12), {"do": "clock", "by": 0.0}),),
        ),
        (
            "full-backlog",
            {"size": 2},
            (Say((11, 12), {"do": "backlog", "port": 5000, "size": 2}), Signal("SIGSTOP", (11, 12)), Fill()),
            (Drain(), Signal("SIGCONT", (11, 12)), Say((11, 12), {"do": "backlog", "port": 5000, "size": 2048})),
        ),
        ("recycle", {"how": "hangup"}, (Signal("SIGHUP", (11,)), Succeed((11,), (11, 12))), ()),
        (
            "second-server",
            {},
            (Say((11, 12), {"do": "share-port", "port": 5000}), StartBeside()),
            (EndBeside(),),
        ),
    ],
)
def test_what_is_done_and_undone(name: str, params: dict[str, Any], deeds: object, undone: object) -> None:
    way = ways.parse(name, params)
    assert tuple(way.strike(MASTER)) == deeds
    assert tuple(way.relieve(MASTER)) == undone
    assert set(way.struck(MASTER)) <= {11, 12}


def test_a_block_lasts_as_long_as_it_shall() -> None:
    """A server that cannot be woken (Node) is not blocked for longer."""
    way = ways.parse("block", {})
    (told,) = way.strike(msgspec.structs.replace(ONE, duration=2.5))
    assert told == Say((10,), {"do": "block", "seconds": 2.5})


def test_a_backlog_nobody_knows_is_left_as_it_was_made() -> None:
    assert tuple(ways.parse("full-backlog", {}).relieve(ONE)) == (Drain(), Signal("SIGCONT", (10,)))


def test_one_process_has_no_workers_to_recycle() -> None:
    with pytest.raises(ValueError, match="the profile gevent has no workers, only one process: restart it"):
        ways.parse("recycle", {}).strike(ONE)


@pytest.mark.parametrize(
    ("name", "params", "why"),
    [
        ("hang", {"whom": "two"}, "hang: whom must be 'all' or 'one'; got 'two'"),
        ("hang", {"who": "one"}, "hang: no parameter 'who'; it has whom"),
        ("clock-jump", {"by": 1e9}, "clock-jump: by must be a number from -86400 to 86400 s; got 1000000000.0"),
        ("full-backlog", {"size": -1}, "size must be a whole number from 0 to 128 connections"),
        ("second-server", {"x": 1}, "second-server: no parameter 'x'; it has none"),
        ("dance", {}, "there is no way to fail 'dance'; there are block, busy, clock-jump"),
    ],
)
def test_what_cannot_be_is_named(name: str, params: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011  (its words are compared)
        ways.parse(name, params)
    assert why in str(refused.value)


@pytest.mark.parametrize(
    ("name", "system", "family", "needs"),
    [
        ("hang", "linux", "posix", ""),
        ("hang", "win32", "nt", "a system with POSIX signals"),
        ("clock-jump", "win32", "nt", ""),
        ("full-backlog", "darwin", "posix", "Linux: only its kernel says how full a backlog is"),
    ],
)
def test_what_a_system_lacks(name: str, system: str, family: str, needs: str) -> None:
    assert ways.lacking(type(ways.parse(name, {})), system, family) == needs


NAMES = Names(
    profiles={"gevent": ("graceful", "kill", "crash"), "werkzeug": ("graceful",), "command": ("graceful", "kill")},
    ways=frozenset(one.name for one in ways.catalogue()),
)


def steps(*steps: dict[str, Any], profile: str = "gevent") -> Any:
    data = {"title": "t", "duration": 60.0, "server": {"profile": profile}, "steps": list(steps)}
    return from_data(data, "s", NAMES).steps


def test_a_scenario_mistreats_and_relieves() -> None:
    read = steps(
        {"at": 1.0, "do": "server", "way": "hang", "duration": 3.0},
        {"at": 2.0, "do": "server", "way": "clock-jump", "by": 7200.0},
        {"at": 3.0, "do": "relieve", "way": "clock-jump"},
        {"at": 4.0, "do": "relieve"},
        {"at": 5.0, "do": "restart", "how": "crash"},
        {"at": 6.0, "do": "server", "way": "recycle"},
    )
    assert [step.words() for step in read] == [
        "hang for 3 s",
        "clock-jump",
        "relieve clock-jump",
        "relieve the server",
        "restart (crash)",
        "recycle",
    ]
    assert read[1].command.params == {"by": 7200.0}
    assert read[0].command.duration == 3.0


@pytest.mark.parametrize(
    ("step", "why"),
    [
        ({"do": "server"}, "steps[1]: way is missing: it must be a text"),
        ({"do": "server", "way": "hnag"}, "steps[1].way: there is no way to fail 'hnag'"),
        ({"do": "server", "way": "hang", "whom": "some"}, "steps[1].whom: hang: whom must be 'all' or 'one'"),
        ({"do": "server", "way": "hang", "duratoin": 3}, "did you mean 'duration'?"),
        ({"do": "server", "way": "recycle", "duration": 3}, "steps[1].duration: recycle is over when it is done"),
        ({"do": "relieve", "way": "hnag"}, "steps[1].way: there is no way to fail 'hnag'"),
    ],
)
def test_a_step_that_cannot_be_is_refused_with_its_key(step: dict[str, Any], why: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        steps({"at": 1.0, **step})
    assert why in str(refused.value)


def test_a_server_of_ones_own_takes_signals_only() -> None:
    own = {"profile": "command", "command": "python run.py", "url": "http://127.0.0.1:5000"}
    data = {"title": "t", "duration": 60.0, "server": own}
    hang = {"at": 1.0, "do": "server", "way": "hang"}
    assert from_data({**data, "steps": [hang]}, "s", NAMES).steps
    with pytest.raises(ScenarioError, match="block needs a server of ours"):
        from_data({**data, "steps": [{**hang, "way": "block"}]}, "s", NAMES)
