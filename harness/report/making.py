"""Makes the report of what lies at a path, and writes it down: of a run, folder or bundle, or of a matrix."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import tzinfo
from pathlib import Path
from typing import Any, Literal

import msgspec

from harness.commands import Language
from harness.evidence.folder import NoRunFolderError, write_atomically
from harness.evidence.opening import DOCUMENT_BYTES, Evidence, opened
from harness.matrix.model import Matrix
from harness.report.digest import digest
from harness.report.markdown import markdown
from harness.report.numbers import Speak
from harness.report.page import page
from harness.report.parts import Report
from harness.report.writing import report_of, report_of_matrix

Form = Literal["html", "md"]
FORMS: tuple[Form, ...] = ("html", "md")
MATRIX = "matrix.json"


def written(report: Report, form: Form, language: Language, speak: Speak) -> bytes:
    """The report in one of its forms."""
    write = page if form == "html" else markdown
    return write(report, language, speak).encode()


def report_at(path: Path, problems: Iterable[dict[str, Any]] = (), zone: tzinfo | None = None) -> Report:
    """The report of a run folder, a bundle, or the folder of a matrix. NoRunFolderError when it is none of them.

    `problems`: what `verify` found of the run; `zone`: local time, None for the machine's.
    """
    if is_matrix(path):
        return report_of_matrix(_matrix(path / MATRIX), path.name)
    with opened(path) as evidence:
        return _of_run(evidence, problems, zone)


def is_matrix(path: Path) -> bool:
    """Whether a matrix was measured into this folder."""
    return (path / MATRIX).is_file() and not (path / "STATE").exists()


def write_reports(folder: Path, language: Language, speak: Speak) -> None:
    """Write report.html and report.md of a run into its folder. OSError when that cannot be done."""
    report = report_at(folder)
    for form in FORMS:
        write_atomically(folder / f"report.{form}", written(report, form, language, speak))


def _of_run(evidence: Evidence, problems: Iterable[dict[str, Any]], zone: tzinfo | None) -> Report:
    above = evidence.path.parent / MATRIX
    matrix = _matrix(above) if evidence.path.is_dir() and above.is_file() else None
    return report_of(digest(evidence, problems), matrix, zone)


def _matrix(file: Path) -> Matrix:
    """What a matrix measured. NoRunFolderError when the file does not say it."""
    try:
        with file.open("rb") as opened_:
            data = opened_.read(DOCUMENT_BYTES + 1)
        return msgspec.json.decode(data[:DOCUMENT_BYTES], type=Matrix)
    except OSError as why:
        raise NoRunFolderError(f"{file} cannot be read: {why.strerror}") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as why:
        raise NoRunFolderError(f"{file} is no matrix as `matrix` writes it: {why}") from None
