"""The atom of the incident: the server restarts, and in the gap its connections are reset."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from harness.commands import RunApplyFault, Target, WireApply, WireLift
from harness.session.faultdesk import FaultDesk
from harness.session.house import HarnessError
from harness.session.obey import obey


class Wire:
    def __init__(self) -> None:
        self.sent: list[Any] = []
        self.both = asyncio.Event()

    def send(self, command: Any) -> None:
        self.sent.append(command)
        if len(self.sent) == 2:
            self.both.set()


class Keeper:
    """Restarts when it is let; `offers`: whether it can at all."""

    def __init__(self, *, offers: bool = True) -> None:
        self.offers = offers
        self.gone = asyncio.Event()
        self.back = asyncio.Event()
        self.how = ""

    async def restart(self, how: str) -> bool:
        self.how = how
        if self.offers:
            await self.back.wait()
        return self.offers

    async def gap(self, _within: float) -> bool:
        assert not self.how, "it must know which process is to go before that goes"
        await self.gone.wait()
        return True


class Run:
    """As much of a run as a fault needs."""

    def __init__(self, keeper: Keeper | None) -> None:
        self.groups: dict[str, Any] = {}
        self.wire = Wire()
        self._desk = FaultDesk(self.wire)  # type: ignore[arg-type]
        self._keeper = keeper
        self.steps: list[tuple[str, dict[str, Any]]] = []
        self.failures: list[str] = []

    def desk(self) -> FaultDesk:
        return self._desk

    def kept(self) -> Keeper:
        if self._keeper is None:
            raise HarnessError("the server is not ours to start or stop")
        return self._keeper

    def step(self, _by: str, do: str, **detail: Any) -> None:
        self.steps.append((do, detail))

    async def serve(self, do: str, work: Any) -> str:
        assert do == "fault"
        return "" if await work else "it has no reload"

    def could_not(self, _do: str, why: str) -> None:
        self.failures.append(why)


def asked(**params: Any) -> RunApplyFault:
    return RunApplyFault(fault="restart-and-reset", params=params, target=Target(clients=("a",)))


async def test_the_fault_is_on_while_the_server_restarts_and_the_rest_is_reset_in_the_gap() -> None:
    keeper = Keeper()
    run = Run(keeper)
    doing = asyncio.ensure_future(obey(run, asked(how="kill", end="client"), "window"))  # type: ignore[arg-type]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    (applied,) = run.wire.sent
    assert (applied.fault, applied.target.clients, applied.duration) == ("restart-and-reset", ("a",), None)
    keeper.gone.set()
    await run.wire.both.wait()
    reset = run.wire.sent[1]
    assert isinstance(reset, WireApply)
    assert (reset.fault, reset.params, reset.target) == ("reset", {"end": "client"}, applied.target)
    assert (keeper.how, doing.done()) == ("kill", False)
    keeper.back.set()
    assert await doing == ""
    assert run.wire.sent[2:] == [WireLift(id=applied.id)]


async def test_a_server_that_cannot_restart_ends_it_at_once() -> None:
    run = Run(Keeper(offers=False))
    assert await obey(run, asked(how="reload"), "window") == "it has no reload"  # type: ignore[arg-type]
    applied, lifted = run.wire.sent
    assert lifted == WireLift(id=applied.id)
    assert run.failures == ["it has no reload"]


@pytest.mark.parametrize("params", [{}, {"how": "sideways"}])
async def test_it_takes_a_server_of_ours_and_a_way_there_is(params: dict[str, Any]) -> None:
    run = Run(None)
    assert await obey(run, asked(**params), "window")  # type: ignore[arg-type]
    assert run.wire.sent == []
