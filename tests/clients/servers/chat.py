"""The chat protocol on aiohttp (HTTP/1.1, keep-alive), as a process: argv is the inherited listening descriptor."""

import socket
import sys

import socketio
from aiohttp import web

PING_SECONDS = 25
sio = socketio.AsyncServer(async_mode="aiohttp", cors_allowed_origins=[], ping_interval=PING_SECONDS)
rooms: dict[str, list[str]] = {}


@sio.event
async def join(sid, data):
    room, members = data["room"], rooms.setdefault(data["room"], [])
    members.append(data["nick"])
    await sio.enter_room(sid, room)
    await sio.emit("members", {"room": room, "members": members}, room=room)
    return {"ok": True, "room": room, "members": members, "history": []}


@sio.event
async def say(_sid, data):
    times = 2 if "twice" in sys.argv else 1
    for _ in range(times):
        await sio.emit("message", {**data, "nick": "someone", "at": 0}, room=data["room"])


app = web.Application()
sio.attach(app)
web.run_app(app, sock=socket.socket(fileno=int(sys.argv[1])), print=None, access_log=None, shutdown_timeout=0.1)
