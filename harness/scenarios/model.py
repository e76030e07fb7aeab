"""What a scenario is, once read: who is there, what is done when, and what is expected."""

from __future__ import annotations

from typing import Literal

import msgspec

from harness.commands import (
    ClientGroup,
    PictureOf,
    RunAddNote,
    RunApplyFault,
    RunLiftFault,
    RunMistreat,
    RunRelieve,
    RunRestartServer,
    RunSetClients,
    RunStartServer,
    RunStopServer,
)
from harness.proxy import faults
from harness.redact import redacted

Do = Literal["restart", "server", "relieve", "fault", "lift", "stop", "start", "clients", "note", "screenshot"]
StepCommand = (
    RunRestartServer
    | RunMistreat
    | RunRelieve
    | RunApplyFault
    | RunLiftFault
    | RunStopServer
    | RunStartServer
    | RunSetClients
    | RunAddNote
)


EXTERNAL = "external"
COMMAND = "command"
OWN_PROFILES = (EXTERNAL, COMMAND)
"""What stands for a profile where the server is the person's own: it runs already, or their command starts it."""


class ServerPart(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the server is served; its ping limits in whole seconds, as python-engineio announces them.

    The rest is about a server of the person's own: `url` is its address, `path` its Socket.IO path, `host_header`
    and `ca_file` as `--host-header` and `--ca-file` have them. `command` starts it, and `reload` is the file it
    restarts itself after.
    """

    profile: str = "gevent"
    ping_interval: int = 25
    ping_timeout: int = 20
    command: str = ""
    url: str = ""
    path: str = ""
    host_header: str = ""
    ca_file: str = ""
    reload: str = ""

    @property
    def shown_command(self) -> str:
        """Its command as it may be recorded and shown: without the secrets that are known as such."""
        return redacted(self.command)

    def words(self) -> str:
        """What is started, in words, for the plan; nothing where that is the chat of ours, or nothing at all."""
        return f"your own server: {self.shown_command}" if self.command else ""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """What is done at second `at`: the command a click would send, or None for a screenshot.

    `when` is `gap` for a fault that waits until the server is down, at most `GAP_SECONDS` after `at`. `of`: what a
    screenshot shows.
    """

    at: float
    do: Do
    command: StepCommand | None = None
    when: Literal["at", "gap"] = "at"
    of: PictureOf = "window"

    def words(self) -> str:
        """The step in words, for the plan and the progress of a run."""
        shown = f" ({self.of})" if self.of != "window" else ""
        return _of_server(self) or _of_others(self) or f"{self.do}{shown}"


def _of_server(step: Step) -> str:
    """What is done to the server, in words; nothing when it is not done to the server."""
    match step.command:
        case RunRestartServer(how=how) | RunStopServer(how=how):
            return f"{step.do} ({how})"
        case RunMistreat(way=way, duration=duration):
            return f"{way}{_lasting(duration)}"
        case RunRelieve(way=way):
            return f"relieve {way or 'the server'}"
        case _:
            return ""


def _of_others(step: Step) -> str:
    """What is done to connections and clients, in words."""
    match step.command:
        case RunApplyFault(fault=fault, target=target, duration=duration):
            gap = " in the gap" if step.when == "gap" else ""
            return f"{fault}{gap}: {target.words()}{_lasting(duration)}"
        case RunLiftFault(fault=fault):
            return f"lift {fault or 'all faults'}"
        case RunSetClients(group=group):
            return f"clients {group.group}: {group.count}"
        case RunAddNote(text=text):
            return f"note: {text}"
        case _:
            return ""


def _lasting(duration: float | None) -> str:
    return "" if duration is None else f" for {duration:g} s"


GAP_SECONDS = 5.0
"""How long a fault aimed at a gap waits for the server to be down before the step counts as failed."""


class Expectation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is expected of one figure of the summary, by its dotted path.

    A bound that is a text names another figure: `equals = "clients.count"`.
    """

    figure: str
    text: str = ""
    equals: float | bool | str | None = None
    at_least: float | str | None = None
    at_most: float | str | None = None

    def bounds(self) -> dict[str, float | bool | str]:
        """What is asked, by how it is asked."""
        asked = {"equals": self.equals, "at_least": self.at_least, "at_most": self.at_most}
        return {key: value for key, value in asked.items() if value is not None}


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """A run to be. `duration` in seconds is None when somebody else ends the run."""

    name: str
    title: str
    duration: float | None
    seed: int = 0
    server: ServerPart = ServerPart()
    clients: tuple[ClientGroup, ...] = ()
    steps: tuple[Step, ...] = ()
    expect: tuple[Expectation, ...] = ()

    def discreet(self) -> Scenario:
        """The scenario as it may be recorded."""
        server = msgspec.structs.replace(self.server, command=self.server.shown_command)
        return msgspec.structs.replace(self, server=server)

    @property
    def groups(self) -> tuple[ClientGroup, ...]:
        """Every group it ever has, as it begins and as its steps change it."""
        changed = (step.command for step in self.steps)
        return (*self.clients, *(one.group for one in changed if isinstance(one, RunSetClients)))

    @property
    def needs_cable(self) -> bool:
        """Whether a step of it acts on packets: then its clients get a network of their own."""
        return any(
            isinstance(step.command, RunApplyFault) and faults.of_packets(step.command.fault)
            for step in self.steps
        )


class Names(msgspec.Struct, frozen=True, kw_only=True):
    """What a scenario can name; None where anything goes. `profiles` with the ways to restart each offers.

    `kinds` of clients with the behaviours each can have; `chosen` are those whose library can be chosen. `lan`:
    the server may be one that other machines reach.
    """

    profiles: dict[str, tuple[str, ...]] | None = None
    kinds: dict[str, tuple[str, ...]] | None = None
    chosen: frozenset[str] | None = None
    behaviours: frozenset[str] | None = None
    faults: frozenset[str] | None = None
    ways: frozenset[str] | None = None
    lan: bool = False


class Overrides(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line changes: `clients`, `transport`, `behaviour` and `kind` of every group of clients.

    `library`: of those groups whose kind has a choice. `external`: the address of a server that is not ours, so
    nothing in the scenario may start or stop it. `own`: the keys of `[server]` for a server of the person's own
    that their command starts.
    """

    profile: str | None = None
    clients: int | None = None
    transport: Literal["polling", "websocket", "upgrade"] | None = None
    behaviour: str | None = None
    kind: str | None = None
    library: str | None = None
    seed: int | None = None
    duration: float | None = None
    external: str = ""
    own: dict[str, str] = {}

    @property
    def server(self) -> dict[str, str]:
        """The server as the command line wants it, in keys of `[server]`; empty: as the scenario has it."""
        if self.own or self.external:
            return {"profile": COMMAND, **self.own} if self.own else {"profile": EXTERNAL, "url": self.external}
        return {} if self.profile is None else {"profile": self.profile}
