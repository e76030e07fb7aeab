"""The kind `python-threads`: python-socketio's Client, over requests and websocket-client, with its threads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.clients.spec import Behaviour, Kind, Ramp, SimClient, Spec

if TYPE_CHECKING:
    from harness.clients.talk import Talk
    from harness.clients.voice import Voice


def make(spec: Spec, behaviour: Behaviour, voice: Voice, talk: Talk, ramp: Ramp) -> SimClient:
    """A client with threads; python-socketio, requests and websocket-client are imported now."""
    from harness.clients.application import Application
    from harness.clients.thread_client import ThreadSocket

    return Application(behaviour, voice, lambda own: ThreadSocket(spec, behaviour, own, talk), ramp)


KIND = Kind("python-threads", "python-socketio Client over requests and websocket-client, in threads", make)
