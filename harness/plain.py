"""Text of others where it is shown: on one line, and unable to act on whoever shows it.

A server, a client, a log, a scenario of somebody else may say anything: escape sequences for a terminal, letters
that turn the direction of what follows, a line's end in a name, a formula for the spreadsheet it is pasted into.
"""

from __future__ import annotations

import json
import re
from typing import Any

from harness.evidence.logs import escape

_FORMULA = re.compile(r"[=+\-@\t\r|%]")
_WORD = re.compile(r"[+\-]?[\w.:/-]+")
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def one_line(text: str) -> str:
    r"""The text with every control character as an escape (`\x1b`, `\n`), as are those that turn its direction."""
    return escape(text).replace("\n", "\\n")


def cell(text: str) -> str:
    """The text as a spreadsheet may take it: what it would read as a formula begins with an apostrophe (OWASP).

    A plain word, such as a session id that begins with a minus, calculates nothing, and stays as it is.
    """
    line = one_line(text)
    return f"'{line}" if _FORMULA.match(line) and not _WORD.fullmatch(line) else line


def json_line(value: Any) -> str:  # noqa: ANN401 - whatever JSON can say
    """JSON for a person's terminal: letters as they are, and what could act on it as an escape of JSON's own."""
    return "".join(map(_escaped, json.dumps(value, ensure_ascii=False)))


def xml_text(text: str) -> str:
    """The text without what XML 1.0 cannot hold (Char, 2.2), as an escape in its place."""
    return _NOT_XML.sub(lambda found: found[0].encode("unicode_escape", "surrogatepass").decode(), text)


def _escaped(letter: str) -> str:
    return letter if letter == escape(letter) else json.dumps(letter)[1:-1]
