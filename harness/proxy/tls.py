"""TLS towards the server: plain bytes for the relay, records for the kernel, ends as they are.

The relay works on non-blocking sockets that epoll watches, and neither knows of TLS. So the records stand between
two memory BIOs, and `TlsSocket` is what the relay takes for a socket: BlockingIOError where more must come or go
first, an empty read for close_notify or a bare FIN, OSError for a reset. Two things epoll cannot see are kept by
`TlsLeg`: decrypted bytes that wait here (`more`), and records the kernel has not taken yet (`unsent`).

The certificate must be good for the server's name, and nothing switches that off.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Callable

from harness.ports import authority
from harness.proxy.leg import Leg
from harness.proxy.poller import BROKEN, READ, WRITE, Handler, Poller

_CHUNK = 64 * 1024
_ENDS = (ssl.SSLZeroReturnError, ssl.SSLEOFError)
"""close_notify; and a FIN without one, as most servers leave."""


def _nobody(*_: object) -> None:
    """Nobody cares."""


class TlsSocket:
    """A non-blocking socket with TLS on it. `unsent`: records for which the kernel had no room yet.

    `waits` is called when there are some, and when there is `more` to be read than was asked for; `fails` when the
    server's records end in an alert, or can't be read.
    """

    def __init__(self, sock: socket.socket, context: ssl.SSLContext, name: str) -> None:
        self.raw = sock
        self.waits: Callable[[], None] = _nobody
        self.fails: Callable[[ssl.SSLError], None] = _nobody
        self.more = False
        self.unsent = memoryview(b"")
        self._in, self._out = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._in, self._out, server_hostname=name)
        self._kept = b""
        self._failure: ssl.SSLError | None = None

    def shake_hands(self) -> bool:
        """Go on with the handshake; whether it is done. ssl.SSLError when it fails, OSError at a reset."""
        while True:
            try:
                self._tls.do_handshake()
            except ssl.SSLWantReadError:
                done = False
            except ssl.SSLError:
                with contextlib.suppress(OSError):
                    self.flush()  # the alert that says why
                raise
            else:
                done = True
            self.flush()
            if done or not self._receive():
                self.more = done  # what came with the server's last message is not the kernel's to tell any more
                return done

    def recv(self, size: int) -> bytes:
        """At most `size` plain bytes, none at the end. BlockingIOError: none are there; OSError: a reset."""
        while (data := self._decrypted(size)) is None:
            if not self._receive():
                raise BlockingIOError
        with contextlib.suppress(OSError):  # an answer to a key update; if it can't go, reading will say why
            self.flush()
        if self.more:
            self.waits()
        return data

    def send(self, data: bytes | memoryview) -> int:
        """Take bytes to be sent; how many. BlockingIOError while earlier ones wait, OSError at a reset."""
        self.flush()
        if self.unsent:
            raise BlockingIOError
        taken = self._tls.write(data[:_CHUNK])
        self.flush()
        return taken

    def say_end(self) -> None:
        """Send close_notify after what was sent; what came in before stays to be read."""
        self._kept = b"".join(iter(lambda: self._decrypted(_CHUNK) or b"", b""))
        self.more = True
        with contextlib.suppress(ssl.SSLError):  # it would wait for the peer's own
            self._tls.unwrap()
        self.flush()

    def flush(self) -> None:
        """Hand the kernel what it takes. OSError at a reset."""
        if self._out.pending:
            self.unsent = memoryview(bytes(self.unsent) + self._out.read())
        while self.unsent:
            try:
                self.unsent = self.unsent[self.raw.send(self.unsent) :]
            except BlockingIOError:
                self.waits()
                return

    def shutdown(self, how: int) -> None:
        """The socket's own."""
        self.raw.shutdown(how)

    def setsockopt(self, level: int, option: int, value: int | bytes) -> None:
        """The socket's own."""
        self.raw.setsockopt(level, option, value)

    def fileno(self) -> int:
        """The socket's own."""
        return self.raw.fileno()

    def close(self) -> None:
        """The socket's own."""
        self.raw.close()

    def _receive(self) -> bool:
        """Take in what the kernel has; whether it had anything, its end included."""
        try:
            data = self.raw.recv(_CHUNK)
        except BlockingIOError:
            return False
        if data:
            self._in.write(data)
        else:
            self._in.write_eof()
        return True

    def _decrypted(self, size: int) -> bytes | None:
        """What is there to be read, nothing at the end; None when more must come in first."""
        kept, self._kept = self._kept[:size], self._kept[size:]
        parts, left, ended = [kept] if kept else [], size - len(kept), False
        while left and not (ended or self._failure):
            try:
                part = self._tls.read(left)
            except ssl.SSLWantReadError:
                break
            except _ENDS:
                part = b""
            except ssl.SSLError as error:  # OpenSSL says it once only, and what came before it goes first
                self._failure = error
                break
            ended = not part
            parts.append(part)
            left -= len(part)
        self.more = ended or not left or self._failure is not None
        if self._failure and not parts:
            self.fails(self._failure)
            raise self._failure
        return b"".join(parts) if parts else None


