"""Does what is asked of a run that is going: by a click, or by a step of its scenario."""

from __future__ import annotations

import asyncio
import contextlib

from msgspec import structs

from harness import commands as ask
from harness.events import DEVICES
from harness.proxy.aim import check, group_of
from harness.proxy.faults import of_packets, parse
from harness.scenarios.model import GAP_SECONDS
from harness.session.enlisting import enlist
from harness.session.faultdesk import FaultDesk
from harness.session.house import HarnessError
from harness.session.run import By, Run
from harness.ways import parse as parse_way


async def obey(run: Run, command: ask.Command, by: By) -> str:
    """Carry out a command, and wait until it is done. Returns why it could not be (on record, too), or nothing."""
    try:
        why = await _carry_out(run, command, by)
    except HarnessError as error:
        why = str(error)
    if why:
        run.could_not(str(type(command).__struct_config__.tag), why)
    return why


async def _carry_out(run: Run, command: ask.Command, by: By) -> str:
    match command:
        case ask.RunSetClients(group=group):
            await _set_clients(run, group, by)
        case ask.RunApplyFault():
            return await _apply_fault(run, command, by)
        case (
            ask.RunRestartServer()
            | ask.RunStartServer()
            | ask.RunStopServer()
            | ask.RunMistreat()
            | ask.RunRelieve()
        ):
            return await _to_server(run, command, by)
        case ask.RunSwitchLan(on=on, interface=interface):
            return await _switch_lan(run, by, on=on, interface=interface)
        case _:
            _at_once(run, command, by)
    return ""


async def _to_server(
    run: Run,
    command: (ask.RunRestartServer | ask.RunStartServer | ask.RunStopServer | ask.RunMistreat | ask.RunRelieve),
    by: By,
) -> str:
    keeper = run.kept()
    match command:
        case ask.RunRestartServer(how=how, downtime=downtime):
            run.step(by, "restart", how=how, downtime=downtime)
            return await run.serve("restart", keeper.restart(how, downtime))
        case ask.RunStartServer(profile=profile):
            return await _start(run, profile or keeper.spec.profile, by)
        case ask.RunStopServer(how=how):
            run.step(by, "stop", how=how)
            return await run.serve("stop", keeper.stop(how))
        case ask.RunMistreat():
            return await _mistreat(run, command, by)
        case ask.RunRelieve(id=number, way=way):
            run.step(by, "relieve", id=number, way=way)
            return await run.serve("relieve", keeper.relieve(number, way))


async def _switch_lan(run: Run, by: By, *, on: bool, interface: str) -> str:
    if run.state != "running":
        raise HarnessError("the run is not open yet: the LAN needs a server")
    run.step(by, "lan", to="on" if on else "off", interface=interface)
    return await run.lan.switch(on=on, interface=interface)


def _at_once(run: Run, command: ask.Command, by: By) -> None:
    match command:
        case ask.RunLiftFault(id=number, fault=fault):
            run.step(by, "lift", id=number, fault=fault)
            run.desk().lift(number, fault)
        case ask.RunAddNote(text=text):
            run.note(text)
        case ask.RunSavedPicture(path=path):
            run.pictured(path)
        case _:
            raise HarnessError(f"{type(command).__name__} cannot be asked of a run")


async def _start(run: Run, profile: str, by: By) -> str:
    server = run.kept().spec
    if profile != server.profile:
        offers = run.house.profile(profile).offers
        server.serve_by(profile)
        server.restarts = offers
    run.step(by, "start", profile=profile)
    return await run.serve("start", run.kept().start(profile))


async def _mistreat(run: Run, asked: ask.RunMistreat, by: By) -> str:
    keeper = run.kept()
    try:
        way = parse_way(asked.way, asked.params)
    except ValueError as error:
        raise HarnessError(str(error)) from None
    if asked.duration is not None and not way.lasts:
        raise HarnessError(f"{asked.way} is over when it is done: it has no duration")
    run.step(by, "server", way=asked.way, duration=asked.duration, **asked.params)
    return await run.serve("server", keeper.mistreat(way, asked.duration))


