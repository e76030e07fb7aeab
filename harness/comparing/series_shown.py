"""A series for people, as a table, and for systems that read JUnit, as one suite with a case for each run."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from harness.comparing.table import number
from harness.evidence.logs import escape

MARKS = {True: "✓", False: "✗", None: "?"}


def draw_series(series: dict[str, Any], folder: Path) -> RenderableType:
    """The figures of all clients that are not 0 throughout, how they held against the baseline, the outcome."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("", overflow="fold")
    for title in ("median", "low", "high", "± by chance"):
        table.add_column(title, justify="right", no_wrap=True)
    for one in series["figures"]:
        if not one["figure"].startswith(("groups.", "trial.")) and any(one["values"]):
            cells = (escape(one["figure"]), *(number(one[key]) for key in ("median", "low", "high", "spread")))
            table.add_row(*map(Text, cells))
    judged = [f"{MARKS[one['held']]} {one['text']} (measured {_measured(one)})" for one in series["expectations"]]
    runs = ", ".join(f"seed {one['seed']} {one['outcome']}" for one in series["runs"])
    last = f"{series['outcome']}: {len(series['runs'])} of {series['repeat']} runs ({runs}): {folder}"
    return Group(table, *(Text(line) for line in (*judged, last)))


def write_series_junit(file: Path, series: dict[str, Any], summaries: tuple[dict[str, Any], ...]) -> None:
    """One suite: a case for each run, and one for each figure held against the baseline. OSError."""
    cases = [_of_run(run, summary) for run, summary in zip(series["runs"], summaries, strict=True)]
    cases += [_case(one["text"], [one]) for one in series["expectations"]]
    counts = {
        "tests": len(cases),
        "failures": sum(one.find("failure") is not None for one in cases),
        "skipped": sum(one.find("skipped") is not None for one in cases),
    }
    suite = ET.Element(
        "testsuite",
        {
            "name": f"sidlab.{series['scenario']}",
            "time": str(sum(one["duration"] or 0 for one in summaries)),
            **{name: str(count) for name, count in counts.items()},
        },
    )
    for case in cases:
        case.set("classname", series["scenario"])
        suite.append(case)
    ET.ElementTree(suite).write(file, encoding="utf-8", xml_declaration=True)


def _of_run(run: dict[str, Any], summary: dict[str, Any]) -> ET.Element:
    case = _case(f"seed {run['seed']}: {run['run']}", summary["expectations"])
    case.set("time", str(summary["duration"] or 0))
    if run["outcome"] == "unknown" and not len(case):
        ET.SubElement(case, "skipped", {"message": "the run proves nothing: it was ended, or could not be done"})
    return case


def _case(name: str, expectations: list[dict[str, Any]]) -> ET.Element:
    """Failed where an expectation did not hold, skipped where one is not known."""
    case = ET.Element("testcase", {"name": name})
    failed = [f"{one['text']}: measured {_measured(one)}" for one in expectations if one["held"] is False]
    unknown = [one["text"] for one in expectations if one["held"] is None]
    if failed:
        ET.SubElement(case, "failure", {"message": "; ".join(failed)})
    elif unknown:
        ET.SubElement(case, "skipped", {"message": f"not known: {'; '.join(unknown)}"})
    return case


def _measured(one: dict[str, Any]) -> str:
    return "not known" if one["measured"] is None else number(one["measured"])
