"""Ways to write a client, side by side: what is counted of each, and what is said of it."""

from __future__ import annotations

from random import Random
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_world import SHARD, S

from harness import events as ev
from harness.events import Event, Record
from harness.evidence.recount import Counted, differences, recount
from harness.evidence.schemas import summary_schema
from harness.metrics.tally import Tally
from harness.metrics.verdicts import BUSY, CLEAN, GONE, LEAKS, MANY, ONE, STILL, TEXTS, TWICE, said

MS = S // 1000


def client(name: str, group: str, behaviour: str, t: int = 10) -> ev.ClientStarted:
    return ev.ClientStarted(
        t=t, client=name, group=group, kind="python", transports=("polling",), behaviour=behaviour, room=name
    )


def connected(t: int, name: str, generation: int = 1) -> ev.ClientConnected:
    sid = f"{name}.{generation}"
    return ev.ClientConnected(t=t, client=name, generation=generation, sid=sid, socket_id="x", transport="polling")


def disconnected(t: int, name: str, generation: int = 1) -> ev.ClientDisconnected:
    return ev.ClientDisconnected(
        t=t, client=name, generation=generation, sid=f"{name}.{generation}", reason="python:transport error"
    )


def attempt(began: int, ended: int, name: str) -> ev.ClientAttempt:
    return ev.ClientAttempt(t=ended, client=name, method="GET", kind="poll", took=(ended - began) / S, status=200)


def sent(t: int, name: str, n: int) -> ev.ClientSent:
    return ev.ClientSent(t=t, client=name, n=n, sid=f"{name}.1", to=(name,))


def received(t: int, name: str, n: int) -> ev.ClientReceived:
    return ev.ClientReceived(t=t, client=name, sender=name, n=n, sid=f"{name}.1")


def refused(t: int, name: str, body: Any, conn: int) -> ev.WireResponse:
    return ev.WireResponse(
        t=t, conn=conn, n=1, status=400, method="POST", kind="post", upstream_port=7, client=name, body=body,
        cause="unknown-sid", text="gone",
    )  # fmt: skip


def serves(t: int, pid: int) -> ev.ChildHello:
    return ev.ChildHello(t=t, role="server", name=f"server-{pid}", pid=pid, epoch=f"{pid}")


def ended(t: int, pid: int) -> ev.RunProcessExited:
    return ev.RunProcessExited(t=t, role="server", name=f"server-{pid}", pid=pid)


def told(*events: Event) -> tuple[dict[str, Any], dict[str, Any]]:
    """The summary of these events, as it is counted and as it is counted again."""
    events = (*events, ev.RunEnding(t=1 + max(event.t for event in events), why="finished"))
    tally = Tally(run_id="r", scenario="s", profile="p", started="2026-01-01T00:00:00Z")
    for n, event in enumerate(events, 1):
        tally.fold(Record(seq=n, at=event.t, src=SHARD, event=event))
    plain = [Counted(n, SHARD, msgspec.json.decode(msgspec.json.encode(e))) for n, e in enumerate(events, 1)]
    return tally.summary(), recount(plain)


READY = ev.RunReady(t=0, url="u", upstream="u")
TRIAL: tuple[Event, ...] = (
    READY,
    serves(1, 100),
    *(ev.WireOpened(t=2, conn=n, listener=0, client_port=n, upstream_port=7) for n in (1, 2)),
    client("a-1", "a", "plain"),
    client("a-2", "a", "plain"),
    client("b-1", "b", "singleton-nulled"),
    client("c-1", "c", "singleton-nulled"),
    connected(S, "a-1"),
    connected(S, "a-2"),
    connected(S, "b-1"),
    connected(S, "c-1"),
    attempt(S, 2 * S + 1, "a-1"),
    sent(S, "b-1", 1),
    ended(2 * S, 100),
    refused(2 * S + 9, "b-1", "message", 1),
    refused(2 * S + 9, "c-1", "close-packet", 2),
    disconnected(2 * S, "a-1"),
    disconnected(2 * S, "b-1"),
    attempt(2 * S, 2 * S + MS, "a-2"),
    attempt(2 * S + MS, 3 * S, "b-1"),
    serves(4 * S, 101),
    attempt(4 * S, 4 * S + MS, "b-1"),
    connected(4 * S, "a-1", 2),
    connected(5 * S, "b-1", 2),
    connected(6 * S, "b-1", 3),
    sent(6 * S, "b-1", 2),
    received(6 * S + 1, "b-1", 2),
    received(6 * S + 2, "b-1", 2),
    received(6 * S + 3, "b-1", 2),
)


