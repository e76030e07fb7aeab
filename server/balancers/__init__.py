"""Balancers of the system, in front of several servers on loopback: haproxy where it is, else nginx.

Either is told the same. It hands each request to the servers in turn. Where it is sticky, a request that names a
session goes to the server that made it: each server's session ids begin with the server's name (`--place`), so no
client needs to keep a cookie, as Node's client and, for a server named by an IP address, aiohttp do not. It adds
the header `X-Client-Port`, the client's source port, in place of any such header that a request brings, and passes
Host, Origin and WebSocket upgrades as they are.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from server.programs import find_program


@dataclass(frozen=True, kw_only=True)
class Front:
    """What a balancer is to do: where it listens, the port of each server on loopback by the server's name.

    `patience`: so many seconds it waits for a server's answer. `cookie`: the name of a cookie that keeps a client
    with its server, where that is to do it; empty for the session's name.
    """

    host: str
    port: int
    servers: Mapping[str, int]
    sticky: bool
    patience: int
    cookie: str = ""

    @property
    def address(self) -> str:
        """Where it listens, as its configuration says it."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True, kw_only=True)
class Balancer:
    """A program that balances: its configuration, and how it is run with that in a folder of its own."""

    program: str
    configuration: Callable[[Front, Path], str]
    argv: Callable[[str, Path, Path], Sequence[str]]

    def command(self, front: Front, folder: Path) -> list[str]:
        """Write its configuration into `folder`; the command that runs it in the foreground."""
        file = folder / f"{self.program}.conf"
        file.write_text(self.configuration(front, folder))
        return list(self.argv(find_program(self.program) or self.program, folder, file))

    def version(self) -> str:
        """What it calls itself; empty when it does not say."""
        return version_of(self.program)


def balancers() -> tuple[Balancer, ...]:
    """Those that can be used, the one to be preferred first."""
    from server.balancers import haproxy, nginx

    return haproxy.BALANCER, nginx.BALANCER


def available() -> Balancer:
    """The one to use here. LookupError when there is none."""
    for balancer in balancers():
        if find_program(balancer.program):
            return balancer
    raise LookupError(f"there is neither {' nor '.join(one.program for one in balancers())}")


def version_of(program: str) -> str:
    """The version that a program's `-v` tells in its first line; empty when it tells none."""
    asked = [find_program(program) or program, "-v"]
    said = subprocess.run(asked, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    words = (said.stdout + said.stderr).replace("/", " ").replace("=", " ").split()
    return next((word for word in words if word[0].isdigit()), "")
