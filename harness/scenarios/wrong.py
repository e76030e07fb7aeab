"""What is wrong with a scenario: where, and what is allowed there, in one line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import Any, TypeVar

import msgspec

from harness.scenarios.lines import Path

Made = TypeVar("Made", bound=msgspec.Struct)


class WrongError(Exception):
    """A key or value that cannot be: `path` in the scenario's data, `message` says what is allowed."""

    def __init__(self, path: Path, message: str) -> None:
        super().__init__(message)
        self.path = path
        self.message = message


def nearest(word: object, known: Iterable[str]) -> str:
    """A suggestion to append, if one of the known names is near."""
    close = difflib.get_close_matches(str(word), list(known), n=1)
    return f" (did you mean {close[0]!r}?)" if close else ""


def must_be_known(word: str, known: Iterable[str] | None, path: Path, what: str) -> None:
    """Refuse a name that is not known; None knows them all."""
    if known is not None and word not in known:
        names = ", ".join(known) or "none"
        raise WrongError(path, f"there is no {what} {word!r}; there is {names}{nearest(word, known)}")


def convert(data: object, kind: type[Made], path: Path) -> Made:
    """A table as its struct. WrongError names the key and what it may be."""
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        raise _explained(str(error), data, kind, path) from None


def _explained(message: str, data: object, kind: type[msgspec.Struct], path: Path) -> WrongError:
    """The words of msgspec, made into the words of the scenario."""
    keys = [field.encode_name for field in msgspec.structs.fields(kind)]
    if unknown := re.search(r"unknown field `(.+?)`", message):
        key = unknown[1]
        return WrongError((*path, key), f"no such key; there is {', '.join(keys)}{nearest(key, keys)}")
    if missing := re.search(r"missing required field `(.+?)`", message):
        return WrongError(path, f"{missing[1]} is missing: it must be {_allowed(kind, missing[1])}")
    where = re.search(r"at `\$\.(\w+)", message)
    if where is None or not isinstance(data, dict):
        return WrongError(path, f"must be a table with the keys {', '.join(keys)}; got {data!r}")
    key, got = where[1], data[where[1]]
    return WrongError(
        (*path, key), f"must be {_allowed(kind, key)}; got {got!r}{nearest(got, _choices(kind, key))}"
    )


def _schema(kind: type[msgspec.Struct], key: str) -> dict[str, Any]:
    ((_,), components) = msgspec.json.schema_components([kind])
    found: dict[str, Any] = components[kind.__name__]["properties"][key]
    return found


def _choices(kind: type[msgspec.Struct], key: str) -> list[str]:
    return [str(value) for value in _schema(kind, key).get("enum", ())]


def _allowed(kind: type[msgspec.Struct], key: str) -> str:
    return _in_words(_schema(kind, key))


def _in_words(schema: dict[str, Any]) -> str:
    if "anyOf" in schema:
        return " or ".join(_in_words(one) for one in schema["anyOf"] if one.get("type") != "null")
    if "enum" in schema:
        return " or ".join(repr(value) for value in schema["enum"])
    kind = schema.get("type", "any value")
    if kind == "array":
        item = _in_words(schema.get("items", {}))
        return "a list of tables" if item == "a table" else f"a list of {item}"
    words = {"number": "a number", "integer": "a whole number", "boolean": "true or false", "string": "a text"}
    return words.get(kind, "a table" if kind == "object" else kind) + _limits(schema)


def _limits(schema: dict[str, Any]) -> str:
    said = [
        f"{word} {schema[key]:,}" if key != "pattern" else f"{word} {schema[key]}"
        for key, word in _LIMITS.items()
        if key in schema
    ]
    return f" {' and '.join(said)}" if said else ""


_LIMITS = {
    "minimum": "of at least",
    "exclusiveMinimum": "above",
    "maximum": "of at most",
    "pattern": "that matches",
}
