"""JSON without what it says: keys, numbers and structure stay, strings become hashes; broken JSON tells no more.

A key is a string with a colon behind it, where a key belongs: behind `{`, or behind a comma with an object around
it. So a text that was cut, or made to look like something else, tells no other string as a key.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

import msgspec

_STRING = r'"([^"\\]*+(?:\\.[^"\\]*+)*+)"'
_TOKEN = re.compile(
    rf'([{{,])(\s*{_STRING}\s*:\s*)(?:{_STRING})?|{_STRING}|"(.*)|([\[{{])|([\]}}])|([^\[\]{{}},:\s"]+)', re.DOTALL
)
_STRINGS = re.compile(rf"{_STRING}(\s*:)?", re.DOTALL)
_BEFORE, _LABEL, _KEY, _KEYED, _TEXT, _CUT, _OPENS, _CLOSES, _BARE = range(1, 10)  # the groups above
_MEMBER = (_LABEL, _KEYED)
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


_read = msgspec.json.Decoder(msgspec.Raw).decode


def is_json(text: str) -> bool:
    """Whether a text is valid JSON."""
    try:
        _read(text)
    except (ValueError, RecursionError):
        return False
    return True


class JsonRedactor:
    """Redacts JSON texts by `hash_text`."""

    def __init__(self, hash_text: Hash) -> None:
        self._hash = hash_text

    def redact(self, text: str, *, inside: str = "", rule: Rule = VALUES) -> str:
        """The text, redacted. `inside`: the brackets that are open before it, where it is the rest of a text."""
        out: list[str] = []
        around = list(inside)
        at = 0
        for found in _TOKEN.finditer(text):
            start, end = found.span()
            if start > at:
                out.append(text[at:start])
            at = end
            kind = found.lastindex
            if kind in _MEMBER:
                self._member(found, around, out, rule)
            elif kind == _OPENS:
                around.append(found[0])
                out.append(found[0])
            elif kind == _CLOSES:
                del around[-1:]
                out.append(found[0])
            else:
                out.append(self._value(found, kind, rule))
        out.append(text[at:])
        return "".join(out)

    def redact_valid(self, text: str) -> str:
        """What `redact` makes of a text that is known to be part of valid JSON, where only keys have colons.

        The part begins outside of strings. Where no quote is escaped, each ends or begins one.
        """
        if "\\" in text:
            return _STRINGS.sub(self._string, text)
        parts = text.split('"')
        for at in range(1, len(parts), 2):
            if ":" not in parts[at + 1]:
                parts[at] = self._hash(parts[at])
        return '"'.join(parts)

    def _string(self, found: re.Match[str]) -> str:
        text, colon = found.groups()
        return found[0] if colon else f'"{self._hash(text)}"'

    def _member(self, found: re.Match[str], around: list[str], out: list[str], rule: Rule) -> None:
        """A string with a colon behind it, and the string behind that, if any: a member of an object, or not."""
        before, label, key, value = found.group(_BEFORE, _LABEL, _KEY, _KEYED)
        if before == "{":
            around.append("{")
        elif around[-1:] != ["{"]:
            label = label.replace(f'"{key}"', f'"{self._hash(key)}"')
            key = ""
        out.append(before + label)
        if value is not None:
            out.append(f'"{value}"' if key in rule.keys or value in rule.words else f'"{self._hash(value)}"')

    def _value(self, found: re.Match[str], kind: int | None, rule: Rule) -> str:
        if kind == _TEXT:
            return found[0] if found[_TEXT] in rule.words else f'"{self._hash(found[_TEXT])}"'
        if kind == _BARE:
            return found[0] if rule.plain and _PLAIN.fullmatch(found[0]) else self._hash(found[0])
        return f'"{self._hash(found[_CUT])}'
