"""Each hypothesis is kept by what it claims to be seen, and rejected by what it says refutes it."""

import pytest
from histories import History

from harness.diagnosis.hypotheses import hypotheses
from harness.diagnosis.weights import KEEP, REJECT, WEIGHTS


def test_every_hypothesis_says_all_there_is_to_say_and_can_be_kept_and_rejected() -> None:
    for one in hypotheses():
        assert all((one.claim, one.seen, one.refuted, one.remedy)), one.name
        weights = WEIGHTS[one.name].values()
        assert sum(weight for weight in weights if weight > 0) >= KEEP, one.name
        assert min(weights) <= REJECT, one.name
    assert {one.name for one in hypotheses()} == set(WEIGHTS)


def restarted(*, told_by_guard: bool = True) -> History:
    run = History()
    run.at(0).serve("e1", 11)
    run.at(1).open("s1", "e1")
    run.connect("a", 1, "s1", "e1")
    run.at(5).die(11, told_by_guard=told_by_guard)
    run.reset(3)
    run.lose("a", 1, "s1")
    run.at(6).serve("e2", 12)
    run.at(7).refuse("s1", "e2")
    return run


@pytest.mark.parametrize("told_by_guard", [True, False])
def test_a_restart_is_kept_with_what_went_down_and_what_was_refused(told_by_guard: bool) -> None:
    run = restarted(told_by_guard=told_by_guard)
    found = run.diagnosis()
    assert found.kept == ("restart-stale-sid",)
    assert found.explained == {"http_400": (1, 1), "closes": (1, 1), "disconnects": (1, 1)}
    assert len(found.verdicts[0].because) >= 5
    assert run.word("workers-unsticky") == run.word("two-servers-one-port") == "rejected"


def test_a_process_that_lives_on_but_serves_no_more_has_given_way() -> None:
    run = History()
    run.at(0).serve("e1", 11)
    run.at(1).open("s1", "e1")
    run.at(6).serve("e2", 12)
    run.at(7).refuse("s1", "e2")  # gunicorn's old worker may live for 30 s
    assert run.diagnosis().kept == ("restart-stale-sid",)


def test_one_process_that_lived_through_it_refutes_a_restart() -> None:
    run = History()
    run.at(0).serve("e1", 11)
    run.at(1).open("s1", "e1")
    assert run.word("restart-stale-sid") == "rejected"


def test_a_reset_or_a_loss_at_another_time_is_no_restarts() -> None:
    run = restarted()
    run.at(20).reset(9)
    run.reset(10, leg="client")
    run.lose("b", 1, "unknown")
    assert run.diagnosis().explained == {"http_400": (1, 1), "closes": (1, 3), "disconnects": (1, 2)}


@pytest.mark.parametrize("name", ["worker-recycled", "worker-timeout"])
def test_what_the_log_says_of_a_workers_end_is_its_reason(name: str) -> None:
    run = History()
    run.at(0).serve("e1", 11)
    run.serve("e0", 10)
    run.at(1).open("s1", "e1")
    run.connect("a", 1, "s1", "e1")
    run.at(4).log(name, 11)
    run.at(5).die(11)
    run.lose("a", 1, "s1")
    run.at(6).serve("e2", 12)
    run.at(7).refuse("s1", "e2")
    run.log(name, 11)
    found = run.diagnosis()
    assert found.kept == (name,)
    assert found.explained == {"http_400": (1, 1), "closes": (0, 0), "disconnects": (1, 1)}
    assert restarted().word(name) == "rejected"


def in_turns(*, first: bool) -> History:
    run = History()
    run.at(0).serve("e1", 11, first=first)
    run.serve("e2", 12, first=first)
    run.at(1).open("s1", "e1")
    run.at(2).refuse("s1", "e2")
    run.at(3).open("s2", "e2")
    run.at(4).refuse("s2", "e1", server_first=False)
    run.at(5).open("s3", "e2")
    return run


def test_workers_that_serve_in_turns_and_refuse_each_others_sessions() -> None:
    run = in_turns(first=False)
    assert run.diagnosis().kept == ("workers-unsticky",)
    assert run.diagnosis().explained["http_400"] == (2, 2)


@pytest.mark.parametrize(
    ("given", "sent", "kept"),
    [(True, False, "sticky-cookie-lost"), (True, True, "workers-unsticky"), (False, False, "workers-unsticky")],
)
def test_a_cookie_that_was_given_and_is_not_sent_back(given: bool, sent: bool, kept: str) -> None:
    run = History()
    run.at(0).serve("e1", 11)
    run.serve("e2", 12)
    run.answer(200, kind="handshake", sets_cookie=given)
    run.open("s1", "e1")
    run.at(2).ask("s1", "a", cookie=sent)
    run.refuse("s1", "e2", conn=run.conns)
    run.at(3).open("s2", "e1", None)
    run.at(4).open("s3", "e2", None)
    run.at(5).open("s4", "e1", None)
    assert run.diagnosis().kept == (kept,)
    assert run.diagnosis().explained["http_400"] == (1, 1)


