"""What the clients' tests are made with: a chat server as a process, and the child `clients` over its frames."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import msgspec
import psutil

from harness.commands import ChildFlush, ChildQuit, ClientGroup, ClientsRun, Command
from harness.events import AnyEvent, ChildFailed, ClientDisconnected, Event
from harness.frames import LineBuffer, encode
from harness.ports import free_port

ROOT = Path(__file__).parents[2]
SERVER = Path(__file__).parent / "servers" / "chat.py"
DEAD_PROXY = "http://127.0.0.1:1"
PROXIES = dict.fromkeys(("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "WS_PROXY"), DEAD_PROXY)


def listening(host: str = "127.0.0.1", port: int = 0) -> socket.socket:
    """A listening socket that outlives the servers it is lent to, like that of the Werkzeug reloader's parent."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host, port or free_port(host)), family=family, backlog=128)
    listener.set_inheritable(True)
    return listener


class Chat:
    """The chat server as a process, on a listener that stays."""

    def __init__(self, listener: socket.socket) -> None:
        self._listener = listener
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Chat:
        descriptor = self._listener.fileno()
        self._process = subprocess.Popen([sys.executable, SERVER, str(descriptor)], pass_fds=[descriptor])
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()

    def freeze(self) -> None:
        """Stop taking connections from the backlog, as a server does that is about to go."""
        self._process.send_signal(signal.SIGSTOP)


GOODBYES = {"python:client disconnect", "js:io client disconnect"}
CHILDREN = {
    "python": ["-c", "from harness.clients.child import main; main(['clients-0'])"],
    "node": [str(ROOT / "main.py"), "_child", "node-clients", "clients-0"],
}


class Shard:
    """A child that holds clients, for those in Python or under Node, with what it said so far in `events`."""

    def __init__(self, env: dict[str, str] = PROXIES, *, under: str = "python") -> None:
        self.events: list[AnyEvent] = []
        self._news = threading.Condition()
        self._process = subprocess.Popen(
            [sys.executable, *CHILDREN[under]],
            cwd=ROOT,
            env={**os.environ, **env},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self._stderr = b""
        self._readers = [threading.Thread(target=work) for work in (self._read, self._read_errors)]
        for reader in self._readers:
            reader.start()

    def __enter__(self) -> Shard:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        for reader in self._readers:
            reader.join()
        self._process.stdin.close()

    @property
    def process(self) -> psutil.Process:
        """What the system knows of it."""
        return psutil.Process(self._process.pid)

    def send(self, command: Command) -> None:
        self._process.stdin.write(encode(command))
        self._process.stdin.flush()

    def quit(self) -> tuple[int, str, float]:
        """Ask it to end: exit status, what stands on its standard error, and the seconds it took."""
        began = time.monotonic()
        self.send(ChildQuit())
        status = self._process.wait(20)
        took = time.monotonic() - began
        for reader in self._readers:
            reader.join()
        return status, self._stderr.decode(), took

    def wait(self, enough: Callable[[list[AnyEvent]], object], seconds: float = 30.0) -> None:
        """Wait until what was said is enough."""
        with self._news:
            if not self._news.wait_for(lambda: enough(self.events), seconds):
                tail = "\n".join(map(str, self.events[-12:]))
                raise AssertionError(f"not within {seconds} s; last said:\n{tail}\n{self._stderr.decode()}")

    def flush(self, number: int) -> None:
        self.send(ChildFlush(id=number))
        self.wait(lambda events: any(getattr(event, "id", None) == number for event in events))

    def of(self, kind: type[Event], client: str | None = None) -> list[Any]:
        """Events of a class, of one client or of all."""
        return of(self.events, kind, client)

    def _read(self) -> None:
        decoder, lines = msgspec.json.Decoder(AnyEvent), LineBuffer()
        with self._process.stdout as frames:
            while data := os.read(frames.fileno(), 1 << 20):
                with self._news:
                    self.events += map(decoder.decode, lines.feed(data))
                    self._news.notify_all()

    def _read_errors(self) -> None:
        with self._process.stderr as lines:
            for line in lines:
                self._stderr += line


def of(events: Iterable[AnyEvent], kind: type[Event], client: str | None = None) -> list[Any]:
    """Events of a class, of one client or of all."""
    found = [event for event in events if isinstance(event, kind)]
    return found if client is None else [event for event in found if event.client == client]


def run(url: str, group: ClientGroup, *, urls: dict[str, str] | None = None) -> ClientsRun:
    """The command for a group, cut into rooms as the session does it."""
    names = tuple(f"{group.group}-{number}" for number in range(1, group.count + 1))
    size = group.room_size
    rooms = {name: names[at // size * size : at // size * size + size] for at, name in enumerate(names)}
    return ClientsRun(url=url, group=group, names=names, rooms=rooms, seed=7, urls=urls or {})


def lost(events: Iterable[AnyEvent], client: str) -> list[ClientDisconnected]:
    """The disconnects of a client that it did not ask for."""
    return [gone for gone in of(events, ClientDisconnected, client) if gone.reason not in GOODBYES]


def failures(events: Iterable[AnyEvent]) -> list[str]:
    """What the child could not do."""
    return [event.message for event in events if isinstance(event, ChildFailed)]