def test_each_behaviour_has_its_figures_over_all_its_groups() -> None:
    summary, again = told(*TRIAL)
    trial = summary["trial"]
    assert trial["behaviours"]["plain"] == {
        "pages": 2,
        "sockets_per_page": {"mean": 1.0, "min": 1, "max": 1},
        "http_400": {"total": 0, "by_body": dict.fromkeys(ev.BODY_KINDS, 0)},
        "lost": 0,
        "duplicated": 0,
        "copies_max": 0,
        "recovery": {"p50": 2.0, "p95": 2.0, "max": 2.0},
        "requests_while_away": 1,
    }
    assert trial["behaviours"]["singleton-nulled"] == {
        "pages": 2,
        "sockets_per_page": {"mean": 1.5, "min": 1, "max": 2},
        "http_400": {"total": 2, "by_body": dict.fromkeys(ev.BODY_KINDS, 0) | {"message": 1, "close-packet": 1}},
        "lost": 1,
        "duplicated": 2,
        "copies_max": 3,
        "recovery": {"p50": 3.0, "p95": 3.0, "max": 3.0},
        "requests_while_away": 1,
    }
    assert list(differences(summary, again)) == []
    jsonschema.validate(summary | {"outcome": "passed", "expectations": []}, summary_schema())


def test_the_blocks_stand_for_each_group_too() -> None:
    groups = told(*TRIAL)[0]["groups"]
    assert groups["b"]["pages"] == {"count": 1, "sockets": {"mean": 2.0, "min": 2, "max": 2}}
    assert groups["b"]["messages"]["copies_max"] == 3
    assert [groups[name]["away"]["requests"] for name in "abc"] == [1, 1, 0]


def test_a_single_behaviour_is_no_trial() -> None:
    summary, again = told(READY, client("a-1", "a", "plain"), client("b-1", "b", "plain"))
    assert summary["trial"] is None
    assert list(differences(summary, again)) == []


def test_a_group_that_changed_its_behaviour_stands_for_none() -> None:
    summary, again = told(
        READY, client("a-1", "a", "plain"), client("b-1", "b", "new-page"), client("b-1", "b", "plain", t=20)
    )
    assert summary["trial"] is None
    assert list(differences(summary, again)) == []
    summary, again = told(
        *TRIAL, client("d-1", "d", "new-page", t=7 * S), client("d-1", "d", "stale-replay", t=8 * S)
    )
    assert list(summary["trial"]["behaviours"]) == ["plain", "singleton-nulled"]
    assert list(differences(summary, again)) == []


def test_without_a_server_that_tells_nobody_knows_when_it_was_away() -> None:
    summary, again = told(
        READY, client("a-1", "a", "plain"), client("b-1", "b", "new-page"), attempt(2 * S, 3 * S, "a-1")
    )
    assert summary["away"] == {"requests": None}
    assert summary["trial"]["behaviours"]["plain"]["requests_while_away"] is None
    assert summary["trial"]["behaviours"]["plain"]["http_400"] == {"total": 0, "by_body": None}
    assert list(differences(summary, again)) == []


def test_a_server_of_several_processes_is_away_when_all_of_them_are() -> None:
    events = (
        READY,
        client("a-1", "a", "plain"),
        serves(1, 1),
        serves(2, 2),
        ended(S, 1),
        attempt(S + 1, S + 2, "a-1"),
        ended(2 * S, 2),
        ended(2 * S, 9),  # its reloader, which never served
        attempt(2 * S + 1, 2 * S + 2, "a-1"),
        attempt(30 * S, 30 * S + 2, "a-1"),  # it never comes back
    )
    summary, again = told(*events)
    assert summary["away"] == again["away"] == {"requests": 2}


