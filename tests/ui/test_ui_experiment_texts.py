"""Every text of every experiment is among the window's, and is translated."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from harness.diagnosis.hypotheses import hypotheses
from harness.experiments.board import distance, fix, incident
from harness.experiments.design import Arm, Question
from harness.experiments.designs import design, names
from harness.experiments.desk import BUSY
from ui.i18n import core, phrase
from ui.i18n.experiment_texts import EXPERIMENTS
from ui.i18n.languages import Languages

NAMES_ALIKE = {"EIO=3", "EIO=4", "max_requests 300"}


def of_questions(questions: tuple[Question, ...]) -> Iterator[str]:
    for one in questions:
        yield from (one.claim, one.predicts, one.kept, one.rejected)


def of_arms(arms: tuple[Arm, ...]) -> Iterator[str]:
    yield from (arm.words for arm in arms)


def said() -> set[str]:
    """Everything that an experiment can say, but for the hypotheses' own claims."""
    told = {BUSY}
    for name in names():
        one = design(name)
        told |= {one.title, one.differs, *of_arms(one.arms), *of_questions(one.questions)}
    for part in (incident, distance, fix):
        told |= {*of_arms(part.arms("python")), *of_questions(part.questions())}
    return told - {one.claim for one in hypotheses()}


def test_the_list_is_what_experiments_say() -> None:
    assert set(EXPERIMENTS) == said()
    assert len(EXPERIMENTS) == len(set(EXPERIMENTS))


@pytest.mark.usefixtures("qapp")
def test_each_is_translated(languages: Languages) -> None:
    languages.use("ko")
    assert [text for text in EXPERIMENTS if core(text) == text and text not in NAMES_ALIKE] == []


@pytest.mark.usefixtures("qapp")
def test_what_is_put_together_is_translated_with_its_parts(languages: Languages) -> None:
    languages.use("ko")
    assert phrase("x: there is no experiment on that: one of a, b").startswith("x: 이에 대한 실험이 없습니다")
    why = "the arm reload could not be carried out: with a reload: clients had not come so far when it was over"
    assert phrase(why).startswith("조건 리로드의 실행을 마칠 수 없습니다: ")
    assert "리로드 있음: 끝날 때까지" in phrase(why)
