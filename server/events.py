"""The chat protocol over Socket.IO, namespace `/`: events in, acknowledgements and broadcasts out.

Client → server: `join {nick, room}` (ack `{ok, nick, room, members, history}`), `leave {room}`,
`say {room, text, id}`, `typing {room, on}`, `notify {text}`, `notices {}` (ack `{ok, notices}`); each is
acknowledged with `{ok: true}` or `{ok: false, why}`. Server → client: `message`, `members`, `typing`,
`notification`.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from flask import request
from flask_socketio import SocketIO

from server.chat import Chat, RefusedError
from server.checks import NICK, ROOM, flag_in, id_in, name_in, one_object, text_in
from server.crowd import Crowd

Answer = dict[str, Any]
Handler = Callable[[str, Mapping[str, object]], Answer]


def audience(room: str) -> str:
    """The Socket.IO room of a chat room. Every socket id is a Socket.IO room too, which nobody may name."""
    return f"room {room}"


def now() -> str:
    """Wall time for people: UTC, ISO 8601, milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class ChatEvents:
    """Binds one chat to one Socket.IO server."""

    def __init__(self, socketio: SocketIO, chat: Chat) -> None:
        self._socketio = socketio
        self._chat = chat
        self._crowd = Crowd(self._tell_members, socketio.start_background_task, socketio.sleep)
        handlers: dict[str, Handler] = {
            "join": self._join,
            "leave": self._leave,
            "say": self._say,
            "typing": self._typing,
            "notify": self._notify,
            "notices": self._notices,
        }
        for name, handler in handlers.items():
            socketio.on_event(name, _acknowledged(handler))
        socketio.on_event("*", _unknown)

    def gone(self, who: str) -> None:
        """A socket has disconnected."""
        for room in self._chat.gone(who):
            self._members_changed(room)

    def _join(self, who: str, data: Mapping[str, object]) -> Answer:
        nick, room = name_in(data, "nick", NICK), name_in(data, "room", ROOM)
        given = self._chat.join(who, nick, room)
        self._enter(who, room)
        self._members_changed(room, joined=True)
        members, history = self._chat.members(room), self._chat.history(room)
        return {"ok": True, "nick": given, "room": room, "members": members, "history": history}

    def _enter(self, who: str, room: str) -> None:
        """Let the broadcasts of a room reach a socket, unless it disconnected while it joined."""
        server = self._socketio.server
        if server.manager.is_connected(who, "/"):
            with suppress(ValueError):  # the library's word for a socket that is gone by now
                server.enter_room(who, audience(room))
        if not server.manager.is_connected(who, "/"):
            self.gone(who)
            raise RefusedError("the connection is gone")

    def _leave(self, who: str, data: Mapping[str, object]) -> Answer:
        room = name_in(data, "room", ROOM)
        self._chat.leave(who, room)
        self._socketio.server.leave_room(who, audience(room))
        self._members_changed(room)
        return {"ok": True}

    def _say(self, who: str, data: Mapping[str, object]) -> Answer:
        room, text = name_in(data, "room", ROOM), text_in(data)
        message = self._chat.say(who, room, text, id_in(data) or secrets.token_hex(8), now())
        self._socketio.emit("message", message, to=audience(room))
        return {"ok": True, "id": message["id"]}

    def _typing(self, who: str, data: Mapping[str, object]) -> Answer:
        room, on = name_in(data, "room", ROOM), flag_in(data, "on")
        news = {"room": room, "nick": self._chat.nick(who, room), "on": on}
        self._socketio.emit("typing", news, to=audience(room), skip_sid=who)
        return {"ok": True}

    def _notify(self, _who: str, data: Mapping[str, object]) -> Answer:
        notice = {"id": secrets.token_hex(8), "text": text_in(data), "at": now()}
        self._chat.announce(notice)
        self._socketio.emit("notification", notice)
        return {"ok": True, "id": notice["id"]}

    def _notices(self, _who: str, _data: Mapping[str, object]) -> Answer:
        return {"ok": True, "notices": self._chat.notices()}

    def _members_changed(self, room: str, *, joined: bool = False) -> None:
        others = len(self._chat.members(room)) - joined  # who joins reads the list in the acknowledgement
        if others > 0:
            self._crowd.changed(room, others)

    def _tell_members(self, room: str) -> None:
        news = {"room": room, "members": self._chat.members(room)}
        self._socketio.emit("members", news, to=audience(room))


def _acknowledged(handler: Handler) -> Callable[..., Answer]:
    def answer(*args: object) -> Answer:
        try:
            return handler(request.sid, one_object(args))  # type: ignore[attr-defined]  # set by Flask-SocketIO
        except RefusedError as refusal:
            return {"ok": False, "why": str(refusal)}

    return answer


def _unknown(_event: str, *_args: object) -> Answer:
    return {"ok": False, "why": "there is no such event"}
