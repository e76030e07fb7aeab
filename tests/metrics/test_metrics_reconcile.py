"""Histories in which every witness tells the truth have nothing unexplained; a missing word is noticed."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_world import EPOCH, MS, SHARD, S, World, made

from harness import events as ev
from harness.events import Event
from harness.metrics.reconcile import Reconciliation, gather, reconcile


def compare(world: World, without: tuple[str, Event] | None = None, freeze: int | None = None) -> Reconciliation:
    facts, presence = gather(world.records(without))
    return reconcile(facts, presence, world.freeze if freeze is None else freeze)


def unexplained(found: Reconciliation) -> dict[str, int]:
    return {figure: found.witnesses[figure]["unexplained"] for figure in ("http_400", "disconnects", "sids")}


def must_agree(seed: int) -> None:
    found = compare(made(seed))
    assert unexplained(found) == {"http_400": 0, "disconnects": 0, "sids": 0}, [
        one for one in found.leftovers if one.name == "unexplained"
    ]
    assert found.witnesses["agree"] is True


def must_notice_a_missing_word(seed: int) -> None:
    world = made(seed)
    if not world.safe:
        return
    src, figure, event = world.draw.choice(world.safe)
    assert unexplained(compare(world, (src, event)))[figure] >= 1


@given(st.integers(0, 2**48))
@settings(max_examples=100)
def test_true_histories_agree(seed: int) -> None:
    must_agree(seed)


@given(st.integers(0, 2**48))
@settings(max_examples=100)
def test_a_missing_word_is_noticed(seed: int) -> None:
    must_notice_a_missing_word(seed)


@pytest.mark.torture
@pytest.mark.timeout(600)
def test_thousands_of_histories(bar: Callable[[str, object, object, bool], None]) -> None:
    wrong = 0
    for seed in range(3000):
        try:
            must_agree(seed)
            must_notice_a_missing_word(seed)
        except AssertionError:
            wrong += 1
    bar(
        "made histories reconciled, and one word taken away noticed",
        "0 of 3000 wrong",
        f"{wrong} wrong",
        wrong == 0,
    )


@given(st.integers(0, 2**48))
@settings(max_examples=40)
def test_what_only_one_saw_adds_up(seed: int) -> None:
    """Each witness's count is the pairs plus its own leftovers: nothing vanishes on the way."""
    world = made(seed)
    found = compare(world)
    own = found.witnesses["http_400"]
    answered = sum(isinstance(e, ev.ServerAnswered) and e.t <= world.freeze for _, e in world.said["server-1"])
    crossed = sum(
        isinstance(e, ev.WireResponse) and e.status == 400 and e.kind != "page" and e.t <= world.freeze
        for _, e in world.said["wire"]
    )
    assert (own["server"], own["wire"]) == (answered, crossed)
    before_wire = own["answered_after_cut"] + own["cut_in_answer"]
    assert own["server"] - own["wire"] <= before_wire + own["in_flight"]
    assert own["wire"] - own["server"] <= own["answered_by_wire"] + own["in_flight"]
    after_wire = own["never_reached"] + own["client_gone"] + own["sent_by_wire"]
    assert own["wire"] - own["clients"] <= after_wire + own["in_flight"]


def world(freeze: int = 10 * S) -> World:
    return World(Random(7), freeze)


@pytest.mark.parametrize(
    ("fate", "name"),
    [
        ("cut-before-answer", "answered_after_cut"),
        ("killed-in-answer", "cut_in_answer"),
        ("cut-after-answer", "never_reached"),
        ("client-left", "never_reached"),
        ("stopped", "client_gone"),
        ("held", "in_flight"),
    ],
)
def test_each_difference_has_its_name(fate: str, name: str) -> None:
    made_up = world()
    made_up.stale(made_up.client("c"), "gone", S, fate)
    found = compare(made_up).witnesses["http_400"]
    assert found[name] == 1
    assert found["unexplained"] == 0


