"""One client that is a page: loaded, given its application, steered and ended over the DevTools protocol.

A page is loaded until it is there, as a person would try again; what is loaded anew (by its behaviour: F5) is the
same client, with other sockets, whose numbers and messages go on.
"""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Callable
from typing import Any

import msgspec

from harness.clients.voice import Counts
from harness.events import (
    AnyEvent,
    ChildFailed,
    ClientConnected,
    ClientConnectError,
    ClientDisconnected,
    ClientSent,
    ClientStopped,
)
from ui.browser.cap import Pool
from ui.browser.network import Network
from ui.browser.part import Handshake, Link, Part, Result, Surroundings, Then
from ui.browser.served import ENTRY, PATTERNS, answer
from ui.browser.times import Times

POST_BYTES = 65_536
"""How much of a POST's body the protocol tells."""
AGAIN_SECONDS = 1.0
"""So long after a load that failed the page is loaded again."""
WAIT_SECONDS = 0.1
STOP_SECONDS = 0.5
"""So long a page may take to leave its server."""
UNLOADED = "js:page unload"
"""Why a socket has ended that went with its page: no handler of it runs then."""
SHARED = "shared-handshake"
"""The behaviour whose pages find the handshake of the first of their group in a cache."""


class _Told(msgspec.Struct):
    """What the page says: an event at its own time (seconds), or that a handshake is in the cache now."""

    at: float
    event: dict[str, Any] | None = None
    shared: Handshake | None = None


class _Frame(msgspec.Struct, rename="camel"):
    url: str
    parent_id: str | None = None
    unreachable_url: str | None = None


class _Navigated(msgspec.Struct):
    frame: _Frame


class _Called(msgspec.Struct):
    payload: str


class _Asked(msgspec.Struct):
    url: str


class _Paused(msgspec.Struct, rename="camel"):
    request_id: str
    request: _Asked


