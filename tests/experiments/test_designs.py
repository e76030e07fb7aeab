"""The experiments there are: each can be carried out, and differs in one thing."""

from __future__ import annotations

import msgspec
import pytest
from made_runs import made_summary, seen

from harness.diagnosis.hypotheses import hypotheses
from harness.experiments.board import distance, fix, incident
from harness.experiments.design import REPEAT, Design
from harness.experiments.designs import design, names
from harness.experiments.figures import CLOSE_PACKET, MESSAGE, PONG, UNKNOWN_SID
from harness.experiments.weighing import answers
from harness.experiments.words import NAMES
from harness.options import OptionError
from server.profiles import profiles

PLAIN = [name for name in names() if name != "document"]


@pytest.mark.parametrize("name", names())
def test_each_can_be_carried_out(name: str) -> None:
    one = design(name)
    assert one.name == name
    assert one.repeat >= REPEAT
    offered = profiles()
    arms = {arm.name for arm in one.arms}
    for scenario in one.scenarios:
        assert scenario.server.profile in offered
        assert scenario.duration is not None
        assert all(step.at < scenario.duration for step in scenario.steps)
    for question in one.questions:
        assert set(question.arms) <= arms
        assert set(question.counted) <= NAMES.keys()


@pytest.mark.parametrize("name", PLAIN)
def test_the_arms_of_a_hypothesis_differ_in_the_profile_or_in_one_kind_of_step(name: str) -> None:
    one = design(name)
    of, beside = (msgspec.to_builtins(arm.scenario) for arm in one.arms)
    assert name in {hypothesis.name for hypothesis in hypotheses()}
    differing = {key for key in of if of[key] != beside[key]} - {"name", "title"}
    assert len(differing) == 1, differing
    assert differing <= {"server", "steps", "clients"}


def test_what_there_is_no_experiment_on_is_refused_with_a_list() -> None:
    with pytest.raises(OptionError, match=r"^nothing: there is no experiment on that: one of .*document.*"):
        design("nothing")


def document() -> Design:
    """The board, whose arms are the same with either kind of pages."""
    parts = (incident, distance, fix)
    return Design(
        "document",
        "t",
        "d",
        tuple(arm for part in parts for arm in part.arms("python")),
        tuple(question for part in parts for question in part.questions()),
    )


@pytest.mark.usefixtures("without_scipy")
def test_the_document_s_board_comes_out_of_runs_like_those_that_were_measured() -> None:
    refused = {UNKNOWN_SID: 6, MESSAGE: 3, CLOSE_PACKET: 3, PONG: 0}
    told = {
        "incident": refused,
        "no-reload": {},
        "unlisted-origin": {"http_400.by_cause.origin": 9, "sids.issued": 0},
        "eio-3": {"http_400.by_cause.protocol-version": 9, "sids.issued": 0},
        "one-thread": {"messages.delivered": 1},
        "100-threads": {"messages.delivered": 90},
        "with-gevent-websocket": {"http_5xx.total": 3},
        "without-gevent-websocket": {},
        "pages": {},
    }
    groups = {
        "plain": made_summary({UNKNOWN_SID: 5}),
        "singleton-nulled": made_summary({"pages.sockets.max": 2, "messages.duplicated": 40, UNKNOWN_SID: 8}),
        "singleton-closed": made_summary({UNKNOWN_SID: 5}),
    }
    findings = {"sticky-cookie-lost": "rejected"}
    runs = [seen(name, number, figures, findings) for name, figures in told.items() for number in range(REPEAT)]
    for run in runs:
        run.summary["groups"] = groups
    verdicts = {answer.hypothesis: answer.verdict for answer in answers(document(), runs)}
    assert verdicts == {
        "restart-stale-sid": "kept",
        "last-words": "kept",
        "goes-on-posting": "rejected",
        "origin-refused": "rejected",
        "origin-refused-another-400": "kept",
        "sticky-cookie-lost": "rejected",
        "protocol-version": "rejected",
        "protocol-version-another-400": "kept",
        "gthread-unsupported": "rejected",
        "threads-starved": "kept",
        "gevent-websocket-unconfigured": "kept",
        "fix-as-written": "rejected",
        "fix-closed": "kept",
        "fix-avoids-the-400": "rejected",
    }
