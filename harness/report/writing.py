"""Puts a report together from a digest: its head, and its sections in the order of the form people use."""

from __future__ import annotations

from datetime import tzinfo

from harness.matrix.model import Matrix
from harness.report.digest import Digest
from harness.report.parts import Name, Part, Report, Said, Section, Word
from harness.report.sections.board import board, rejected
from harness.report.sections.cause import cause
from harness.report.sections.evidence import added, evidence, warnings
from harness.report.sections.fix import fix
from harness.report.sections.incident import incident
from harness.report.sections.prevention import again, prevention
from harness.report.sections.served import measured, served
from harness.report.sections.timeline import charts, local, timeline
from harness.report.texts import evidence as foot
from harness.report.texts import fix as texts
from harness.report.texts import incident as heads


def report_of(digest: Digest, matrix: Matrix | None = None, zone: tzinfo | None = None) -> Report:
    """The report of a run. `matrix`: the one that the run is of; `zone`: local time, None for the machine's."""
    title = digest.clock.title or str(digest.summary.get("scenario") or digest.name)
    sections: tuple[Section | None, ...] = (
        incident(digest),
        timeline(digest, zone),
        charts(digest),
        board(digest),
        rejected(digest),
        cause(digest),
        fix(digest),
        served(digest, matrix),
        prevention(digest),
        again(digest),
        added(digest),
        evidence(digest),
    )
    return Report(
        name=digest.name,
        title=Said(heads.HEADING, (Word(title),)),
        under=(_dated(digest, zone), _root(digest)),
        warnings=warnings(digest),
        sections=tuple(one for one in sections if one is not None),
        foot=(Said(foot.MADE), _root(digest)),
    )


def report_of_matrix(matrix: Matrix, name: str) -> Report:
    """The report of a measured matrix: its table, and why it is as it is."""
    section = Section("served", Said(texts.SERVED_TITLE), tuple(measured(matrix)))
    title, made = Said(texts.MATRIX, (Name(name),)), (Said(foot.MADE),)
    return Report(name=name, title=title, under=(), warnings=(), sections=(section,), foot=made)


def _dated(digest: Digest, zone: tzinfo | None) -> Part:
    at = digest.clock.wall
    if at is None:
        return Said(heads.NOT_DATED, (Name(digest.name),))
    times = (Name(f"{local(at, zone):%Y-%m-%d %H:%M:%S %z}"), Name(f"{at:%Y-%m-%d %H:%M:%S} UTC"))
    return Said(heads.RUN, (Name(digest.name), *times))


def _root(digest: Digest) -> Part:
    return Said(heads.NO_ROOT) if digest.root is None else Said(heads.ROOT, (Name(digest.root),))
