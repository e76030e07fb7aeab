"""Steps of a scenario: from their tables to the commands a click would send."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Literal

import msgspec

from harness import libraries, ways
from harness.commands import (
    ClientGroup,
    RunAddNote,
    RunApplyFault,
    RunLiftFault,
    RunMistreat,
    RunRelieve,
    RunRestartServer,
    RunSetClients,
    RunStartServer,
    RunStopServer,
    Target,
)
from harness.events import DEVICES
from harness.proxy import aim, faults
from harness.scenarios import own
from harness.scenarios.lines import Path
from harness.scenarios.model import OWN_PROFILES, Names, ServerPart, Step, StepCommand
from harness.scenarios.tables import (
    FaultTable,
    GroupTable,
    LiftTable,
    NoteTable,
    RelieveTable,
    RestartTable,
    ScreenshotTable,
    ServerStepTable,
    StartTable,
    StepTable,
    StopTable,
    TargetTable,
)
from harness.scenarios.wrong import Made, WrongError, convert, must_be_known, nearest


def read_group(data: object, path: Path, names: Names) -> ClientGroup:
    """A group of clients. WrongError when a kind, a behaviour or the transports are not to be had."""
    table = convert(data, GroupTable, path)
    if table.group == DEVICES:
        raise WrongError((*path, "group"), f"{DEVICES!r} is the group of devices of the LAN: choose another name")
    must_be_known(table.kind, names.kinds, (*path, "kind"), "kind of client")
    must_be_known(table.behaviour, names.behaviours, (*path, "behaviour"), "behaviour")
    can = (names.kinds or {}).get(table.kind)
    if can is not None and table.behaviour not in can:
        raise WrongError(
            (*path, "behaviour"),
            f"clients of the kind {table.kind} cannot be {table.behaviour}; they can be {', '.join(can)}",
        )
    if table.library and names.chosen is not None:
        _check_library(table, names.chosen, (*path, "library"))
    if table.transports not in (("polling",), ("websocket",), ("polling", "websocket")):
        allowed = '["polling"], ["websocket"] or ["polling", "websocket"]'
        raise WrongError((*path, "transports"), f"must be {allowed}; got {list(table.transports)}")
    return ClientGroup(**msgspec.structs.asdict(table))


def _check_library(table: GroupTable, chosen: frozenset[str], path: Path) -> None:
    if table.kind not in chosen:
        kinds = f"; those of the kind {' or '.join(sorted(chosen))} have a choice" if chosen else ""
        raise WrongError(path, f"clients of the kind {table.kind} have one library{kinds}")
    if why := libraries.trouble_with(table.library):
        raise WrongError(path, why)


class StepReader:
    """Reads the steps of one scenario in their order, keeping what groups and profile they have led to."""

    def __init__(self, names: Names, server: ServerPart, groups: dict[str, ClientGroup]) -> None:
        self._names = names
        self._profile = server.profile
        self._own = server
        self.groups = groups
        self._readers: dict[str, Callable[[dict[str, Any], Path], Step]] = {
            "restart": self._restart,
            "fault": self._fault,
            "lift": self._lift,
            "server": self._server,
            "relieve": self._relieve,
            "stop": self._stop,
            "start": self._start,
            "clients": self._clients,
            "note": self._note,
            "screenshot": self._screenshot,
        }

    def read(self, data: dict[str, Any], path: Path) -> Step:
        """One step. WrongError when it cannot be done."""
        do = data.get("do")
        if not isinstance(do, str) or do not in self._readers:
            got = "it is missing" if do is None else f"got {do!r}"
            allowed = ", ".join(self._readers)
            raise WrongError((*path, "do"), f"must be one of {allowed}; {got}{nearest(do, self._readers)}")
        return self._readers[do](data, path)

    def _restart(self, data: dict[str, Any], path: Path) -> Step:
        table = convert(data, RestartTable, path)
        own.check_restart(self._own, table.how, path)
        offers = (self._names.profiles or {}).get(self._profile)
        if offers is not None and table.how not in offers:
            raise WrongError(
                (*path, "how"), f"the profile {self._profile} offers {', '.join(offers)}; got {table.how!r}"
            )
        return _step(table, RunRestartServer(how=table.how, downtime=table.downtime))

    def _server(self, data: dict[str, Any], path: Path) -> Step:
        table, params = _with_params(data, ServerStepTable, path)
        must_be_known(table.way, self._names.ways, (*path, "way"), "way to fail")
        _parsed(ways.parse, table.way, params, path, "way", ServerStepTable)
        own.check_way(self._own, table.way, path)
        if table.duration is not None and not ways.lasts(table.way):
            raise WrongError((*path, "duration"), f"{table.way} is over when it is done: it has no duration")
        return _step(table, RunMistreat(way=table.way, params=params, duration=table.duration))

    def _relieve(self, data: dict[str, Any], path: Path) -> Step:
        table = convert(data, RelieveTable, path)
        if table.way:
            must_be_known(table.way, self._names.ways, (*path, "way"), "way to fail")
        return _step(table, RunRelieve(way=table.way))

    def _fault(self, data: dict[str, Any], path: Path) -> Step:
        table, params = _with_params(data, FaultTable, path)
        must_be_known(table.fault, self._names.faults, (*path, "fault"), "fault")
        _parsed(faults.parse, table.fault, params, path, "fault", FaultTable)
        command = RunApplyFault(
            fault=table.fault,
            params=params,
            target=read_target(table.target, (*path, "target"), self.groups),
            duration=table.duration,
        )
        return _step(table, command, when=table.when)

    def _lift(self, data: dict[str, Any], path: Path) -> Step:
        table = convert(data, LiftTable, path)
        if table.fault:
            must_be_known(table.fault, self._names.faults, (*path, "fault"), "fault")
        return _step(table, RunLiftFault(fault=table.fault))

    def _stop(self, data: dict[str, Any], path: Path) -> Step:
        table = convert(data, StopTable, path)
        return _step(table, RunStopServer(how=table.how))

    def _start(self, data: dict[str, Any], path: Path) -> Step:
        table = convert(data, StartTable, path)
        if table.profile and self._profile in OWN_PROFILES:
            raise WrongError((*path, "profile"), "your own server is started as its command says: leave it out")
        if table.profile:
            must_be_known(table.profile, self._names.profiles, (*path, "profile"), "profile")
            self._profile = table.profile
        return _step(table, RunStartServer(profile=table.profile))

    def _clients(self, data: dict[str, Any], path: Path) -> Step:
        """A group as it shall be from now on: what the step does not say stays as it was."""
        table = convert({key: data[key] for key in ("at", "do") if key in data}, ScreenshotTable, path)
        change = {key: value for key, value in data.items() if key not in ("at", "do")}
        name = change.get("group", ClientGroup().group)
        known = self.groups.get(name) if isinstance(name, str) else None
        before = {} if known is None else msgspec.to_builtins(known)
        group = read_group(before | change, path, self._names)
        self.groups[group.group] = group
        return _step(table, RunSetClients(group=group))

    def _note(self, data: dict[str, Any], path: Path) -> Step:
        table = convert(data, NoteTable, path)
        return _step(table, RunAddNote(text=table.text))

    def _screenshot(self, data: dict[str, Any], path: Path) -> Step:
        table = convert(data, ScreenshotTable, path)
        return msgspec.structs.replace(_step(table, None), of=table.of)


def _with_params(data: dict[str, Any], kind: type[Made], path: Path) -> tuple[Made, dict[str, Any]]:
    """A step's own keys, as its table, and all others: the parameters of what it names."""
    keys = {field.name for field in msgspec.structs.fields(kind)}
    table = convert({key: value for key, value in data.items() if key in keys}, kind, path)
    return table, {key: value for key, value in data.items() if key not in keys}