def test_what_a_fault_changed_is_known_to_the_server_by_the_sid_it_was_sent() -> None:
    for fate, name in (("whole", None), ("cut-before-answer", "answered_after_cut")):
        made_up = world()
        made_up.stale(made_up.client("c"), "mine", S, fate, sent="an older one")
        found = compare(made_up).witnesses["http_400"]
        named = {key for key, count in found.items() if count and key not in {"wire", "server", "clients"}}
        assert named == ({name} if name else set())


def test_what_the_wire_answered_or_sent_by_itself_has_a_name() -> None:
    made_up = world()
    made_up.stale(made_up.client("c"), "gone", S, "by-wire")
    made_up.errand("c", "gone", 2 * S, "whole")
    made_up.errand("c", "gone", 3 * S, "cut")
    found = compare(made_up).witnesses["http_400"]
    assert (found["wire"], found["server"], found["clients"]) == (2, 2, 1)
    assert (found["answered_by_wire"], found["sent_by_wire"], found["answered_after_cut"]) == (1, 1, 1)
    assert found["unexplained"] == 0
    assert compare(made_up, freeze=S).witnesses["http_400"]["answered_by_wire"] == 0
    assert compare(made_up, freeze=2 * S).witnesses["http_400"]["sent_by_wire"] == 0


def test_a_session_the_wire_opened_for_itself_is_no_clients() -> None:
    made_up = world()
    made_up.client("c")
    conn, _ = made_up.open(S, fault="overlap-poll")
    made_up.say("wire", ev.WireSidIssued(t=S + 2, conn=conn, sid="x", transport="polling", client="c"))
    made_up.say("server-1", ev.ServerSidIssued(t=S + 1, sid="x", epoch=EPOCH, client="c"))
    found = compare(made_up).witnesses["sids"]
    assert (found["sent_by_wire"], found["unexplained"]) == (1, 0)
    assert compare(made_up, freeze=S + 1).witnesses["sids"]["in_flight"] == 1


def test_no_sid_comes_of_a_handshake_the_wire_answered() -> None:
    made_up = world()
    made_up.client("c")
    conn, port = made_up.open(S)
    request = {"conn": conn, "n": 1, "method": "GET", "kind": "handshake", "client": "c"}
    made_up.say("wire", ev.WireRequest(t=S, path="/", **request))
    made_up.say(
        "wire",
        ev.WireResponse(
            t=S + 2, status=200, upstream_port=port, fault="cached-handshake", answered_by="wire", **request
        ),
    )
    made_up.say("server-1", ev.ServerSidIssued(t=S + 1, sid="x", epoch=EPOCH, client="c"))
    made_up.leg(S + 3, conn, "client", "rst", "peer")
    assert unexplained(compare(made_up))["sids"] == 1, "it does not explain one the server made"


@pytest.mark.parametrize(("dropped", "name"), [(80, "unexplained"), (81, "never_reached")])
def test_an_answer_whose_bytes_a_fault_replaced_was_not_torn(dropped: int, name: str) -> None:
    made_up = world()
    made_up.stale(made_up.client("c"), "gone", S, "whole")
    made_up.said[SHARD] = made_up.said[SHARD][:1]
    down = ev.WireBytes(seen=100, added=80, relayed=100, dropped=dropped)
    made_up.said["wire"] = [
        (t, msgspec.structs.replace(e, down=down) if isinstance(e, ev.WireClosed) else e)
        for t, e in made_up.said["wire"]
        if not isinstance(e, ev.WireLegClosed)
    ]
    assert compare(made_up).witnesses["http_400"][name] == 1


@pytest.mark.parametrize(
    ("fate", "name"), [("cut", "never_reached"), ("unread", "never_reached"), ("up", "unexplained")]
)
def test_a_sid_that_went_astray(fate: str, name: str) -> None:
    made_up = world()
    made_up.session(made_up.client("c"), S, fate)
    assert compare(made_up).witnesses["sids"][name] == (fate != "up")


@pytest.mark.parametrize(
    ("fate", "name", "at"),
    [
        ("server-died", "server_died", 3 * S),
        ("client-died", "client_gone", 3 * S),
        ("stopped", "client_gone", 3 * S),
    ],
)
def test_an_end_only_one_could_tell(fate: str, name: str, at: int) -> None:
    made_up = world(freeze=60 * S)
    made_up.client("last")
    sid, _ = made_up.session("last", S, "up")
    made_up.end(sid, "last", at, fate)
    found = compare(made_up).witnesses["disconnects"]
    assert (found[name], found["unexplained"]) == (1, 0)


