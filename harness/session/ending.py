"""The end of a run: figures judged, pictures drawn, the folder sealed.

The order matters. Pictures of the window are evidence and are on record before the last event; summary, HAR and
charts can be made again from the evidence; the manifest comes last of the evidence, and STATE after it. The HAR of
a long run takes its time, so it comes when all is sealed already; an interrupted run gets none: whoever interrupts
does not wait.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, replace
from typing import Any, Literal

from harness.commands import Language
from harness.diagnosis.judge import findings
from harness.events import RunEnded
from harness.evidence import har_file, manifest
from harness.evidence.folder import NoRunFolderError, write_atomically
from harness.evidence.reading import DamagedRecordError
from harness.metrics.expect import judge
from harness.report.making import write_reports
from harness.session.album import Album
from harness.session.pictures import AtEnd, draw
from harness.session.run import TOO_FAST, Run, Why

Outcome = Literal["passed", "failed", "unknown"]


@dataclass(frozen=True)
class Result:
    """What a run came to. `trouble` is one line for the person when the harness itself could not do it."""

    outcome: Outcome
    summary: dict[str, Any]
    trouble: str = ""

    @property
    def status(self) -> int:
        """The contract's exit status: 0 held, 1 did not hold, 3 could not be done or not be known."""
        if self.trouble:
            return 3
        return {"passed": 0, "failed": 1, "unknown": 3}[self.outcome]


async def close(
    run: Run,
    why: Why,
    *,
    at_end: AtEnd = "none",
    album: Album | None = None,
    pictures: bool = True,
    language: Language = "en",
) -> Result:
    """End the run's processes and seal its folder: `sealed` when it went its way, else `interrupted`.

    `at_end`: what is drawn of the window besides the pages of the `album`. Without `pictures` nothing is, and no
    chart, and no report: one of many runs, which can have them made from the evidence. `language`: the report's.
    """
    whole = why in {"finished", "stopped"}
    await run.freeze(why)
    await run.end_processes()
    if whole and pictures:
        await draw(run, at_end, album)
    result = _judged(run, whole)
    run.journal.say(RunEnded(t=run.clock(), outcome=result.outcome))
    run.recorder.close()
    if run.recorder.error:
        result = _unknown(result, f"{run.folder.path} could not be written: {run.recorder.error}; free some space")
    elif run.recorder.dropped:
        result = _unknown(result, f"{run.folder.path} is not whole: {TOO_FAST}")
    try:
        _write(run, result, "sealed" if whole and not result.trouble else "interrupted")
    except OSError as error:
        result = _unknown(result, f"{run.folder.path} could not be sealed: {error.strerror}; free some space")
    else:
        unmade = await _make_har(run) if whole and not run.recorder.error else ""
        unmade = unmade or (await _make_report(run, language) if whole and pictures else "")
        result = replace(result, trouble=result.trouble or unmade)
    run.state = "sealed"
    return result


def _unknown(result: Result, trouble: str) -> Result:
    """What cannot be shown to be whole proves nothing."""
    return Result("unknown", {**result.summary, "outcome": "unknown"}, result.trouble or trouble)


def _judged(run: Run, whole: bool) -> Result:
    summary = {**run.summary(), "findings": findings(run.told.story)}
    expectations, outcome = judge(run.scenario.expect, summary)
    if not whole or run.trouble:
        outcome = "unknown"
    return Result(outcome, {**summary, "outcome": outcome, "expectations": expectations}, run.trouble)


def _write(run: Run, result: Result, state: Literal["sealed", "interrupted"]) -> None:
    text = json.dumps(result.summary, ensure_ascii=False, indent=1)
    write_atomically(run.folder.path / "summary.json", f"{text}\n".encode())
    run.root = manifest.write(run.folder)["root"]
    run.folder.seal(state)


async def _make_har(run: Run) -> str:
    """Write the HAR; returns why that could not be done, which makes the evidence no worse, or nothing."""
    try:
        await asyncio.to_thread(har_file.remake, run.folder.path)
    except (OSError, DamagedRecordError) as error:
        return (
            f"{run.folder.path / har_file.NAME} could not be written: {error}; the evidence is sealed all the same"
        )
    return ""


async def _make_report(run: Run, language: Language) -> str:
    """Write the report for people; returns why that could not be done, as with the HAR."""
    try:
        await asyncio.to_thread(write_reports, run.folder.path, language, run.house.speak(language))
    except (OSError, NoRunFolderError) as error:
        return f"{run.folder.path}/report.html could not be written: {error}; the evidence is sealed all the same"
    return ""
