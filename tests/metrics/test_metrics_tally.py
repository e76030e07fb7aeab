"""The figures: the same whatever order the sources come in, balanced, and as an independent count has them."""

from __future__ import annotations

from random import Random

import jsonschema
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_world import SHARD, S, World, made
from steps import steps_of

from harness import events as ev
from harness.events import Event, Record
from harness.evidence.recount import Counted, differences, recount
from harness.evidence.schemas import summary_schema
from harness.metrics.tally import Tally


def tally(records: list[Record], **options: float) -> Tally:
    found = Tally(run_id="r", scenario="s", profile="p", started="2026-01-01T00:00:00Z", **options)
    for record in records:
        found.fold(record)
    return found


def of(*events: Event, src: str = SHARD) -> Tally:
    return tally([Record(seq=n, at=e.t, src=src, event=e) for n, e in enumerate(events, 1)])


def started(name: str = "c", group: str = "g", behaviour: str = "plain", t: int = 0) -> ev.ClientStarted:
    return ev.ClientStarted(
        t=t, client=name, group=group, kind="python", transports=("polling",), behaviour=behaviour, room=name
    )


def connected(t: int, name: str = "c", sid: str = "s1", generation: int = 1) -> ev.ClientConnected:
    return ev.ClientConnected(t=t, client=name, generation=generation, sid=sid, socket_id="x", transport="polling")


def disconnected(t: int, name: str = "c", sid: str = "s1", generation: int = 1) -> ev.ClientDisconnected:
    return ev.ClientDisconnected(t=t, client=name, generation=generation, sid=sid, reason="python:transport error")


def sent(t: int, to: tuple[str, ...], n: int = 1, name: str = "c", sid: str = "s1") -> ev.ClientSent:
    return ev.ClientSent(t=t, client=name, n=n, sid=sid, to=to)


def received(t: int, name: str = "c", n: int = 1, sender: str = "c") -> ev.ClientReceived:
    return ev.ClientReceived(t=t, client=name, sender=sender, n=n, sid="s1")


READY = ev.RunReady(t=0, url="u", upstream="u")


# --- whole histories ------------------------------------------------------------------------------------------


@given(st.integers(0, 2**48))
@settings(max_examples=40)
def test_an_independent_count_of_the_same_events_agrees(seed: int) -> None:
    records = made(seed).records()
    plain = [Counted(r.seq, r.src, msgspec.json.decode(msgspec.json.encode(r.event))) for r in records]
    assert list(differences(tally(records).summary(), recount(plain))) == []


@given(st.integers(0, 2**48))
@settings(max_examples=20)
def test_the_order_of_the_sources_changes_no_figure(seed: int) -> None:
    world = made(seed)
    first, second = tally(world.records()), tally(world.records())
    assert first.summary() == second.summary()
    assert first.all_buckets() == second.all_buckets()


@given(st.integers(0, 2**48))
@settings(max_examples=20)
def test_messages_and_bytes_balance_and_groups_add_up(seed: int) -> None:
    summary = tally(made(seed).records()).summary()
    for block in (summary["messages"], *(group["messages"] for group in summary["groups"].values())):
        assert block["sent"] == block["delivered"] + block["lost"] + block["unknown"]
    tap = summary["tap"]
    assert tap["bytes_seen"] == tap["bytes_relayed"] + tap["bytes_dropped"] + tap["bytes_undelivered"]
    for block, figure in (
        ("messages", "sent"),
        ("disconnects", "total"),
        ("sids", "issued"),
        ("clients", "count"),
    ):
        assert sum(group[block][figure] for group in summary["groups"].values()) == summary[block][figure]


@given(st.integers(0, 2**48))
@settings(max_examples=8)
def test_the_summary_is_what_its_schema_says(seed: int) -> None:
    summary = tally(made(seed).records()).summary()
    jsonschema.validate(summary | {"outcome": "passed", "expectations": []}, summary_schema())


