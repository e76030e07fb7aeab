"""From what happened in each run to a verdict: the test, the effect, and what is counted besides."""

from __future__ import annotations

import by_hand
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_runs import made_summary, seen

from harness.experiments import figures
from harness.experiments.arms import arm
from harness.experiments.design import Arm, Design, Question, pair
from harness.experiments.exact import Share, fisher, method, newcombe, wilson
from harness.experiments.weighing import ALPHA, LEAST, Seen, answers, decide, explained, unsound
from harness.experiments.words import of_answer

ON = arm("on", "with it", profile="gevent", seconds=5.0)
OFF = arm("off", "without it", profile="gevent", seconds=5.0)


def design() -> Design:
    return pair(
        "restart-stale-sid",
        title="Is it?",
        differs="one thing",
        predicts="a 400",
        happened=figures.some(figures.UNKNOWN_SID),
        of=ON,
        beside=OFF,
        counted=(figures.MESSAGE, figures.CLOSE_PACKET),
    )


def runs(on: int, off: int, of: int = 5) -> list[Seen]:
    """`of` runs of each arm, in so many of which it happened."""
    told = [("on", number, number < on) for number in range(of)] + [("off", n, n < off) for n in range(of)]
    return [
        seen(
            name,
            number,
            {figures.UNKNOWN_SID: 2 * happened, figures.MESSAGE: 2 * happened},
            {"restart-stale-sid": "kept" if happened else "rejected"},
        )
        for name, number, happened in told
    ]


@pytest.mark.parametrize(
    ("on", "off", "of", "verdict", "p"),
    [
        (5, 0, 5, "kept", 0.007937),
        (4, 0, 4, "kept", 0.028571),
        (3, 0, 3, "undecided", 0.1),
        (0, 3, 3, "undecided", 0.1),
        (5, 1, 5, "kept", 0.047619),
        (5, 2, 5, "undecided", 0.166667),
        (0, 0, 5, "rejected", 1.0),
        (5, 5, 5, "rejected", 1.0),
        (0, 5, 5, "rejected", 0.007937),
        (0, 0, 3, "undecided", 1.0),
        (3, 2, 5, "undecided", 1.0),
    ],
)
def test_five_runs_of_each_arm_decide_and_three_do_not(on: int, off: int, of: int, verdict: str, p: float) -> None:
    (answer,) = answers(design(), runs(on, off, of))
    assert (answer.verdict, answer.p) == (verdict, p)
    assert answer.effect is not None
    assert answer.effect.difference == pytest.approx((on - off) / of, abs=0.001)
    assert answer.effect.low <= answer.effect.difference <= answer.effect.high
    assert bool(answer.means) == (verdict != "undecided")


def test_an_answer_says_what_was_counted_and_cites_a_run_that_shows_it() -> None:
    (answer,) = answers(design(), runs(5, 0))
    on, off = answer.arms
    assert (on.words, on.happened, on.of, off.words, off.happened, off.of) == (
        "with it",
        5,
        5,
        "without it",
        0,
        5,
    )
    assert on.figures == {figures.MESSAGE: 10, figures.CLOSE_PACKET: 0, "diagnosis.kept": 5}
    assert off.figures["diagnosis.rejected"] == 5
    assert on.runs == tuple(f"runs/on-{n}" for n in range(5))
    assert (answer.run, answer.because, answer.against) == ("runs/on-0", (1, 2), (3,))
    rejected = answers(design(), runs(0, 0))[0]
    assert rejected.run == "runs/on-0"
    assert answers(design(), [])[0].run == ""


def test_a_sum_of_which_a_part_is_not_known_is_not_known() -> None:
    told = runs(5, 0)
    told[3].summary["http_400"]["by_body"]["message"] = None
    (answer,) = answers(design(), told)
    assert answer.arms[0].figures[figures.MESSAGE] is None
    assert answer.arms[1].figures[figures.MESSAGE] == 0
    assert any("400s to a POST with a message not known" in line for line in of_answer(answer))


def test_without_runs_nothing_is_decided() -> None:
    (answer,) = answers(design(), [])
    assert (answer.verdict, answer.p, answer.effect) == ("undecided", None, None)
    assert answers(design(), runs(5, 0)[:5])[0].p is None  # of the other arm there is none yet


@pytest.mark.parametrize(("happened", "verdict"), [(5, "kept"), (0, "rejected"), (3, "undecided")])
def test_of_one_arm_alone_the_share_of_its_runs_decides(happened: int, verdict: str) -> None:
    question = Question("x", "claim", "predicts", figures.some("disconnects.total"), "on", "yes", "no")
    one = Design("x", "t", "d", (ON,), (question,))
    told = [seen("on", n, {"disconnects.total": int(n < happened)}) for n in range(5)]
    (answer,) = answers(one, told)
    assert (answer.verdict, answer.p, answer.effect) == (verdict, None, None)
    assert answer.means == {"kept": "yes", "rejected": "no", "undecided": ""}[verdict]
    assert "diagnosis.undecided" not in answer.arms[0].figures


