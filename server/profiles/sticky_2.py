"""Two chat servers behind haproxy or nginx, which keeps each session with the server that made it.

What the Socket.IO documentation asks for where there are several servers. The session id in the query says where
to (server/balancers/__init__.py). A broadcast reaches the clients of one server only: the two share nothing.
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

    perform(lambda company: start_two(company, settings, PROFILE.name, sticky=True))


PROFILE = Profile(
    name="sticky-2",
    title="two servers behind haproxy or nginx, each session kept with its server",
    restarts=("graceful", "kill", "reload"),
    serve=serve,
    modules=("gevent",),
    programs=("haproxy or nginx",),
    brings=installs("haproxy"),
    posix_only=True,
)