@given(st.integers(0, 2**48))
@settings(max_examples=10)
def test_asking_on_the_way_changes_nothing_in_the_end(seed: int) -> None:
    records = made(seed).records()
    asked, unasked = tally(records[:1]), tally(records)
    changed: dict[tuple[str, str, float], float] = {}
    for number, record in enumerate(records[1:]):
        asked.fold(record)
        if number % 7 == 0:
            asked.summary()
            changed |= {(b.figure, b.key, b.start): b.value for b in asked.buckets()}
            asked.rows()
    changed |= {(b.figure, b.key, b.start): b.value for b in asked.buckets()}
    assert asked.summary() == unasked.summary()
    assert changed == {(b.figure, b.key, b.start): b.value for b in unasked.all_buckets()}


def said(pairs: int) -> Tally:
    """What so many messages and their echoes make, with 30 stale requests among them."""
    world = World(Random(1), 10**15)
    world.client("c")
    sid, t = world.session("c", S, "up")
    for n in range(1, pairs):
        t += 10**7
        world.say(SHARD, sent(t, ("c",), n, sid=sid))
        world.say(SHARD, received(t + 1, n=n))
        world.say("wire", ev.WireLegClosed(t=t, conn=1, leg="client", how="fin", by="peer"))
    for n in range(30):
        t = world.stale("c", "gone", t + n, "whole")
    found = tally(world.records()[:-1])
    found.summary()
    return found


def test_the_summary_of_a_long_run_is_no_dearer() -> None:
    """It is asked for four times a second beside everything else, however much has happened."""
    short, long = said(100), said(3_000)
    assert steps_of(long.summary) < 1.1 * steps_of(short.summary)


# --- single facts ---------------------------------------------------------------------------------------------


def test_nothing_is_known_before_anybody_spoke() -> None:
    summary = tally([]).summary()
    assert summary["duration"] is None
    for block in ("clients", "disconnects", "sids", "http_400", "http_5xx", "closes", "messages", "tap"):
        assert summary[block] is None
    assert summary["witnesses"]["agree"] is None


def test_recovery_is_from_disconnect_to_the_next_connect() -> None:
    summary = of(
        READY, started(), connected(S), disconnected(2 * S), connected(5 * S, sid="s2", generation=2),
        disconnected(6 * S, sid="s2", generation=2), connected(7 * S, sid="s3", generation=3),
    ).summary()  # fmt: skip
    assert summary["clients"]["recovery"] == {"p50": 1.0, "p95": 3.0, "max": 3.0}
    assert summary["clients"]["reconnects"] == 2
    assert summary["disconnects"] == {"total": 2, "by_reason": {"python:transport error": 2}}


def test_a_client_started_anew_under_its_name_does_not_recover() -> None:
    summary = of(
        READY, started(), connected(S), disconnected(2 * S), ev.ClientStopped(t=3 * S, client="c"),
        started(t=4 * S), connected(5 * S, generation=2, sid="s2"),
    ).summary()  # fmt: skip
    assert summary["clients"]["recovery"]["max"] is None
    assert summary["clients"]["reconnects"] == 0
    assert summary["clients"]["count"] == 1


def test_a_leaked_socket_counts_as_a_socket_and_not_as_a_client() -> None:
    summary = of(READY, started(), connected(S), connected(2 * S, sid="s2", generation=2)).summary()
    assert (summary["clients"]["connected_at_end"], summary["clients"]["sockets_at_end"]) == (1, 2)


