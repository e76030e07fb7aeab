"""Processes by identity: a pid names a process only together with the moment it was created.

Pids are used again, so nothing here signals a bare pid. On Linux the signal goes through a pidfd that was opened
before the identity was checked, which leaves no gap; elsewhere the gap between check and signal remains.
"""

from __future__ import annotations

import os
import secrets
import signal
import sys
import time
from collections.abc import Iterable
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

import psutil

MARKER = "SIDLAB_CHILD"
"""Environment variable of every child: whoever carries it belongs to that child's tree, wherever it has been
reparented to. A child's own children carry longer marks: `/<child>/<child of the child>`."""

SWEEP_SECONDS = 2.0
_LOOK_SECONDS = 0.01
KILL = signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL


class Identity(NamedTuple):
    """A process. `created`: seconds since boot on Linux (no clock jump moves them), of the epoch elsewhere."""

    pid: int
    created: float


def identify(pid: int) -> Identity | None:
    """The identity of a process that runs now; None when it is gone, a zombie, or not ours to see."""
    if sys.platform == "linux":
        return _identify_in_proc(pid)
    try:
        process = psutil.Process(pid)
        return None if process.status() == psutil.STATUS_ZOMBIE else Identity(pid, process.create_time())
    except psutil.Error:
        return None


def _identify_in_proc(pid: int) -> Identity | None:
    """From /proc/<pid>/stat: state is field 3, starttime (clock ticks since boot) field 22; see proc(5)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
    except OSError:
        return None
    if fields[0] in {b"Z", b"X"}:
        return None
    return Identity(pid, int(fields[19]) / os.sysconf("SC_CLK_TCK"))


def is_alive(identity: Identity) -> bool:
    """Whether this very process still runs (a zombie does not)."""
    return identify(identity.pid) == identity


def descendants(pid: int) -> set[Identity]:
    """The children of a process, and theirs."""
    try:
        children = psutil.Process(pid).children(recursive=True)
    except psutil.Error:
        return set()
    return {found for child in children if (found := identify(child.pid))}


def new_mark() -> str:
    """A mark for a child of this process."""
    return f"{os.environ.get(MARKER, '')}/{secrets.token_hex(8)}"


def marked(mark: str) -> set[Identity]:
    """Every process we may look into whose environment carries `mark` or a longer one; not this process."""
    pids = (pid for pid in psutil.pids() if pid != os.getpid() and f"{_mark_of(pid)}/".startswith(f"{mark}/"))
    return {identity for pid in pids if (identity := identify(pid))}


def _mark_of(pid: int) -> str:
    try:
        return psutil.Process(pid).environ().get(MARKER, "")
    except (psutil.Error, OSError):
        return ""


def eldest_first(identities: Iterable[Identity]) -> list[Identity]:
    """Parents before their children: killed in this order, none lives to see a child die, and start another."""
    return sorted(identities, key=attrgetter("created", "pid"))


def send_signal(identity: Identity, number: signal.Signals = KILL) -> None:
    """Signal this very process; nothing happens when it is gone or not ours."""
    try:
        if sys.platform == "linux":
            _send_by_pidfd(identity, number)
        elif is_alive(identity):
            os.kill(identity.pid, number)
    except (ProcessLookupError, PermissionError):
        return


def _send_by_pidfd(identity: Identity, number: signal.Signals) -> None:
    handle = os.pidfd_open(identity.pid)
    try:
        if is_alive(identity):
            signal.pidfd_send_signal(handle, number)
    finally:
        os.close(handle)


def signal_group(leader: int, number: signal.Signals = KILL) -> None:
    """Signal the process group that a child of ours leads; on Windows, which has none, the leader alone."""
    try:
        if sys.platform == "win32":
            os.kill(leader, number)
        else:
            os.killpg(leader, number)
    except (ProcessLookupError, PermissionError):
        return


def sweep(identities: Iterable[Identity], timeout: float = SWEEP_SECONDS) -> set[Identity]:
    """Kill these processes and wait until they are gone, `timeout` seconds at most; returns who is left."""
    left = {identity for identity in identities if is_alive(identity)}
    deadline = time.monotonic() + timeout
    for identity in eldest_first(left):
        send_signal(identity)
    while left and time.monotonic() < deadline:
        time.sleep(_LOOK_SECONDS)
        left = {identity for identity in left if is_alive(identity)}
    return left


def sweep_marked(mark: str, timeout: float = SWEEP_SECONDS) -> set[Identity]:
    """Kill every process that carries `mark`, those started meanwhile too; returns who is left."""
    deadline = time.monotonic() + timeout
    left = marked(mark)
    while left and time.monotonic() < deadline:
        sweep(left, deadline - time.monotonic())
        left = marked(mark)
    return left
