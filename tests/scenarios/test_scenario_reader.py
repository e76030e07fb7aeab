"""Scenarios are read as they are meant, and nonsense is refused with its line and what is allowed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from harness.clients.catalogue import behaviours, catalogue_kinds
from harness.commands import ClientGroup, RunApplyFault, RunLiftFault, RunRestartServer, RunSetClients, Target
from harness.scenarios.reader import Names, Overrides, Scenario, ScenarioError, from_data, listing, read

PACKETS = ("corrupt", "duplicate", "loss", "reorder")
NAMES = Names(
    profiles={"werkzeug-reloader": ("graceful", "kill", "reload"), "gevent": ("graceful", "kill")},
    kinds={choice.name: choice.offers for choice in catalogue_kinds()},
    behaviours=frozenset(behaviours()),
    faults=frozenset({"reset", "blackhole", "latency", *PACKETS}),
)
BASE = """title = "A title"
duration = 20.0
seed = 7

[server]
profile = "werkzeug-reloader"

[[clients]]
group = "polling"
count = 5
transports = ["polling"]

[[steps]]
at = 5
do = "restart"
how = "reload"

[[steps]]
at = 10.0
do = "fault"
fault = "latency"
delay = 50
target = "30%"
duration = 2

[[expect]]
figure = "http_400.total"
at_least = 5
"""


def scenario(tmp_path: Path, text: str = BASE, **options: Any) -> Scenario:
    file = tmp_path / "mine.toml"
    file.write_text(text, encoding="utf-8")
    return read(str(file), NAMES, **options)


def test_a_scenario_is_read_as_it_is_meant(tmp_path: Path) -> None:
    found = scenario(tmp_path)
    assert (found.name, found.title, found.duration, found.seed) == ("mine", "A title", 20.0, 7)
    assert (found.server.profile, found.server.ping_interval) == ("werkzeug-reloader", 25)
    assert found.clients == (ClientGroup(group="polling", transports=("polling",)),)
    restart, fault = found.steps
    assert (restart.at, restart.command) == (5.0, RunRestartServer(how="reload"))
    assert fault.command == RunApplyFault(
        fault="latency", params={"delay": 50}, target=Target(share=0.3), duration=2.0
    )
    assert [expectation.text for expectation in found.expect] == ["http_400.total at least 5.0"]
    assert [step.words() for step in found.steps] == ["restart (reload)", "latency: 30% for 2 s"]


@pytest.mark.parametrize(
    ("here", "wrong", "line", "said"),
    [
        ("seed = 7", "sed = 7", 3, "sed: no such key; there is title, duration, seed"),
        ("seed = 7", "seed = 7.5", 3, "seed: must be a whole number of at least 0"),
        ("seed = 7", "seed = ", 3, "not TOML: Invalid value"),
        ("seed = 7", "seed = 7\nseed = 8", 4, "not TOML: Cannot overwrite a value"),
        ('title = "A title"', "title = '''", 28, "not TOML"),
        ('title = "A title"', "", 1, "title is missing: it must be a text"),
        ("duration = 20.0", "duration = inf", 2, "duration: must be a number above 0"),
        ("duration = 20.0", "", 1, "duration is missing"),
        ("duration = 20.0", "duration = 7", 19, "steps[2].at: must be at most the duration, 7 s; got 10"),
        ("[server]", "[srver]", 5, "srver: no such key; there is title, duration, seed, server"),
        ("[server]", "[[server]]", 5, "server: must be a table; got "),
        ('"werkzeug-reloader"', '"werkzeug"', 6, "server.profile: there is no profile 'werkzeug'"),
        ('"werkzeug-reloader"', '"gevent"', 16, "steps[1].how: the profile gevent offers graceful, kill; got"),
        ("count = 5", "count = -3", 10, "clients[1].count: must be a whole number of at least 0"),
        ("count = 5", 'kind = "pyton"', 10, "clients[1].kind: there is no kind of client 'pyton'"),
        ("count = 5", 'behaviour = "plan"', 10, "(did you mean 'plain'?)"),
        ("count = 5", 'behaviour = "many-tabs"', 10, "clients of the kind python cannot be many-tabs; they can"),
        ("count = 5", "rate = nan", 10, "clients[1].rate: must be a number"),
        ('["polling"]', '["poling"]', 11, "clients[1].transports: must be a list of 'polling' or 'websocket'"),
        ('["polling"]', "[]", 11, 'must be ["polling"], ["websocket"] or ["polling", "websocket"]; got []'),
        ('group = "polling"', 'group = "a.b"', 9, "clients[1].group: must be a text that matches"),
        ("[[clients]]", '[[clients]]\ngroup = "polling"\n[[clients]]', 11, "two groups called 'polling'"),
        ('group = "polling"', 'group = "lan"', 9, "'lan' is the group of devices of the LAN"),
        ("at = 5", "at = -5", 14, "steps[1].at: must be a number of at least 0"),
        ("at = 5", "at = nan", 14, "steps[1].at"),
        ("at = 5", 'at = "5"', 14, "steps[1].at: must be a number of at least 0 and of at most 604,800; got '5'"),
        ("at = 5", "", 13, "steps[1]: at is missing: it must be a number"),
        ('do = "restart"', 'do = "restrat"', 15, "got 'restrat' (did you mean 'restart'?)"),
        ('do = "restart"', "", 13, "steps[1].do: must be one of restart, fault, lift"),
        ('how = "reload"', 'hwo = "reload"', 16, "steps[1].hwo: no such key; there is at, do, how, downtime"),
        ('how = "reload"', 'how = "relod"', 16, "got 'relod' (did you mean 'reload'?)"),
        ('fault = "latency"', 'fault = "latncy"', 21, "there is no fault 'latncy'"),
        ("delay = 50", "dely = 50", 22, "steps[2].dely"),
        ("delay = 50", "delay = -1", 22, "steps[2].delay: latency: delay must be a number from 0 to 60000 ms"),
        ('target = "30%"', 'target = "0%"', 23, "a share is more than 0% and at most 100%; got '0%'"),
        ('target = "30%"', 'target = "x%"', 23, "got 'x%'"),
        ('target = "30%"', 'target = "poling"', 23, "(did you mean 'polling'?)"),
        ('target = "30%"', 'target = {request = "pol"}', 23, "steps[2].target.request: must be"),
        ('target = "30%"', 'target = {rquest = "poll"}', 23, "(did you mean 'request'?)"),
        ('target = "30%"', 'target = {kind = "ptyhon"}', 23, "there is no client of kind 'ptyhon'"),
        ('target = "30%"', "target = {kind = 3}", 23, "steps[2].target.kind: must be a text; got 3"),
        ('target = "30%"', "target = {sid = 3}", 23, "steps[2].target.sid: must be a text; got 3"),
        ('target = "30%"', 'target = {sid = ""}', 23, "steps[2].target.sid: sid must be a session id"),
        ('target = "30%"', 'target = {address = "lan"}', 23, "steps[2].target.address: address must be an IP"),
        (
            'target = "30%"',
            "target = 3",
            23,
            "must be a table with the keys share, clients, request, kind, sid, address; got 3",
        ),
        ("duration = 2\n", "duration = 0\n", 24, "steps[2].duration: must be a number above 0"),
        ("duration = 2\n", 'when = "gap"\n', 24, "steps[2].when: a gap needs a restart or stop at most 5 s"),
        (
            'do = "fault"\nfault = "latency"\ndelay = 50\ntarget = "30%"\nduration = 2',
            'do = "lift"\nfault = "rest"',
            21,
            "did you mean 'reset'",
        ),
        ("at_least = 5", "", 26, "must have either equals, or at_least or at_most or both"),
        ("at_least = 5", "at_least = 5\nequals = 3", 26, "must have either equals"),
        ("at_least = 5", 'at_least = "clients.cont"', 28, "must be a value or the name of a figure"),
        ("at_least = 5", "at_least = true", 28, "expect[1].at_least: must be a number or a text"),
        (
            '"http_400.total"',
            '"htp_400.total"',
            27,
            "has no figure 'htp_400.total' (did you mean 'http_400.total'?)",
        ),
    ],
)
def test_nonsense_is_refused_with_its_line(tmp_path: Path, here: str, wrong: str, line: int, said: str) -> None:
    assert here in BASE
    text = BASE.replace(here, wrong, 1)
    if 'when = "gap"' in wrong:
        text = text.replace("at = 10.0", "at = 11.0")
    with pytest.raises(ScenarioError) as refused:
        scenario(tmp_path, text)
    assert refused.value.line == line, refused.value
    assert said in refused.value.message
    assert str(refused.value) == f"{tmp_path}/mine.toml:{line}: {refused.value.message}"
    assert "\n" not in str(refused.value)


def test_what_cannot_be_read_says_so(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"no such scenario.*did you mean 'incident'"):
        read("incidnt")
    with pytest.raises(ScenarioError, match="cannot be read: No such file"):
        read(str(tmp_path / "none.toml"))
    with pytest.raises(ScenarioError, match="cannot be read"):
        read(str(tmp_path))
    (tmp_path / "latin.toml").write_bytes(b'title = "\xe9"')
    with pytest.raises(ScenarioError, match="is not UTF-8"):
        read(str(tmp_path / "latin.toml"))


STEPS: list[tuple[dict[str, Any], str]] = [
    ({"do": "lift"}, "lift all faults"),
    ({"do": "lift", "fault": "reset"}, "lift reset"),
    ({"do": "stop", "how": "kill"}, "stop (kill)"),
    ({"do": "start", "profile": "gevent"}, "start"),
    ({"do": "note", "text": "look"}, "note: look"),
    ({"do": "screenshot"}, "screenshot"),
    ({"do": "screenshot", "of": "board"}, "screenshot (board)"),
    ({"do": "clients", "group": "polling", "count": 20}, "clients polling: 20"),
    ({"do": "fault", "fault": "reset", "when": "gap"}, "reset in the gap: all"),
]


@pytest.mark.parametrize(("step", "words"), STEPS)
def test_each_kind_of_step(step: dict[str, Any], words: str) -> None:
    data = {"title": "t", "clients": [{"group": "polling"}],
            "steps": [{"at": 0, "do": "restart"}, {"at": 1, **step}]}  # fmt: skip
    found = from_data(data, names=NAMES)
    assert found.steps[1].words() == words
    assert found.duration is None


def test_a_step_changes_of_a_group_only_what_it_says() -> None:
    found = from_data({
        "title": "t",
        "clients": [{"group": "a", "rate": 3.0, "transports": ["websocket"]}],
        "steps": [
            {"at": 1, "do": "clients", "group": "a", "count": 9},
            {"at": 2, "do": "clients", "group": "a", "rate": 4.0},
            {"at": 3, "do": "clients", "group": "new"},
            {"at": 4, "do": "fault", "fault": "reset", "target": ["new", "a-3"]},
        ],
    })  # fmt: skip
    groups = [step.command.group for step in found.steps if isinstance(step.command, RunSetClients)]
    assert [(g.group, g.count, g.rate, g.transports) for g in groups] == [
        ("a", 9, 3.0, ("websocket",)),
        ("a", 9, 4.0, ("websocket",)),
        ("new", 5, 1.0, ("polling", "websocket")),
    ]
    assert found.clients[0].count == 5
    last = found.steps[3].command
    assert isinstance(last, RunApplyFault)
    assert last.target == Target(clients=("new", "a-3"))


def test_steps_come_in_the_order_of_their_times() -> None:
    steps = [{"at": 3, "do": "lift"}, {"at": 1, "do": "restart"}, {"at": 1, "do": "fault", "fault": "reset"}]
    found = from_data({"title": "t", "steps": steps})
    assert [step.do for step in found.steps] == ["restart", "fault", "lift"]
    assert isinstance(found.steps[2].command, RunLiftFault)


def test_data_has_no_line_but_names_its_key() -> None:
    with pytest.raises(ScenarioError) as refused:
        from_data({"title": "t", "clients": [{"cont": 3}]})
    assert str(refused.value).startswith("window: clients[1].cont: no such key")
    with pytest.raises(ScenarioError, match="clients: must be a list of tables; got 3"):
        from_data({"title": "t", "clients": 3})


def test_targets_may_say_everything_at_once() -> None:
    step = {"at": 1, "do": "fault", "fault": "reset",
            "target": {"share": 0.5, "clients": "clients", "request": "poll",
                       "kind": "python", "sid": "abc", "address": "127.0.0.1"}}  # fmt: skip
    found = from_data({"title": "t", "clients": [{}], "steps": [step]}).steps[0].command
    assert isinstance(found, RunApplyFault)
    assert found.target == Target(
        share=0.5, clients=("clients",), request="poll", kind="python", sid="abc", address="127.0.0.1"
    )


def test_the_command_line_changes_a_scenario(tmp_path: Path) -> None:
    changed = scenario(
        tmp_path,
        overrides=Overrides(
            clients=2,
            transport="upgrade",
            behaviour="no-reconnect",
            kind="python-threads",
            seed=9,
            duration=15.0,
        ),
    )
    (group,) = changed.clients
    assert (group.count, group.transports, group.behaviour) == (2, ("polling", "websocket"), "no-reconnect")
    assert group.kind == "python-threads"
    assert (changed.seed, changed.duration) == (9, 15.0)
    assert scenario(tmp_path, overrides=Overrides()) == scenario(tmp_path)


@pytest.mark.parametrize(
    ("overrides", "said"),
    [
        (Overrides(clients=-3), "command line: clients[1].count: must be a whole number of at least 0"),
        (Overrides(duration=8.0), "command line: steps[2].at: must be at most the duration, 8 s; got 10"),
        (Overrides(profile="geven"), "command line: server.profile: there is no profile 'geven'"),
        (
            Overrides(behaviour="many-tabs"),
            "command line: clients[1].behaviour: clients of the kind python cannot",
        ),
        (Overrides(kind="x"), "command line: clients[1].kind: there is no kind of client 'x'"),
        (Overrides(behaviour="x"), "command line: clients[1].behaviour: there is no behaviour 'x'"),
    ],
)
def test_the_command_line_is_held_to_the_same(tmp_path: Path, overrides: Overrides, said: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        scenario(tmp_path, overrides=overrides)
    assert str(refused.value).startswith(said)


def test_every_built_in_scenario_can_be_read() -> None:
    names = [choice.name for choice in listing()]
    assert names == sorted(names)
    assert {"hard-kill", "incident", "reset-in-the-gap", "websocket-only"} <= set(names)
    assert {"wifi-drop", "wifi-lost", "wifi-weak"} <= set(names)
    for choice in listing():
        found = read(choice.name, NAMES)
        assert found.title == choice.title
        assert found.expect
        assert found.duration is not None
        assert found.duration <= 60


def test_the_incident_is_the_incident() -> None:
    found = read("incident", NAMES)
    polling, stock = found.clients
    assert (polling.http_retry, stock.http_retry) == (False, True)
    assert min(polling.rate, stock.rate) >= 10
    reloads = [step.at for step in found.steps if isinstance(step.command, RunRestartServer)]
    assert len(reloads) == 3
    resets = [step for step in found.steps if isinstance(step.command, RunApplyFault)]
    assert resets
    assert all(reset.when == "at" and all(abs(reset.at - at) > 6 for at in reloads) for reset in resets)


def test_a_group_may_join_another_namespace() -> None:
    scenario = from_data({"title": "t", "clients": [{"group": "a", "namespace": "/team"}, {"group": "b"}]})
    assert [group.namespace for group in scenario.clients] == ["/team", "/"]
    with pytest.raises(ScenarioError, match="namespace: must be a text that matches"):
        from_data({"title": "t", "clients": [{"namespace": "team"}]})
