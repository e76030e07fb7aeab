"""`run --repeat N`: the same scenario N times, one after the other, in one folder, each with the next seed."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import sys

from msgspec import structs
from rich.console import Console

from harness.clock import utc_now
from harness.comparing.baseline import read_baseline
from harness.comparing.series import Repeat, Series, make_folder
from harness.comparing.series_shown import draw_series, write_series_junit
from harness.headless import keep_as_baseline, play, scenario_of
from harness.options import RunOptions
from harness.scenarios.model import Scenario
from harness.session.house import HarnessError, House

STATUS = {"passed": 0, "failed": 1, "unknown": 3}


def run_series(source: str, options: RunOptions, house: House) -> int:
    """Run a scenario `options.repeat` times; returns the exit status, that of the worst run or comparison.

    A run that could not be done ends the series. OptionError, ScenarioError and HarnessError go to the caller.
    """
    scenario = scenario_of(source, options, house)
    baseline = None if options.baseline is None else read_baseline(options.baseline, scenario.name)
    try:
        folder = make_folder(options.out, scenario.name, utc_now())
    except OSError as error:
        raise HarnessError(
            f"no folder can be made in {options.out}: {error.strerror}; choose another with --out"
        ) from None
    series = Series(folder, scenario.name, options.repeat, baseline)
    interrupted = asyncio.run(_repeat(series, scenario, options, house))
    _tell(series, options)
    return interrupted[0] if interrupted else STATUS[series.contents()["outcome"]]


async def _repeat(series: Series, scenario: Scenario, options: RunOptions, house: House) -> list[int]:
    """Run and write down one after the other; returns the status of the signal that ended it, if one did."""
    alone = dataclasses.replace(options, out=series.folder, json=False, junit=None, write_baseline=None)
    interrupted: list[int] = []
    for number in range(options.repeat):
        seed = scenario.seed + number
        if not options.quiet:
            sys.stderr.write(f"run {number + 1} of {options.repeat}, seed {seed}\n")
        played = await play(structs.replace(scenario, seed=seed), alone, house, interrupted)
        series.repeats.append(Repeat(played.run_id, seed, played.result.summary, played.status))
        series.write()
        if interrupted or played.result.trouble:
            break
    return interrupted


def _tell(series: Series, options: RunOptions) -> None:
    contents = series.contents()
    if options.junit is not None:
        write_series_junit(options.junit, contents, series.summaries)
    if options.write_baseline is not None:
        keep_as_baseline(options.write_baseline, series.summaries)
    if options.json:
        print(json.dumps(contents, ensure_ascii=False))  # noqa: T201 - what --json asks for
    elif not options.quiet:
        Console(stderr=True, soft_wrap=False).print(draw_series(contents, series.folder))
