"""The wire against relays that only relay, paired in one run: `python benchmarks/wire [--rounds N] [--seconds S]`.

The wire taps every byte and its frames go to a file. Peers take turns within each round, and a ratio is the median
of the rounds' own ratios. Load generator, upstream and relay share the machine: trust ratios and CPU microseconds.
Where there is no mitmproxy it is installed by pip, into a folder that goes away with the run.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from figures import DIRECT, table, with_added
from peers import FRAMES, RECIPES, Peer, install_mitmproxy, is_here, running, upstream_server
from turns import turn
from workloads import MIB, WORKLOADS, Workload

DROPPED = b'{"type":"child.dropped"'


@dataclass(frozen=True)
class Field:
    """Who runs: the upstream, the peers that last, the names of all that are here, and of those that are not."""

    direct: Peer
    lasting: dict[str, Peer]
    absent: list[str]
    folder: Path

    @contextlib.contextmanager
    def peer(self, name: str, workload: Workload) -> Iterator[Peer]:
        """The peer for one turn."""
        if name == DIRECT:
            yield self.direct
        elif workload.lasting:
            yield self.lasting[name]
        else:
            with running(name, self.direct.port, self.folder) as fresh:
                yield fresh

    def names(self, workload: Workload) -> list[str]:
        """Who takes part."""
        return [DIRECT, *self.lasting] if workload.lasting else list(self.lasting)


def measure(
    field: Field, workload: Workload, rounds: int, asked: dict[str, object]
) -> dict[str, list[dict[str, float]]]:
    """Every peer's turns; each round begins with another peer."""
    names = field.names(workload)
    turns: dict[str, list[dict[str, float]]] = {name: [] for name in names}
    for at in range(rounds):
        first = at % len(names)
        for name in names[first:] + names[:first]:
            with field.peer(name, workload) as peer:
                turns[name].append(turn(peer, workload, asked))
    if DIRECT in turns:
        with_added(turns)
    return turns


def report(workload: Workload, turns: dict[str, list[dict[str, float]]], absent: list[str]) -> str:
    """One workload's table and its bars."""
    verdicts = (bar.verdict(turns) for bar in workload.bars)
    return table(workload.title, workload.columns, turns, absent) + "\n".join(verdicts) + "\n\n"


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


def command_line() -> argparse.Namespace:
    """What is asked for."""
    parser = argparse.ArgumentParser(description="The wire against relays that only relay.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2.0, help="of each turn")
    parser.add_argument("--mib", type=int, default=1024, help="size of the large bodies")
    parser.add_argument("--peers", nargs="+", choices=RECIPES, default=list(RECIPES))
    parser.add_argument("--only", nargs="+", choices=[one.name for one in WORKLOADS], help="these workloads")
    return parser.parse_args()


def main() -> None:
    """Measure and print."""
    asked = command_line()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what was started ends
    sys.stdout.write(f"{asked.rounds} rounds of {asked.seconds:g} s; {load_words()}\n\n")
    words = {"seconds": asked.seconds, "bytes": asked.mib * MIB}
    with tempfile.TemporaryDirectory(prefix="wire-bench-") as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        if "mitmproxy" in asked.peers:
            install_mitmproxy(folder)
        here = [one for one in asked.peers if is_here(one, folder)]
        direct = stack.enter_context(upstream_server(folder))
        lasting = {one: stack.enter_context(running(one, direct.port, folder)) for one in here}
        field = Field(direct, lasting, [one for one in asked.peers if one not in here], folder)
        for workload in WORKLOADS:
            if not asked.only or workload.name in asked.only:
                sys.stdout.write(report(workload, measure(field, workload, asked.rounds, words), field.absent))
                sys.stdout.flush()
        stack.close()
        sys.stdout.write(written(folder / FRAMES))
    sys.stdout.write(f"afterwards: {load_words()}\n")


if __name__ == "__main__":
    main()
