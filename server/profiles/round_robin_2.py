"""Two chat servers behind haproxy or nginx, which hands each request to the next of them.

A session is known to the server that made it only, so over polling every other request is answered 400. A client
that begins with WebSocket stays on its one connection.
"""

from __future__ import annotations

from server.profile import Profile
from server.programs import installs
from server.settings import Settings
from server.witness import Witness


def serve(settings: Settings, _witness: Witness | None) -> None:
    """Serve until the process is ended; each of the two servers is a witness of its own."""
    from server.company import perform
    from server.several import start_two

    perform(lambda company: start_two(company, settings, PROFILE.name, sticky=False))


PROFILE = Profile(
    name="round-robin-2",
    title="two servers behind haproxy or nginx, each request to the next server",
    restarts=("graceful", "kill", "reload"),
    serve=serve,
    modules=("gevent",),
    programs=("haproxy or nginx",),
    brings=installs("haproxy"),
    posix_only=True,
)
