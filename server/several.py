"""Two chat servers behind one balancer: what `sticky-2`, `cookie-2`, `round-robin-2` and `redis-2` have in common.

Each is `python -m server --profile gevent` on a loopback port of its own, with a witness of its own. The balancer
comes last, so that whoever reaches it reaches a server. Its folder is gone once everything is up: a SIGKILL leaves
nothing to clear away. A reload restarts one server after the other, as people do behind a balancer.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from server.balancers import Balancer, Front, available
from server.company import Company, Part
from server.ports import LOOPBACK, free_ports
from server.settings import Settings, url_of
from server.witness import BESIDE, SERVED_AS

NAMES = ("one", "two")
LEAST_PATIENCE = 60
INNER = "gevent"


def start_two(
    company: Company,
    settings: Settings,
    profile: str,
    *,
    sticky: bool,
    cookie: str = "",
    env: Mapping[str, str] | None = None,
    versions: Mapping[str, str] | None = None,
) -> Callable[[], None]:
    """Start two servers and the balancer in front of them; returns, when all are ready, what a reload does.

    `profile`: the name of the whole. `cookie`: as a balancer's front has it. `env`: what the servers' environment
    has beside ours. `versions`: of what serves beside them.
    """
    balancer = available()
    beside = {**(versions or {}), balancer.program: balancer.version()}
    inside = {**(env or {}), SERVED_AS: profile, BESIDE: json.dumps(beside)}
    ports = dict(zip(NAMES, free_ports(len(NAMES)), strict=True))
    servers = [server_of(settings, name, port, inside) for name, port in ports.items()]
    company.start(*servers)
    put_in_front(company, balancer, _front(settings, ports, sticky=sticky, cookie=cookie))
    if settings.reload_file:
        company.reload_on_touch(settings.reload_file)
    return lambda: company.restart(*servers)


def put_in_front(company: Company, balancer: Balancer, front: Front) -> None:
    """Start a balancer in front of servers; returns when it is ready, and has said so in the log."""
    with tempfile.TemporaryDirectory(prefix="sidlab-") as folder:
        command = balancer.command(front, Path(folder))
        company.start(Part(balancer.program, command, (front.host, front.port)))
    servers = ", ".join(f"{name} on port {port}" for name, port in front.servers.items())
    by = f" by the cookie {front.cookie}" if front.cookie else ""
    how = f"each session stays with its server{by}" if front.sticky else "each request goes to the next server"
    what = f"{balancer.program} {balancer.version()} at {url_of(front.host, front.port)}"
    sys.stderr.write(f"server: {what} in front of {servers}: {how}\n")


def server_of(settings: Settings, name: str, port: int, env: Mapping[str, str]) -> Part:
    """One of the servers: its name, its port on loopback, what its environment has beside ours."""
    argv = [sys.executable, "-m", "server", "--profile", INNER, "--place", name, "--port", str(port)]
    argv += ["--ping-interval", str(settings.ping_interval), "--ping-timeout", str(settings.ping_timeout)]
    return Part(f"server {name}", [*argv, "--origin", *settings.origins], (LOOPBACK, port), env)


def _front(settings: Settings, ports: Mapping[str, int], *, sticky: bool, cookie: str) -> Front:
    patience = max(LEAST_PATIENCE, settings.ping_interval + settings.ping_timeout + 15)
    return Front(
        host=settings.host, port=settings.port, servers=ports, sticky=sticky, patience=patience, cookie=cookie
    )
