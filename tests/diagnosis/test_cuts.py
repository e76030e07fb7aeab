"""Connections that were cut, and requests that met a closing door: who did it, and what came of it."""

import pytest
from histories import History

from harness.events import (
    ClientAttempt,
    ClientCapped,
    ClientStarted,
    WireBytes,
    WireClosed,
    WireLegClosed,
    WireOpened,
    WireRequest,
    WireUnanswered,
)


def begin(run: History, conn: int, client: str = "a") -> None:
    run.say(WireOpened(t=run.t, conn=conn, listener=0, client_port=1, upstream_port=2))
    asked = WireRequest(
        t=run.t, conn=conn, n=1, method="GET", kind="poll", path="/", sid=f"s{conn}", client=client
    )
    run.say(asked)


def dropped() -> History:
    run = History()
    for number, client in enumerate("abc"):
        begin(run, number, client)
        run.connect(client, 1, f"s{number}")
    run.at(4)
    for number in range(3):
        run.reset(number, leg="client", by="fault", fault="reset")
    run.at(4.1).lose("a", 1, "s0")
    return run


def test_connections_cut_at_once_are_the_networks() -> None:
    run = dropped()
    assert run.diagnosis().kept == ("network-drop",)
    assert run.diagnosis().explained == {"http_400": (0, 0), "closes": (3, 3), "disconnects": (1, 1)}
    assert run.word("middlebox-reset") == "undecided"


def test_a_client_that_was_told_of_a_reset_did_not_make_it() -> None:
    run = History()
    begin(run, 1, "a")
    begin(run, 2, "b")
    run.at(3).reset(1, leg="client")
    run.reset(2, leg="client")
    told = {"client": "a", "method": "GET", "kind": "poll", "took": 1.0}
    run.say(ClientAttempt(t=run.t, error="ClientOSError", errno="ECONNRESET", **told))
    run.say(ClientAttempt(t=run.t, error="TimeoutError", **told))
    assert run.diagnosis().kept == ("network-drop",)
    assert run.diagnosis().explained["closes"] == (1, 2)


def test_a_browser_names_a_reset_in_its_own_way() -> None:
    run = History()
    begin(run, 1, "a")
    run.at(3).reset(1, leg="client")
    named = ClientAttempt(
        t=run.t, client="a", method="GET", kind="poll", took=1.0, error="net::ERR_CONNECTION_RESET"
    )
    run.say(named)
    assert run.diagnosis().kept == ("network-drop",)


def test_resets_after_one_and_the_same_idle_time_are_a_boxs() -> None:
    run = History()
    for number in range(4):
        run.at(number * 40)
        begin(run, number, "a")
        run.connect("a", number + 1, f"s{number}")
        run.at(number * 40 + 30).reset(number, by="fault", fault="idle-cut")
        run.lose("a", number + 1, f"s{number}")
    assert run.diagnosis().kept == ("middlebox-reset",)
    assert run.diagnosis().explained == {"http_400": (0, 0), "closes": (4, 4), "disconnects": (4, 4)}


def test_what_cuts_those_at_work_in_the_same_moment_is_no_box_that_forgets() -> None:
    """A link that flaps: who came back right after it has idled for as long as it was up."""
    run = History()
    for number in range(0, 8, 2):
        run.at(number * 40)
        begin(run, number, "a")
        run.connect("a", number + 1, f"s{number}")
        run.at(number * 40 + 29)
        begin(run, number + 1, "b")
        run.connect("b", number + 1, f"t{number}")
        run.at(number * 40 + 30).reset(number, by="fault", fault="flap")
        run.reset(number + 1, by="fault", fault="flap")
        run.lose("a", number + 1, f"s{number}")
        run.lose("b", number + 1, f"t{number}")
    assert run.diagnosis().kept == ("network-drop",)


def test_who_lost_nothing_refutes_both() -> None:
    run = History()
    run.connect("a", 1, "s1")
    assert run.word("network-drop") == run.word("middlebox-reset") == "rejected"


def race(at: float = 5.0, *, closes: bool = True, n: int = 2) -> History:
    run = History()
    run.at(0).serve("e1", 11)
    run.open("s1", "e1")
    begin(run, 1)
    run.at(at).say(WireRequest(t=run.t, conn=1, n=n, method="POST", kind="post", path="/", sid="s"))
    run.at(at + 0.01)
    if closes:
        run.say(WireLegClosed(t=run.t, conn=1, leg="server", how="fin", by="peer", half=True))
        run.say(WireLegClosed(t=run.t, conn=1, leg="client", how="fin", by="relay"))
    run.say(WireUnanswered(t=run.t, conn=1, n=n, method="POST", kind="post", upstream_port=2, sid="s"))
    run.say(WireClosed(t=run.t, conn=1, up=WireBytes(), down=WireBytes()))
    return run


def test_a_kept_connection_that_closes_under_a_request_is_a_race() -> None:
    assert race().diagnosis().kept == ("keep-alive-race",)


@pytest.mark.parametrize("other", [{"closes": False}, {"n": 1}])
def test_other_ends_are_no_race(other: dict[str, bool | int]) -> None:
    assert race(**other).word("keep-alive-race") == "rejected"  # type: ignore[arg-type]


def test_a_connection_that_goes_down_with_its_process_is_no_race() -> None:
    run = race()
    run.at(5.5).die(11)
    assert run.word("keep-alive-race") == "undecided"


def test_a_request_that_waits_long_is_kept_and_one_that_does_not_is_not() -> None:
    run = History()
    begin(run, 1)
    run.at(3).answer(200, conn=1)
    begin(run, 2)
    run.at(3.5).answer(200, conn=2)
    begin(run, 3)
    waits = run.told.story.waits
    assert [(one.kind, one.answered, one.asked.t) for one in waits] == [("poll", True, 0)]
    assert list(run.told.story.pending) == [(3, 1)]


def test_a_post_into_a_session_that_is_over() -> None:
    run = History()
    run.serve("e1", 11)
    run.open("s1", "e1")
    run.server_ends("s1", "e1", "server:client disconnect")
    run.at(1).answer(500, kind="post", sid="s1")
    run.answer(500, kind="post", text="KeyError: 'Session is disconnected'")
    run.answer(500, kind="post", text="ZeroDivisionError")
    assert run.diagnosis().kept == ("post-after-close",)
    assert run.diagnosis().verdicts[0].signs == {"failed-after-the-end": 2}


@pytest.mark.parametrize("hypothesis", ["post-after-close", "payload-too-large"])
def test_posts_that_were_taken_refute(hypothesis: str) -> None:
    run = History()
    run.post("s1", 1)
    assert run.word(hypothesis) == "rejected"
    assert History().word(hypothesis) == "undecided"


def test_a_body_that_is_too_large_in_both_dialects() -> None:
    run = History()
    run.answer(413, kind="post")
    run.answer(400, kind="post", cause="payload", body="message")
    assert run.diagnosis().kept == ("payload-too-large",)
    assert run.diagnosis().explained["http_400"] == (1, 1)


def took_part(kind: str) -> History:
    run = History()
    run.say(
        ClientStarted(t=0, client="a", group="g", kind=kind, transports=("polling",), behaviour="plain", room="r")
    )
    return run


def test_requests_that_wait_inside_a_browser() -> None:
    run = took_part("browser")
    assert run.word("browser-connection-cap") == "undecided"
    run.say(ClientCapped(t=1, client="a", host="127.0.0.1", open=6, waiting=2, took=1.5))
    assert run.word("browser-connection-cap") == "kept"
    assert took_part("python").word("browser-connection-cap") == "rejected"
