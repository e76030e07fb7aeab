"""The chat protocol on aiohttp, one request a connection (as Werkzeug): `chat.py LISTENING_DESCRIPTOR`."""

import socket
import sys

import socketio
from aiohttp import web

sio = socketio.AsyncServer(async_mode="aiohttp", cors_allowed_origins=[], ping_interval=25)
rooms: dict[str, list[str]] = {}


class Chat(socketio.AsyncNamespace):
    async def on_join(self, sid: str, data: dict[str, str]) -> dict[str, object]:
        room, members = data["room"], rooms.setdefault(data["room"], [])
        members.append(data["nick"])
        await self.enter_room(sid, room)
        await self.emit("members", {"room": room, "members": members}, room=room)
        return {"ok": True, "room": room, "members": members, "history": []}

    async def on_say(self, _sid: str, data: dict[str, str]) -> None:
        await self.emit("message", {**data, "nick": "someone", "at": 0}, room=data["room"])


sio.register_namespace(Chat("/"))
sio.register_namespace(Chat("/team"))


async def one_request_a_connection(_request: web.Request, response: web.StreamResponse) -> None:
    if response.status != 101:
        response.headers["Connection"] = "close"
        response.force_close()


app = web.Application()
app.on_response_prepare.append(one_request_a_connection)
sio.attach(app)
web.run_app(app, sock=socket.socket(fileno=int(sys.argv[1])), print=None, access_log=None, shutdown_timeout=0.1)