def test_a_process_that_refuses_an_id_of_its_own_is_no_other_worker() -> None:
    run = History()
    run.at(0).serve("e1", 11)
    run.serve("e2", 12)
    run.at(1).open("s1", "e1")
    run.at(2).open("s2", "e2")
    run.at(40).server_ends("s1", "e1")
    run.at(41).refuse("s1", "e1")
    run.at(42).open("s3", "e2")
    assert run.diagnosis().kept == ("ping-timeout",)
    assert run.word("workers-unsticky") == "undecided"


def test_servers_that_were_started_apart() -> None:
    assert in_turns(first=True).diagnosis().kept == ("two-servers-one-port",)


def test_a_first_process_is_known_when_the_guard_speaks_late() -> None:
    run = History()
    run.at(0).serve("e1", 11)
    run.serve("e2", 11, first=True)
    assert all(one.first for one in run.told.story.processes.values())


def test_a_death_is_that_of_the_process_with_its_pid() -> None:
    run = History()
    run.at(0).serve("e1", 11)
    run.serve("e2", 12)
    run.at(2).die(12)
    run.at(3).die(12)
    ends = [one.ended and one.ended.t for one in run.told.story.processes.values()]
    assert ends == [None, 2_000_000_000]


def timed_out(reason: str = "server:ping timeout") -> History:
    run = History()
    run.at(0).serve("e1", 11)
    run.at(1).open("s1", "e1")
    run.connect("a", 1, "s1", "e1")
    run.at(40).server_ends("s1", "e1", reason)
    return run


def test_a_ping_timeout_with_its_refusal_and_its_loss() -> None:
    run = timed_out()
    run.at(41).refuse("s1", "e1")
    run.lose("a", 1, "s1")
    assert run.diagnosis().kept == ("ping-timeout",)
    assert run.diagnosis().explained == {"http_400": (1, 1), "closes": (0, 0), "disconnects": (1, 1)}


def test_a_client_that_hears_no_ping() -> None:
    run = timed_out("server:transport close")
    run.lose("a", 1, "s1", "js:ping timeout")
    run.lose("b", 1, "s9", "js:ping timeout")
    assert run.word("ping-timeout") == "undecided"  # the server says something else: who is right is open


@pytest.mark.parametrize("trouble", ["refuse", "cut", "lose"])
def test_a_timeout_that_comes_of_something_else_is_no_cause(trouble: str) -> None:
    run = History()
    run.at(0).serve("e1", 11)
    run.at(1).open("s1", "e1")
    run.at(2)
    {
        "refuse": lambda: run.refuse("s1", "e2"),
        "cut": lambda: run.cut("s1"),
        "lose": lambda: run.lose("a", 1, "s1"),
    }[trouble]()
    run.at(40).server_ends("s1", "e1")
    run.at(41).refuse("s1", "e1")
    assert run.word("ping-timeout") == "rejected"


def jumped(by: float) -> History:
    run = History()
    run.at(0).serve("e1", 11)
    run.at(1).beat("e1", 1001)
    run.open("s1", "e1")
    run.at(2).beat("e1", 1002 + by)
    return run


def test_a_clock_that_jumped_forward_ends_sessions() -> None:
    run = jumped(3600)
    run.at(3).server_ends("s1", "e1")
    run.refuse("s1", "e1")
    run.lose("a", 1, "s1")
    found = run.diagnosis()
    assert found.kept == ("clock-jump",)
    assert found.explained == {"http_400": (1, 1), "closes": (0, 0), "disconnects": (1, 1)}


@pytest.mark.parametrize(
    ("by", "later", "word"), [(0.3, 3, "rejected"), (-3600, 3, "undecided"), (3600, 60, "undecided")]
)
def test_clocks_that_explain_nothing(by: float, later: float, word: str) -> None:
    run = jumped(by)
    run.at(later).server_ends("s1", "e1")
    run.refuse("s1", "e1")
    assert run.word("clock-jump") == word
    assert run.word("ping-timeout") == "kept"


def test_a_beat_of_a_process_nobody_knows_is_no_jump() -> None:
    run = History()
    run.beat("e9", 1)
    run.at(1).beat("e9", 5000)
    assert run.told.story.processes == {}


