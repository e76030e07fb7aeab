"""A run without a window: the core in the foreground, progress on standard error, the contract's exit status."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from msgspec import structs

from harness.cli.ending import tell
from harness.comparing.baseline import read_baseline, write_baseline
from harness.discretion import RAW
from harness.evidence.junit import write_junit
from harness.evidence.keeping import too_much
from harness.lan.code import code_lines
from harness.options import RunOptions, interface
from harness.plain import json_line
from harness.progress import Progress, progress_for
from harness.scenarios.model import Overrides, Scenario
from harness.scenarios.reader import read
from harness.session.catalogue import names
from harness.session.ending import Result, close
from harness.session.external import External
from harness.session.house import HarnessError, House
from harness.session.pictures import AtEnd, album_for
from harness.session.player import Player
from harness.session.run import Run

INTERRUPTS = {signal.SIGINT: 130, signal.SIGTERM: 143}


@dataclass(frozen=True)
class Played:
    """A run that is over: its folder's name, what it came to, and the exit status of that."""

    run_id: str
    result: Result
    status: int


def run_headless(source: str, options: RunOptions, house: House) -> int:
    """Run a scenario; returns the exit status. OptionError, ScenarioError and HarnessError go to the caller."""
    scenario = scenario_of(source, options, house)
    if options.baseline is not None:
        no_worse = read_baseline(options.baseline, scenario.name).expectations()
        scenario = structs.replace(scenario, expect=(*scenario.expect, *no_worse))
    played = asyncio.run(play(scenario, options, house, []))
    if options.write_baseline is not None:
        keep_as_baseline(options.write_baseline, (played.result.summary,))
    return played.status


def keep_as_baseline(file: Path, summaries: tuple[dict[str, Any], ...]) -> None:
    """Write the figures of these runs for later ones to be held against. HarnessError when they prove nothing."""
    if any(one["outcome"] == "unknown" for one in summaries):
        raise HarnessError(f"--write-baseline: {file} is not written: what is not known can be no baseline")
    try:
        write_baseline(file, summaries)
    except OSError as error:
        raise HarnessError(f"--write-baseline: {file} cannot be written: {error.strerror}") from None


def scenario_of(source: str, options: RunOptions, house: House) -> Scenario:
    """The scenario as the options change it. ScenarioError when it cannot be read."""
    overrides = Overrides(
        profile=options.profile,
        clients=options.clients,
        transport=options.transport,
        behaviour=options.behaviour,
        kind=options.kind,
        library=options.library,
        seed=options.seed,
        duration=options.duration,
        external=options.target or "",
        own=options.own,
    )
    known = structs.replace(names(house), lan=options.lan is not None)
    return read(source, known, overrides)


async def play(scenario: Scenario, options: RunOptions, house: House, interrupted: list[int]) -> Played:
    """One run in the foreground, told of as the options say; a signal puts its exit status into `interrupted`."""
    external = None
    if options.target is not None:
        external = External.of(options.target, options.path, options.ca_file, options.host_header, options.others)
    lan = interface(options.listen, options.lan)
    run = opened(scenario, options.out, options.listen, house, external, lan, options.via or "", raw=options.raw)
    album = album_for(run, by_themselves=options.screenshots)
    progress = progress_for(run, quiet=options.quiet)
    run.lan.shown = partial(show_link, progress)
    player = Player(run)

    def interrupt(number: int) -> None:
        interrupted.append(INTERRUPTS[signal.Signals(number)])
        player.stop("interrupted")

    watch_interrupts(interrupt)
    with progress:
        warn_of_raw(progress, raw=options.raw)
        why = await player.live()
        at_end: AtEnd = "all" if options.screenshots else "none"
        result = await close(run, why, at_end=at_end, album=album, language=options.language)
    if options.junit is not None:
        write_junit(options.junit, result.summary)
    _tell(run, result, progress, options)
    return Played(run.run_id, result, interrupted[0] if interrupted else result.status)


def opened(
    scenario: Scenario,
    out: Path,
    listen: tuple[str, int] | None,
    house: House,
    external: External | None,
    lan: str | None = None,
    via: str = "",
    *,
    raw: bool = False,
) -> Run:
    """A run with its folder. HarnessError when that cannot be made."""
    at = "" if listen is None else f"{listen[0]}:{listen[1]}"
    try:
        return Run(house, scenario, out, listen=at, external=external, lan=lan, via=via, raw=raw)
    except OSError as error:
        raise HarnessError(
            f"the run folder cannot be made in {out}: {error.strerror}; choose another with --out"
        ) from None


def show_link(progress: Progress, link: str, firewall: str) -> None:
    """Say where devices of the LAN join: to the person, with a code to scan on a terminal, and to no record."""
    progress.say(f"devices of the LAN join at {link}")
    for line in code_lines(link) if sys.stderr.isatty() else ():
        progress.say(line)
    if firewall:
        progress.say(firewall)


def warn_of_raw(progress: Progress, *, raw: bool) -> None:
    """Say at once what is being recorded."""
    if raw:
        progress.say(RAW)


def watch_interrupts(interrupt: Callable[[int], None]) -> None:
    """Have `interrupt` called, in the loop, on SIGINT and SIGTERM, with the signal's number."""
    loop = asyncio.get_running_loop()
    for number in INTERRUPTS:
        if sys.platform == "win32":
            signal.signal(number, lambda got, _frame: loop.call_soon_threadsafe(interrupt, got))
        else:
            loop.add_signal_handler(number, interrupt, number)


def _tell(run: Run, result: Result, progress: Progress, options: RunOptions) -> None:
    if options.json:
        print(json_line(result.summary))  # noqa: T201 - what --json asks for
    if result.trouble:
        tell(result.trouble)
    else:
        progress.verdict(result.summary, str(run.folder.path), run.root)
        if not options.quiet and (line := too_much(options.out)):
            progress.say(line)
