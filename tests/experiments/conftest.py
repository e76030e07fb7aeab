"""A made world for experiments, in the place of real runs."""

from __future__ import annotations

import pytest
from made_experiments import World

from harness.diagnosis.judge import Diagnosis
from harness.experiments import conduct


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """Runs that take no time."""
    made = World()
    monkeypatch.setattr(conduct, "Run", made.run)
    monkeypatch.setattr(conduct, "Player", made.player)
    monkeypatch.setattr(conduct, "close", made.close)
    monkeypatch.setattr(conduct, "diagnose", lambda _story: Diagnosis(verdicts=(), explained=made.explained))
    return made