def _parsed(
    parse: Callable[[str, dict[str, Any]], object],
    name: str,
    params: dict[str, Any],
    path: Path,
    what: str,
    table: type[StepTable],
) -> None:
    """See whether there can be such a thing. WrongError names the parameter that cannot be."""
    try:
        parse(name, params)
    except ValueError as error:
        key = next((key for key in params if re.search(rf"\b{re.escape(key)}\b", str(error))), what)
        keys = [field.name for field in msgspec.structs.fields(table)]
        raise WrongError((*path, key), f"{error}{nearest(key, keys)}") from None


def _step(table: StepTable, command: StepCommand | None, when: Literal["at", "gap"] = "at") -> Step:
    return Step(at=table.at, do=table.do, command=command, when=when)


def read_target(data: object, path: Path, groups: dict[str, ClientGroup]) -> Target:
    """A target: `"all"`, a share like `"30%"`, names of clients or groups, or a table of these and more."""
    if data == "all":
        return Target()
    if isinstance(data, str | list):
        data = {"share": data} if isinstance(data, str) and data.endswith("%") else {"clients": data}
    table = convert(data, TargetTable, path)
    share = None if table.share is None else _share(table.share, path)
    clients = (table.clients,) if isinstance(table.clients, str) else tuple(table.clients)
    for name in clients:
        if not any(name == group or name.startswith(f"{group}-") for group in groups):
            known = ", ".join(groups) or "none"
            raise WrongError(
                path,
                f"must be all, a share like 30%, or clients: there is no client or group {name!r}; "
                f"the groups are {known}{nearest(name, ['all', *groups])}",
            )
    if table.kind is not None:
        must_be_known(
            table.kind, sorted({group.kind for group in groups.values()}), (*path, "kind"), "client of kind"
        )
    for key in ("sid", "address"):
        try:
            aim.check(Target(**{key: getattr(table, key)}))
        except ValueError as error:
            raise WrongError((*path, key), str(error).removeprefix("target: ")) from None
    return Target(
        share=share,
        clients=clients,
        kind=table.kind,
        sid=table.sid,
        request=table.request,
        address=table.address,
    )


def _share(said: str | float, path: Path) -> float:
    try:
        share = float(said.removesuffix("%")) / 100 if isinstance(said, str) else float(said)
    except ValueError:
        share = 0.0
    if not 0 < share <= 1:
        raise WrongError(path, f"a share is more than 0% and at most 100%; got {said!r}")
    return share
