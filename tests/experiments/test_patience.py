"""The time that a slow machine takes from a run is given back to it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from harness.clock import NS_PER_S
from harness.events import (
    ChildHello,
    ClientConnected,
    ClientConnectError,
    Event,
    Record,
    RunReady,
    RunStep,
    RunStepDone,
    ServerSidIssued,
)
from harness.experiments import patience
from harness.experiments.patience import MOST_SECONDS, Lateness, Patience


def told(*events: Event) -> Lateness:
    late = Lateness()
    for event in events:
        late.fold(record(event))
    return late


def record(event: Event) -> Record:
    return Record(seq=1, at=event.t, src="session", event=event)


def at(second: float) -> int:
    return round(second * NS_PER_S)


def ready() -> RunReady:
    return RunReady(t=at(0), url="u", upstream="u")


def step(second: float, do: str) -> RunStep:
    return RunStep(t=at(second), by="scenario", do=do)


def hello(second: float, epoch: str) -> ChildHello:
    return ChildHello(t=at(second), role="server", name="server-1", pid=1, epoch=epoch)


def came(second: float) -> ClientConnected:
    return ClientConnected(t=at(second), client="a", generation=1, sid="s", socket_id="i", transport="polling")


def test_before_a_run_is_ready_nothing_is_late() -> None:
    assert told().by(at(9)) == 0.0


def test_clients_that_come_late_make_all_else_late() -> None:
    assert told(ready()).by(at(0.5)) == 0.0
    assert told(ready()).by(at(4)) == 3.0
    assert told(ready(), came(6)).by(at(20)) == 5.0
    assert told(ready(), came(0.5), came(9)).by(at(20)) == 0.0
    refused = ClientConnectError(t=at(3), client="a", error="HTTP 400", text="")
    assert told(ready(), refused).by(at(20)) == 2.0


def test_clients_who_are_asked_for_later_are_waited_for_from_then_on() -> None:
    assert told(ready(), step(1, "clients")).by(at(1.5)) == 0.0
    assert told(ready(), step(1, "clients"), came(7)).by(at(20)) == 5.0
    assert told(ready(), came(0.5), step(9, "clients")).by(at(20)) == 0.0


def test_what_restarts_take_longer_than_usual_adds_up() -> None:
    late = told(ready(), came(1), step(5, "restart"), step(5, "note"))
    assert late.by(at(6)) == 0.0
    assert late.by(at(9)) == 2.0
    late.fold(record(RunStepDone(t=at(8), do="note")))
    late.fold(record(RunStepDone(t=at(10), do="restart")))
    assert late.by(at(30)) == 3.0
    late.fold(record(step(40, "server")))
    late.fold(record(RunStepDone(t=at(41), do="server")))
    assert late.by(at(50)) == 3.0
    late.fold(record(RunStepDone(t=at(60), do="restart")))
    assert late.by(at(70)) == 3.0


def test_a_process_that_comes_by_itself_may_take_its_time_to_serve() -> None:
    late = told(hello(1, "first"), ready(), came(1), hello(5, "second"))
    assert late.by(at(12)) == 5.0
    late.fold(record(ServerSidIssued(t=at(13), sid="s", epoch="first")))
    assert late.by(at(14)) == 7.0
    late.fold(record(ServerSidIssued(t=at(15), sid="t", epoch="second")))
    assert late.by(at(40)) == 8.0
    late.fold(record(step(41, "restart")))
    late.fold(record(hello(42, "third")))  # of the restart, which is waited for already
    late.fold(record(RunStepDone(t=at(43), do="restart")))
    assert late.by(at(60)) == 8.0


def test_what_could_not_be_done_is_waited_for_no_longer() -> None:
    late = told(ready(), came(1), step(5, "server"), RunStepDone(t=at(6), do="run.mistreat", ok=False))
    assert late.by(at(60)) == 0.0


def test_nobody_waits_for_ever() -> None:
    assert told(ready()).by(at(1000)) == MOST_SECONDS


async def test_a_player_waits_by_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock is made: each look at it is a tenth of a second after the one before."""
    now = [0]

    def clock() -> int:
        now[0] += at(0.1)
        return now[0]

    async def sleep(_seconds: float) -> None:
        pass

    folds = []
    monkeypatch.setattr(patience.asyncio, "sleep", sleep)
    run = SimpleNamespace(clock=clock, zero=0, journal=SimpleNamespace(listen=folds.append))
    patient = Patience(run)  # type: ignore[arg-type]
    (fold,) = folds
    fold(record(ready()))
    await patient.until(1.0)  # what comes before the clients waits for nobody
    assert now[0] == pytest.approx(at(1.0), abs=at(0.15))
    fold(record(came(4)))
    await patient.until(5.0)
    assert now[0] == pytest.approx(at(8.0), abs=at(0.15))
