"""What one simulated client has to say about itself: the events of the `client.` witness.

A client has a voice, and each of its sockets one of its own. Every method may be called from any thread. After
`stopped` all of them are silent, whatever a thread that was left behind still meets.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from harness.clients.errors import Trouble, trouble_of
from harness.clients.request import Request
from harness.clients.spec import Spec
from harness.clock import NS_PER_S, Clock
from harness.events import (
    ChildFailed,
    ClientAttempt,
    ClientConnected,
    ClientConnectError,
    ClientDisconnected,
    ClientOpened,
    ClientReceived,
    ClientSent,
    ClientStarted,
    ClientStopped,
    ClientUpgraded,
    Event,
    Transport,
)
from harness.redact import redacted

TEXT = 120
READ = 1024
"""So much of a text is searched for secrets before it is cut."""


@dataclass(slots=True)
class Counts:
    """A client's sockets and messages so far: they go on counting when a client of that name is started anew."""

    generation: int = 0
    said: int = 0


class Voice:
    """Reports for the client `name`; its messages and sockets are numbered by `counts`."""

    def __init__(self, name: str, counts: Counts, say: Callable[[Event], None], clock: Clock) -> None:
        self.name = name
        self.clock = clock
        self.counts = counts
        self._speak: Callable[[Event], None] | None = say

    def socket(self) -> SocketVoice:
        """The voice of one more socket of this client."""
        return SocketVoice(self)

    def started(self, spec: Spec) -> None:
        """The client begins."""
        self.say(
            ClientStarted(
                t=self.clock(),
                client=self.name,
                group=spec.group,
                kind=spec.kind,
                transports=spec.transports,
                behaviour=spec.behaviour,
                room=spec.room,
            )
        )

    def stopped(self) -> None:
        """The client is gone."""
        self.say(ClientStopped(t=self.clock(), client=self.name))
        self._speak = None

    def sent(self, t: int, to: tuple[str, ...], sid: str) -> None:
        """Message `counts.said` was accepted at `t`, for the session `sid`."""
        self.say(ClientSent(t=t, client=self.name, n=self.counts.said, sid=sid, to=to))

    def received(self, sender: str, n: int, sid: str) -> None:
        """Message `n` of `sender` arrived, over the session `sid`."""
        self.say(ClientReceived(t=self.clock(), client=self.name, sender=sender, n=n, sid=sid))

    def broke(self, exc: BaseException) -> None:
        """Something in the client's library died of an exception it does not expect; the client is a wreck."""
        message = f"client {self.name}: its library broke, so it may stay silent: {type(exc).__name__}: {exc}"
        self.say(ChildFailed(t=self.clock(), message=message))

    def say(self, event: Event) -> None:
        """Report an event, for as long as the client is there."""
        if speak := self._speak:
            speak(event)


class SocketVoice:
    """Reports for one socket of a client: its attempts, its sessions, and how each ended."""

    def __init__(self, client: Voice) -> None:
        self.clock = client.clock
        self.sid = ""
        self._client = client
        self._generation = 0
        self._alive = False
        self._trouble: Trouble | None = None

    def ended(self) -> None:
        """The socket was closed by who made it: if it did not notice by itself, that is told."""
        if self._alive:
            self.disconnected("client disconnect")

    def trying(self) -> None:
        """A connect begins: troubles of the time before do not explain what comes now."""
        self._trouble = None

    def answered(self, request: Request, began: int, status: int, text: str = "", *, resend: bool = False) -> None:
        """An HTTP attempt that began at `began` got an answer; `text` is the body of a 400 or worse."""
        if status >= 400:
            self._note(Trouble(f"HTTP {status}"), resend=resend)
        elif resend:  # the library mended what it met before
            self._trouble = None
        self._attempt(request, began, status=status, text=text, resend=resend)

    def failed(self, request: Request, began: int, exc: BaseException, *, resend: bool = False) -> None:
        """An HTTP attempt that began at `began` ended in an exception."""
        trouble = trouble_of(exc)
        self._note(trouble, resend=resend)
        self._attempt(request, began, trouble=trouble, text=str(exc), resend=resend)

    def opened(self, sid: str, transport: Transport) -> None:
        """The Engine.IO session is open; the namespace is not connected yet."""
        self._say(ClientOpened(t=self.clock(), client=self._client.name, sid=sid, transport=transport))

    def connected(self, sid: str, socket_id: str, transport: Transport, *, upgraded: bool) -> None:
        """The namespace is connected, over a session that has been `upgraded` from polling, or not."""
        counts = self._client.counts
        counts.generation += 1
        self._generation, self._alive = counts.generation, True
        self.sid, self._trouble = sid, None
        now = self.clock()
        self._say(
            ClientConnected(
                t=now,
                client=self._client.name,
                generation=self._generation,
                sid=sid,
                socket_id=socket_id,
                transport=transport,
            )
        )
        if upgraded:
            self._say(ClientUpgraded(t=now, client=self._client.name, generation=self._generation, sid=sid))

    def connect_failed(self, exc: BaseException) -> None:
        """A connect failed with what the library raised: the trouble underneath names it better."""
        trouble = self._trouble or trouble_of(exc)
        text = redacted(str(exc)[:READ])[:TEXT]
        self._say(
            ClientConnectError(
                t=self.clock(), client=self._client.name, error=trouble.error, text=text, errno=trouble.errno
            )
        )

    def disconnected(self, reason: str, seen: Trouble | None = None) -> None:
        """The disconnect handler ran; `seen` is a trouble that no HTTP attempt could tell."""
        trouble = self._trouble or seen
        self._alive = False
        self._say(
            ClientDisconnected(
                t=self.clock(),
                client=self._client.name,
                generation=self._generation,
                sid=self.sid,
                reason=f"python:{reason}",
                error=trouble.error if trouble else None,
                errno=trouble.errno if trouble else None,
            )
        )

    def broke(self, exc: BaseException) -> None:
        """Something in the socket's library died of an exception it does not expect."""
        self._client.broke(exc)

    def _say(self, event: Event) -> None:
        self._client.say(event)

    def _note(self, trouble: Trouble, *, resend: bool) -> None:
        if self._trouble is None or resend:  # what broke first explains, unless the library tried that again
            self._trouble = trouble

    def _attempt(
        self,
        request: Request,
        began: int,
        *,
        status: int | None = None,
        trouble: Trouble | None = None,
        text: str = "",
        resend: bool = False,
    ) -> None:
        now = self.clock()
        self._say(
            ClientAttempt(
                t=now,
                client=self._client.name,
                method=request.method,
                kind=request.kind,
                took=(now - began) / NS_PER_S,
                sid=request.sid,
                status=status,
                error=trouble.error if trouble else None,
                errno=trouble.errno if trouble else None,
                text=redacted(text[:READ])[:TEXT],
                resend=resend,
            )
        )
