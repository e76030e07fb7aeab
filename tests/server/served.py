"""Helpers of the server's tests: a real server process, a watcher that hears its witness, raw HTTP requests."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import psutil

from harness.events import AnyEvent, ChildHello, ServerBeat
from harness.ports import free_port

T = TypeVar("T")

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "a-token"
PATIENCE = 60.0
decode = msgspec.json.Decoder(AnyEvent).decode


def until(found: Callable[[], T], what: str, seconds: float = PATIENCE) -> T:
    """Wait for `found()` to give something true, and return it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := found():
            return value
        time.sleep(0.01)
    raise AssertionError(f"waited {seconds} s for {what}")


class Watcher:
    """Listens as the core does, and decodes every line with the product's own vocabulary."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.address = f"127.0.0.1:{self.port}"
        self.lines: list[Any] = []
        self.beats: list[ServerBeat] = []  # they come when they come, so they are not among the lines
        self._peers: list[socket.socket] = []
        self._of_pid: dict[int, socket.socket] = {}
        self._closing = False
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def _accept(self) -> None:
        while True:
            peer, _ = self._listener.accept()
            self._peers.append(peer)
            if self._closing:
                return
            self._threads.append(threading.Thread(target=self._read, args=(peer,)))
            self._threads[-1].start()

    def _read(self, peer: socket.socket) -> None:
        with peer.makefile("rb") as stream:
            try:
                for line in stream:
                    self._take(decode(line), peer)
            except OSError:  # a killed process may reset its connection
                return

    def _take(self, event: Any, peer: socket.socket) -> None:
        if isinstance(event, ChildHello):
            self._of_pid[event.pid] = peer
        (self.beats if isinstance(event, ServerBeat) else self.lines).append(event)

    def order(self, pid: int, **order: object) -> None:
        """Tell the serving process with this pid to do something."""
        self._of_pid[pid].sendall(json.dumps(order).encode() + b"\n")

    def raw(self, pid: int, data: bytes) -> None:
        """Send it bytes that may be no order."""
        self._of_pid[pid].sendall(data)

    def of(self, kind: type[T], **fields: object) -> list[T]:
        """The events of a class, narrowed by fields, so far."""
        found = [event for event in list(self.lines) if isinstance(event, kind)]
        return [event for event in found if all(getattr(event, key) == value for key, value in fields.items())]

    def wait(self, kind: type[T], count: int = 1, **fields: object) -> list[T]:
        """All such events, once there are `count` of them."""
        until(lambda: len(self.of(kind, **fields)) >= count, f"{count} {kind.__name__} {fields}")
        return self.of(kind, **fields)

    def close(self) -> None:
        """End all connections and threads."""
        self._closing = True
        socket.create_connection(("127.0.0.1", self.port)).close()
        self._threads[0].join(5)
        self._listener.close()
        for peer in self._peers:
            with contextlib.suppress(OSError):  # it may have gone by itself
                peer.shutdown(socket.SHUT_RDWR)
            peer.close()
        for thread in self._threads:
            thread.join(5)
            assert not thread.is_alive()


def environment(watcher: Watcher | None) -> dict[str, str]:
    """This environment without what would change a server, and with a watcher's address."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("SIDLAB_", "WERKZEUG_", "FLASK_"))}
    return env | ({"SIDLAB_WITNESS": watcher.address, "SIDLAB_WITNESS_TOKEN": TOKEN} if watcher else {})


def heed_interrupts() -> None:
    """Ctrl-C is ignored by what a shell has put into the background, and by its children: such as these tests."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Served:
    """A real server process, its tree, and raw requests to it."""

    def __init__(
        self,
        profile: str,
        folder: Path,
        watcher: Watcher | None = None,
        port: int | None = None,
        more: tuple[str, ...] = (),
    ) -> None:
        self.profile = profile
        self.port = port or free_port()
        self.file = folder / f"reload-{self.port}"
        self.log = folder / f"{self.port}.log"
        self.origin = f"http://127.0.0.1:{self.port}"
        argv = [sys.executable, "-m", "server", "--profile", profile, "--port", str(self.port)]
        argv += ["--ping-interval", "1", "--ping-timeout", "1", "--reload-file", str(self.file), *more]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                argv,
                cwd=ROOT,
                env=environment(watcher),
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=heed_interrupts if os.name == "posix" else None,  # noqa: PLW1509  (one system call)
            )

    def request(
        self, method: str, path: str, body: str | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, str, int]:
        """One request on a connection of its own: status, text, source port."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.connect()
            port = connection.sock.getsockname()[1]
            connection.request(method, path, body, dict(headers or {}))
            answer = connection.getresponse()
            return answer.status, answer.read().decode("utf-8", "replace"), port
        finally:
            connection.close()

    def handshake(self, client: str = "raw") -> str:
        """A real Engine.IO handshake over polling: the sid."""
        status, text, _ = self.request("GET", f"/socket.io/?EIO=4&transport=polling&sidlab={client}")
        assert status == 200, (status, text)
        return str(json.loads(text[1:])["sid"])

    def ready(self, seconds: float = PATIENCE) -> str:
        """Wait for the first handshake: its sid."""

        def answered() -> str:
            assert self.process.poll() is None, self.log.read_text()
            try:
                return self.handshake("~probe")
            except OSError:
                return ""

        return until(answered, "a handshake", seconds)

    def tree(self) -> list[psutil.Process]:
        """Every process of the server, the first one included."""
        first = psutil.Process(self.process.pid)
        return [first, *first.children(recursive=True)]

    def end(self) -> int:
        """Close standard input, and see the whole tree go: the first process's exit status."""
        others = self.tree()[1:]
        self._stdin().close()
        status = self.process.wait(20)
        assert not left(others), "they outlived their standard input"
        return status

    def kill(self) -> None:
        """SIGKILL for every process, at once."""
        tree = self.tree()
        for process in tree:
            process.kill()
        self._stdin().close()
        self.process.wait(20)
        assert not left(tree[1:])

    def clear(self) -> None:
        """Whatever a test has left running ends."""
        for process in self.tree() if self.process.poll() is None else ():
            process.kill()
        self._stdin().close()
        self.process.wait(20)

    def _stdin(self) -> Any:
        assert self.process.stdin
        return self.process.stdin


def left(processes: list[psutil.Process], seconds: float = 20.0) -> list[psutil.Process]:
    """Which of a tree's processes have not ended after so many seconds at most (zombies have)."""

    def running(process: psutil.Process) -> bool:
        try:
            return bool(process.status() != psutil.STATUS_ZOMBIE)
        except psutil.NoSuchProcess:
            return False

    end = time.monotonic() + seconds
    while (alive := [one for one in processes if running(one)]) and time.monotonic() < end:
        time.sleep(0.01)
    return alive
