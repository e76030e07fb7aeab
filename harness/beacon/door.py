"""The beacon's HTTP: three paths and nothing else; one request a connection, bounded in time and size."""

from __future__ import annotations

import asyncio
import errno
import logging
from collections.abc import Awaitable, Callable

from aiohttp import web

from harness.beacon.desk import Answer, Asked, Desk
from harness.commands import BeaconOpen
from harness.ports import free_port, owner_of

HEAD_SECONDS = 10.0
"""A request's head is complete by then, or its connection is closed."""
BODY_SECONDS = 5.0
CLOSE_SECONDS = 0.2
"""What is being answered when the beacon is shut has so long to be over."""
MOST_CONNECTIONS = 256
"""So many at a time, and those that were accepted in the same breath."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Full(asyncio.Protocol):
    """Whoever comes while all connections are taken is cut off."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Cut."""
        if isinstance(transport, asyncio.WriteTransport):
            transport.abort()


class Door:
    """Listens where it was told, and passes what comes to the desk."""

    def __init__(self, terms: BeaconOpen, desk: Desk, script: bytes) -> None:
        self._terms = terms
        self._desk = desk
        self._script = script
        self._server: asyncio.Server | None = None
        self._runner = web.AppRunner(
            self._application(),
            access_log=None,
            logger=logging.getLogger("sidlab.beacon"),
            keepalive_timeout=HEAD_SECONDS,  # aiohttp's bound on a first head, too
            lingering_time=1.0,
            shutdown_timeout=CLOSE_SECONDS,
        )

    async def open(self) -> int:
        """Listen; returns the port. OSError, in words, when that cannot be."""
        await self._runner.setup()
        port = self._terms.port or free_port(self._terms.host)
        try:
            self._server = await asyncio.get_running_loop().create_server(self._accept, self._terms.host, port)
        except OSError as error:
            await self.close()
            raise OSError(_why(error, self._terms.host, port)) from error
        return port

    async def close(self) -> None:
        """Close the port and every connection."""
        if self._server is not None:
            self._server.close()
        await self._runner.cleanup()

    def _accept(self) -> asyncio.Protocol:
        server = self._runner.server
        if server is None or len(server.connections) >= MOST_CONNECTIONS:
            return Full()
        return server()

    def _application(self) -> web.Application:
        application = web.Application(client_max_size=self._terms.report_bytes, middlewares=[_bounded])
        application.router.add_post("/join", self._posted(self._desk.join))
        application.router.add_post("/report", self._posted(self._desk.report))
        application.router.add_get("/reporter.js", self._reporter)
        application.on_response_prepare.append(_nameless)
        return application

    def _posted(self, handle: Callable[[Asked, float], Answer]) -> Handler:
        async def answer(request: web.Request) -> web.StreamResponse:
            asked = _asked(request, b"")
            try:
                async with asyncio.timeout(BODY_SECONDS):
                    body = await request.read()
            except web.HTTPRequestEntityTooLarge:
                return _response(self._desk.refuse(asked, "too-large"))
            except TimeoutError:
                return _response(self._desk.refuse(asked, "malformed"))
            return _response(handle(_asked(request, body), asyncio.get_running_loop().time()))

        return answer

    async def _reporter(self, request: web.Request) -> web.StreamResponse:
        """The script with which a page takes part: it holds no secret, and any page may load it."""
        if not self._desk.is_ours(request.headers.get("Host", "")):
            return _response(self._desk.refuse(_asked(request, b""), "origin"))
        headers = {"Cross-Origin-Resource-Policy": "cross-origin", "Cache-Control": "no-cache"}
        return web.Response(body=self._script, content_type="text/javascript", charset="utf-8", headers=headers)


def _asked(request: web.Request, body: bytes) -> Asked:
    told = request.headers
    return Asked(
        address=request.remote or "",
        host=told.get("Host", ""),
        origin=told.get("Origin", ""),
        agent=told.get("User-Agent", "")[:512],
        body=body,
    )


def _response(answer: Answer) -> web.Response:
    response = web.Response(status=answer.status, body=answer.body, content_type="application/json")
    if answer.origin:
        response.headers["Access-Control-Allow-Origin"] = answer.origin
    return response


@web.middleware
async def _bounded(request: web.Request, handler: Handler) -> web.StreamResponse:
    """One request a connection: so all that is bounded in time is bounded once."""
    try:
        response = await handler(request)
    except web.HTTPException as refusal:
        response = web.Response(status=refusal.status)
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers["Vary"] = "Origin"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.force_close()
    return response


async def _nameless(_request: web.Request, response: web.StreamResponse) -> None:
    """Nobody needs to know what serves here."""
    response.headers.popall("Server", None)


def _why(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} of {host} is taken by {owner_of(host, port)}: devices cannot report there"
    return f"devices cannot report at {host}:{port}: {error.strerror or error}"