def test_an_end_the_server_must_have_noticed_by_now() -> None:
    """Within its ping limits it may not know yet; after them its silence is unexplained."""
    made_up = world(freeze=60 * S)
    sid, _ = made_up.session(made_up.client("c"), S, "up")
    made_up.client_end(sid, "c", 2 * S)
    soon, late = compare(made_up, freeze=9 * S), compare(made_up, freeze=50 * S)
    assert soon.witnesses["disconnects"]["not_noticed"] == 1
    assert late.witnesses["disconnects"]["unexplained"] == 1
    assert late.witnesses["agree"] is False


def test_a_session_several_clients_held_ends_for_all_when_one_leaves() -> None:
    made_up = world(freeze=60 * S)
    sid, _ = made_up.session(made_up.client("c"), S, "up")
    made_up.server_end(sid, "c", 2 * S)
    other, _ = made_up.session("c", 3 * S, "up")
    made_up.client_end(other, "c", 4 * S)
    assert compare(made_up).witnesses["disconnects"]["unexplained"] == 2
    for one in (sid, other):
        made_up.say(SHARD, ev.ClientOpened(t=2 * S - 1, client=made_up.client("d"), sid=one, transport="polling"))
    found = compare(made_up).witnesses["disconnects"]
    assert (found["shared"], found["unexplained"]) == (2, 0)
    assert compare(made_up, freeze=9 * S).witnesses["disconnects"]["shared"] == 0, "it may not be noticed yet"


def test_an_end_the_client_must_have_noticed_by_now() -> None:
    made_up = world(freeze=60 * S)
    sid, _ = made_up.session(made_up.client("c"), S, "up")
    made_up.server_end(sid, "c", 2 * S)
    soon, late = compare(made_up, freeze=9 * S), compare(made_up, freeze=50 * S)
    assert soon.witnesses["disconnects"]["not_noticed"] == 1
    assert late.witnesses["disconnects"]["unexplained"] == 1


def test_ends_and_sids_on_either_side_of_the_freeze_are_in_flight() -> None:
    made_up = world()
    sid, _ = made_up.session(made_up.client("c"), S, "up")
    made_up.server_end(sid, "c", 2 * S)
    made_up.client_end(sid, "c", 3 * S)
    assert compare(made_up, freeze=2 * S + 1).witnesses["disconnects"]["in_flight"] == 1
    assert compare(made_up, freeze=made_up.safe[0][2].t).witnesses["sids"]["in_flight"] == 1


def test_all_of_one_moment() -> None:
    """Two requests with one sid, method and time, told at the very same nanosecond, are still two."""
    made_up = world()
    made_up.draw.random = lambda: 0.0  # type: ignore[method-assign]
    for name in ("a", "b"):
        made_up.client(name)
        made_up.stale(name, "gone", S, "whole")
        made_up.stale(name, "gone", S, "whole")
    found = compare(made_up).witnesses["http_400"]
    assert (found["wire"], found["server"], found["clients"], found["unexplained"]) == (4, 4, 4, 0)


def test_the_ports_of_a_long_run_come_round_again() -> None:
    made_up = world()
    made_up.client("c")
    t = made_up.stale("c", "gone", S, "cut-before-answer", port=50000)
    made_up.stale("c", "gone", t + MS, "whole", port=50000)
    found = compare(made_up).witnesses["http_400"]
    assert (found["answered_after_cut"], found["unexplained"], found["wire"]) == (1, 0, 1)


def test_what_crossed_the_wire_and_nobody_answered_is_unexplained() -> None:
    made_up = world()
    made_up.stale(made_up.client("c"), "gone", S, "whole")
    answered = next(e for _, e in made_up.said["server-1"] if isinstance(e, ev.ServerAnswered))
    assert unexplained(compare(made_up, ("server-1", answered)))["http_400"] == 1


