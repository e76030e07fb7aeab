"""The behaviour `singleton-nulled`: the document's fix as it is written.

Its page has `if (window.__appSocket) return window.__appSocket` around `io()`, and on `connect_error`, and on
`disconnect` by transport error or close, `window.__appSocket = null`. The socket that is forgotten still has its
own reconnection, and its handlers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.clients.spec import Behaviour

if TYPE_CHECKING:
    from harness.clients.application import Application
    from harness.clients.socket_client import SocketClient


def lost(application: Application, _socket: SocketClient) -> None:
    """Forget the singleton, whichever socket failed."""
    application.forget()


BEHAVIOUR = Behaviour(
    "singleton-nulled",
    "the document's fix as written: a socket that fails is forgotten, and the next call makes another",
    lost=lost,
)