def test_what_comes_after_the_freeze_is_counted_nowhere() -> None:
    found = of(READY, started(), connected(S), ev.RunEnding(t=2 * S, why="finished"), disconnected(3 * S))
    found.freeze(9 * S)
    summary = found.summary()
    assert summary["clients"]["connected_at_end"] == 1
    assert summary["disconnects"]["total"] == 0
    assert summary["duration"] == 2.0
    assert [row.state for row in found.all_rows()] == ["connected"]


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([sent(2, ("c",)), received(3)], {"delivered": 1}),
        ([received(3), sent(2, ("c",))], {"delivered": 1}),
        ([received(3), received(3), sent(2, ("c",)), received(4)], {"delivered": 1, "duplicated": 2}),
        ([sent(2, ("c",))], {"unknown": 1}),
        ([sent(2, ("c",)), disconnected(3)], {"lost": 1}),
        ([sent(2, ("c",)), disconnected(3), received(4)], {"delivered": 1}),
        ([sent(2, ("c",)), ev.ClientStopped(t=3, client="c")], {"lost": 1}),
        ([sent(2, ("c", "d"))], {"unknown": 1, "lost": 1}),
        ([started("d"), connected(1, "d", "s2"), sent(2, ("c", "d"))], {"unknown": 2}),
        ([started("d"), connected(3, "d", "s2"), sent(2, ("d",))], {"lost": 1}),
        ([sent(2, ("c",)), sent(2, ("c",)), received(3)], {"delivered": 1}),
        ([received(3, sender="nobody")], {}),
    ],
)
def test_messages(events: list[Event], expected: dict[str, int]) -> None:
    found = of(READY, started(), connected(1), *events)
    found.summary()
    found.freeze(100)
    figures = found.summary()["messages"]
    none = dict.fromkeys(("delivered", "lost", "duplicated", "unknown"), 0)
    assert {key: figures[key] for key in none} == none | expected


def test_what_a_dead_process_would_have_received_is_unknown() -> None:
    exited = ev.RunProcessExited(t=3, role="clients", name=SHARD, pid=1, signal="SIGKILL")
    found = of(READY, started(), connected(1), sent(2, ("c",)), exited)
    summary = found.summary()
    assert summary["messages"]["unknown"] == 1
    assert (summary["clients"]["count"], summary["clients"]["connected_at_end"]) == (1, 0)
    assert summary["groups"]["g"]["clients"]["connected_at_end"] == 0
    assert found.all_rows()[0].state == "gone"


def test_without_a_wire_the_server_tells_of_400s_and_without_it_the_clients() -> None:
    answered = ev.ServerAnswered(t=1, status=400, epoch="e", remote_port=1, n=1, method="GET", cause="origin")
    failed = ev.ServerAnswered(t=1, status=500, epoch="e", remote_port=1, n=1, method="GET")
    summary = of(answered, failed).summary()
    assert (summary["http_400"]["total"], summary["http_400"]["by_cause"]["origin"]) == (1, 1)
    assert summary["http_400"]["by_body"] is None
    assert summary["http_5xx"] == {"total": 1}
    assert summary["closes"] is None
    met = ev.ClientAttempt(t=1, client="c", method="GET", kind="poll", took=0.1, status=400)
    refused = ev.ClientAttempt(t=1, client="c", method="GET", kind="poll", took=0.1, errno="ECONNREFUSED")
    broke = ev.ClientAttempt(t=1, client="c", method="GET", kind="poll", took=0.1, status=502)
    found = of(started(), met, refused, broke, connected(2))
    summary = found.summary()
    assert summary["http_400"] == {"total": 1, "by_cause": None, "by_body": None}
    assert summary["http_5xx"] == {"total": 1}
    assert summary["closes"]["refused"] == 1
    assert summary["closes"]["injected"] is None
    assert summary["sids"]["issued"] == 1
    assert found.all_rows()[0].http_400 == 1


@pytest.mark.parametrize("server_first", [True, False])
def test_the_cause_of_a_refusal_cut_before_its_body_is_the_servers_word(server_first: bool) -> None:
    said = ev.ServerAnswered(
        t=5, status=400, epoch="e", remote_port=7, n=1, method="POST", sid="s", cause="unknown-sid", client="c"
    )
    cut = ev.WireResponse(
        t=6,
        conn=1,
        n=1,
        status=400,
        method="POST",
        kind="post",
        upstream_port=7,
        sid="s",
        client="c",
        cause="other",
    )
    nobody_knows = ev.WireResponse(
        t=7, conn=2, n=1, status=400, method="POST", kind="post", upstream_port=8, sid="s", client="c"
    )
    order = (said, cut) if server_first else (cut, said)
    events = (READY, *order, nobody_knows)
    causes = of(*events, src="wire").summary()["http_400"]["by_cause"]
    assert (causes["unknown-sid"], causes["other"]) == (1, 1)
    recounted = recount(
        Counted(n, "wire", msgspec.json.decode(msgspec.json.encode(e))) for n, e in enumerate(events, 1)
    )
    assert recounted["http_400"]["by_cause"] == causes


