"""How the server of a run is started, and what its keeper needs to know of it, whoever wrote it."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from harness.commands import GuardStart
from harness.ports import authority
from harness.session.external import SOCKET_IO
from harness.session.probe import handshake


@dataclass(frozen=True, slots=True)
class Knock:
    """What came of a readiness probe: whether the server is `up`, else why not, as far as that is known.

    `hopeless`: waiting will not mend it.
    """

    up: bool
    why: str = ""
    hopeless: bool = False


class AnyServer(Protocol):
    """A server as its keeper knows it: the chat of ours by a profile, or the user's own by a command.

    `restarts` are the ways it can be restarted. `witnessed`: its serving processes say hello over the witness
    connection; where they do not, the guard tells which process serves (`GuardServing`). `port` is where it
    listens, and no other server of the run.
    """

    restarts: tuple[str, ...]

    @property
    def profile(self) -> str:
        """The name under which it is told of."""

    @property
    def host(self) -> str:
        """Where it listens, an IPv6 address without brackets."""

    @property
    def port(self) -> int:
        """Its port."""

    @property
    def path(self) -> str:
        """Its Socket.IO path."""

    @property
    def url(self) -> str:
        """Its own address, behind the wire."""

    @property
    def tls(self) -> bool:
        """Whether it speaks TLS."""

    @property
    def witnessed(self) -> bool:
        """Whether its serving processes say hello to us."""

    @property
    def reload_file(self) -> Path | None:
        """The file it reloads after when that is touched; None when it knows of none."""

    def start(self) -> GuardStart:
        """Its command line, environment and working directory, as the guard wants them."""

    def serve_by(self, profile: str) -> None:
        """From the next start on, serve by another profile. HarnessError where there is no choice."""

    async def knock(self) -> Knock:
        """Ask it for a handshake once, straight at its own address."""

    def failed(self, what: str) -> str:
        """One line that says that the server ended or did not answer (`what`), and where to look."""


@dataclass
class ServerSpec:
    """Our own chat: its profile, its address, its pings, whom it trusts, where it reports."""

    profile: str
    host: str
    port: int
    ping_interval: int
    ping_timeout: int
    origins: tuple[str, ...]
    reload_file: Path
    witness: str
    token: str
    root: Path
    restarts: tuple[str, ...] = ()
    path: str = SOCKET_IO
    tls: bool = False
    witnessed: bool = True

    @property
    def url(self) -> str:
        """Its own address, behind the wire."""
        return f"http://{authority(self.host, self.port)}"

    def start(self) -> GuardStart:
        """The command line and environment, as the guard wants them."""
        argv = [sys.executable, "-m", "server", "--profile", self.profile]
        argv += ["--host", self.host, "--port", str(self.port)]
        argv += ["--ping-interval", str(self.ping_interval), "--ping-timeout", str(self.ping_timeout)]
        for origin in self.origins:
            argv += ["--origin", origin]
        argv += ["--reload-file", str(self.reload_file)]
        env = dict(os.environ)
        paths = [str(self.root), env.get("PYTHONPATH", "")]
        env["PYTHONPATH"] = os.pathsep.join(path for path in paths if path)
        env["PYTHONUNBUFFERED"] = "1"
        env["SIDLAB_WITNESS"] = self.witness
        env["SIDLAB_WITNESS_TOKEN"] = self.token
        return GuardStart(argv=tuple(argv), env=env, cwd=str(self.root))

    def serve_by(self, profile: str) -> None:
        """From the next start on, serve by this profile."""
        self.profile = profile

    async def knock(self) -> Knock:
        """Ask for a handshake once."""
        return Knock(up=await handshake(self.host, self.port, self.path) is not None)

    def failed(self, what: str) -> str:
        """The server ended or did not answer: one line."""
        return f"the server (profile {self.profile}) {what}: see logs/server.log in the run folder"
