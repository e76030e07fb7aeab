"""Only the wire, in front of a server of the person's own: runs until it is interrupted, and seals what it saw."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from harness.cli.ending import tell
from harness.commands import RunApplyFault
from harness.events import Record, RunReady
from harness.evidence.keeping import too_much
from harness.headless import opened, show_link, warn_of_raw, watch_interrupts
from harness.options import check_listen, check_others, check_raw, interface
from harness.progress import progress_for
from harness.scenarios.model import Scenario, Step
from harness.session.ending import close
from harness.session.external import External
from harness.session.house import House
from harness.session.player import Player
from harness.session.run import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class WireOptions:
    """The options of `wire`. `target`, `path`, `ca_file`, `host_header` and `others` are of the server (External).

    `listen`: where the wire accepts, by default a free port of loopback; `lan` and `raw` as with RunOptions.
    """

    target: str
    listen: tuple[str, int] | None = None
    lan: str | None = None
    raw: bool = False
    out: Path = Path("runs")
    path: str | None = None
    ca_file: Path | None = None
    host_header: str | None = None
    others: tuple[str, ...] = ()
    faults: tuple[RunApplyFault, ...] = ()
    seed: int = 0
    quiet: bool = False

    def __post_init__(self) -> None:
        """OptionError when other machines could reach it unasked, or two options do not go together."""
        check_listen(self.listen, lan=self.lan is not None)
        check_others(self.target, self.others)
        check_raw(raw=self.raw, lan=self.lan is not None)

    @property
    def scenario(self) -> Scenario:
        """A run without clients or an end of its own, whose faults begin with it."""
        steps = tuple(Step(at=0.0, do="fault", command=fault) for fault in self.faults)
        title = f"the wire in front of {self.target}"
        return Scenario(name="wire", title=title, duration=None, seed=self.seed, steps=steps)


def run_wire(options: WireOptions, house: House) -> int:
    """Run the wire; returns the exit status: 0 once it was interrupted and its folder is sealed."""
    return asyncio.run(_run(options, house))


async def _run(options: WireOptions, house: House) -> int:
    external = External.of(options.target, options.path, options.ca_file, options.host_header, options.others)
    lan = interface(options.listen, options.lan)
    run = opened(options.scenario, options.out, options.listen, house, external, lan, raw=options.raw)
    run.journal.listen(lambda record: _announce(record, run))
    player = Player(run)
    watch_interrupts(lambda _number: player.stop("stopped"))
    with progress_for(run, quiet=options.quiet) as progress:
        warn_of_raw(progress, raw=options.raw)
        run.lan.shown = partial(show_link, progress)
        result = await close(run, await player.live())
    if result.trouble:
        tell(result.trouble)
        return result.status
    progress.verdict(result.summary, str(run.folder.path), run.root)
    if not options.quiet and (line := too_much(options.out)):
        progress.say(line)
    return 0


def _announce(record: Record, run: Run) -> None:
    """What scripts wait for: one line on standard output when clients may come."""
    if isinstance(record.event, RunReady):
        ready = {"listening": record.event.url, "run": str(run.folder.path)}
        if run.lan.origin:
            ready["lan"] = run.lan.origin
        line = json.dumps(ready, ensure_ascii=False)
        print(line, flush=True)  # noqa: T201 - what the contract asks for
