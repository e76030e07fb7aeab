"""The kind `python`: python-socketio's AsyncClient, many in one process, a session of its own for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.clients.spec import Behaviour, Kind, Ramp, SimClient, Spec

if TYPE_CHECKING:
    from harness.clients.talk import Talk
    from harness.clients.voice import Voice


def make(spec: Spec, behaviour: Behaviour, voice: Voice, talk: Talk, ramp: Ramp) -> SimClient:
    """A client on the event loop; python-socketio and aiohttp are imported now."""
    from harness.clients.application import Application
    from harness.clients.async_client import AsyncSocket

    return Application(behaviour, voice, lambda own: AsyncSocket(spec, behaviour, own, talk), ramp)


KIND = Kind("python", "python-socketio AsyncClient over aiohttp, many in one process", make)