@given(st.integers(0, 2**32))
@settings(max_examples=20)
def test_it_does_not_matter_when_the_ends_and_the_attempts_become_known(seed: int) -> None:
    draw = Random(seed)
    lives = [serves(1, 1), ended(2 * S, 1), serves(3 * S, 2), ended(4 * S, 2), serves(5 * S, 1)]
    attempts = [attempt(t := draw.randrange(6 * S), t + draw.randrange(S), "a-1") for _ in range(30)]
    events: list[Event] = [*lives, *attempts]
    draw.shuffle(events)
    summary, again = told(READY, client("a-1", "a", "plain"), *events)
    began = [one.t - round(one.took * S) for one in attempts]
    assert summary["away"]["requests"] == sum(2 * S <= t < 3 * S or 4 * S <= t < 5 * S for t in began)
    assert list(differences(summary, again)) == []


def test_long_ago_is_counted_once() -> None:
    events = [attempt(2 * S + n * S, 2 * S + n * S + 1, "a-1") for n in range(60)]
    summary, again = told(READY, client("a-1", "a", "plain"), serves(1, 1), ended(2 * S, 1), *events)
    assert summary["away"] == again["away"] == {"requests": 60}


# --- in words -------------------------------------------------------------------------------------------------


def figures(**said: Any) -> dict[str, Any]:
    sockets = said.pop("sockets", (1.0, 1, 1))
    bodies = dict.fromkeys(ev.BODY_KINDS, 0) | said.pop("bodies", {})
    return {
        "pages": 2,
        "sockets_per_page": dict(zip(("mean", "min", "max"), sockets, strict=True)),
        "http_400": {"total": sum(bodies.values()), "by_body": bodies},
        "lost": 0,
        "duplicated": 0,
        "copies_max": 1,
        "recovery": {"p50": None, "p95": None, "max": None},
        "requests_while_away": 0,
    } | said


def texts(behaviours: dict[str, dict[str, Any]], name: str) -> list[tuple[str, list[Any], str]]:
    return [(one["text"], one["args"][1:], one["verdict"]) for one in said(behaviours) if one["args"][0] == name]


def test_the_fix_as_written_is_called_wrong_by_what_it_did() -> None:
    nulled = figures(
        sockets=(3.96, 3, 4), bodies={"message": 5, "close-packet": 4}, duplicated=124, copies_max=4,
        requests_while_away=9,
    )  # fmt: skip
    plain = figures(bodies={"close-packet": 7}, requests_while_away=3)
    assert texts({"plain": plain, "singleton-nulled": nulled}, "singleton-nulled") == [
        (LEAKS, [3.96, 4], "wrong"),
        (TWICE, [124, 4], "wrong"),
        (STILL, [9, 5, 4, 7], "wrong"),
        (BUSY, [4.5, 1.5], "wrong"),
    ]
    assert texts({"plain": plain, "singleton-nulled": nulled}, "plain") == [(ONE, [], "right")]
    by_chance = figures(requests_while_away=6)
    assert texts({"plain": plain, "new-page": by_chance}, "new-page") == [(ONE, [], "right")]


def test_what_does_without_polling_is_called_right_when_there_was_something_to_meet() -> None:
    plain = figures(bodies={"message": 1})
    assert texts({"plain": plain, "websocket-only": figures()}, "websocket-only") == [
        (ONE, [], "right"),
        (CLEAN, [], "right"),
    ]
    busy = figures(requests_while_away=9)  # the library's own retries
    assert texts({"plain": figures(), "websocket-only": busy}, "websocket-only") == [(ONE, [], "right")]
    assert (CLEAN, [], "right") not in texts({"plain": plain, "new-page": figures()}, "new-page")


def test_pages_without_a_socket_are_told_and_what_is_not_known_is_not() -> None:
    alone = {"no-reconnect": figures(sockets=(0.5, 0, 1)), "new-page": figures(sockets=(None, None, None))}
    assert texts(alone, "no-reconnect") == [(GONE, [2, 0], "wrong")]
    assert texts(alone, "new-page") == []
    many = figures(sockets=(1.5, 1, 2))
    assert texts({"plain": figures(), "shared-handshake": many}, "shared-handshake") == [(MANY, [1.5, 2], "wrong")]
    unseen = figures(http_400={"total": 3, "by_body": None}, requests_while_away=None)
    assert texts({"plain": figures(), "new-page": unseen}, "new-page") == [(ONE, [], "right")]


@pytest.mark.parametrize("text", TEXTS)
def test_every_sentence_begins_with_or_names_whom_it_is_about(text: str) -> None:
    assert text.count("%s") >= 1
    assert "%" not in text.replace("%s", "")
