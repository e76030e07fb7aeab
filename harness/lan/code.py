"""The join link as a code to scan, drawn with letters: two rows of the code on one line."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

import segno

_QUIET = 2
_HALVES = {(False, False): "█", (False, True): "▀", (True, False): "▄", (True, True): " "}
"""What is light is drawn, since most terminals are dark."""


def code_lines(link: str) -> Iterator[str]:
    """The lines of the code."""
    rows = [[bool(dark) for dark in row] for row in segno.make(link, micro=False).matrix_iter(border=_QUIET)]
    for upper, lower in zip_longest(rows[::2], rows[1::2]):
        yield "".join(_HALVES[above, below] for above, below in zip(upper, lower or upper, strict=True))
