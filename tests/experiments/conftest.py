"""A made world for experiments, in the place of real runs; and numbers without scipy."""

from __future__ import annotations

import by_hand
import pytest
from made_experiments import World

from harness.diagnosis.judge import Diagnosis
from harness.experiments import conduct, weighing


@pytest.fixture
def without_scipy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same numbers by hand: to load scipy takes seconds."""
    for name in ("fisher", "newcombe", "wilson"):
        monkeypatch.setattr(weighing, name, getattr(by_hand, name))
    monkeypatch.setattr(conduct, "method", lambda: {"test": "Fisher's, by hand"})


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch, without_scipy: None) -> World:
    """Runs that take no time."""
    made = World()
    monkeypatch.setattr(conduct, "Run", made.run)
    monkeypatch.setattr(conduct, "Player", made.player)
    monkeypatch.setattr(conduct, "close", made.close)
    monkeypatch.setattr(conduct, "diagnose", lambda _story: Diagnosis(verdicts=(), explained=made.explained))
    return made
