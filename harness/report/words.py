"""Sentences with what goes into them: the one way from a translated text and its args to pieces in order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.report.parts import Part

_PLACE = re.compile(r"%(?:(\d)|s)")


def pieces(text: str, args: tuple[Part, ...]) -> Iterator[str | Part]:
    """The text cut at its places: `%1` … stand for the arg of that number, each `%s` for the next one.

    A place for which there is no arg stays as it is.
    """
    begin = turn = 0
    for place in _PLACE.finditer(text):
        index = int(place[1]) - 1 if place[1] else turn
        turn += not place[1]
        if 0 <= index < len(args):
            yield text[begin : place.start()]
            yield args[index]
            begin = place.end()
    yield text[begin:]
