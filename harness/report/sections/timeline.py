"""The timeline, and the charts that share its time."""

from __future__ import annotations

from datetime import datetime, tzinfo

from harness.metrics.figures import figures
from harness.report.digest import Digest
from harness.report.moments import Moment
from harness.report.parts import (
    Bar,
    Block,
    Chart,
    Cited,
    Figure,
    Grid,
    Marked,
    Name,
    Paragraph,
    Part,
    Said,
    Section,
)
from harness.report.texts import incident as heads
from harness.report.texts import timeline as texts

SHOWN = 150
UNMARKED = {"screenshot"}


def timeline(digest: Digest, zone: tzinfo | None) -> Section:
    """The moments, in local time with UTC beside it (`zone`: which local time; None: the machine's)."""
    moments = sorted(digest.moments.all, key=lambda one: one.t)
    if not moments:
        return Section("timeline", Said(texts.TITLE), (Paragraph((Said(texts.NONE),)),))
    shown = moments[:SHOWN]
    titles = tuple(map(Said, (texts.LOCAL, texts.UTC, texts.SECOND, texts.WHAT, texts.EVENT)))
    blocks: list[Block] = [
        Paragraph((Said(texts.WHEN, (Name(_offset(digest, zone)),)),), "muted"),
        Grid(titles, tuple(_row(digest, one, zone) for one in shown), frozenset({2})),
    ]
    if left := len(moments) - len(shown):
        blocks.append(Paragraph((Said(texts.LEFT_OUT, (Figure(left, "timeline.not_shown"),)),), "muted"))
    return Section("timeline", Said(texts.TITLE), tuple(blocks))


def charts(digest: Digest) -> Section | None:
    """What the figures counted in each second, with what was done to the run; None where none counted anything."""
    marks = tuple(
        Marked(one.kind, one.name, one.start, one.end) for one in digest.marks if one.kind not in UNMARKED
    )
    made: list[Block] = []
    for figure in figures():
        bars = tuple(Bar(one.key, one.start, one.value) for one in digest.buckets if one.figure == figure.name)
        if bars:
            width, long = digest.bucket, max(digest.clock.seconds, bars[-1].start + digest.bucket)
            made.append(Chart(figure.name, figure.title, figure.unit, width, long, bars, marks))
    return Section("charts", Said(heads.CHARTS), tuple(made)) if made else None


def local(moment: datetime, zone: tzinfo | None) -> datetime:
    """A moment in the local time."""
    return moment.astimezone(zone)


def _row(digest: Digest, moment: Moment, zone: tzinfo | None) -> tuple[Part, ...]:
    at = digest.clock.at(moment.t)
    here, utc = ("", "") if at is None else (f"{local(at, zone):%H:%M:%S.%f}"[:-3], f"{at:%H:%M:%S.%f}"[:-3])
    return (
        Name(here),
        Name(utc),
        Figure(digest.clock.second(moment.t), f"event.{moment.seq}.at", "second"),
        moment.said,
        Cited((moment.seq,)),
    )


def _offset(digest: Digest, zone: tzinfo | None) -> str:
    """How far the local time is from UTC, as `UTC+09:00`."""
    at = digest.clock.wall
    text = "" if at is None else f"{local(at, zone):%z}"
    return f"UTC{text[:3]}:{text[3:5]}" if text else "UTC"
