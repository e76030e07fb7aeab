"""The relays that are compared: how each is started in front of the upstream. Each has one thread to relay in."""

from __future__ import annotations

import contextlib
import json
import shutil
import socket
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import psutil
from figures import DIRECT
from workloads import HOST

from harness.children import child_argv
from harness.commands import WireOpen
from harness.frames import encode
from harness.ports import free_port

START_SECONDS = 30.0
END_SECONDS = 5.0
INSTALL_SECONDS = 240.0
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
    process: subprocess.Popen[bytes] | None = None

    def cpu(self) -> float | None:
        """CPU seconds used so far."""
        if self.process is None:
            return None
        times = psutil.Process(self.process.pid).cpu_times()
        return times.user + times.system

    def memory(self) -> int | None:
        """Resident bytes."""
        return None if self.process is None else int(psutil.Process(self.process.pid).memory_info().rss)

    def tell(self, command: msgspec.Struct) -> None:
        """Send a command to the wire."""
        if self.process is not None and self.process.stdin is not None:
            self.process.stdin.write(encode(command))
            self.process.stdin.flush()


Recipe = Callable[[int, int, Path], tuple[list[str], bytes]]
"""From the upstream's port, its own port and a folder: a command line, and what it is sent on standard input."""


def wire(upstream: int, port: int, _folder: Path) -> tuple[list[str], bytes]:
    """The wire, as the session starts it."""
    opening = WireOpen(host=HOST, port=port, upstream_host=HOST, upstream_port=upstream)
    return child_argv("wire"), encode(opening)


def haproxy(upstream: int, port: int, folder: Path) -> tuple[list[str], bytes]:
    """Haproxy in TCP mode, in the foreground."""
    config = folder / f"haproxy.{port}.cfg"
    config.write_text(HAPROXY.format(host=HOST, port=port, upstream=upstream))
    return ["haproxy", "-db", "-q", "-f", str(config)], b""


def toxiproxy(upstream: int, port: int, folder: Path) -> tuple[list[str], bytes]:
    """Toxiproxy without a toxic; its own interface listens on loopback too."""
    config = folder / f"toxiproxy.{port}.json"
    relay = {"name": "one", "listen": f"{HOST}:{port}", "upstream": f"{HOST}:{upstream}", "enabled": True}
    config.write_text(json.dumps([relay]))
    return ["toxiproxy-server", "-host", HOST, "-port", str(free_port()), "-config", str(config)], b""


def mitmproxy(upstream: int, port: int, folder: Path) -> tuple[list[str], bytes]:
    """Mitmproxy in reverse mode, told to let large bodies through as they come."""
    own = folder / "mitmproxy" / "bin" / "mitmdump"
    argv = [str(own) if own.exists() else "mitmdump", "-q", "--mode", f"reverse:http://{HOST}:{upstream}"]
    argv += ["--listen-host", HOST, "--listen-port", str(port), "--set", f"confdir={folder}"]
    return [*argv, "--set", "stream_large_bodies=1m"], b""


RECIPES: dict[str, Recipe] = {"wire": wire, "haproxy": haproxy, "toxiproxy": toxiproxy, "mitmproxy": mitmproxy}


def install_mitmproxy(folder: Path) -> None:
    """Where there is no mitmproxy, install it into an environment of its own; without an index it stays absent."""
    if shutil.which("mitmdump"):
        return
    place = folder / "mitmproxy"
    venv.create(place, with_pip=True)
    argv = [str(place / "bin" / "python"), "-m", "pip", "install", "--quiet", "mitmproxy"]
    with contextlib.suppress(subprocess.TimeoutExpired):
        subprocess.run(argv, check=False, capture_output=True, timeout=INSTALL_SECONDS)


def is_here(name: str, folder: Path) -> bool:
    """Whether a peer can be started on this machine."""
    return shutil.which(RECIPES[name](0, 0, folder)[0][0]) is not None


@contextlib.contextmanager
def upstream_server(folder: Path) -> Iterator[Peer]:
    """The server behind them all, which is the peer `direct` too."""
    port = free_port()
    serve = [sys.executable, str(Path(__file__).with_name("upstream.py")), str(port)]
    with _started(serve, port, folder):
        yield Peer(DIRECT, port)


@contextlib.contextmanager
def running(name: str, upstream: int, folder: Path) -> Iterator[Peer]:
    """A peer in front of the upstream. RuntimeError when it does not start."""
    port = free_port()
    argv, first = RECIPES[name](upstream, port, folder)
    with _started(argv, port, folder, first) as process:
        yield Peer(name, port, process)


@contextlib.contextmanager
def _started(argv: list[str], port: int, folder: Path, first: bytes = b"") -> Iterator[subprocess.Popen[bytes]]:
    """A process that accepts connections at `port`, ended afterwards; `first` goes to its standard input."""
    name = Path(argv[0]).name
    with (folder / f"{name}.{port}.err").open("wb") as err, (folder / FRAMES).open("ab") as out:
        to = out if first else err
        process = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=to, stderr=err, cwd=folder)
        try:
            if first and process.stdin:
                process.stdin.write(first)
                process.stdin.flush()
            _wait_for(process, port)
            yield process
        finally:
            _end(process, own=bool(first))


def _end(process: subprocess.Popen[bytes], *, own: bool) -> None:
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


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    """Wait until a connection is accepted. RuntimeError when the process ends first, or it takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1):
            return
        time.sleep(0.05)  # between two tries: a peer that is not ours says nothing when it listens
    raise RuntimeError(f"{process.args!r} does not listen at {port}")