@pytest.mark.parametrize(
    ("hypothesis", "cause"), [("protocol-version", "protocol-version"), ("origin-refused", "origin")]
)
def test_a_refusal_that_names_its_cause(hypothesis: str, cause: str) -> None:
    run = History()
    run.answer(400, kind="handshake", cause=cause, body="poll")
    assert run.diagnosis().kept == (hypothesis,)
    assert run.diagnosis().explained["http_400"] == (1, 1)
    well = History()
    well.open("s1", "e1")
    assert well.word(hypothesis) == "rejected"
    assert History().word(hypothesis) == "undecided"


def test_an_origin_refused_with_another_status_is_no_400() -> None:
    run = History()
    run.answer(403, kind="handshake", cause="origin")
    assert run.diagnosis().explained["http_400"] == (0, 0)
    assert run.word("origin-refused") == "kept"


def test_websockets_taken_for_ordinary_requests() -> None:
    run = History()
    run.answer(400, kind="websocket", cause="bad-upgrade", body="poll")
    run.answer(400, kind="poll", cause="bad-upgrade", body="poll")
    assert run.diagnosis().kept == ("upgrade-stripped",)
    assert run.diagnosis().explained["http_400"] == (1, 2)


def test_gevent_websocket_without_its_worker() -> None:
    run = History()
    words = "RuntimeError: The gevent-websocket server is not configured appropriately."
    run.answer(500, kind="upgrade", text=words)
    run.answer(500, kind="post", text="KeyError")
    assert run.diagnosis().kept == ("gevent-websocket-unconfigured",)


@pytest.mark.parametrize("hypothesis", ["upgrade-stripped", "gevent-websocket-unconfigured"])
def test_a_websocket_that_opens_refutes(hypothesis: str) -> None:
    run = History()
    run.answer(101, kind="websocket")
    assert run.word(hypothesis) == "rejected"
    assert History().word(hypothesis) == "undecided"


def test_the_servers_own_word_is_taken_where_the_wire_could_not_read_the_answer() -> None:
    run = History()
    run.serve("e1", 11)
    run.open("s1", "e1")
    run.at(1).server_ends("s1", "e1")
    port = run.ports + 1
    run.at(2).refuse("s1", "e1")
    run.at(3)
    run.answer(500, kind="upgrade", upstream_port=port + 10, text="")
    assert run.word("ping-timeout") == "kept"


def test_two_clients_with_one_id() -> None:
    run = History()
    run.open("s1", "e1", "a")
    run.ask("s1", "b")
    run.ask(None, "c")
    run.answer(400, sid="s1", cause="other", body="poll")
    run.connect("a", 1, "s1")
    run.lose("a", 1, "s1")
    found = run.diagnosis()
    assert found.kept == ("cached-handshake",)
    assert found.explained == {"http_400": (1, 1), "closes": (0, 0), "disconnects": (1, 1)}
    well = History()
    well.open("s1", "e1", "a")
    well.open("s2", "e1", None)  # somebody who has no name with us
    assert well.word("cached-handshake") == "rejected"


def test_too_many_packets_in_a_post() -> None:
    run = History()
    run.post("s1", 17)
    run.post("s1", 2)
    assert run.diagnosis().kept == ("too-many-packets",)
    well = History()
    well.post("s1", 16)
    assert well.word("too-many-packets") == "rejected"


def test_sockets_that_pile_up() -> None:
    run = History()
    run.connect("a", 1, "s1")
    run.at(5).connect("a", 2, "s2")
    run.connect("b", 1, "s3")
    for _ in range(2):
        run.at(8).hear("a", "b", 1)
        run.hear("b", "b", 1)
    assert run.diagnosis().kept == ("socket-leak",)
    assert run.diagnosis().verdicts[0].signs == {"two-sockets-alive": 1, "message-came-twice": 1}


def test_what_is_remembered_does_not_grow_with_every_message_and_post() -> None:
    run = History()
    for n in range(5000):
        run.hear("a", "b", n)
        run.post("s1", 1)
    run.hear("a", "b", 4990)
    run.post("s1", 17)
    story = run.told.story
    assert len(story.copies) == 1
    assert len(story.posted) <= 101
    assert sum(len(heard) for heard in run.told._heard.values()) <= 2001
    assert run.word("too-many-packets") == "kept"


def test_a_socket_that_takes_over_is_no_leak() -> None:
    run = History()
    run.connect("a", 1, "s1")
    run.at(5).connect("a", 2, "s2")
    run.at(6).lose("a", 1, "s1")
    run.stop("a")
    run.connect("b", 1, "s3")
    run.stop("b")
    run.at(60).stop("c")
    assert run.word("socket-leak") == "rejected"
    assert History().word("socket-leak") == "undecided"
