"""Two chat servers behind haproxy or nginx, which keeps each client with its server by a cookie.

The other way to be sticky, and the one that breaks by itself: a client that does not send the cookie back is
handed to either server, and its session is unknown to one of them. Browsers send none across sites unless they are
told to (withCredentials, SameSite=None; Secure); Node's client sends none, and aiohttp none to a server named by
an IP address, while requests does.
"""

from __future__ import annotations

from server.profile import Profile
from server.programs import installs
from server.settings import Settings
from server.witness import Witness

COOKIE = "sidlab_server"


def serve(settings: Settings, _witness: Witness | None) -> None:
    """Serve until the process is ended; each of the two servers is a witness of its own."""
    from server.company import perform
    from server.several import start_two

    perform(lambda company: start_two(company, settings, PROFILE.name, sticky=True, cookie=COOKIE))


PROFILE = Profile(
    name="cookie-2",
    title="two servers behind haproxy or nginx, each client kept with its server by a cookie",
    restarts=("graceful", "kill", "reload"),
    serve=serve,
    modules=("gevent",),
    programs=("haproxy or nginx",),
    brings=installs("haproxy"),
    posix_only=True,
)
