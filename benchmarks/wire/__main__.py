"""The wire against relays that only relay, paired in one run: `python benchmarks/wire [--rounds N] [--seconds S]`.

The wire taps every byte and its frames go to a file. Peers take turns within each round, and a ratio is the median
of the rounds' own ratios. Load generator, upstream and relay share the machine: trust ratios and CPU microseconds.
"""  # noqa: INP001 - a script

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from peers import FRAMES, Peer, all_of_them
from workloads import WORKLOADS, Workload

AGAINST = "haproxy"
LOAD = str(Path(__file__).with_name("load.py"))
PATIENCE_SECONDS = 60.0
DROPPED = b'{"type":"child.dropped"'


@dataclass(frozen=True)
class Turn:
    """What one peer did in one round: answers a second, CPU microseconds an answer, connections that failed."""

    rate: float
    cpu: float | None
    failed: int


def turn(peer: Peer, workload: Workload, seconds: float) -> Turn:
    """Load one peer for some seconds. CalledProcessError or TimeoutExpired when the load generator fails."""
    argv = [sys.executable, LOAD, str(peer.port), workload.kind, str(workload.connections), str(seconds)]
    before = peer.cpu()
    answer = subprocess.run(argv, stdout=subprocess.PIPE, check=True, timeout=seconds + PATIENCE_SECONDS)
    after = peer.cpu()
    result = json.loads(answer.stdout)
    done = result["done"]
    cpu = None if before is None or after is None or not done else (after - before) / done * 1e6
    return Turn(done / result["seconds"], cpu, result["failed"])


def measure(peers: list[Peer], workload: Workload, rounds: int, seconds: float) -> dict[str, list[Turn]]:
    """Every peer's turns; each round begins with another peer."""
    turns: dict[str, list[Turn]] = {peer.name: [] for peer in peers}
    for at in range(rounds):
        first = at % len(peers)
        for peer in peers[first:] + peers[:first]:
            turns[peer.name].append(turn(peer, workload, seconds))
    return turns


def row(turns: list[Turn], against: list[Turn] | None) -> str:
    """One peer's line of the table, without its name."""
    ratio = "–"
    if against and all(other.rate for other in against):
        ratio = f"{median(mine.rate / other.rate for mine, other in zip(turns, against, strict=True)):.2f}"
    known = [one.cpu for one in turns if one.cpu is not None]
    cpu = f"{median(known):.1f}" if known else "–"
    failed = sum(one.failed for one in turns)
    return f"{median(one.rate for one in turns):12,.0f}{ratio:>12s}{cpu:>12s}{failed:>9d}"


def table(workload: Workload, turns: dict[str, list[Turn]], absent: list[str]) -> str:
    """One workload's table."""
    lines = [f"{workload.title:42s}{'median':>8s}{'× ' + AGAINST:>12s}{'CPU µs each':>12s}{'failed':>9s}"]
    lines += [f"  {name:36s}{row(its, turns.get(AGAINST))}" for name, its in turns.items()]
    lines += [f"  {name:36s}{'not here':>12s}" for name in absent]
    return "\n".join(lines) + "\n"


def written(frames: Path) -> str:
    """What the wire wrote in the whole run, and whether it left anything out."""
    count = dropped = 0
    with frames.open("rb") as lines:
        for line in lines:
            count += 1
            dropped += json.loads(line)["count"] if line.startswith(DROPPED) else 0
    return f"the wire wrote {count:,} frames, {frames.stat().st_size / 1e6:,.0f} MB, and dropped {dropped:,}\n"


def load_words() -> str:
    """The machine's load, where it is told."""
    if not hasattr(os, "getloadavg"):
        return f"{os.cpu_count()} cores"
    return f"{os.cpu_count()} cores, load " + " ".join(f"{one:.2f}" for one in os.getloadavg())


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="The wire against relays that only relay.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2.0)
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what was started ends
    sys.stdout.write(f"{asked.rounds} rounds of {asked.seconds:g} s; {load_words()}\n")
    with tempfile.TemporaryDirectory(prefix="wire-bench-") as name:
        folder = Path(name)
        with contextlib.ExitStack() as stack:
            peers, absent = all_of_them(stack, folder)
            for workload in WORKLOADS:
                turns = measure(peers, workload, asked.rounds, asked.seconds)
                sys.stdout.write(table(workload, turns, absent))
                sys.stdout.flush()
        sys.stdout.write(written(folder / FRAMES))
    sys.stdout.write(f"afterwards: {load_words()}\n")


if __name__ == "__main__":
    main()
