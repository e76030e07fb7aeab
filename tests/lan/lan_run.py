"""A run with the LAN open, on a machine of its own, and what its folder holds."""

from __future__ import annotations

import contextlib
import json
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from two_machines import Machine

MAIN = Path(__file__).resolve().parents[2] / "main.py"
PATIENCE = 60.0

SCENARIO = """
title = "devices of the LAN"
duration = 600.0
[server]
profile = "{profile}"
ping_interval = {ping}
ping_timeout = {ping}
{steps}
"""


class LanRun:
    """`sidlab run --lan` as a process on that machine; `join` is the address it has printed."""

    def __init__(self, process: subprocess.Popen[str], out: Path) -> None:
        self.process = process
        self.said: list[str] = []
        self._out = out
        self._lines: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.join = self.line("devices of the LAN join at ").rpartition(" ")[2]
        self.line("ready at")

    @property
    def token(self) -> str:
        return parse_qs(urlsplit(self.join).fragment)["join"][0]

    @property
    def url(self) -> str:
        """Where devices reach the wire, without the token."""
        parts = urlsplit(self.join)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def folder(self) -> Path:
        (folder,) = self._out.iterdir()
        return folder

    def line(self, holding: str) -> str:
        """The next line of standard error that holds this."""
        deadline = time.monotonic() + PATIENCE
        while True:
            line = self._lines.get(timeout=max(0.1, deadline - time.monotonic()))
            self.said.append(line)
            if holding in line:
                return line
            assert line, f"it ended without {holding!r}: {self.said}"

    def events(self, *kinds: str) -> list[dict[str, Any]]:
        """The events of these types that are on record so far."""
        files = sorted(self.folder.glob("events/*.jsonl"))
        lines = (line for file in files for line in file.read_text().splitlines(keepends=True) if line[-1] == "\n")
        return [json.loads(line)["event"] for line in lines if any(f'"type":"{kind}' in line for kind in kinds)]

    def wait(self, kind: str, held: Callable[[dict[str, Any]], bool] = lambda _event: True) -> dict[str, Any]:
        """The first event of this type that holds, waited for."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            for event in self.events(kind):
                if held(event):
                    return event
            time.sleep(0.05)
        raise AssertionError(
            f"no {kind}; the last ones: {self.events('client.', 'wire.gate-refused', kind)[-10:]}"
        )

    def end(self) -> int:
        """Interrupt it; its exit status, once its folder is sealed."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        status = self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        return status

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self._lines.put(line.rstrip("\n"))
        self._lines.put("")


@contextlib.contextmanager
def lan_run(
    machine: Machine | None,
    tmp_path: Path,
    *,
    profile: str = "gevent",
    ping: int = 25,
    steps: str = "",
    interface: str = "",
) -> Iterator[LanRun]:
    """A run on that machine (None: this one), whose LAN is open at that interface, or one it finds by itself."""
    scenario, out = tmp_path / "lan.toml", tmp_path / "runs"
    scenario.write_text(SCENARIO.format(profile=profile, ping=ping, steps=steps))
    lan = f"--lan={interface}" if interface else "--lan"
    argv = [sys.executable, str(MAIN), "run", str(scenario), "--out", str(out), lan]
    argv = argv if machine is None else machine.inside(*argv)
    with subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        run: LanRun | None = None
        try:
            run = LanRun(process, out)
            yield run
        finally:
            if run is None:
                process.send_signal(signal.SIGINT)
            else:
                run.end()
