"""Only the wire, in front of a server of the person's own: runs until it is interrupted, and seals what it saw."""

from __future__ import annotations

import asyncio
import json
from functools import partial

from harness.cli.ending import tell
from harness.events import Record, RunReady
from harness.evidence.keeping import too_much
from harness.headless import opened, show_link, warn_of_raw, watch_interrupts
from harness.options import interface
from harness.progress import progress_for
from harness.session.ending import close
from harness.session.external import External
from harness.session.house import House
from harness.session.player import Player
from harness.session.run import Run
from harness.wire_options import WireOptions


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
