"""The wire must not make the symptom on trial: clients see the same with it and without it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from side_by_side import KINDS, SIDES, TRANSPORTS, compare, unlike

from harness.commands import RestartHow

EVERY = [
    ("gevent", "graceful"),
    ("gevent", "kill"),
    ("werkzeug", "graceful"),
    ("werkzeug", "kill"),
    ("werkzeug-reloader", "graceful"),
    ("werkzeug-reloader", "kill"),
    ("werkzeug-reloader", "reload"),
]
QUICK = [("gevent", "kill"), ("werkzeug-reloader", "reload")]


def _all_felt_it(symptoms: dict[tuple[str, ...], object]) -> bool:
    return all((side, kind, name) in symptoms for side in SIDES for kind in KINDS for name in TRANSPORTS)


@pytest.mark.parametrize(("profile", "how"), QUICK)
async def test_a_restart_looks_the_same_with_the_wire_and_without(
    tmp_path: Path, profile: str, how: RestartHow
) -> None:
    side = await compare(profile, how, tmp_path, restarts=2)
    assert _all_felt_it(side.symptoms)
    assert unlike(side) == []


@pytest.mark.torture
@pytest.mark.timeout(400)
@pytest.mark.parametrize(("profile", "how"), EVERY)
async def test_every_restart_looks_the_same(
    tmp_path: Path, profile: str, how: RestartHow, bar: Callable[[str, object, object, bool], None]
) -> None:
    side = await compare(profile, how, tmp_path, restarts=8)
    found = unlike(side)
    bar(f"transparency: {profile}, {how}", "nothing unlike", found or "nothing unlike", found == [])
    assert _all_felt_it(side.symptoms)
    assert found == []