def test_an_answer_from_a_port_the_wire_never_had_is_unexplained() -> None:
    """Somebody who goes round the wire: nothing on the wire explains it."""
    made_up = world()
    made_up.say(
        "server-1",
        ev.ServerAnswered(t=S, status=400, epoch=EPOCH, remote_port=9, n=1, method="GET", sid="x", client=None),
    )
    found = compare(made_up)
    assert unexplained(found)["http_400"] == 1
    assert [one.name for one in found.leftovers] == ["unexplained"]


def test_the_readiness_probe_is_nobody() -> None:
    made_up = world()
    made_up.session(ev.PROBE, S, "up")
    made_up.stale(ev.PROBE, "sid1", 2 * S, "whole")
    made_up.said[SHARD].clear()
    made_up.client("c")
    found = compare(made_up).witnesses
    assert (found["sids"]["wire"], found["sids"]["server"]) == (0, 0)
    assert (found["http_400"]["wire"], found["http_400"]["server"]) == (0, 0)
    assert found["agree"] is True


def test_a_browser_that_names_itself_nowhere_is_no_client_of_ours() -> None:
    made_up = world()
    made_up.client("c")
    made_up.stale("somebody", "gone", S, "whole")
    sid, _ = made_up.session("somebody", 2 * S, "up")
    made_up.server_end(sid, "somebody", 4 * S)
    made_up.said[SHARD] = made_up.said[SHARD][:1]
    found = compare(made_up).witnesses
    assert [found[figure]["unnamed"] for figure in ("http_400", "sids", "disconnects")] == [1, 1, 1]
    assert compare(made_up, freeze=S).witnesses["http_400"]["unnamed"] == 0
    assert found["agree"] is True


def test_one_witness_alone_neither_agrees_nor_disagrees() -> None:
    made_up = world()
    made_up.stale(made_up.client("c"), "gone", S, "whole")
    del made_up.said[SHARD], made_up.said["server-1"]
    found = compare(made_up).witnesses
    assert found["agree"] is None
    assert found["http_400"] == {"wire": 1, "server": None, "clients": None, "unexplained": None}
    assert found["disconnects"] == {"server": None, "clients": None, "unexplained": None}


def test_server_and_clients_alone_are_paired_directly() -> None:
    made_up = world()
    made_up.client("c")
    made_up.stale("c", "gone", S, "whole")
    made_up.session("c", 2 * S, "up")
    del made_up.said["wire"]
    found = compare(made_up).witnesses
    assert (found["http_400"]["wire"], found["http_400"]["server"], found["http_400"]["clients"]) == (None, 1, 1)
    assert found["agree"] is True
    last = next(e for _, e in made_up.said[SHARD] if isinstance(e, ev.ClientAttempt))
    assert unexplained(compare(made_up, (SHARD, last)))["http_400"] == 1
    assert compare(made_up, (SHARD, last), freeze=last.t).witnesses["http_400"]["in_flight"] == 1


def test_wire_and_clients_without_a_server_that_reports() -> None:
    made_up = world()
    made_up.client("c")
    made_up.stale("c", "gone", S, "whole")
    made_up.session("c", 2 * S, "up")
    del made_up.said["server-1"]
    found = compare(made_up).witnesses
    assert (found["http_400"]["server"], found["disconnects"]["unexplained"]) == (None, None)
    assert found["agree"] is True


def blind(made_up: World, t: int) -> None:
    conn = made_up.conns
    made_up.say("wire", ev.WireTapLost(t=t, conn=conn, why="x"))
    made_up.said["wire"] = [
        (told, e)
        for told, e in made_up.said["wire"]
        if not isinstance(e, ev.WireResponse | ev.WireSidIssued | ev.WireUnanswered | ev.WireRequest)
    ]


def test_a_blind_tap_explains_what_the_wire_missed() -> None:
    made_up = world()
    made_up.stale(made_up.client("c"), "gone", S, "whole")
    blind(made_up, S + 2)
    assert compare(made_up).witnesses["http_400"]["tap_blind"] == 2
    made_up = world()
    made_up.session(made_up.client("c"), S, "up")
    blind(made_up, S + 2)
    assert compare(made_up).witnesses["sids"]["tap_blind"] == 2


