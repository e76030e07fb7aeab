"""A report as one page of HTML: it opens offline, prints on A4, follows light and dark, and loads nothing.

Whatever is not of ours is text, never markup; a figure carries its query.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from harness.commands import Language
from harness.plain import one_line
from harness.report.drawing import Drawn, drawn
from harness.report.numbers import Speak, number, shown
from harness.report.parts import Chart, Cited, Figure, Marked, Name, Part, Report, Said, Word
from harness.report.texts import page as texts
from harness.report.words import pieces

FOLDER = Path(__file__).parent / "templates"
LABEL = 32
COLOURS = ("#2f6db5", "#e07b39", "#c23b4a", "#7a5bb5", "#3a9a7b", "#c9a227", "#8a97a8", "#b85c9e")
"""Of the series, in a light page; where style sheets are not read, these stand."""


def page(report: Report, language: Language, speak: Speak) -> str:
    """The whole page."""
    writer = Writer(language, speak)
    return _template().render(
        report=report,
        language=language,
        texts=texts,
        say=writer.part,
        plain=writer.plain,
        kind=lambda block: type(block).__name__,
        draw=drawn,
        number=number,
        series=writer.series,
        clean=_clean,
        lines=lambda text: "\n".join(map(_clean, text.splitlines())),
        label=writer.label,
        plain_text=speak,
        query=chart_query,
        colours=COLOURS,
    )


@cache
def _template() -> Template:
    loader = FileSystemLoader(FOLDER)
    made = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return made.get_template("report.html")


class Writer:
    """Writes parts of a report as HTML, in a language."""

    def __init__(self, language: Language, speak: Speak) -> None:
        self._language = language
        self._speak = speak

    def part(self, part: Part) -> Markup:
        """Any part."""
        match part:
            case Said(text=text, args=args):
                return Markup().join(
                    escape(one) if isinstance(one, str) else self.part(one)
                    for one in pieces(self._speak(text), args)
                )
            case Figure():
                return self._figure(part)
            case Name(text=text):
                return Markup("<span class=name>{}</span>").format(_clean(text)) if text else Markup()
            case Word(text=text):
                return escape(_clean(self._speak(text)))
            case Cited(events=events, more=more):
                rest = f" … +{more:,}" if more else ""
                return Markup("<span class=events>{}</span>").format(", ".join(map(str, events)) + rest)

    def plain(self, part: Part) -> str:
        """A part as text, for titles and labels."""
        return self.part(part).striptags()

    def series(self, drawing: Drawn, key: str) -> str:
        """A series' name as it is shown: a line has none of its own."""
        return _clean(self._speak(key)) if key else self._speak(drawing.chart.title)

    def label(self, mark: Marked) -> str:
        """A mark's name as it is shown."""
        words = " ".join(filter(None, (self._speak(mark.kind), self._speak(mark.name))))
        return _clean(words if len(words) <= LABEL else f"{words[:LABEL]}…")

    def _figure(self, figure: Figure) -> Markup:
        value = "" if figure.value is None else repr(figure.value)
        return Markup('<data class="{}" value="{}" data-query="{}" title="{}">{}</data>').format(
            "unknown" if figure.value is None else "figure",
            value,
            _clean(figure.query),
            _clean(figure.query),
            shown(figure, self._language, self._speak),
        )


def chart_query(chart: Chart, key: str, start: float) -> str:
    """By which a bar is found again."""
    return f"charts.{chart.figure}.{key}.{start:g}"


def _clean(text: str) -> str:
    return one_line(text)
