"""A stand-in for a server, in the ways servers live: `a_server.py HOW PORT`. Its processes print their pids."""

import os
import signal
import socket
import subprocess
import sys
import threading


def tell() -> None:
    """Say who this is, on the output that the guard gave it."""
    os.write(1, b"pid %d\n" % os.getpid())  # at once: several processes write here


def heed_standard_input() -> None:
    """End when the guard is gone, as a serving process of ours does."""

    def wait() -> None:
        while os.read(0, 4096):
            pass
        os._exit(0)

    threading.Thread(target=wait, daemon=True).start()


def serve(port: int) -> None:
    """Hold the port until a signal, or the end of standard input."""
    with socket.create_server(("127.0.0.1", port)):
        heed_standard_input()
        tell()
        signal.pause()


def reloader(port: int) -> None:
    """A parent that holds the port and starts its child again whenever that ends with 3."""
    with socket.create_server(("127.0.0.1", port)) as listener:
        listener.set_inheritable(True)
        while True:
            child = [sys.executable, __file__, "serving-child", str(port)]
            code = subprocess.call(child, pass_fds=[listener.fileno()])
            if code != 3:
                sys.exit(code)


def serving_child(_port: int) -> None:
    """What the reloader starts; SIGHUP makes it ask to be started again."""
    signal.signal(signal.SIGHUP, lambda *_: os._exit(3))
    heed_standard_input()
    tell()
    while True:
        signal.pause()


def forking(port: int) -> None:
    """A master and two workers, which the master replaces when they die."""
    with socket.create_server(("127.0.0.1", port)):
        tell()
        alive: set[int] = set()
        while True:
            while len(alive) < 2:
                if (pid := os.fork()) == 0:
                    heed_standard_input()
                    tell()
                    signal.pause()
                    os._exit(0)
                alive.add(pid)
            alive.discard(os.wait()[0])


def daemon(port: int) -> None:
    """Forks twice into a session of its own, as daemons do; the first process ends with 4."""
    if os.fork():
        os._exit(4)
    os.setsid()
    if os.fork():
        os._exit(5)
    serve(port)


def deaf(port: int) -> None:
    """Heeds no SIGTERM and no standard input, and has put a process of its own elsewhere."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if os.fork() == 0:
        os.setsid()
    with socket.create_server(("127.0.0.1", port), reuse_port=True):
        tell()
        while True:
            signal.pause()


def stopped(port: int) -> None:
    """Is stopped by SIGSTOP while it serves."""
    with socket.create_server(("127.0.0.1", port)):
        tell()
        os.kill(os.getpid(), signal.SIGSTOP)
        signal.pause()


def breeding(port: int) -> None:
    """Starts a new process of its kind all the time, each of which ends the one before."""
    with socket.create_server(("127.0.0.1", port)):
        tell()
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        while True:
            if os.fork():
                signal.sigtimedwait([], 0.02)
                os._exit(0)


if __name__ == "__main__":
    ways = {
        "plain": serve,
        "reloader": reloader,
        "serving-child": serving_child,
        "forking": forking,
        "daemon": daemon,
        "deaf": deaf,
        "stopped": stopped,
        "breeding": breeding,
    }
    ways[sys.argv[1]](int(sys.argv[2]))