def test_a_handshake_the_server_declined_after_making_a_sid() -> None:
    made_up = world()
    made_up.client("c")
    conn, port = made_up.open(S)
    made_up.say("wire", ev.WireRequest(t=S, conn=conn, n=1, method="GET", kind="handshake", path="/", client="c"))
    made_up.say("server-1", ev.ServerSidIssued(t=S + 1, sid="x", epoch=EPOCH, client="c"))
    made_up.say(
        "wire",
        ev.WireResponse(
            t=S + 2, conn=conn, n=1, status=401, method="GET", kind="handshake", upstream_port=port, client="c"
        ),
    )
    assert compare(made_up).witnesses["sids"]["declined"] == 1


@pytest.mark.parametrize(("lost", "name"), [(20, "never_reached"), (0, "unexplained")])
def test_an_answer_without_its_sid_must_have_been_torn(lost: int, name: str) -> None:
    made_up = world()
    made_up.session(made_up.client("c"), S, "up")
    issued = next(e for _, e in made_up.said["wire"] if isinstance(e, ev.WireSidIssued))
    made_up.said[SHARD] = made_up.said[SHARD][:1]
    made_up.closed(S + 200 * MS, made_up.conns, lost=lost)
    assert compare(made_up, ("wire", issued)).witnesses["sids"][name] == 1


def test_a_websocket_cut_between_its_101_and_its_first_frame() -> None:
    made_up = world()
    made_up.client("c")
    conn, port = made_up.open(S)
    request = {"conn": conn, "n": 1, "method": "GET", "kind": "websocket", "client": "c"}
    made_up.say("wire", ev.WireRequest(t=S, path="/", **request))
    made_up.say("wire", ev.WireResponse(t=S + 2, status=101, upstream_port=port, **request))
    made_up.say("server-1", ev.ServerSidIssued(t=S + 1, sid="x", epoch=EPOCH, client="c"))
    assert compare(made_up, freeze=S + 3).witnesses["sids"]["in_flight"] == 1
    assert compare(made_up, freeze=9 * S).witnesses["sids"]["unexplained"] == 1
    made_up.leg(S + 5, conn, "server", "rst", "peer")
    assert compare(made_up, freeze=9 * S).witnesses["sids"]["never_reached"] == 1


def sid_without_client(made_up: World) -> World:
    made_up.session(made_up.client("c"), S, "up")
    made_up.said[SHARD] = made_up.said[SHARD][:1]
    return made_up


def test_why_a_client_does_not_know_its_sid() -> None:
    assert unexplained(compare(sid_without_client(world())))["sids"] == 1
    made_up = sid_without_client(world())
    made_up.say(SHARD, ev.ClientConnectError(t=2 * S, client="c", error="E", text=""))
    assert compare(made_up).witnesses["sids"]["not_connected"] == 1
    made_up = sid_without_client(world())
    made_up.say(SHARD, ev.ClientStopped(t=2 * S, client="c"))
    assert compare(made_up).witnesses["sids"]["client_gone"] == 1
    made_up = sid_without_client(world())
    failed = made_up.attempt("c", 3 * S, S, "GET", None, None)
    assert compare(made_up).witnesses["sids"]["never_reached"] == 1
    assert compare(made_up, freeze=failed.t - 1).witnesses["sids"]["in_flight"] == 1
    issued = next(e for _, e in made_up.said["wire"] if isinstance(e, ev.WireSidIssued))
    assert compare(sid_without_client(world()), freeze=issued.t + 100 * MS).witnesses["sids"]["in_flight"] == 1


@pytest.mark.parametrize(
    ("torn", "held", "name"),
    [(2, False, "never_reached"), (20, False, "unexplained"), (20, True, "never_reached")],
)
def test_a_torn_leg_explains_only_what_was_on_its_way(torn: int, held: bool, name: str) -> None:
    """A kept-alive connection that is reset long after tells nothing about what it once carried."""
    made_up = sid_without_client(world(freeze=60 * S))
    wire = made_up.said["wire"]
    wire[:] = [(t, e) for t, e in wire if not isinstance(e, ev.WireLegClosed | ev.WireClosed)]
    at = S + torn * 100 * MS
    if held:
        made_up.say("wire", ev.WireFaultTouched(t=S + MS, id=1, fault="blackhole", conn=1, did="held"))
    made_up.leg(at, 1, "client", "rst", "fault")
    assert compare(made_up).witnesses["sids"][name] == 1


