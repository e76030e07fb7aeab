"""The relays that are compared: how each is started in front of the upstream. Each has one thread to relay in."""  # noqa: INP001 - a script

from __future__ import annotations

import contextlib
import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
from workloads import HOST

from harness.children import child_argv
from harness.commands import WireOpen
from harness.frames import encode
from harness.ports import free_port

START_SECONDS = 20.0
END_SECONDS = 5.0
FRAMES = "frames.jsonl"
HAPROXY = """
global
    nbthread 1
    maxconn 4096
defaults
    mode tcp
    timeout connect 5s
    timeout client 60s
    timeout server 60s
listen relay
    bind {host}:{port}
    server one {host}:{upstream}
"""


@dataclass(frozen=True)
class Peer:
    """A relay that runs at `port`; `process` is None for no relay at all."""

    name: str
    port: int
    process: psutil.Process | None = None

    def cpu(self) -> float | None:
        """CPU seconds used so far."""
        if self.process is None:
            return None
        times = self.process.cpu_times()
        return times.user + times.system


@contextlib.contextmanager
def started(argv: list[str], port: int, folder: Path, first: bytes = b"") -> Iterator[psutil.Process]:
    """A process that accepts connections at `port`, ended afterwards; `first` goes to its standard input.

    Its output goes to files in `folder`. RuntimeError when it does not start.
    """
    name = Path(argv[0]).name
    with (folder / f"{name}.{port}.err").open("wb") as err, (folder / FRAMES).open("ab") as out:
        to = out if first else err
        process = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=to, stderr=err, cwd=folder)
        try:
            if first and process.stdin:
                process.stdin.write(first)
                process.stdin.flush()
            wait_for(process, port)
            yield psutil.Process(process.pid)
        finally:
            end(process, own=bool(first))


def end(process: subprocess.Popen[bytes], *, own: bool) -> None:
    """End it, harder each time; the closing of standard input is enough for a child of our `own`."""
    if process.stdin:
        process.stdin.close()
    for harder in (process.terminate, process.kill):
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(END_SECONDS if own else 0)
            return
        harder()
        own = True
    process.wait()


def wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    """Wait until a connection is accepted. RuntimeError when the process ends first, or it takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1):
            return
        time.sleep(0.05)
    raise RuntimeError(f"{process.args!r} does not listen at {port}")


def wire(upstream: int, port: int, _folder: Path) -> tuple[list[str], bytes]:
    """The wire, as the session starts it."""
    opening = WireOpen(host=HOST, port=port, upstream_host=HOST, upstream_port=upstream)
    return child_argv("wire"), encode(opening)


def haproxy(upstream: int, port: int, folder: Path) -> tuple[list[str], bytes]:
    """Haproxy in TCP mode, in the foreground."""
    config = folder / "haproxy.cfg"
    config.write_text(HAPROXY.format(host=HOST, port=port, upstream=upstream))
    return ["haproxy", "-db", "-q", "-f", str(config)], b""


def toxiproxy(upstream: int, port: int, folder: Path) -> tuple[list[str], bytes]:
    """Toxiproxy without a toxic; its own interface listens on loopback too."""
    config = folder / "toxiproxy.json"
    relay = {"name": "one", "listen": f"{HOST}:{port}", "upstream": f"{HOST}:{upstream}", "enabled": True}
    config.write_text(json.dumps([relay]))
    return ["toxiproxy-server", "-host", HOST, "-port", str(free_port()), "-config", str(config)], b""


def mitmproxy(upstream: int, port: int, folder: Path) -> tuple[list[str], bytes]:
    """Mitmproxy in reverse mode."""
    argv = ["mitmdump", "-q", "--mode", f"reverse:http://{HOST}:{upstream}", "--listen-host", HOST]
    return [*argv, "--listen-port", str(port), "--set", f"confdir={folder}"], b""


Recipe = Callable[[int, int, Path], tuple[list[str], bytes]]
RECIPES: dict[str, Recipe] = {"wire": wire, "haproxy": haproxy, "toxiproxy": toxiproxy, "mitmproxy": mitmproxy}


def all_of_them(stack: contextlib.ExitStack, folder: Path) -> tuple[list[Peer], list[str]]:
    """Start the upstream and every peer there is; returns them (direct first) and the names of those not here."""
    upstream = free_port()
    serve = [sys.executable, str(Path(__file__).with_name("upstream.py")), str(upstream)]
    stack.enter_context(started(serve, upstream, folder))
    peers, absent = [Peer("direct", upstream)], []
    for name, recipe in RECIPES.items():
        port = free_port()
        argv, first = recipe(upstream, port, folder)
        if shutil.which(argv[0]) is None:
            absent.append(name)
            continue
        peers.append(Peer(name, port, stack.enter_context(started(argv, port, folder, first))))
    return peers, absent
