"""A child for tests: `a_child.py HOW`. It says hello by harness.frames, then behaves as HOW says."""
# ruff: noqa: ASYNC220, ASYNC251, T201

import asyncio
import os
import signal
import subprocess
import sys
import time

from harness.commands import ChildFlush, GuardStart, ToGuard
from harness.events import ChildFailed, ChildHello, GuardReaped, GuardStarted
from harness.frames import Port, encode, run_child

HOUR = 3_600_000_000_000


async def polite(port: Port) -> None:
    """Answer each command with an event; `argv` of a start comes back as a message."""
    async for command in port.commands():
        match command:
            case GuardStart(argv=("crash",)):
                print("\x1b[31mlast words\x07")  # a stray print, and not only text
                os._exit(7)
            case GuardStart(argv=("segfault",)):
                os.kill(os.getpid(), signal.SIGSEGV)
            case GuardStart(argv=("flood", count)):
                for n in range(int(count)):
                    port.say(GuardReaped(t=port.clock(), pid=n))
            case GuardStart():
                port.say(ChildFailed(t=port.clock(), message=" ".join(command.argv)))
            case ChildFlush():
                port.flushed(command)


async def stubborn(port: Port) -> None:
    """Ignore everything, with a grandchild in a session of its own that ignores it too."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    grandchild = subprocess.Popen(
        [sys.executable, "-c", "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); signal.pause()"],
        start_new_session=True,
    )
    port.say(GuardStarted(t=port.clock(), pid=grandchild.pid))
    await asyncio.sleep(0.05)
    while True:
        time.sleep(1)


async def hanging(port: Port) -> None:
    """Never read a command, nor heed the end of standard input."""
    port.say(GuardStarted(t=port.clock(), pid=0))
    await asyncio.sleep(1000)


async def orphaner(port: Port) -> None:
    """End at once, and leave somebody behind who holds the log open."""
    left = subprocess.Popen(["sleep", "100"], start_new_session=True, stdin=subprocess.DEVNULL)
    port.say(GuardStarted(t=port.clock(), pid=left.pid))


async def breaking(port: Port) -> None:
    """Write a line that has no end."""
    port._outbox.close()  # which first writes the hello
    while True:
        port._outbox._write(b"x" * 1024 * 1024)


def without_hello(how: str) -> None:
    if how == "mute":
        time.sleep(1000)
    elif how == "liar":
        os.write(1, b"this is no hello\n")
        time.sleep(1000)
    elif how in {"ahead", "behind"}:
        t = time.monotonic_ns() + (HOUR if how == "ahead" else -HOUR)
        os.write(1, encode(ChildHello(t=t, role="test", name="one", pid=os.getpid())))
        os.read(0, 1)
    elif how == "early":
        sys.exit("there is no such thing")


if __name__ == "__main__":
    body = {
        "polite": polite,
        "stubborn": stubborn,
        "hanging": hanging,
        "orphaner": orphaner,
        "breaking": breaking,
    }.get(sys.argv[1])
    if body is None:
        without_hello(sys.argv[1])
    else:
        run_child("test", "one", ToGuard, body, outlives_parent=sys.argv[1] == "hanging")