class Tab:
    """The page that is `part`, over `link`; `counts` outlive it, and `pool` is its profile's."""

    def __init__(self, part: Part, counts: Counts, link: Link, pool: Pool, around: Surroundings) -> None:
        self.part = part
        self._name = part.spec.name
        self._counts = counts
        self._link = link
        self._pool = pool
        self._around = around
        self._rate = 0.0
        self._to: tuple[str, ...] = ()
        self._alive: dict[int, str] = {}
        self._times = Times(around.clock)
        self._committed = self._begun = self._stopped = False
        self._network = Network(self._name, part.spec.path, pool, around.say, self._read_body, around.clock)
        self._hears: dict[str, Callable[[msgspec.Raw], None]] = {
            "Page.frameNavigated": self._navigated,
            "Page.domContentEventFired": self._parsed,
            "Runtime.bindingCalled": self._called,
            "Fetch.requestPaused": self._serve,
            "Inspector.targetCrashed": self._crashed,
        }

    # --- what the child asks ----------------------------------------------------------------------------------

    def open(self) -> None:
        """Be a client from now on: load the page."""
        self._around.say(self.part.started(self._around.clock()))
        for domain in ("Page", "Inspector", "Runtime"):  # Runtime, or a binding would go with the empty page
            self._link.ask(f"{domain}.enable")
        self._link.ask("Network.enable", {"maxPostDataSize": POST_BYTES})
        self._link.ask("Runtime.addBinding", {"name": "sidlabTell"})
        self._link.ask("Fetch.enable", {"patterns": PATTERNS})
        self._load()

    def tune(self, rate: float, to: tuple[str, ...]) -> None:
        """From now on speak `rate` times a second, to these recipients."""
        self._rate, self._to = rate, to
        self._call("tune", rate, to)

    def silence(self) -> None:
        """From now on say nothing."""
        self.tune(0.0, self._to)

    def hear(self, method: str, params: msgspec.Raw) -> None:
        """Take an event of the protocol. ValueError for one that is out of shape."""
        if method.startswith("Network."):
            self._network.hear(method, params)
        elif known := self._hears.get(method):
            known(params)

    def sync(self, then: Callable[[], None]) -> None:
        """Call `then` once everything that the page has said so far has been heard."""
        self._link.ask("Runtime.evaluate", {"expression": "0"}, lambda _: then())

    def stop(self, then: Callable[[], None]) -> None:
        """Leave the server and say so, within `STOP_SECONDS`; `then` is called when the page is closed."""

        def gone() -> None:
            if not self._stopped:
                self._stopped = True
                self._around.say(ClientStopped(t=self._around.clock(), client=self._name))
                self._pool.left(self._name)
                self._link.close()
                then()

        self._around.later(STOP_SECONDS, gone)
        self._call("stop", then=lambda _: gone())

    # --- loading ----------------------------------------------------------------------------------------------

    def _load(self) -> None:
        if not self._stopped:
            self._link.ask("Page.navigate", {"url": self.part.address})

    def _navigated(self, params: msgspec.Raw) -> None:
        frame = msgspec.json.decode(params, type=_Navigated).frame
        if frame.parent_id is not None:
            return
        self._unload()
        if frame.unreachable_url is not None:
            self._around.later(AGAIN_SECONDS, self._load)
        elif frame.url.startswith("http"):
            self._committed = True

    def _unload(self) -> None:
        """Another page is in this one's place: its sockets went with it."""
        now = self._around.clock()
        for generation, sid in self._alive.items():
            self._around.say(
                ClientDisconnected(t=now, client=self._name, generation=generation, sid=sid, reason=UNLOADED)
            )
        self._alive.clear()
        self._times = Times(self._around.clock)
        self._committed = self._begun = False

    def _parsed(self, _params: msgspec.Raw) -> None:
        if self._committed and not self._begun:
            self._begun = True
            self._begin()

    def _begin(self) -> None:
        """Give the page its application."""
        if not self._begun or self._stopped:
            return
        if self._waits():
            self._around.later(WAIT_SECONDS, self._begin)
        else:
            self._call("begin", self.part.driven(self._counts, self._rate, self._to, self._around.shared))

    def _waits(self) -> bool:
        """Whether the handshake that this page is to find in the cache is still on its way."""
        cache, group = self._around.shared, self.part.spec.group
        if self.part.spec.behaviour != SHARED:
            return False
        if group not in cache:
            cache[group] = {}  # it is the first
            return False
        return not cache[group]

    def _call(self, function: str, *arguments: object, then: Then | None = None) -> None:
        """Call a function of the application, if there is one; what it throws is told."""

        def done(result: Result) -> None:
            if thrown := result.get("exceptionDetails"):
                self._fail(f"its page could not {function}: {_words(thrown)}")
            if then:
                then(result)

        if not self._begun:
            done({})
            return
        words = ", ".join(json.dumps(argument) for argument in arguments)
        expression = f"import({json.dumps(ENTRY)}).then((page) => page.{function}({words}))"
        self._link.ask("Runtime.evaluate", {"expression": expression, "awaitPromise": True}, done)

    # --- what the page and its browser say --------------------------------------------------------------------

    def _called(self, params: msgspec.Raw) -> None:
        """What the driver says; that it starts and stops is ours to tell, since a page may be loaded again."""
        told = msgspec.json.decode(msgspec.json.decode(params, type=_Called).payload, type=_Told)
        t = self._times.ours(told.at)
        if told.shared is not None:
            self._around.shared[self.part.spec.group] = told.shared
        if told.event is not None and told.event.get("type") not in {"client.started", "client.stopped"}:
            self._keep(_event({**told.event, "t": t, "client": self._name}))

    def _keep(self, event: AnyEvent) -> None:
        """Say an event of the driver's, with the network's own name for a failure underneath."""
        match event:
            case ClientConnected():
                self._counts.generation = event.generation
                self._alive[event.generation] = event.sid
                self._network.trouble = None
            case ClientDisconnected():
                self._alive.pop(event.generation, None)
                event = event if event.reason.startswith("js:io ") else self._named(event)
            case ClientConnectError():
                event = self._named(event)
                self._network.trouble = None
            case ClientSent():
                self._counts.said = event.n
            case _:
                pass
        self._around.say(event)

    def _named(self, event: AnyEvent) -> AnyEvent:
        trouble = self._network.trouble
        return msgspec.structs.replace(event, error=trouble) if trouble else event

    def _serve(self, params: msgspec.Raw) -> None:
        paused = msgspec.json.decode(params, type=_Paused)
        said = answer(paused.request.url, self.part.library.file)
        self._link.ask("Fetch.fulfillRequest", {"requestId": paused.request_id, **said})

    def _read_body(self, request: str, then: Callable[[str], None]) -> None:
        self._link.ask("Network.getResponseBody", {"requestId": request}, lambda result: then(_text(result)))

    def _crashed(self, _params: msgspec.Raw) -> None:
        self._fail("its page has crashed")

    def _fail(self, words: str) -> None:
        self._around.say(ChildFailed(t=self._around.clock(), message=f"client {self._name}: {words}"))


def _event(fields: dict[str, Any]) -> AnyEvent:
    """An event of the clients. ValueError for anything else."""
    if not str(fields.get("type")).startswith("client."):
        raise ValueError(f"a page cannot say {fields.get('type')!r}")
    event: AnyEvent = msgspec.convert(fields, type=AnyEvent)
    return event


def _text(result: Result) -> str:
    """The body in the answer of Network.getResponseBody; empty when it could not be had."""
    body = str(result.get("body", ""))
    return b64decode(body).decode("utf-8", "replace") if result.get("base64Encoded") else body


def _words(thrown: Result) -> str:
    """What was thrown, on one line."""
    described = thrown.get("exception", {}).get("description") or thrown.get("text", "")
    return str(described).splitlines()[0] if described else "for no reason it gives"
