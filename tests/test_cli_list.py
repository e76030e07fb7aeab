"""`list`: what there is, one a line, with a sentence; the same as JSON."""

from __future__ import annotations

import json

import pytest

from harness.cli import listing
from harness.snapshot import Choice
from main import main

SOME = {
    "scenarios": "incident",
    "profiles": "werkzeug-reloader",
    "faults": "reset",
    "ways": "hang",
    "clients": "python-threads",
}


@pytest.mark.parametrize(("what", "name"), SOME.items())
def test_lists_name_what_there_is(what: str, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", what]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert main(["list", what, "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [line.split()[0] for line in lines] == [row["name"] for row in rows]
    assert name in [row["name"] for row in rows]
    assert all(row["title"] and (row["available"] or row["needs"]) for row in rows)


def test_clients_are_kinds_and_behaviours(capsys: pytest.CaptureFixture[str]) -> None:
    main(["list", "clients", "--json"])
    rows = {row["name"]: row["what"] for row in json.loads(capsys.readouterr().out)}
    assert rows["python"] == "kind"
    assert rows["plain"] == "behaviour"


def test_a_kind_with_a_choice_of_library_names_the_versions(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds = (Choice(name="node", title="under Node", libraries=("4.5.4", "4.8.3")), Choice(name="x", title="X"))
    monkeypatch.setattr(listing, "catalogue_kinds", lambda: kinds)
    monkeypatch.setattr(listing, "catalogue_behaviours", tuple)
    main(["list", "clients"])
    assert capsys.readouterr().out.splitlines() == [
        "node  kind: under Node; --library 4.5.4 or 4.8.3",
        "x     kind: X",
    ]


def test_what_is_not_available_says_what_it_needs(capsys: pytest.CaptureFixture[str]) -> None:
    choice = Choice(name="iis", title="Windows' own", available=False, needs="Windows")
    listing.print_list("profiles", lambda: (choice,), as_json=False)
    assert capsys.readouterr().out.splitlines()[0] == "iis       Windows' own (unavailable here: Windows)"


def test_a_server_of_ones_own_is_a_profile_that_says_how_it_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    main(["list", "profiles"])
    lines = {line.split()[0]: line for line in capsys.readouterr().out.splitlines()}
    assert lines["external"].endswith("(needs --target URL)")
    assert lines["command"].endswith('(needs --command "…" --url URL)')


def test_what_is_not_available_says_what_brings_it(capsys: pytest.CaptureFixture[str]) -> None:
    choice = Choice(
        name="x", title="X", available=False, needs="the program nginx", brings="apt-get install nginx"
    )
    listing.print_list("profiles", lambda: (choice,), as_json=False)
    first = capsys.readouterr().out.splitlines()[0]
    assert first.endswith("X (unavailable here: the program nginx; apt-get install nginx)")
    assert choice.lacks == "the program nginx (apt-get install nginx)"
