"""A server of the person's own in a scenario: by its address, or by the command that starts it there."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.scenarios.model import Names, Overrides, Scenario
from harness.scenarios.reader import ScenarioError, read
from harness.session.external import External

OFFERS = Names(profiles={"gevent": ("graceful", "kill"), "werkzeug-reloader": ("graceful", "kill", "reload")})
STARTED = """
title = "mine"
duration = 9

[server]
command = "python run.py"
url = "http://127.0.0.1:5000"
path = "/chat"
reload = "run.py"

[[steps]]
at = 1
do = "restart"
how = "reload"

[[steps]]
at = 2
do = "start"
"""


def made(tmp_path: Path, text: str, overrides: Overrides | None = None, names: Names = OFFERS) -> Scenario:
    file = tmp_path / "mine.toml"
    file.write_text(text)
    return read(str(file), names, overrides)


def test_a_scenario_can_start_a_server_of_ones_own(tmp_path: Path) -> None:
    server = made(tmp_path, STARTED).server
    assert (server.profile, server.command, server.reload) == ("command", "python run.py", "run.py")
    at = External.at(server)
    assert at is not None
    assert (at.url, at.path) == ("http://127.0.0.1:5000", "/chat/")


def test_an_address_alone_is_a_server_that_runs_already(tmp_path: Path) -> None:
    text = 'title = "t"\nduration = 1\n[server]\nurl = "https://chat.example.org/"\nhost_header = "target"\n'
    server = made(tmp_path, text).server
    assert server.profile == "external"
    at = External.at(server)
    assert at is not None
    assert (at.url, at.path, at.host_header) == ("https://chat.example.org", "/socket.io/", "target")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            ('url = "http://127.0.0.1:5000"\n', ""),
            "mine.toml:5: server.profile: the profile command needs a command",
        ),
        (('command = "python run.py"\n', ""), "server.reload: goes with a server of your own, not with external"),
        (('"python run.py"', '"python \'run"'), "mine.toml:6: server.command: must be a command line like"),
        (('"python run.py"', "7"), "mine.toml:6: server.command: must be a text; got 7"),
        (("127.0.0.1:5000", "127.0.0.1:5000/x"), "mine.toml:7: server.url: must be an address like"),
        (("127.0.0.1:5000", "192.0.2.1:5000"), "mine.toml:7: server.url: http://192.0.2.1:5000 can be reached by"),
        (('"/chat"', '"chat"'), "mine.toml:8: server.path: must be a path like"),
        (('reload = "run.py"\n', ""), "mine.toml:13: steps[1].how: a server of your own offers graceful, kill;"),
        (("[server]", '[server]\nprofile = "gevent"'), "goes with a server of your own, not with gevent"),
        (('do = "start"', 'do = "start"\nprofile = "gevent"'), "steps[2].profile: your own server is started as"),
        (('command = "python run.py"\n', 'profile = "external"\n'), "server.reload: goes with a server"),
        (
            ('command = "python run.py"\nurl = "http://127.0.0.1:5000"', 'profile = "external"'),
            "needs the address",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_its_line(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    assert change[0] in STARTED
    with pytest.raises(ScenarioError) as refused:
        made(tmp_path, STARTED.replace(*change))
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_other_machines_may_reach_it_when_that_was_said(tmp_path: Path) -> None:
    text = STARTED.replace("127.0.0.1", "192.0.2.1")
    assert made(tmp_path, text, names=Names(lan=True)).server.url == "http://192.0.2.1:5000"


def test_a_server_that_runs_already_is_not_started_or_stopped(tmp_path: Path) -> None:
    text = STARTED.replace('command = "python run.py"\n', "").replace('reload = "run.py"\n', "")
    with pytest.raises(ScenarioError, match="restart needs a server of ours") as refused:
        made(tmp_path, text)
    assert refused.value.line == 11


def test_the_command_line_can_name_a_server_of_ones_own(tmp_path: Path) -> None:
    text = 'title = "t"\nduration = 5\n[server]\nprofile = "werkzeug-reloader"\nping_interval = 5\n'
    text += '[[steps]]\nat = 1\ndo = "restart"\nhow = "reload"\n'
    mine = {"command": "python run.py", "url": "http://127.0.0.1:5000"}
    server = made(tmp_path, text, Overrides(own={**mine, "reload": "run.py"})).server
    assert (server.profile, server.command, server.ping_interval) == ("command", "python run.py", 5)
    with pytest.raises(ScenarioError, match=r"mine\.toml:9: steps\[1\]\.how: .* with --reload-file FILE"):
        made(tmp_path, text, Overrides(own=mine))
    with pytest.raises(ScenarioError, match=r"^command line: server\.profile: the profile command needs"):
        made(tmp_path, text, Overrides(profile="command"))
    with pytest.raises(ScenarioError, match=r"^command line: server\.profile: the profile external needs"):
        made(tmp_path, text, Overrides(profile="external"))


def test_a_server_that_is_no_table_is_refused_whatever_the_command_line_says(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="server"):
        made(tmp_path, 'title = "t"\nduration = 1\nserver = 3\n', Overrides(profile="gevent"))


def test_another_server_on_the_command_line_takes_the_place_of_ones_own(tmp_path: Path) -> None:
    ours = made(
        tmp_path, STARTED.replace("reload", "kill").replace('kill = "run.py"', ""), Overrides(profile="gevent")
    )
    assert (ours.server.profile, ours.server.command, ours.server.url) == ("gevent", "", "")
    assert made(tmp_path, STARTED, Overrides(profile="command")).server.command == "python run.py"
