"""A core as a process, for the bridge's tests: `python ui_fake_core.py plays|silent|dies|stubborn FOLDER`.

`plays` answers RunStart with a run of two seconds and seals it; `stubborn` does not end when its input does.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import msgspec
from ui_made import catalogue, snapshot

from harness.commands import ChildQuit, RunSavedPicture, RunStart, ToSession
from harness.events import ChildHello, RunEnded
from harness.frames import encode
from harness.snapshot import Logged

LENGTH = 6.0
STEPS = 24
PICTURES = 6


def say(*frames: msgspec.Struct) -> None:
    """Write frames."""
    os.write(1, b"".join(encode(frame) for frame in frames))


def play(folder: str) -> None:
    """A run whose clock is fast, and stands still near the end until the window has taken its pictures."""
    for step in range(STEPS + 1):
        say(snapshot((LENGTH - 0.1) * step / STEPS, full=step == 0, folder=folder, duration=LENGTH))
        time.sleep(0.1)
    pictures, patience = Path(folder) / "screenshots", 300
    while len(list(pictures.glob("*.png"))) < PICTURES and patience:
        patience -= 1
        time.sleep(0.1)
    time.sleep(0.2)
    say(snapshot(LENGTH, state="ending", folder=folder, duration=LENGTH))
    say(Logged(seq=9, at=LENGTH, src="session", event=RunEnded(t=9, outcome="passed")))
    say(snapshot(LENGTH, state="sealed", folder=folder, duration=LENGTH))


def main(mode: str, folder: str) -> None:
    """Be the core until standard input ends."""
    say(ChildHello(t=0, role="core", name="core", pid=os.getpid()))
    sys.stderr.write("a word on stderr\n")
    if mode == "dies":
        sys.exit(3)
    if mode == "silent":
        os.write(1, b"this is no frame\n")
    say(catalogue())
    decoder = msgspec.json.Decoder(ToSession)
    for line in sys.stdin.buffer:
        command = decoder.decode(line)
        if isinstance(command, ChildQuit):
            break
        if isinstance(command, RunStart) and mode == "plays":
            play(folder)
        if isinstance(command, RunSavedPicture):
            with (Path(folder) / "told.txt").open("a") as told:
                told.write(f"{command.path}\n")
    while mode == "stubborn":
        time.sleep(1)


if __name__ == "__main__":
    main(*sys.argv[1:3])
