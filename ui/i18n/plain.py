"""The core's texts in another language, for what is written without a window: a report, a page.

The same translations as the window's, read from the same file; a text that nobody has translated stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from xml.etree import ElementTree as ET

from harness.commands import Language
from ui.i18n import phrase
from ui.i18n.languages import SOURCES

CONTEXTS = ("report", "core")
"""Where a text is looked for, in this order."""
Speak = Callable[[str], str]


@cache
def speaker(language: Language) -> Speak:
    """What translates a text of the core, whole or put together of several, into this language."""
    if language == "en":
        return str
    texts = translations(language)
    return lambda text: phrase(text, lambda part: texts.get(part, part))


@cache
def translations(language: Language) -> dict[str, str]:
    """Every text of the contexts, with its translation."""
    found: dict[str, str] = {}
    root = ET.parse(SOURCES / f"sidlab_{language}.ts").getroot()  # noqa: S314 - our own file
    by_name = {context.findtext("name", ""): context for context in root.iter("context")}
    for name in reversed(CONTEXTS):
        for message in by_name[name].iter("message"):
            if translation := message.findtext("translation"):
                found[message.findtext("source", "")] = translation
    return found
