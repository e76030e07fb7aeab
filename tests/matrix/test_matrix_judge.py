"""From what was seen of runs to a cell: who got through, what works, what is intermittent, when it is known."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_cell import NAMES, SUMMARY, Made, back, good

from harness.events import RunStarted
from harness.matrix.conduct import MOST_DOUBTS, Measured
from harness.matrix.judge import Outcome, cell, is_doubtful, is_known, judge
from harness.matrix.model import Cell, Key
from harness.matrix.why import Reason

POLLING: Key = ("gevent", "polling", "python")
UPGRADE: Key = ("gevent", "upgrade", "python")


def judged(made: Made, key: Key = POLLING, summary: dict[str, Any] | None = None) -> Outcome:
    return judge(key, "folder", made.seen(), summary or SUMMARY, ())


def test_a_run_in_which_all_goes_well() -> None:
    outcome = judged(back(good()))
    assert (outcome.tries, outcome.held, outcome.processes) == (3, 3, 1)
    assert outcome.handshake
    assert outcome.echo
    assert outcome.broadcast
    assert outcome.idle
    assert outcome.survives_restart
    assert outcome.upgraded is None
    assert outcome.recovery == 1.5
    assert outcome.restart == "graceful"
    assert outcome.http_400 == {}
    assert outcome.reasons == ()


def test_a_hang_is_a_handshake_and_nothing_more() -> None:
    made = Made()
    made.start()
    made.phase("talk", 0.2)
    for name in NAMES:
        made.opened(name, 0.4)
    made.end(8.0)
    outcome = judged(made)
    assert outcome.held == 0
    assert outcome.handshake
    assert not outcome.echo
    assert not outcome.broadcast
    assert outcome.idle is None
    assert outcome.survives_restart is None
    assert outcome.recovery is None
    assert outcome.restart is None


def test_a_client_that_never_connects_takes_its_share() -> None:
    outcome = judged(good(NAMES[:1]))
    assert outcome.held == 1
    assert not outcome.echo
    made = cell(POLLING, [outcome])
    assert made.intermittent
    assert made.works is False
    assert made.share == 0.333


def test_a_refusal_before_the_restart_counts_and_one_after_it_does_not() -> None:
    made = good()
    made.request("matrix-1", "post", 3.0, answered=3.1, status=400, sid="e1-matrix-1-1")
    made.request("matrix-2", "post", 7.9, answered=8.4, status=400, sid="e1-matrix-2-1")
    outcome = judged(back(made))
    assert (outcome.held, outcome.tries) == (2, 3)


def test_every_session_that_was_refused_is_an_attempt() -> None:
    made = good()
    for number in range(4):
        made.request("matrix-1", "post", 0.3, answered=0.4, status=400, sid=f"lost-{number}")
    outcome = judged(back(made))
    assert (outcome.held, outcome.tries) == (3, 7)
    assert cell(POLLING, [outcome]).share == 0.429


@pytest.mark.parametrize("at", [1.5, 5.0, 7.5])
def test_who_is_disconnected_before_the_restart_did_not_get_through(at: float) -> None:
    made = good()
    made.disconnect("matrix-3", at)
    outcome = judged(made)
    assert outcome.held == 2
    assert outcome.idle is (at == 1.5)  # then it was not there to be idle


def test_who_falls_silent_after_the_quiet_did_not_outlive_it() -> None:
    made = good()
    made.events = [
        one for one in made.events if getattr(one, "n", 0) != 2 or getattr(one, "sender", "") != "matrix-2"
    ]
    outcome = judged(made)
    assert outcome.held == 2
    assert outcome.idle is False


def test_a_server_that_does_not_know_our_chat_has_nothing_to_answer() -> None:
    made = Made()
    made.add(RunStarted(t=1, run_id="", scenario="", title="", profile="command", wall="", seed=0))
    made.start()
    for name in NAMES:
        made.connect(name, 0.5)
    made.phase("idle", 1.0)
    made.phase("talk again", 27.5)
    made.restart(28.0, done=29.0)
    for name in NAMES:
        made.disconnect(name, 28.1)
        made.connect(name, 29.5)
    made.end(30.0)
    outcome = judged(made)
    assert (outcome.held, outcome.tries) == (3, 3)
    assert outcome.echo is None
    assert outcome.broadcast is None
    assert outcome.idle
    assert outcome.survives_restart
    assert outcome.recovery == 1.4
    own = cell(("command", "polling", "python"), [outcome])
    assert (own.works, own.echo, own.broadcast) == (True, None, None)


def test_where_requests_go_astray_between_workers_the_share_is_of_requests() -> None:
    made = Made()
    made.process("e1", 100)
    made.process("e2", 101)
    made.start()
    made.phase("talk", 0.2)
    for name in NAMES:
        sid = made.connect(name, 0.5)
        made.exchanged(name, sid, 0.6)
        made.exchanged(name, sid, 0.7)
        made.exchanged(name, sid, 0.8, 400)
        made.request(name, "post", 0.8, answered=0.8, status=400, sid=sid)
        made.answered(name, 400, 0.8, sid=sid, epoch="e2", cause="unknown-sid")
    made.end(8.0)
    outcome = judged(made)
    assert (outcome.held, outcome.tries, outcome.answered, outcome.asked) == (0, 3, 6, 9)
    worst = cell(POLLING, [outcome])
    assert (worst.works, worst.intermittent, worst.share, worst.share_of) == (False, True, 0.667, "requests")
    best = cell(POLLING, [outcome, judged(back(good()))])
    assert (best.intermittent, best.share, best.share_of) == (True, 0.5, "attempts")


def test_a_broadcast_that_does_not_reach_all_is_no_failure_of_the_transport() -> None:
    made = Made()
    made.start()
    made.phase("talk", 0.2)
    for name in NAMES:
        made.connect(name, 0.5)
        made.say(name, 1, 1.0, heard_by=[name])
    made.end(9.0)
    outcome = judged(made)
    assert outcome.held == 3
    assert outcome.echo
    assert not outcome.broadcast
    assert cell(POLLING, [outcome]).works


@pytest.mark.parametrize(("took", "held"), [(1.4, 3), (3.9, 0)])
def test_who_waits_out_a_poll_for_each_message_is_not_served(took: float, held: int) -> None:
    made = Made()
    made.start()
    made.phase("talk", 0.2)
    for name in NAMES:
        made.connect(name, 0.5)
        made.say(name, 1, 1.0, took=took)
    made.end(9.0)
    assert judged(made).held == held


def test_an_upgrade_that_is_not_reached_does_not_work() -> None:
    assert judged(back(good(upgraded=True)), UPGRADE).upgraded is True
    stays = judged(good(), UPGRADE)
    assert stays.upgraded is False
    assert stays.held == 0


def test_a_restart_is_survived_by_those_who_come_back_and_are_heard() -> None:
    slow = judged(back(good(), after=3.0))
    assert slow.survives_restart
    assert slow.recovery == 3.0
    away = back(good(), NAMES[:2])
    away.disconnect("matrix-3", 8.1)
    lost = judged(away)
    assert lost.survives_restart is False
    assert lost.recovery is None


def test_who_keeps_its_socket_through_a_restart_has_survived_it() -> None:
    made = good()
    made.phase("back", 9.0)
    for name in NAMES:
        made.say(name, 3, 9.5)
    made.end(12.0)
    for name in NAMES:  # when the run is closed: nobody's loss
        made.disconnect(name, 12.5)
    outcome = judged(made)
    assert outcome.survives_restart
    assert outcome.recovery is None


def test_figures_are_those_of_the_summary_without_zeros() -> None:
    refused = {"by_cause": {"unknown-sid": 4, "origin": 0}, "by_body": {"message": 3, "poll": 1, "pong": 0}}
    summary = {
        "http_400": refused,
        "http_5xx": {"total": 2},
        "messages": {"lost": 5, "duplicated": 1, "unknown": 2},
    }
    outcome = judged(back(good()), summary=summary)
    assert outcome.http_400 == {"unknown-sid": 4}
    assert outcome.http_400_by_body == {"message": 3, "poll": 1}
    assert (outcome.http_5xx, outcome.lost, outcome.duplicated, outcome.unknown) == (2, 5, 1, 2)
    assert judged(Made(), summary={"http_400": None, "http_5xx": None, "messages": None}).lost == 0


def made_outcome(through: int, tries: int = 3, processes: int = 1, **more: Any) -> Outcome:
    given_ = {"run": f"run-{through}", "reasons": ()} | more
    return msgspec.structs.replace(
        judged(back(good())), tries=max(tries, through), held=through, processes=processes, **given_
    )


def test_reasons_of_several_runs_are_said_once_the_worst_run_first() -> None:
    fair = made_outcome(2, reasons=(Reason("threads-starved", "waited 1 s"), Reason("not-back", "x")))
    bad = made_outcome(0, reasons=(Reason("threads-starved", "waited 9 s"),))
    made = cell(POLLING, [fair, bad])
    assert made.reasons == ("waited 9 s", "x")
    assert made.causes == ("threads-starved", "not-back")
    assert made.why == "waited 9 s; x"
    assert made.run == "run-0"
    assert made.runs == ("run-2", "run-0")


@pytest.mark.parametrize(
    ("outcomes", "repeat", "known"),
    [
        ([], 0, False),
        ([made_outcome(3)], 0, True),
        ([made_outcome(3)], 2, False),
        ([made_outcome(3), made_outcome(3)], 2, True),
        ([made_outcome(0)], 0, False),
        ([made_outcome(0), made_outcome(0)], 0, True),
        ([made_outcome(1)], 0, False),
        ([made_outcome(3, processes=2)], 0, False),
        ([made_outcome(3, processes=2)] * 2, 0, False),
        ([made_outcome(3, processes=2)] * 3, 0, True),
        ([made_outcome(0, tries=0)], 0, False),
    ],
)
def test_a_cell_is_run_until_it_is_known(outcomes: list[Outcome], repeat: int, known: bool) -> None:
    assert is_known(outcomes, repeat) is known


def test_a_failure_without_a_cause_is_doubtful() -> None:
    assert not is_doubtful(made_outcome(3))
    assert is_doubtful(made_outcome(0))
    assert is_doubtful(made_outcome(1, reasons=(Reason("never-connected", "no answer at all"),)))
    assert not is_doubtful(made_outcome(1, reasons=(Reason("threads-starved", "one thread"),)))


def test_what_is_doubtful_is_put_aside_but_not_for_ever() -> None:
    measured = Measured()
    for _ in range(MOST_DOUBTS):
        measured.take(made_outcome(0))
        assert measured.outcomes == []
    measured.take(made_outcome(0))
    assert len(measured.outcomes) == 1
    measured.take(made_outcome(3))
    assert len(measured.outcomes) == 2


OUTCOMES = st.lists(
    st.builds(
        made_outcome,
        through=st.integers(0, 3),
        processes=st.integers(0, 4),
        http_400=st.dictionaries(st.sampled_from(["unknown-sid", "origin"]), st.integers(1, 5)),
        recovery=st.none() | st.floats(0, 60),
        survives_restart=st.none() | st.booleans(),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=40)
@given(OUTCOMES)
def test_what_a_cell_says_holds_together(outcomes: list[Outcome]) -> None:
    made = cell(POLLING, outcomes)
    assert made.share is not None
    assert 0 <= made.share <= 1
    assert made.works == all(one.held == one.tries for one in outcomes)
    assert made.intermittent == (0 < made.share < 1)
    assert len(made.runs) == len(outcomes)
    assert made.run in made.runs
    assert sum((made.http_400 or {}).values()) == sum(sum(one.http_400.values()) for one in outcomes)
    assert made.survives_restart is not False or any(one.survives_restart is False for one in outcomes)
    assert msgspec.json.decode(msgspec.json.encode(made), type=Cell) == made


@settings(max_examples=40)
@given(OUTCOMES)
def test_what_is_known_stays_known(outcomes: list[Outcome]) -> None:
    if is_known(outcomes):
        assert is_known([*outcomes, outcomes[-1]]) or outcomes[-1].processes > 1 or len(outcomes) == 1
    assert is_known(outcomes * 3)
