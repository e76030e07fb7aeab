"""One peer's turn under one workload: the load generator runs, and the peer's CPU time and memory are read."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

from figures import DIRECT, SUBJECT
from peers import Peer
from workloads import Workload

from harness.commands import WireApply

PATIENCE_SECONDS = 300.0
READY = b"ready\n"


def turn(peer: Peer, workload: Workload, asked: dict[str, object]) -> dict[str, float]:
    """Load one peer. RuntimeError or TimeoutExpired when the load generator fails; of another peer, no figures."""
    script = str(Path(__file__).with_name(workload.script))
    argv = [sys.executable, script, str(peer.port), *(word.format(**asked) for word in workload.args)]
    return _idle(peer, argv) if workload.name == "idle" else _busy(peer, argv)


def _busy(peer: Peer, argv: list[str]) -> dict[str, float]:
    before = peer.cpu()
    answer = subprocess.run(argv, capture_output=True, check=False, timeout=PATIENCE_SECONDS)
    after = peer.cpu()
    if answer.returncode and peer.name not in {SUBJECT, DIRECT}:
        return {}  # it can't do this: its figures are not known
    if answer.returncode:
        raise RuntimeError(f"the load through {peer.name} failed: {answer.stderr.decode(errors='replace')}")
    result: dict[str, float] = json.loads(answer.stdout)
    if before is not None and after is not None and result["done"]:
        result["cpu"] = (after - before) / result["done"] * 1e6
    return result


def _idle(peer: Peer, argv: list[str]) -> dict[str, float]:
    """Memory for each idle connection; of the wire also the time from the command to the last reset."""
    before = peer.memory()
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as load:
        if load.stdin is None or load.stdout is None or load.stdout.readline() != READY:
            load.kill()
            raise RuntimeError(f"the idle connections through {peer.name} do not stand")
        result: dict[str, float] = {}
        after = peer.memory()
        if before is not None and after is not None:
            result["kib"] = (after - before) / int(argv[-1]) / 1024
        if peer.name == SUBJECT:
            load.stdin.write(b"wait\n")
            load.stdin.flush()
            result |= _reset(peer, load.stdout)
        return result


def _reset(peer: Peer, output: IO[bytes]) -> dict[str, float]:
    said = time.monotonic_ns()
    peer.tell(WireApply(id=1, fault="reset"))
    told = json.loads(output.read())
    return {"resets": told["resets"], "failed": told["failed"], "reset_ms": (told["last"] - said) / 1e6}
