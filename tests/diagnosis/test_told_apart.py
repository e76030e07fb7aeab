"""What runs of the corpus taught to tell apart: ends that follow from others, processes that live side by side."""

import pytest
from histories import History

from harness.events import (
    ChildHello,
    ClientDisconnected,
    Framed,
    WireLegClosed,
    WireOpened,
    WireRequest,
    WireResponse,
    WireTraffic,
    WireUnanswered,
)


def ask(run: History, conn: int, client: str | None = "a", *, sid: str = "s1", kind: str = "poll") -> None:
    run.say(WireOpened(t=run.t, conn=conn, listener=0, client_port=1, upstream_port=2))
    asked = {"sid": sid, "client": client, "kind": kind, "path": "/"}
    run.say(WireRequest(t=run.t, conn=conn, n=1, method="GET", **asked))


def refused(status: int = 400, sid: str = "s1", **more: object) -> History:
    """The server answers one request of a client so, on connection 5."""
    run = History()
    ask(run, 5, sid=sid)
    run.at(1).answer(status, conn=5, sid=sid, client="a", **more)
    return run


# --- what follows from a refusal --------------------------------------------------------------------------------


def test_a_socket_and_a_connection_that_go_after_a_refusal_go_of_the_same_cause() -> None:
    run = refused(cause="origin", body="poll")
    run.at(1.5).lose("a", 1, "s1")
    run.reset(5, leg="client")
    ask(run, 6, None)
    run.at(2).reset(6, leg="client")  # nobody knows whose it was
    run.at(9).lose("a", 2, "s1")  # too late to be of it
    assert run.diagnosis().explained == {"http_400": (1, 1), "closes": (1, 2), "disconnects": (1, 2)}


def test_requests_of_a_session_that_was_lost_are_refused_of_what_it_was_lost_to() -> None:
    run = History()
    ask(run, 1)
    run.at(2).reset(1, leg="client", by="fault")
    run.lose("a", 1, "s1", "js:transport error")
    run.at(2.5).answer(400, kind="post", sid="s1", cause="unknown-sid", body="close-packet")
    run.answer(400, kind="post", sid="s9", cause="unknown-sid", body="message")
    assert run.diagnosis().kept == ("network-drop",)
    assert run.diagnosis().explained == {"http_400": (1, 2), "closes": (1, 1), "disconnects": (1, 1)}


def test_what_is_refused_of_a_session_after_its_body_was_too_large() -> None:
    run = refused(413, kind="post")
    run.at(2).answer(400, sid="s1", cause="unknown-sid", body="poll")
    run.answer(400, sid="s2", cause="unknown-sid", body="poll")
    run.at(0.9).lose("a", 1, "s1", "python:server disconnect")
    run.at(9).lose("a", 2, "s1")
    found = run.diagnosis()
    assert found.kept == ("payload-too-large",)
    assert found.explained == {"http_400": (1, 2), "closes": (0, 0), "disconnects": (1, 2)}


def test_a_race_explains_the_reset_on_its_connection_and_the_socket_that_is_lost() -> None:
    run = History()
    ask(run, 1)
    run.at(5).say(WireRequest(t=run.t, conn=1, n=2, method="POST", kind="post", path="/", sid="s1", client="a"))
    run.at(5.01).reset(1, leg="server")
    run.say(WireUnanswered(t=run.t, conn=1, n=2, method="POST", kind="post", upstream_port=2, sid="s1"))
    run.at(5.1).lose("a", 1, "s1")
    found = run.diagnosis()
    assert found.kept == ("keep-alive-race",)
    assert found.explained == {"http_400": (0, 0), "closes": (1, 1), "disconnects": (1, 1)}


# --- resets -----------------------------------------------------------------------------------------------------


def test_a_reset_behind_ones_own_fin_resets_nothing() -> None:
    run = History()
    ask(run, 1)
    run.say(WireLegClosed(t=run.t, conn=1, leg="client", how="fin", by="peer", half=True))
    run.reset(1, leg="client")
    assert run.told.story.resets == []


def test_a_client_that_resets_what_the_server_has_closed_follows_the_server() -> None:
    run = History()
    ask(run, 1)
    run.say(WireLegClosed(t=run.t, conn=1, leg="server", how="fin", by="peer", half=True))
    run.reset(1, leg="client")
    assert [one.by for one in run.told.story.resets] == ["server"]


@pytest.mark.parametrize(
    ("reason", "error", "told"),
    [
        ("python:transport error", "close 1006", True),
        ("js:transport close", None, True),
        ("python:transport error", "ContentLengthError", True),
        ("python:transport error", "TimeoutError", False),
        ("js:transport error", "HTTP 400", False),
        ("js:ping timeout", None, False),
        ("python:client disconnect", None, False),
    ],
)
def test_a_client_says_whether_the_end_was_its_own(reason: str, error: str | None, told: bool) -> None:
    run = History()
    ask(run, 1)
    ask(run, 2, None)
    run.at(3).reset(1, leg="client")
    run.reset(2, leg="client")  # of a connection that nobody has used yet, in the same moment
    run.say(ClientDisconnected(t=run.t, client="a", generation=1, sid="s1", reason=reason, error=error))
    assert ("network-drop" in run.diagnosis().kept) is told
    assert run.diagnosis().explained["closes"] == ((2, 2) if told else (0, 2))


