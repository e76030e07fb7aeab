"""On which line of a TOML text each key stands, which no TOML parser here tells.

Only for text a parser has accepted: it walks it by pieces, skipping strings, comments and the inside of brackets.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict

Path = tuple[str | int, ...]

_PIECE = re.compile(
    r'"""(?:\\.|[^\\])*?"""+'
    r"|'''.*?'''+"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*"
    r"|[A-Za-z0-9_-]+"
    r"|[ \t\r]+"
    r"|.|\n",
    re.DOTALL,
)


def lines(text: str) -> dict[Path, int]:
    """The line, from 1, of every key and table: `("steps", 1, "at")` is `at` in the second `[[steps]]`."""
    found: dict[Path, int] = {}
    tables: dict[Path, int] = defaultdict(lambda: -1)
    table: Path = ()
    for line, statement in _statements(text):
        if header := re.fullmatch(r"(\[\[?)(.*?)\]\]?", statement, re.DOTALL):
            table = _inside(_keys(header[2]), tables)
            if header[1] == "[[":
                tables[table] += 1
                table = (*table, tables[table])
            found.setdefault(table, line)
        else:
            path = (*table, *_keys(statement))
            for depth in range(len(table) + 1, len(path) + 1):
                found.setdefault(path[:depth], line)
    return found


def _inside(keys: Path, tables: dict[Path, int]) -> Path:
    """The path of a table; a part that is an array of tables means its last element."""
    path: Path = ()
    for depth, key in enumerate(keys):
        path = (*path, key)
        if path in tables and depth < len(keys) - 1:
            path = (*path, tables[path])
    return path


def _statements(text: str) -> list[tuple[int, str]]:
    """Headers whole, and the key part of every `key = value`, with the line each begins on."""
    found: list[tuple[int, str]] = []
    line, start, depth, part, in_value = 1, 1, 0, "", False
    for piece in _PIECE.findall(text + "\n"):
        if piece == "\n" and depth == 0:
            found += [(start, part)] if part else []
            part, in_value = "", False
        elif in_value:
            depth += (piece in "[{") - (piece in "]}")
        elif piece == "=":
            in_value = True
        elif not piece.startswith("#") and not piece.isspace():
            start = start if part else line
            part += piece
        line += piece.count("\n")
    return found


def _keys(dotted: str) -> Path:
    """The parts of a dotted, perhaps quoted key, as TOML reads them."""
    keys: list[str] = []
    value = tomllib.loads(f"{dotted} = 0")
    while isinstance(value, dict):
        key, value = next(iter(value.items()))
        keys.append(key)
    return tuple(keys)
