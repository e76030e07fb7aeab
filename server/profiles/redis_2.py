"""Two chat servers that share a Redis message queue, behind haproxy or nginx, sticky.

What is said on one reaches the clients of both; rooms' member lists and histories stay each server's own, as in an
application that keeps them in memory. python-socketio puts JSON on the queue since 5.14 (`pubsub_manager.py`), and
pickles nothing. Sessions are still one server's, so the balancer is sticky. The Redis is this profile's own: on
loopback, with a password of its own, and it writes no file. Its Python package is an extra, no dependency:
python-socketio imports it wherever it is installed, 0.5 s for each process of ours.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING

from server.profile import Profile
from server.programs import find_program, installs
from server.settings import QUEUE, Settings
from server.witness import Witness

if TYPE_CHECKING:
    from server.company import Company

PROGRAM = "redis-server"


def serve(settings: Settings, _witness: Witness | None) -> None:
    """Serve until the process is ended; each of the two servers is a witness of its own."""
    from server.company import perform

    perform(lambda company: _start(company, settings))


def _start(company: Company, settings: Settings) -> Callable[[], None]:
    from server.balancers import version_of
    from server.company import Part
    from server.ports import LOOPBACK, free_ports
    from server.several import start_two

    [port] = free_ports(1)
    password = secrets.token_urlsafe(24)
    command = [find_program(PROGRAM) or PROGRAM, "-"]
    company.start(Part(PROGRAM, command, (LOOPBACK, port), told=configuration(port, password), closes=True))
    return start_two(
        company,
        settings,
        PROFILE.name,
        sticky=True,
        env={QUEUE: f"redis://:{password}@{LOOPBACK}:{port}/0"},
        versions={PROGRAM: version_of(PROGRAM)},
    )


def configuration(port: int, password: str) -> str:
    """What Redis reads from its standard input (`redis-server -`): no file and no argument has the password."""
    from server.ports import LOOPBACK

    return "\n".join(
        [
            f"bind {LOOPBACK}",
            f"port {port}",
            f"requirepass {password}",
            'save ""',
            "appendonly no",
            "daemonize no",
            "loglevel warning",
            "databases 1",
            "",
        ]
    )


PROFILE = Profile(
    name="redis-2",
    title="two servers that share a Redis message queue, behind a sticky haproxy or nginx",
    restarts=("graceful", "kill", "reload"),
    serve=serve,
    modules=("gevent", "redis"),
    programs=(PROGRAM, "haproxy or nginx"),
    brings=f"python -m pip install redis && {installs('redis-server haproxy')}",
    packages=("gevent", "redis"),
    posix_only=True,
)
