"""Writes reports for a window, beside whatever the core does, and keeps what people add to them."""

from __future__ import annotations

import asyncio
from pathlib import Path

from harness.commands import RunReport
from harness.evidence.folder import NoRunFolderError, write_atomically
from harness.evidence.opening import opened
from harness.evidence.reading import DamagedRecordError
from harness.report.added import read_added, write_added
from harness.report.making import FORMS, report_at, written
from harness.report.numbers import Speak
from harness.report.printing import print_pdf
from harness.session.house import HarnessError
from harness.snapshot import RunReported

RECORDING = "the run is still being recorded: its report is written at its end"
BUNDLE = "nobody writes into a bundle: unpack it first, then add what there is to add"


async def reported(asked: RunReport, speak: Speak) -> RunReported:
    """The report, written again. HarnessError, one line, when that cannot be done."""
    return await asyncio.to_thread(_reported, asked, speak)


def _reported(asked: RunReport, speak: Speak) -> RunReported:
    path = Path(asked.run)
    try:
        _keep(path, asked)
        files = _write(path, asked, speak)
        with opened(path) as evidence:
            return RunReported(run=asked.run, files=tuple(map(str, files)), added=read_added(evidence))
    except (NoRunFolderError, DamagedRecordError) as why:
        raise HarnessError(str(why)) from None
    except OSError as why:
        raise HarnessError(f"the report of {path} cannot be written: {why.strerror}") from None


def _keep(path: Path, asked: RunReport) -> None:
    """What people add goes into the folder of a run that is over."""
    with opened(path) as evidence:
        if evidence.state == "recording":
            raise HarnessError(RECORDING)
    if asked.added is not None:
        if not path.is_dir():
            raise HarnessError(BUNDLE)
        write_added(path, asked.added)


def _write(path: Path, asked: RunReport, speak: Speak) -> list[Path]:
    """The page, the Markdown, and the PDF where it is wanted; those of a bundle lie beside it."""
    report = report_at(path)
    stem = path / "report" if path.is_dir() else path.parent / f"{report.name}-report"
    files = [stem.with_name(f"{stem.name}.{form}") for form in FORMS]
    for file, form in zip(files, FORMS, strict=True):
        write_atomically(file, written(report, form, asked.language, speak))
    if asked.pdf:
        files.append(stem.with_name(f"{stem.name}.pdf"))
        print_pdf(files[0].read_bytes(), files[-1])
    return files
