"""Numbers as people of a language write them; what is not known is said so, and is no 0."""

from __future__ import annotations

from collections.abc import Callable

from harness.commands import Language
from harness.report.parts import Figure
from harness.report.texts.fix import NOT_KNOWN

Speak = Callable[[str], str]
"""A text of the core in some language; one that nobody has translated stays as it is."""

_SECONDS: dict[Language, str] = {"en": "{} s", "ko": "{}초"}


def shown(figure: Figure, language: Language, speak: Speak) -> str:
    """A figure with its unit."""
    value = figure.value
    if value is None:
        return speak(NOT_KNOWN)
    if figure.unit == "second":
        return f"{value:+,.3f}"
    if figure.unit == "s":
        return _SECONDS[language].format(number(value))
    return number(value)


def number(value: float) -> str:
    """Whole numbers whole, others to a hundredth, or a tenth from 10 on."""
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:,.1f}" if abs(value) >= 10 else f"{value:,.2f}"