async def _apply_fault(run: Run, asked: ask.RunApplyFault, by: By) -> str:
    desk = run.desk()
    target = named(asked.target, run.groups)
    try:
        fault = parse(asked.fault, asked.params)
        check(target, closes_port=fault.closes_port)
    except ValueError as error:
        raise HarnessError(str(error)) from None
    if fault.closes_port:
        _check_ports(run, asked.fault, target)
    if of_packets(asked.fault) and not run.scenario.needs_cable:
        raise HarnessError(f"{asked.fault} acts on packets: run a scenario that has it among its steps")
    run.step(by, "fault", fault=asked.fault, target=asked.target.words(), duration=asked.duration, **asked.params)
    if fault.restart is not None:
        return await _restart_meanwhile(run, asked, fault.restart, target)
    _apply(desk, asked, target)
    return ""


def _apply(desk: FaultDesk, asked: ask.RunApplyFault, target: ask.Target) -> int:
    number = desk.apply(asked.fault, asked.params, target, asked.duration)
    if asked.target.kind is not None:
        desk.by_kind[number] = asked.target
    return number


async def _restart_meanwhile(run: Run, asked: ask.RunApplyFault, how: ask.RestartHow, target: ask.Target) -> str:
    """The fault is on while the server restarts; once its process is gone, what is still open is reset."""
    desk, keeper = run.desk(), run.kept()
    number = _apply(desk, asked, target)
    async with asyncio.TaskGroup() as both:
        gap = both.create_task(keeper.gap(GAP_SECONDS))  # first: it is about the process of this moment
        restart = both.create_task(run.serve("fault", keeper.restart(how)))
        await asyncio.wait({gap, restart}, return_when=asyncio.FIRST_COMPLETED)
        if gap.done() and gap.result():
            desk.apply("reset", {"end": asked.params.get("end", "both")}, target, None)
        gap.cancel()
    desk.end(number)
    return restart.result()


def named(target: ask.Target, groups: dict[str, ask.ClientGroup]) -> ask.Target:
    """The target with its kind put into names, of groups or clients. HarnessError when nobody is of that kind."""
    if target.kind is None:
        return target
    of_kind = [name for name, group in groups.items() if group.kind == target.kind]
    of_kind += [DEVICES] if target.kind == "device" else []
    names = [name for name in target.clients if {name, group_of(name)} & set(of_kind)]
    clients = tuple(names if target.clients else of_kind)
    if not clients:
        kinds = ", ".join(sorted({group.kind for group in groups.values()})) or "none"
        among = f" among {', '.join(target.clients)}" if target.clients else ""
        raise HarnessError(
            f"target: no client{among} is of the kind {target.kind!r}; the kinds of the run: {kinds}"
        )
    return structs.replace(target, clients=clients, kind=None)


def _check_ports(run: Run, fault: str, target: ask.Target) -> None:
    """A port that everybody shares cannot be closed for some."""
    own = {name for name, group in run.groups.items() if group.own_port}
    shared = [name for name in target.clients if not {name, group_of(name)} & own]
    if shared:
        raise HarnessError(
            f"{fault}: {', '.join(shared)} reaches the server by the port all clients share: "
            "set own_port = true for its group, or aim at all"
        )


async def _set_clients(run: Run, group: ask.ClientGroup, by: By) -> None:
    if run.crowd is None:
        raise HarnessError("the run is not open yet: clients need a server")
    group = enlist(group)
    run.step(by, "clients", group=group.group, count=group.count, kind=group.kind)
    _aim_anew(run.desk(), {**run.groups, group.group: group})
    await run.crowd.set(group)


def _aim_anew(desk: FaultDesk, groups: dict[str, ask.ClientGroup]) -> None:
    """What is aimed at a kind of client is aimed at those of it who join, too."""
    for number, asked in desk.by_kind.items():
        with contextlib.suppress(HarnessError):  # nobody is left of that kind: nobody new is meant
            desk.aim(number, named(asked, groups))