def test_arms_that_share_a_run_read_their_own_group() -> None:
    one, other = (Arm(name, name, ON.scenario, group=name) for name in ("a", "b"))
    question = Question("x", "c", "p", figures.more_than("pages.sockets.max", 1), "a", "k", "r", beside="b")
    told = []
    for number in range(5):
        run = seen("on", number)
        run.summary["groups"] = {"a": made_summary({"pages.sockets.max": 2}), "b": made_summary()}
        told.append(run)
    (answer,) = answers(Design("x", "t", "d", (one, other), (question,)), told)
    assert answer.verdict == "kept"
    assert Design("x", "t", "d", (one, other), (question,)).scenarios == (ON.scenario,)


def test_a_run_that_tells_nothing_does_not_count() -> None:
    assert unsound(design(), seen("on", 0)) == ""
    few = seen("on", 0, {"sids.issued": 2})
    assert "clients had not come so far" in unsound(design(), few)
    blind = seen("on", 0, {"http_400.by_cause": None})
    assert "its figures cannot tell" in unsound(design(), blind)
    assert answers(design(), [blind])[0].arms[0].of == 0


def test_what_diagnoses_explain_is_added_up() -> None:
    assert explained(runs(5, 0)) == {"http_400": (20, 30), "closes": (0, 0)}
    assert explained([]) == {}


def test_the_method_is_named_with_its_version() -> None:
    assert "Fisher" in method()["test"]
    assert "Newcombe" in method()["effect"]


def test_figures_that_are_not_known_are_neither_yes_nor_no() -> None:
    unknown = made_summary({"messages.lost": None, "clients.connected_at_end": None})
    lost = figures.some("messages.lost")
    assert lost(unknown) is None
    assert figures.negated(lost)(unknown) is None
    assert figures.every(lost, figures.none("disconnects.total"))(unknown) is None
    assert figures.nobody_gets_through(made_summary({"messages.delivered": None})) is None
    assert figures.more_a_client(("messages.lost",), 2)(unknown) is None


def test_figures_say_yes_and_no() -> None:
    quiet = made_summary()
    room = figures.not_rejected("overload")
    words = ("rejected", "undecided", "kept")
    assert [room(made_summary(findings={"overload": word})) for word in words] == [False, True, True]
    assert room(quiet) is None
    assert figures.everybody_came(quiet) is True
    assert figures.somebody_came_back(quiet) is False
    assert figures.somebody_came_back(made_summary({"sids.issued": 4})) is True
    assert figures.nobody_gets_through(quiet) is True
    assert figures.nobody_gets_through(made_summary({"messages.delivered": 3})) is False
    assert figures.every(figures.none("disconnects.total"), figures.none("http_400.total"))(quiet) is True
    assert figures.messages_are_missing(quiet) is None  # nobody has said anything
    assert figures.messages_are_missing(made_summary({"messages.sent": 10, "messages.delivered": 8})) is True
    assert figures.messages_are_missing(made_summary({"messages.sent": 10, "messages.delivered": 9})) is False
    posts = made_summary({figures.MESSAGE: 4, figures.CLOSE_PACKET: 3})
    assert figures.more_a_client((figures.MESSAGE, figures.CLOSE_PACKET), 2)(posts) is True
    assert figures.more_a_client((figures.MESSAGE, figures.CLOSE_PACKET), 3)(posts) is False


def test_newcombe_is_as_in_his_paper() -> None:
    """Table II of Newcombe 1998: 56/70 against 48/80 by method 10 is 0.0524 to 0.3339."""
    effect = newcombe(Share(56, 70), Share(48, 80))
    assert (effect.difference, effect.low, effect.high) == (0.2, 0.052, 0.334)


@settings(max_examples=30)
@given(st.integers(1, 30), st.integers(1, 30), st.data())
def test_the_other_way_round_all_is_the_same_with_its_sign_changed(n: int, m: int, data: st.DataObject) -> None:
    one, other = (Share(data.draw(st.integers(0, size)), size) for size in (n, m))
    assert fisher(one, other) == pytest.approx(by_hand.fisher(one, other), abs=2e-6)
    assert wilson(one) == pytest.approx(by_hand.wilson(one), abs=1e-9)
    there, back, by_formula = newcombe(one, other), newcombe(other, one), by_hand.newcombe(one, other)
    for mine, mirrored, formula in (
        (there.difference, -back.difference, by_formula.difference),
        (there.low, -back.high, by_formula.low),
        (there.high, -back.low, by_formula.high),
    ):
        assert mine == pytest.approx(mirrored, abs=0.0011)  # each is rounded by itself
        assert mine == pytest.approx(formula, abs=0.0011)
    assert fisher(one, other) == fisher(other, one)
    assert -1.0 <= there.low <= there.high <= 1.0
    low, high = wilson(one)
    assert 0.0 <= low <= one.value <= high <= 1.0
    word, p, _ = decide((one, other))
    if word == "kept":
        assert p is not None
        assert p < ALPHA
        assert there.difference >= LEAST
        assert decide((other, one))[0] == "rejected"