class TlsLeg(Leg):
    """The leg towards a server that speaks TLS."""

    __slots__ = ("_closing", "_loop", "_soon", "_tls")

    def __init__(self, tls: TlsSocket, poller: Poller, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__("server", tls, poller)
        self._tls = tls
        self._loop = loop
        self._closing = False
        self._soon = False
        tls.waits = self._tend_soon

    def shake_hands(self) -> bool:
        """Go on with the handshake, and wait for what it needs; whether it is done. Errors as TlsSocket's."""
        done = self._tls.shake_hands()
        if not done:
            self.want(read=True, write=False)
        return done

    def on_failure(self, tell: Callable[[ssl.SSLError], None]) -> None:
        """Have it told when TLS fails after the handshake; the relay sees that as a reset."""
        self._tls.fails = tell

    def want(self, *, read: bool, write: bool) -> None:
        """As for any leg; bytes that wait decrypted are told of at once, and records that wait go out."""
        super().want(read=read, write=write or len(self._tls.unsent) > 0)
        if read and self._tls.more:
            self._tend_soon()

    def shut(self) -> bool:
        """Send close_notify and FIN after what was sent; `told` once they are out. False at a reset."""
        if self._closing:
            return True
        self._closing = True
        try:
            self._tls.say_end()
        except OSError:
            return False
        return bool(self._tls.unsent) or super().shut()

    def _tend_soon(self) -> None:
        if not self._soon:
            self._soon = True
            self._loop.call_soon(self._tend)

    def _tend(self) -> None:
        """Nobody else asks for what waits here: not the relay, which sees a socket, and not the kernel."""
        self._soon = False
        mask = self._mask or 0
        if self.dead:
            return
        if self._tls.unsent and not mask & WRITE:
            self.want(read=bool(mask & READ), write=True)
        if self._tls.more and mask & READ:
            self._ready(READ)

    def _called(self) -> Handler:
        return self._ready

    def _ready(self, events: int) -> None:
        if events & WRITE and self._tls.unsent:
            try:
                self._tls.flush()
            except OSError:
                events |= BROKEN
            else:
                if self._closing and not self._tls.unsent:
                    super().shut()
        self._handler(events)


class Upgrade:
    """How the wire speaks TLS to its server. OSError or ValueError when `ca_file` can't be read."""

    def __init__(self, host: str, port: int, ca_file: str) -> None:
        self.server = authority(host, port)
        self._host = host
        self._context = ssl.create_default_context()
        self._context.set_alpn_protocols(["http/1.1"])
        self._context.options |= ssl.OP_NO_RENEGOTIATION
        if ca_file:
            try:
                self._context.load_verify_locations(ca_file)
            except ssl.SSLError:
                raise ValueError(f"--ca-file: {ca_file} holds no certificates in PEM") from None

    def leg(self, sock: socket.socket, poller: Poller, loop: asyncio.AbstractEventLoop) -> TlsLeg:
        """The leg over a socket that is not connected yet."""
        return TlsLeg(TlsSocket(sock, self._context, self._host), poller, loop)

    def why_not(self, error: ssl.SSLError) -> str:
        """What became of a handshake, in one line, with the way out."""
        if isinstance(error, ssl.SSLCertVerificationError):
            said = error.verify_message.rstrip(".")
            return f"the certificate of {self.server} is refused, {said}: trust its authority with --ca-file"
        if isinstance(error, _ENDS):
            return f"{self.server} ended the connection instead of speaking TLS: is it a server for http?"
        said = (error.reason or str(error)).replace("_", " ").lower()
        return f"no TLS with {self.server}, {said}: {_way_out(error.reason or '')}"


def _way_out(reason: str) -> str:
    """What to look at, by OpenSSL's word."""
    if "CERTIFICATE" in reason:
        return "it wants a certificate of its client, and the wire has none to show"
    if "ALERT" in reason:
        return "see the server's own log"
    return "is it a server for http?"
