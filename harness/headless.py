"""A run without a window: the core in the foreground, progress on standard error, the contract's exit status."""

from __future__ import annotations

import asyncio
import json
import signal
import sys

from harness.cli.ending import tell
from harness.evidence.junit import write_junit
from harness.options import RunOptions
from harness.progress import Progress, progress_for
from harness.scenarios.model import Overrides, Scenario
from harness.scenarios.reader import read
from harness.session.catalogue import names
from harness.session.ending import Result, close
from harness.session.house import HarnessError, House
from harness.session.player import Player
from harness.session.run import Run

INTERRUPTS = {signal.SIGINT: 130, signal.SIGTERM: 143}


def run_headless(source: str, options: RunOptions, house: House) -> int:
    """Run a scenario; returns the exit status. ScenarioError and HarnessError go to the caller."""
    if options.target is not None or options.command is not None:
        raise HarnessError("a server of your own (--target, --command) is not there yet; use --profile")
    overrides = Overrides(
        profile=options.profile,
        clients=options.clients,
        transport=options.transport,
        behaviour=options.behaviour,
        seed=options.seed,
        duration=options.duration,
    )
    return asyncio.run(_run(read(source, names(house), overrides), options, house))


async def _run(scenario: Scenario, options: RunOptions, house: House) -> int:
    run = _opened(scenario, options, house)
    progress = progress_for(run, quiet=options.quiet)
    player = Player(run)
    interrupted = _watch_interrupts(player)
    with progress:
        why = await player.live()
        result = await close(run, why, screenshots=options.screenshots)
    if options.junit is not None:
        write_junit(options.junit, result.summary)
    _tell(run, result, progress, options)
    return interrupted[0] if interrupted else result.status


def _opened(scenario: Scenario, options: RunOptions, house: House) -> Run:
    listen = "" if options.listen is None else f"{options.listen[0]}:{options.listen[1]}"
    try:
        return Run(house, scenario, options.out, listen=listen)
    except OSError as error:
        raise HarnessError(
            f"the run folder cannot be made in {options.out}: {error.strerror}; choose another with --out"
        ) from None


def _watch_interrupts(player: Player) -> list[int]:
    """End the run as interrupted on SIGINT or SIGTERM; the exit status that is due then is put in the list."""
    status: list[int] = []

    def interrupt(number: int) -> None:
        status.append(INTERRUPTS[signal.Signals(number)])
        player.stop("interrupted")

    loop = asyncio.get_running_loop()
    for number in INTERRUPTS:
        if sys.platform == "win32":
            signal.signal(number, lambda got, _frame: loop.call_soon_threadsafe(interrupt, got))
        else:
            loop.add_signal_handler(number, interrupt, number)
    return status


def _tell(run: Run, result: Result, progress: Progress, options: RunOptions) -> None:
    if options.json:
        print(json.dumps(result.summary, ensure_ascii=False))  # noqa: T201 - what --json asks for
    if result.trouble:
        tell(result.trouble)
    else:
        progress.verdict(result.summary, str(run.folder.path))
