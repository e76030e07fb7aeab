"""A watched server ends with whoever watches it: when standard input ends, and, on Linux, when its parent dies.

Only `os.read(0, …)` will do: a thread blocked in `sys.stdin.buffer` holds its lock and aborts the reloader's child
when it exits (measured: −6 instead of 3, and reloading ends). A reloader and its child, or gunicorn's master and
workers, share standard input, and its end reaches all of them.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading

LOST_PARENT = 70
"""The exit status of a server whose watcher is gone."""


def end_with_stdin() -> None:
    """Start a thread that ends this process, at once and whatever it is doing, when standard input ends.

    Call it before gevent patches threads, and again in a forked process: threads do not survive a fork.
    """
    threading.Thread(target=_wait_for_the_end, name="liveness", daemon=True).start()


def _wait_for_the_end() -> None:
    try:
        while os.read(0, 4096):
            pass
    finally:  # an error (a closed descriptor) is an end as well
        os._exit(LOST_PARENT)


def end_with_parent() -> None:
    """On Linux, have the kernel kill this process when the thread that started it ends, however that happens."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # 1: PR_SET_PDEATHSIG


def watch() -> None:
    """Be a watched process: both of the above, and Ctrl-C is left to whoever watches."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()
    end_with_stdin()
