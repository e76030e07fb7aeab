"""Things with parameters that a person chooses: their schema for a form, what is wrong with a choice in words.

A kind of thing (a fault, a way to fail) is a msgspec struct: the first line of its docstring is its title, its
fields are its parameters, with units and limits in their types.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import msgspec

Thing = TypeVar("Thing", bound=msgspec.Struct)


def kinds_in(package: str, path: Iterable[str], base: type[Thing]) -> dict[str, type[Thing]]:
    """Every kind of `base` with a `name` of its own that the modules of a package define, by that name, sorted."""
    found: dict[str, type[Thing]] = {}
    for info in pkgutil.iter_modules(path):
        for value in vars(importlib.import_module(f"{package}.{info.name}")).values():
            if isinstance(value, type) and issubclass(value, base) and "name" in vars(value):
                found[vars(value)["name"]] = value
    return dict(sorted(found.items()))


def parsed(kind: type[Thing], name: str, params: Mapping[str, Any]) -> Thing:
    """A thing of this kind, called `name`. ValueError with one line that names the key and what is allowed."""
    try:
        return msgspec.convert(dict(params), kind)
    except msgspec.ValidationError as error:
        raise ValueError(f"{name}: {_explain(kind, params, str(error))}") from None


def title(kind: type[msgspec.Struct]) -> str:
    """The first line of its docstring, as people read it."""
    return (kind.__doc__ or kind.__name__).strip().splitlines()[0].rstrip(".")


def schema(kind: type[msgspec.Struct]) -> dict[str, Any]:
    """The JSON Schema of its parameters (units in `x-unit`)."""
    (components,) = msgspec.json.schema_components([kind])[1].values()
    return {key: value for key, value in components.items() if key not in ("title", "description")}


def _explain(kind: type[msgspec.Struct], params: Mapping[str, Any], message: str) -> str:
    """A validation error of msgspec in the words of the parameter's schema."""
    properties: dict[str, dict[str, Any]] = schema(kind)["properties"]
    if unknown := re.search(r"unknown field `(.+)`", message):
        known = f"it has {', '.join(properties)}" if properties else "it has none"
        return f"no parameter {unknown[1]!r}; {known}"
    where = re.search(r"at `\$\.(\w+)`", message)
    if where is None:
        return message
    key = where[1]
    return f"{key} must be {_allowed(properties[key])}; got {params[key]!r}"


def _allowed(schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return " or ".join(repr(value) for value in schema["enum"])
    kind = "whole number" if schema["type"] == "integer" else schema["type"]
    limits = f"{_least(schema)} to {schema['maximum']:.15g}" if "maximum" in schema else ""
    return f"a {kind}{limits} {schema.get('x-unit', '')}".rstrip()


def _least(schema: dict[str, Any]) -> str:
    if "exclusiveMinimum" in schema:
        return f" above {schema['exclusiveMinimum']:.15g} and up"
    return f" from {schema['minimum']:.15g}"
