"""Reads scenarios: built-in ones by name, others from TOML files, the window's as plain data.

Everything that cannot be is refused before anything starts, with file, line, key and what is allowed.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path as File
from typing import Any

import msgspec

from harness.commands import ClientGroup, RunRestartServer, RunStopServer
from harness.events import Transport
from harness.metrics.expect import FIGURES, is_figure
from harness.scenarios import own
from harness.scenarios.lines import Path, lines
from harness.scenarios.model import (
    GAP_SECONDS,
    OWN_PROFILES,
    Expectation,
    Names,
    Overrides,
    Scenario,
    ServerPart,
    Step,
)
from harness.scenarios.steps import StepReader, read_group
from harness.scenarios.tables import Document, ExpectTable, ServerTable
from harness.scenarios.wrong import WrongError, convert, must_be_known, nearest
from harness.snapshot import Choice

__all__ = ["ANYTHING", "Names", "Overrides", "Scenario", "ScenarioError", "from_data", "listing", "read"]

ANYTHING = Names()
_OVERRIDDEN = frozenset({"server", "clients", "duration", "at", "seed"})
"""Keys of which the command line has its say: what is wrong with one then is no line of the file."""
TRANSPORTS: dict[str, tuple[Transport, ...]] = {
    "polling": ("polling",),
    "websocket": ("websocket",),
    "upgrade": ("polling", "websocket"),
}


class ScenarioError(Exception):
    """A scenario that cannot be: `file`, `line` (None where there is none), and what is allowed, in one line."""

    def __init__(self, file: str, line: int | None, message: str) -> None:
        super().__init__(f"{file}: {message}" if line is None else f"{file}:{line}: {message}")
        self.file = file
        self.line = line
        self.message = message


def read(source: str, names: Names = ANYTHING, overrides: Overrides | None = None) -> Scenario:
    """The scenario of a built-in name or of a TOML file. ScenarioError tells what is wrong with it."""
    file = _find(source)
    try:
        text = file.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except OSError as error:
        raise ScenarioError(str(file), None, f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ScenarioError(str(file), None, "is not UTF-8 text, as TOML must be") from None
    except tomllib.TOMLDecodeError as error:
        raise _syntax(str(file), text, str(error)) from None
    where = lines(text)
    if overrides is not None and overrides.server:  # which steps there can be depends on it
        data["server"] = _overridden_server(data.get("server", {}), overrides.server)
        scenario = _build(data, file.stem, names, str(file), where, frozenset({"server"}))
    else:
        scenario = _build(data, file.stem, names, str(file), where)
    if overrides is not None:
        scenario = _build(_overridden(data, overrides, names), file.stem, names, str(file), where, _OVERRIDDEN)
    if scenario.duration is None:
        raise ScenarioError(str(file), 1, "duration is missing: it must be a number above 0, in seconds")
    return scenario


def _syntax(file: str, text: str, message: str) -> ScenarioError:
    """What the TOML parser says, with its line; where it only says "end of document", that is the last one."""
    what, _, where = message.partition(" (at ")
    line = re.match(r"line (\d+)", where)
    return ScenarioError(file, int(line[1]) if line else max(len(text.splitlines()), 1), f"not TOML: {what}")


def from_data(data: dict[str, Any], name: str = "window", names: Names = ANYTHING) -> Scenario:
    """A scenario from plain data, as its TOML would have it; without a duration somebody else ends the run."""
    return _build(data, name, names, name, {})


def listing() -> tuple[Choice, ...]:
    """The built-in scenarios: name and title."""
    titles = {file.stem: tomllib.loads(file.read_text(encoding="utf-8"))["title"] for file in _builtins()}
    return tuple(Choice(name=name, title=title) for name, title in titles.items())


def _builtins() -> list[File]:
    return sorted(File(__file__).parent.glob("*.toml"), key=lambda file: file.stem)


def _find(source: str) -> File:
    builtin = {file.stem: file for file in _builtins()}
    if source in builtin:
        return builtin[source]
    if not source.endswith(".toml") and not File(source).exists():
        names = f"{', '.join(builtin)}{nearest(source, builtin)}"
        raise ScenarioError(source, None, f"no such scenario; a path to a TOML file, or one of {names}")
    return File(source)


def _overridden(data: dict[str, Any], overrides: Overrides, names: Names) -> dict[str, Any]:
    """The data as the command line wants it."""
    changes: dict[str, Any] = {
        "count": overrides.clients,
        "transports": None if overrides.transport is None else list(TRANSPORTS[overrides.transport]),
        "behaviour": overrides.behaviour,
        "kind": overrides.kind,
    }
    wanted = {key: value for key, value in changes.items() if value is not None}
    groups = [group | wanted for group in data.get("clients", [])]
    if overrides.library is not None:
        groups = _with_library(groups, overrides.library, names.chosen or frozenset())
    top = {"seed": overrides.seed, "duration": overrides.duration}
    return {
        **data,
        **{key: value for key, value in top.items() if value is not None},
        "clients": groups,
    }


def _with_library(groups: list[dict[str, Any]], library: str, chosen: frozenset[str]) -> list[dict[str, Any]]:
    """Groups that have a choice are given the library; where none has, all are, and the first says so."""
    having = [group for group in groups if group.get("kind") in chosen] or groups
    return [{**group, "library": library} if group in having else group for group in groups]


def _overridden_server(before: Any, wanted: dict[str, str]) -> Any:  # noqa: ANN401 - as the file has it
    """The server that is wanted; what is said of another goes with it, but for its pings."""
    if not isinstance(before, dict) or wanted == {"profile": own.completed(before).get("profile")}:
        return before
    return {key: before[key] for key in ("ping_interval", "ping_timeout") if key in before} | wanted


def _build(
    data: object,
    name: str,
    names: Names,
    file: str,
    where: dict[Path, int],
    overridden: frozenset[str] = frozenset(),
) -> Scenario:
    try:
        return _checked(data, name, names)
    except WrongError as wrong:
        key = ".".join(f"[{part + 1}]" if isinstance(part, int) else part for part in wrong.path).replace(
            ".[", "["
        )
        message = f"{key}: {wrong.message}" if key else wrong.message
        if overridden & {*wrong.path[:1], *wrong.path[-1:]}:
            raise ScenarioError("command line", None, message) from None
        raise ScenarioError(file, _line(wrong.path, where), message) from None


def _line(path: Path, where: dict[Path, int]) -> int | None:
    """The line of a key, or of the nearest table around it; None when there is no file."""
    for depth in range(len(path), 0, -1):
        near = [line for key, line in where.items() if key[:depth] == path[:depth]]
        if near:
            return min(near)
    return 1 if where else None


def _checked(data: object, name: str, names: Names) -> Scenario:
    document = convert(data, Document, ())
    server = _server(document.server, names)
    groups: dict[str, ClientGroup] = {}
    for index, table in enumerate(document.clients):
        group = read_group(table, ("clients", index), names)
        if group.group in groups:
            raise WrongError(("clients", index, "group"), f"there are two groups called {group.group!r}")
        groups[group.group] = group
    clients = tuple(groups.values())
    reader = StepReader(names, server, groups)
    steps = [reader.read(table, ("steps", index)) for index, table in enumerate(document.steps)]
    for index, step in enumerate(steps):
        own.check_step(server, step, ("steps", index))
    _check_times(steps, document.duration)
    return Scenario(
        name=name,
        title=document.title,
        duration=document.duration,
        seed=document.seed,
        server=server,
        clients=clients,
        steps=tuple(sorted(steps, key=lambda step: step.at)),
        expect=tuple(
            _expectation(table, ("expect", index), list(reader.groups))
            for index, table in enumerate(document.expect)
        ),
    )


def _server(data: dict[str, Any], names: Names) -> ServerPart:
    server = convert(own.completed(data), ServerTable, ("server",))
    if server.profile not in OWN_PROFILES:
        must_be_known(server.profile, names.profiles, ("server", "profile"), "profile")
    own.check(server, lan=names.lan)
    return ServerPart(**msgspec.structs.asdict(server))


def _check_times(steps: list[Step], duration: float | None) -> None:
    downs = [step.at for step in steps if isinstance(step.command, RunRestartServer | RunStopServer)]
    for index, step in enumerate(steps):
        if duration is not None and step.at > duration:
            raise WrongError(
                ("steps", index, "at"), f"must be at most the duration, {duration:g} s; got {step.at:g}"
            )
        if step.when == "gap" and not any(abs(step.at - down) <= GAP_SECONDS for down in downs):
            raise WrongError(
                ("steps", index, "when"),
                f"a gap needs a restart or stop at most {GAP_SECONDS:g} s away; there is none",
            )


def _expectation(data: dict[str, Any], path: Path, groups: list[str]) -> Expectation:
    table = convert(data, ExpectTable, path)
    if not is_figure(table.figure, groups):
        near = nearest(
            table.figure, [*FIGURES, *(f"groups.{group}.{figure}" for group in groups for figure in FIGURES)]
        )
        raise WrongError((*path, "figure"), f"the summary has no figure {table.figure!r}{near}")
    for key, bound in table.bounds().items():
        if isinstance(bound, str) and not is_figure(bound, groups):
            raise WrongError((*path, key), f"must be a value or the name of a figure; got {bound!r}")
    if table.bounds().keys() not in ({"equals"}, {"at_least"}, {"at_most"}, {"at_least", "at_most"}):
        raise WrongError(path, "must have either equals, or at_least or at_most or both")
    return Expectation(**(msgspec.structs.asdict(table) | {"text": table.text or _text(table)}))


def _text(expectation: Expectation) -> str:
    said = [
        f"{how.replace('_', ' ')} {str(bound).lower() if isinstance(bound, bool) else bound}"
        for how, bound in expectation.bounds().items()
    ]
    return f"{expectation.figure} {' and '.join(said)}"
