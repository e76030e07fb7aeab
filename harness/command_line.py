"""A command line that a person writes as one text: its program and arguments, which no shell ever reads."""

from __future__ import annotations

import os
import shlex

_QUOTES = "\"'"


def split(command: str, *, windows: bool = os.name == "nt") -> tuple[str, ...]:
    """The program and its arguments, quoted as for a POSIX shell; on Windows a backslash is part of a path.

    ValueError when a quote is not closed, or nothing is there.
    """
    words = shlex.split(command, posix=not windows)
    if windows:  # there shlex leaves the quotes on
        words = [
            word[1:-1] if word[:1] in _QUOTES and len(word) > 1 and word[0] == word[-1] else word for word in words
        ]
    if not words or not words[0]:
        raise ValueError("no program is named")
    return tuple(words)