def test_a_fault_is_told_with_the_connections_it_touched_but_not_with_all_of_thousands() -> None:
    applied = ev.WireFaultApplied(t=3 * S, id=4, fault="status", target="request poll")
    touched = [
        ev.WireFaultTouched(
            t=3 * S + n, id=4, fault="status", conn=n, did="answered", client="c", sid="s", kind="poll"
        )
        for n in range(150)
    ]
    stray = ev.WireFaultTouched(t=4 * S, id=9, fault="reset", conn=1, did="reset")
    lifted = ev.WireFaultLifted(t=5 * S, id=4, fault="status", touched=150)
    (early,) = of(applied, src="wire").summary()["faults"]
    assert (early["began"], early["lifted"], early["touched"], early["connections"]) == (None, None, 0, None)
    tally = of(
        READY,
        applied,
        *touched,
        stray,
        lifted,
        ev.WireFaultLifted(t=5 * S, id=9, fault="x", touched=0),
        src="wire",
    )
    (live,) = tally.summary()["faults"]
    assert (live["touched"], live["connections"]) == (150, None)
    tally.freeze(9 * S)
    (row,) = tally.summary()["faults"]
    zero = READY.t / S
    assert (row["id"], row["fault"], row["target"]) == (4, "status", "request poll")
    assert (row["began"], row["lifted"], row["touched"], len(row["connections"])) == (3 - zero, 5 - zero, 150, 100)
    assert row["connections"][7] == {
        "conn": 7, "did": "answered", "at": 3 - zero, "client": "c", "sid": "s", "kind": "poll", "request": None
    }  # fmt: skip


def test_sids_of_browsers_without_a_name() -> None:
    issued = [ev.WireSidIssued(t=t * S, conn=t, sid=f"s{t}", transport="polling") for t in (1, 2, 3)]
    summary = of(READY, *issued, src="wire").summary()
    assert summary["sids"] == {"issued": 3, "per_client_max": None, "churn_per_minute": 60.0}
    assert summary["tap"] == {
        **dict.fromkeys(("bytes_seen", "bytes_added", "bytes_relayed", "bytes_dropped", "bytes_undelivered")),
        "lost": 0,
    }
    assert of(ev.WireListening(t=1, listener=0, host="h", port=1)).summary()["sids"]["per_client_max"] == 0


def test_churn_counts_what_a_client_got_beyond_its_first() -> None:
    issued = [
        ev.WireSidIssued(t=t * S, conn=t, sid=f"s{t}", transport="polling", client=f"c{t % 5}") for t in range(10)
    ]
    found = of(READY, *issued, src="wire")
    found.freeze(20 * S)
    assert found.summary()["sids"] == {"issued": 10, "per_client_max": 2, "churn_per_minute": 15.0}


def test_a_leg_that_a_fault_ended_before_the_first_request_was_read_is_its_clients() -> None:
    events = [
        READY,
        started(),
        ev.WireOpened(t=1, conn=1, listener=0, client_port=1, upstream_port=2),
        ev.WireLegClosed(t=2, conn=1, leg="server", how="fin", by="fault", fault="close"),
        ev.WireRequest(t=3, conn=1, n=1, method="GET", kind="handshake", path="/", client="c"),
        ev.WireClosed(t=4, conn=1, up=ev.WireBytes(), down=ev.WireBytes()),
        ev.WireLegClosed(t=5, conn=2, leg="client", how="rst", by="fault", fault="reset"),
    ]
    summary = of(*events, src="wire").summary()
    assert summary["groups"]["g"]["closes"]["injected"] == 1
    assert summary["closes"]["injected"] == 2
    counted = recount(Counted(seq=n, src="wire", event=msgspec.to_builtins(e)) for n, e in enumerate(events, 1))
    assert counted["groups"]["g"]["closes"] == summary["groups"]["g"]["closes"]


