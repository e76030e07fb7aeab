"""A server of the person's own in `[server]`: it runs already at `url`, or their `command` starts it there."""

from __future__ import annotations

from typing import Any

from harness import options, ways
from harness.commands import RunApplyFault
from harness.ports import is_loopback
from harness.proxy import faults
from harness.scenarios.lines import Path
from harness.scenarios.model import COMMAND, EXTERNAL, ServerPart, Step, StepCommand
from harness.scenarios.wrong import WrongError
from harness.snapshot import Choice

SERVING = {"restart", "stop", "start", "server", "relieve"}
"""Steps that do something to the server itself."""

_RULES: dict[str, options.Rule[Any]] = {
    "command": options.COMMAND,
    "url": options.URL,
    "path": options.PATH,
    "host_header": options.HOST_HEADER,
}
_NEEDS = {
    COMMAND: 'a command line and an address: --command "python run.py" and --url http://127.0.0.1:5000, '
    "or command and url in [server]",
    EXTERNAL: "the address of a server that runs: --target http://127.0.0.1:5000, or url in [server]",
}
_KEYS = {EXTERNAL: {"url", "path", "host_header", "ca_file"}}
_KEYS[COMMAND] = _KEYS[EXTERNAL] | {"command", "reload"}


def own_profiles() -> tuple[Choice, ...]:
    """What stands for a profile where the server is the person's own; each needs to be told where that is."""
    return (
        Choice(
            name=EXTERNAL,
            title="a server of your own that runs already, at any address; it is neither started nor stopped",
            needs="--target URL",
        ),
        Choice(
            name=COMMAND,
            title="a server of your own, started by your command line and restarted as the embedded one is",
            needs='--command "…" --url URL',
            offers=offers(reloads=True),
        ),
    )


def completed(data: dict[str, Any]) -> dict[str, Any]:
    """`[server]` with the profile that goes without saying: a command, or an address alone, stands for one."""
    if "profile" in data or not data.keys() & {"command", "url"}:
        return data
    return {**data, "profile": COMMAND if "command" in data else EXTERNAL}


def check(server: ServerPart, *, lan: bool) -> None:
    """WrongError when the keys do not go together, or one has no sense; `lan`: other machines may reach it."""
    said = {key for key in _KEYS[COMMAND] if getattr(server, key)}
    needed = {COMMAND: {"command", "url"}, EXTERNAL: {"url"}}.get(server.profile, set())
    if needed - said:
        raise WrongError(("server", "profile"), f"the profile {server.profile} needs {_NEEDS[server.profile]}")
    if foreign := said - _KEYS.get(server.profile, set()):
        raise WrongError(("server", min(foreign)), f"goes with a server of your own, not with {server.profile}")
    for key in sorted(said & _RULES.keys()):
        _check_value(key, getattr(server, key))
    if server.profile == COMMAND and not lan and not is_loopback(options.host_of(server.url)):
        raise WrongError(
            ("server", "url"), f"{server.url} can be reached by other machines: say --lan as well if they may"
        )


def _check_value(key: str, value: str) -> None:
    try:
        _RULES[key].read(value)
    except ValueError:
        raise WrongError(("server", key), f"must be {_RULES[key].allowed}; got {value!r}") from None


def offers(*, reloads: bool) -> tuple[str, ...]:
    """The ways in which a server can be restarted that a command starts; `reloads`: it has a file to touch."""
    return ("graceful", "kill", "reload") if reloads else ("graceful", "kill")


def check_restart(server: ServerPart, how: str, path: Path) -> None:
    """WrongError when the person's own server cannot be restarted in this way."""
    if server.profile == COMMAND and how not in (there := offers(reloads=bool(server.reload))):
        way_out = ': name the file it watches with --reload-file FILE, or reload = "FILE" in [server]'
        raise WrongError(
            (*path, "how"),
            f"a server of your own offers {', '.join(there)}; got {how!r}{way_out if how == 'reload' else ''}",
        )


def check_way(server: ServerPart, way: str, path: Path) -> None:
    """WrongError when the server itself would have to do it, and is the person's own."""
    if server.profile == COMMAND and ways.by_line(way):
        raise WrongError(
            (*path, "way"),
            f"{way} needs a server of ours: serve by a profile, or choose hang, recycle or a restart",
        )


def check_step(server: ServerPart, step: Step, path: Path) -> None:
    """WrongError when a step needs to start or stop a server that runs already: that is not ours to do."""
    restarting = _restarting_fault(step.command)
    if server.profile == EXTERNAL and (restarting or step.do in SERVING):
        raise WrongError(
            (*path, "fault" if restarting else "do"),
            f"{restarting or step.do} needs a server of ours, and {server.url} is not: take the step out, have "
            "the server started with --command, or use --profile",
        )


def _restarting_fault(command: StepCommand | None) -> str:
    """The name of a fault that restarts the server; empty for anything else."""
    if isinstance(command, RunApplyFault) and faults.parse(command.fault, command.params).restart is not None:
        return command.fault
    return ""