def test_a_sid_the_server_never_made_is_unexplained() -> None:
    made_up = world()
    made_up.session(made_up.client("c"), S, "up")
    issued = next(e for _, e in made_up.said["server-1"] if isinstance(e, ev.ServerSidIssued))
    assert unexplained(compare(made_up, ("server-1", issued)))["sids"] == 1


def test_a_400_unmet_must_have_found_nobody() -> None:
    made_up = world()
    made_up.stale(made_up.client("c"), "gone", S, "whole")
    met = next(e for _, e in made_up.said[SHARD] if isinstance(e, ev.ClientAttempt))
    response = next(e for _, e in made_up.said["wire"] if isinstance(e, ev.WireResponse))
    assert unexplained(compare(made_up, (SHARD, met)))["http_400"] == 1
    assert compare(made_up, freeze=response.t).witnesses["http_400"]["in_flight"] == 1
    made_up = world()
    made_up.stale(made_up.client("c"), "gone", S, "cut-before-answer")
    assert compare(made_up, freeze=S + 60 * MS).witnesses["agree"] is True
    answered = next(e for _, e in made_up.said["server-1"] if isinstance(e, ev.ServerAnswered))
    later = [e for _, e in made_up.said["wire"] if isinstance(e, ev.WireUnanswered | ev.WireClosed)]
    made_up.said["wire"] = [(t, e) for t, e in made_up.said["wire"] if e not in later]
    for event in later:
        made_up.say("wire", msgspec.structs.replace(event, t=answered.t + 1))
    assert compare(made_up, freeze=answered.t).witnesses["http_400"]["in_flight"] == 1


def test_words_about_connections_nobody_opened_are_no_trouble() -> None:
    made_up = world()
    made_up.client("c")
    request = {"conn": 77, "n": 1, "method": "GET", "kind": "poll", "client": "c"}
    made_up.say("wire", ev.WireRequest(t=S, path="/", **request))
    made_up.say("wire", ev.WireUnanswered(t=S, upstream_port=1, **request))
    made_up.say("wire", ev.WireResponse(t=S, status=400, upstream_port=1, **request))
    made_up.leg(S, 77, "client", "rst", "peer")
    made_up.closed(S, 77)
    made_up.say("wire", ev.WireFaultTouched(t=S, id=1, fault="f", conn=77, did="x"))
    made_up.say("wire", ev.WireTapLost(t=S, conn=77, why="x"))
    assert compare(made_up).witnesses["agree"] is True


def test_a_reloaders_child_is_known_to_be_dead_when_the_next_life_answers() -> None:
    made_up = world(freeze=60 * S)
    sid, _ = made_up.session(made_up.client("c"), S, "up")
    made_up.client_end(sid, "c", 2 * S)
    made_up.say("session", ev.RunServerStarting(t=2 * S - 5, profile="p", life=2))
    made_up.say("server-2", ev.ChildHello(t=3 * S, role="server", name="server-2", pid=101, epoch="e2"))
    made_up.say("session", ev.RunServerReady(t=4 * S, life=2, epoch="e2", port=1, took=1.0))
    made_up.say("session", ev.RunServerReady(t=5 * S, life=3, epoch="e2", port=1, took=1.0))
    found = compare(made_up).witnesses["disconnects"]
    assert (found["server_died"], found["unexplained"]) == (1, 0)


def test_a_guard_sees_a_process_end() -> None:
    made_up = world(freeze=60 * S)
    sid, _ = made_up.session(made_up.client("c"), S, "up")
    made_up.client_end(sid, "c", 2 * S)
    made_up.say("guard", ev.GuardReaped(t=1, pid=100, code=0))
    made_up.say("guard", ev.GuardReaped(t=2 * S, pid=100, signal="SIGKILL"))
    assert compare(made_up).witnesses["disconnects"]["server_died"] == 1
