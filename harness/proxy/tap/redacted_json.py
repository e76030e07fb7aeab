"""JSON without what it says: keys, numbers and structure stay, strings become hashes; broken JSON tells no more.

A key is a string with a colon behind it, where a key belongs: behind `{`, or behind a comma with an object around
it. So a text that was cut, or made to look like something else, tells no other string as a key.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

_STRING = r'"((?:[^"\\]|\\.)*+)"'
_TOKEN = re.compile(
    rf'([{{,]\s*)({_STRING}\s*:\s*)|{_STRING}|"(.*)|([\[{{])|([\]}}])|([^\[\]{{}},:\s"]+)', re.DOTALL
)
_BEFORE, _KEY, _KEY_TEXT, _TEXT, _CUT, _OPENS, _CLOSES, _BARE = range(1, 9)  # the groups above
_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null")

Hash = Callable[[str], str]


class Rule(NamedTuple):
    """What is kept besides structure and keys: the strings of some keys, some strings, and `plain` values.

    Plain are numbers, booleans and null.
    """

    plain: bool = True
    keys: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()


VALUES = Rule()


class JsonRedactor:
    """Redacts JSON texts by `hash_text`."""

    def __init__(self, hash_text: Hash) -> None:
        self._hash = hash_text

    def redact(self, text: str, *, inside: str = "", rule: Rule = VALUES) -> str:
        """The text, redacted. `inside`: the brackets that are open before it, where it is the rest of a text."""
        out: list[str] = []
        around = list(inside)
        at, key = 0, ""
        for found in _TOKEN.finditer(text):
            out.append(text[at : found.start()])
            at = found.end()
            kind = found.lastindex
            if kind == _KEY:
                key = self._key(found, around, out)
                continue
            if kind == _OPENS:
                around.append(found[0])
            elif kind == _CLOSES:
                del around[-1:]
            out.append(self._value(found, kind, key, rule))
            key = ""
        out.append(text[at:])
        return "".join(out)

    def _key(self, found: re.Match[str], around: list[str], out: list[str]) -> str:
        """Take a string with a colon behind it; returns it if it is a key."""
        before, whole, text = found.group(_BEFORE, _KEY, _KEY_TEXT)
        if before[0] == "{":
            around.append("{")
        is_key = around[-1:] == ["{"]
        out.append(found[0] if is_key else f'{before}"{self._hash(text)}"{whole[len(text) + 2 :]}')
        return text if is_key else ""

    def _value(self, found: re.Match[str], kind: int | None, key: str, rule: Rule) -> str:
        if kind == _TEXT:
            kept = key in rule.keys or found[_TEXT] in rule.words
            return found[0] if kept else f'"{self._hash(found[_TEXT])}"'
        if kind == _BARE:
            return found[0] if rule.plain and _PLAIN.fullmatch(found[0]) else self._hash(found[0])
        return f'"{self._hash(found[_CUT])}' if kind == _CUT else found[0]