def test_the_readiness_probe_is_counted_nowhere() -> None:
    found = of(
        READY,
        ev.WireOpened(t=1, conn=1, listener=0, client_port=1, upstream_port=2),
        ev.WireRequest(t=2, conn=1, n=1, method="GET", kind="handshake", path="/", client=ev.PROBE),
        ev.WireSidIssued(t=3, conn=1, sid="p", transport="polling", client=ev.PROBE),
        ev.ServerDisconnected(t=4, sid="p", socket_id="x", epoch="e", reason="server:client disconnect"),
        ev.WireLegClosed(t=4, conn=1, leg="client", how="fin", by="peer"),
        src="wire",
    )
    summary = found.summary()
    assert summary["sids"]["issued"] == 0
    assert summary["closes"]["fin_from_client"] == 0
    assert summary["witnesses"]["disconnects"]["server"] == 0
    assert found.all_buckets() == []


# --- charts and table -----------------------------------------------------------------------------------------


def test_bars_begin_when_the_run_is_ready_and_come_as_differences() -> None:
    found = of(started(), disconnected(int(2.5 * S)))
    assert found.buckets() == []
    found.fold(Record(seq=9, at=1, src="session", event=ev.RunReady(t=S, url="", upstream="")))
    (bar,) = found.buckets()
    assert (bar.figure, bar.key, bar.start, bar.value) == ("disconnects", "python:transport error", 1.0, 1)
    assert found.buckets() == []
    found.fold(Record(seq=10, at=1, src=SHARD, event=disconnected(int(2.6 * S))))
    assert [bar.value for bar in found.buckets()] == [2]
    assert [bar.value for bar in found.all_buckets()] == [2]


def test_a_line_a_second_does_not_depend_on_the_width_of_its_bars() -> None:
    issued = [ev.WireSidIssued(t=n * S // 4, conn=n, sid=f"s{n}", transport="polling") for n in range(8)]
    events = [READY, *issued]
    records = [Record(seq=n, at=e.t, src="wire", event=e) for n, e in enumerate(events, 1)]
    assert [b.value for b in tally(records, bucket_seconds=2.0).all_buckets()] == [4.0]
    assert [b.value for b in tally(records).all_buckets()] == [4.0, 4.0]


def test_a_row_follows_its_client() -> None:
    found = of(READY, started())
    assert [(r.state, r.since) for r in found.rows()] == [("connecting", 0.0)]
    assert found.rows() == []
    steps: list[tuple[Event, str]] = [
        (connected(S), "connected"),
        (ev.ClientUpgraded(t=S, client="c", generation=1, sid="s1"), "connected"),
        (sent(S, ("c",)), "connected"),
        (received(S), "connected"),
        (disconnected(2 * S), "reconnecting"),
        (connected(4 * S, sid="s2", generation=2), "connected"),
        (disconnected(4 * S), "connected"),
        (ev.ClientStopped(t=5 * S, client="c"), "gone"),
    ]
    for event, state in steps:
        found.fold(Record(seq=event.t, at=event.t, src=SHARD, event=event))
        (row,) = found.rows()
        assert row.state == state
    assert (row.sid, row.generation, row.reconnects, row.sent, row.received) == ("s2", 2, 1, 1, 1)
    assert (row.recovery, row.since, row.last_reason) == (2.0, 5.0, "python:transport error")


def test_a_client_that_does_not_come_back_waits() -> None:
    found = of(started(behaviour="no-reconnect"), connected(S), disconnected(2 * S))
    assert [(row.state, row.since) for row in found.all_rows()] == [("waiting", None)]


def test_words_about_a_client_nobody_ever_starts_are_not_kept_for_ever() -> None:
    issued = [
        ev.WireSidIssued(t=n * S, conn=n, sid=f"s{n}", transport="polling", client="foreign") for n in range(60)
    ]
    tally = of(READY, *issued, src="wire")
    assert [len(waiting) for waiting in tally._groups.early.values()] == [1]
    assert tally.summary()["sids"]["issued"] == 60


def test_words_about_a_client_nobody_started_wait_for_it() -> None:
    """The wire may tell of a client before its own process's batch arrives."""
    found = of(READY, ev.WireSidIssued(t=S, conn=1, sid="s1", transport="polling", client="c"), src="wire")
    assert found.summary()["groups"] == {}
    found.fold(Record(seq=9, at=2, src=SHARD, event=started()))
    assert found.summary()["groups"]["g"]["sids"]["issued"] == 1