def test_a_websocket_is_idle_only_when_no_message_goes_by() -> None:
    run = History()
    ask(run, 1, kind="websocket")
    messages = tuple(Framed(conn=conn, n=1, t=3_900_000_000, up=True, opcode=1, size=1) for conn in (1, 99))
    run.at(4).say(WireTraffic(t=run.t, messages=messages))
    run.reset(1, leg="client", by="fault")
    assert [one.idle for one in run.told.story.resets] == [100_000_000]


# --- polls beside each other ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("cause", "word"), [("other", "kept"), ("unknown-sid", "undecided")])
def test_a_second_poll_that_is_refused_at_once_was_one_too_many(cause: str, word: str) -> None:
    run = History()
    for conn in (1, 2):
        ask(run, conn)
    run.at(0.01).answer(200, conn=1, sid="s1")
    run.answer(400, conn=2, sid="s1", cause=cause, body="poll")
    assert run.word("overlapping-polls") == word


# --- processes --------------------------------------------------------------------------------------------------


def test_two_servers_that_are_alive_are_two_however_shortly_the_second_has_served() -> None:
    run = History()
    run.at(0).serve("e1", 11, first=True)
    run.at(1).open("s1", "e1")
    run.at(8).serve("e2", 12, first=True)
    run.at(9).refuse("s1", "e2")
    assert run.diagnosis().kept == ("two-servers-one-port",)
    run.at(10).die(11)
    run.at(11).open("s2", "e2")
    run.at(12).refuse("s1", "e2")
    assert run.diagnosis().explained["http_400"] == (2, 2), "and one that has gone since was a restart's"


def test_who_takes_posts_serves() -> None:
    run = History()
    run.at(0).serve("e1", 11)
    run.serve("e2", 12)
    run.at(1).open("s1", "e1")
    run.at(5).refuse("s1", "e2")
    run.at(8).answer(200, kind="post", sid="s1")
    run.answer(200, kind="post", sid="nobody's")
    assert run.diagnosis().kept == ("workers-unsticky",)


def test_a_worker_that_finishes_what_it_has_serves_beside_nobody() -> None:
    run = History()
    run.at(0).serve("e1", 11)
    run.at(1).open("s1", "e1")
    run.at(5).serve("e2", 12)
    run.at(6).refuse("s1", "e2")
    run.at(6.5).answer(200, kind="post", sid="s1")
    assert run.diagnosis().kept == ()


def test_a_worker_of_which_the_log_spoke_is_gone_when_the_next_one_comes() -> None:
    run = History()
    run.at(0).serve("e1", 11)
    run.at(1).open("s1", "e1")
    run.at(4).log("worker-recycled", 11)
    run.at(6).lose("a", 1, "s1")
    run.at(8).serve("e2", 12)
    assert run.diagnosis().kept == ("worker-recycled",)
    assert run.diagnosis().explained["disconnects"] == (1, 1)


def test_node_reads_any_number_of_packets() -> None:
    run = History()
    run.say(ChildHello(t=0, role="server", name="s", pid=1, epoch="e1", versions={"engine.io": "6.6.4"}))
    run.open("s1", "e1")
    run.post("s1", 40)
    assert run.word("too-many-packets") == "rejected"


# --- pings ------------------------------------------------------------------------------------------------------


def test_a_client_that_hears_no_ping_goes_first_and_the_server_sees_it_go() -> None:
    run = History()
    run.at(0).serve("e1", 11)
    run.at(1).open("s1", "e1")
    run.at(50).lose("a", 1, "s1", "js:ping timeout")
    run.at(51).server_ends("s1", "e1", "server:transport close")
    assert run.diagnosis().kept == ("ping-timeout",)


def test_pings_of_a_process_that_has_ended_are_not_missing() -> None:
    run = History()
    run.at(0).serve("e1", 11)
    run.at(1).open("s1", "e1")
    run.at(5).die(11)
    run.at(50).lose("a", 1, "s1", "js:ping timeout")
    assert run.word("ping-timeout") == "undecided"


@pytest.mark.parametrize(("joined", "late", "explained"), [(False, 40, 1), (True, 40, 0), (False, 10, 0)])
def test_a_session_without_a_namespace_ends_without_a_word(joined: bool, late: float, explained: int) -> None:
    run = History()
    run.at(0).serve("e1", 11)
    run.at(1).open("s0", "e1")
    run.open("s1", "e1")
    if joined:
        run.connect("a", 1, "s1", "e1")
    run.at(1 + late).refuse("s1", "e1")
    run.at(60).server_ends("s0", "e1")
    run.refuse("s0", "e1")
    assert run.diagnosis().kept == ("ping-timeout",)
    assert run.diagnosis().explained["http_400"] == (1 + explained, 2)


# --- threads ----------------------------------------------------------------------------------------------------


def test_a_slow_way_is_not_a_server_without_threads() -> None:
    """Requests and polls come back together, again and again, and others meanwhile."""
    run = History()
    run.open("s1", "e1")
    assert run.word("threads-starved") == "rejected"
    for round_ in range(3):
        began = 30 * round_ + 1
        for conn, kind in ((1, "poll"), (2, "post"), (3, "post")):
            run.at(began)
            run.say(WireRequest(t=run.t, conn=conn, n=1, method="GET", kind=kind, path="/", sid="s1"))
        for conn, kind, later in ((3, "post", 20), (1, "poll", 25), (2, "post", 25)):
            run.at(began + later)
            answer = {"conn": conn, "kind": kind, "method": "GET", "upstream_port": conn}
            run.say(WireResponse(t=run.t, n=1, status=200, **answer))
    assert run.word("threads-starved") == "undecided"
