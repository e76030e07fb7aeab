"""The wire must not make the symptom on trial: clients see the same with it and without it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from side_by_side import KINDS, SIDES, TRANSPORTS, compare, compare_theirs, unlike
from theirs import lacking_node, on_node, over_tls

from harness.commands import RestartHow, Target, WireApply, WireLift
from harness.events import Record, RunReady, WireFaultLifted
from harness.proxy import faults
from harness.session.run import Run

EVERY = [
    ("gevent", "graceful"),
    ("gevent", "kill"),
    ("werkzeug", "graceful"),
    ("werkzeug", "kill"),
    ("werkzeug-reloader", "graceful"),
    ("werkzeug-reloader", "kill"),
    ("werkzeug-reloader", "reload"),
    ("gunicorn-gevent-2", "graceful"),
    ("gunicorn-gevent-2", "kill"),
]
TRIED = {"gunicorn-gevent-2": {"websocket": ["websocket"]}}
"""Two workers share no sessions: over polling nobody stays connected, with the wire or without. Its reload is left
out: the old workers go on for seconds after it, so that one reload meets the next."""
OURS = [
    choice.name
    for choice in faults.catalogue()
    if not (faults.of_packets(choice.name) or getattr(faults.parse(choice.name, {}), "elsewhere", False))
]
"""Those that need neither a cable of packets nor a second server."""
QUICK = [("gevent", "kill"), ("werkzeug-reloader", "reload")]


def _all_felt_it(symptoms: dict[tuple[str, ...], object], transports: Iterable[str] = TRANSPORTS) -> bool:
    return all((side, kind, name) in symptoms for side in SIDES for kind in KINDS for name in transports)


def come_and_gone(names: list[str], gone: list[str]) -> Callable[[Run], Callable[[Record], None]]:
    """Has these faults come and go, one after the other, before any client does: then they are in `gone`."""

    def before(run: Run) -> Callable[[Record], None]:
        def fold(record: Record) -> None:
            if isinstance(record.event, RunReady):
                for number, name in enumerate(names, 1_000):
                    wire = run.cast.child("wire")
                    wire.send(WireApply(id=number, fault=name, target=Target(), duration=60.0))
                    wire.send(WireLift(id=number))
            elif isinstance(record.event, WireFaultLifted):
                gone.append(record.event.fault)

        return fold

    return before


@pytest.mark.parametrize(("profile", "how"), QUICK)
async def test_a_restart_looks_the_same_with_the_wire_and_without(
    tmp_path: Path, profile: str, how: RestartHow
) -> None:
    """The second time, every fault there is has come and gone before: nothing of any is left."""
    over, gone = OURS if how == "reload" else [], list[str]()
    side = await compare(profile, how, tmp_path, restarts=2, before=come_and_gone(over, gone))
    assert gone == over
    assert _all_felt_it(side.symptoms)
    assert unlike(side) == []


@pytest.mark.torture
@pytest.mark.timeout(400)
@pytest.mark.parametrize(("profile", "how"), EVERY)
async def test_every_restart_looks_the_same(
    tmp_path: Path, profile: str, how: RestartHow, bar: Callable[[str, object, object, bool], None]
) -> None:
    tried = TRIED.get(profile, TRANSPORTS)
    side = await compare(profile, how, tmp_path, restarts=8, transports=tried)
    found = unlike(side)
    bar(f"transparency: {profile}, {how}", "nothing unlike", found or "nothing unlike", found == [])
    assert _all_felt_it(side.symptoms, tried)
    assert found == []


@pytest.mark.torture
@pytest.mark.timeout(400)
async def test_a_server_over_tls_looks_like_the_same_server_without(
    tmp_path: Path, bar: Callable[[str, object, object, bool], None]
) -> None:
    with over_tls(tmp_path) as theirs:
        side = await compare_theirs(theirs, tmp_path / "runs", restarts=8)
    found = unlike(side)
    bar("transparency: another's server over TLS, kill", "nothing unlike", found or "nothing unlike", found == [])
    assert _all_felt_it(side.symptoms)
    assert found == []


@pytest.mark.torture
@pytest.mark.timeout(400)
@pytest.mark.skipif(lacking_node() != "", reason=lacking_node())
async def test_a_server_on_node_looks_the_same(
    tmp_path: Path, bar: Callable[[str, object, object, bool], None]
) -> None:
    with on_node() as theirs:
        side = await compare_theirs(theirs, tmp_path, restarts=8)
    found = unlike(side)
    bar("transparency: socket.io on Node, kill", "nothing unlike", found or "nothing unlike", found == [])
    assert _all_felt_it(side.symptoms)
    assert found == []


@pytest.mark.torture
@pytest.mark.timeout(400)
@pytest.mark.parametrize("fault", OURS)
async def test_a_fault_that_came_and_went_leaves_nothing(tmp_path: Path, fault: str) -> None:
    """Two restarts show what every client would feel at once; the bar above counts over many more."""
    gone: list[str] = []
    side = await compare("gevent", "kill", tmp_path, restarts=2, count=4, before=come_and_gone([fault], gone))
    assert gone == [fault]
    assert _all_felt_it(side.symptoms)
    assert unlike(side) == []
