"""`diagnose`: the verdict on each hypothesis, with the entries it rests on, for people or as JSON."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import click
import msgspec

from harness.cli.ending import Status
from harness.diagnosis import words
from harness.diagnosis.capture.captured import ENTRY, Kind, NotACaptureError
from harness.diagnosis.capture.decides import NAMES, Open
from harness.diagnosis.capture.verdicts import WELL, Concluded, diagnose_capture
from harness.diagnosis.hypotheses import hypotheses
from harness.diagnosis.judge import Diagnosis, Verdict
from harness.diagnosis.reading import diagnosed
from harness.diagnosis.signs import said
from harness.diagnosis.weights import WEIGHTS
from harness.evidence.bundle import is_bundle
from harness.evidence.folder import NoRunFolderError
from harness.evidence.opening import opened
from harness.evidence.reading import DamagedRecordError
from harness.options import shown
from harness.session.house import HarnessError

SHOWN = 8
WIDTH = 110
ALLOWED = (
    "a run folder, a zip made by export, a HAR saved by a browser, a log of gunicorn, Werkzeug, gevent or nginx, "
    "or a packet capture (pcap, pcapng)"
)


def print_diagnosis(file: Path, *, as_json: bool) -> int:
    """Print the verdicts on a run, a HAR, a log or a packet capture.

    NoRunFolderError when it is none of them, HarnessError when it cannot be read.
    """
    try:
        found = _diagnosis(file)
    except FileNotFoundError:
        raise NoRunFolderError(f"FILE: {shown(str(file))} is not there: {ALLOWED}") from None
    except NotACaptureError as why:
        raise NoRunFolderError(f"FILE: {shown(str(file))} is not allowed: {why}; allowed is {ALLOWED}") from None
    except OSError as why:
        raise HarnessError(f"{shown(str(file))} cannot be read: {why.strerror}") from None
    click.echo(_as_json(found) if as_json else "\n".join(_lines(found)))
    return Status.HELD


def _diagnosis(file: Path) -> Diagnosis | Concluded:
    if file.is_dir() or is_bundle(file):
        return _of_run(file)
    return diagnose_capture(file)


def _of_run(run: Path) -> Diagnosis:
    """The diagnosis of a run folder, or of a bundle as it lies there."""
    try:
        with opened(run) as evidence:
            return diagnosed(evidence.records())
    except NoRunFolderError as why:
        raise NoRunFolderError(f"FILE: {why}") from None
    except DamagedRecordError as error:
        name = shown(str(run))
        raise HarnessError(f"{name} is damaged: {error}; `sidlab verify {name}` names all of it") from None


def _as_json(found: Diagnosis | Concluded) -> str:
    diagnosis = found.diagnosis if isinstance(found, Concluded) else found
    made: dict[str, Any] = {**msgspec.to_builtins(diagnosis), "summary": words.summary(diagnosis), "read": None}
    if isinstance(found, Concluded):
        captured = found.captured
        made["read"] = {"kind": captured.kind, "what": captured.what, "numbers": ENTRY[captured.kind]}
        made["undecided"] = [one._asdict() for one in found.still_open]
    return msgspec.json.format(msgspec.json.encode(made)).decode()


def _lines(found: Diagnosis | Concluded) -> list[str]:
    """The summary, a line for each hypothesis, and what would decide those that stay open and matter."""
    if isinstance(found, Diagnosis):
        return [words.summary(found), "", *_verdicts(found, "run")]
    kind = found.captured.kind
    head = [f"Read as {found.captured.what}; numbers are its {_plural(kind)}.", words.summary(found.diagnosis)]
    head += [f"It decides nothing: {WELL}."] if found.is_well else []
    return [*head, "", *_verdicts(found.diagnosis, kind), *_open(found.still_open)]


def _plural(kind: Kind) -> str:
    entry = ENTRY[kind]
    return f"{entry[:-1]}ies" if entry.endswith("y") else f"{entry}s"


def _verdicts(found: Diagnosis, kind: Kind) -> list[str]:
    """A line for each hypothesis; the kept ones with what speaks for them and what to do."""
    by_name = {one.name: one for one in hypotheses()}
    lines = []
    for verdict in found.verdicts:
        one = by_name[verdict.hypothesis]
        lines.append(f"{verdict.verdict:<9}  {one.name}: {one.claim}")
        if verdict.verdict == "kept":
            lines += [f"{'':<11}{line}" for line in (*_rests_on(verdict, kind), f"what to do: {one.remedy}")]
    return lines


def _rests_on(verdict: Verdict, kind: Kind) -> list[str]:
    """What speaks for it and against it, a sentence each, and the numbers of what tells so."""
    weights = WEIGHTS[verdict.hypothesis]
    signs = [
        f"{'+' if weights[sign] > 0 else '-'} {words.english(said(sign, count))}"
        for sign, count in verdict.signs.items()
    ]
    more = " …" if len(verdict.because) > SHOWN else ""
    return [*signs, f"{_plural(kind)}: {', '.join(map(str, verdict.because[:SHOWN]))}{more}"]


def _open(still_open: list[Open]) -> list[str]:
    """What would decide the hypotheses that may be behind what is not explained."""
    matter = [one for one in still_open if one.matters]
    if not matter:
        return []
    lines = ["", "What would decide the causes that may be behind what is not explained:"]
    for one in matter:
        here = f" Here {one.why}." if one.why else ""
        lines += _wrapped(f"{one.hypothesis}: {one.needs}.{here} Shown by: {', '.join(one.by)}.")
    named = {kind for one in matter for kind in one.by}
    return [*lines, *(f"{kind:<9}{name}" for kind, name in NAMES.items() if kind in named)]


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)
