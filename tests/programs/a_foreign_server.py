"""python-socketio on aiohttp, one application at two ports, plain and TLS: PORT TLS_PORT CERTIFICATE."""

from __future__ import annotations

import asyncio
import ssl
import sys
from typing import Any

import socketio
from aiohttp import web

server = socketio.AsyncServer(async_mode="aiohttp", cors_allowed_origins="*")


@server.event
async def join(sid: str, data: dict[str, str]) -> dict[str, Any]:
    await server.enter_room(sid, data["room"])
    return {"ok": True, "room": data["room"], "nick": data["nick"], "members": [data["nick"]], "history": []}


@server.event
async def say(_sid: str, data: dict[str, str]) -> None:
    await server.emit("message", data, room=data["room"])


async def main(port: int, tls_port: int, certificate: str) -> None:
    app = web.Application()
    server.attach(app)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await web.TCPSite(runner, "127.0.0.1", tls_port, ssl_context=context).start()
    sys.stdout.write("listening\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]))
