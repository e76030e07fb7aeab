"""The faults, one file each; what is dropped in this folder can be chosen."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import msgspec

from harness.proxy.faults.base import Fault
from harness.proxy.faults.packet import PacketFault
from harness.snapshot import Choice


@cache
def _kinds() -> dict[str, type[Fault]]:
    """Every fault there is, by its name."""
    found: dict[str, type[Fault]] = {}
    for info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{info.name}")
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, Fault) and "name" in vars(value):
                found[value.name] = value
    return dict(sorted(found.items()))


def catalogue(no_packets: str = "") -> tuple[Choice, ...]:
    """The faults to choose from, each with the JSON Schema of its parameters (units in `x-unit`).

    `no_packets` says what the faults of packets need, where there can be none.
    """
    return tuple(_choice(kind, no_packets if issubclass(kind, PacketFault) else "") for kind in _kinds().values())


def of_packets(name: str) -> bool:
    """Whether the fault of this name acts on packets, which need a cable of their own."""
    kind = _kinds().get(name)
    return kind is not None and issubclass(kind, PacketFault)


def parse(name: str, params: Mapping[str, Any]) -> Fault:
    """A fault from its name and parameters. ValueError with one line that names the key and what is allowed."""
    kind = _kinds().get(name)
    if kind is None:
        raise ValueError(f"there is no fault {name!r}; there are {', '.join(_kinds())}")
    try:
        return msgspec.convert(dict(params), kind)
    except msgspec.ValidationError as error:
        raise ValueError(f"{name}: {_explain(kind, params, str(error))}") from None


def _choice(kind: type[Fault], lacking: str) -> Choice:
    return Choice(
        name=kind.name,
        title=_title(kind),
        available=not lacking,
        needs=lacking,
        schema=_schema(kind),
        family=kind.family,
    )


def _title(kind: type[Fault]) -> str:
    return (kind.__doc__ or kind.name).strip().splitlines()[0].rstrip(".")


def _schema(kind: type[Fault]) -> dict[str, Any]:
    (components,) = msgspec.json.schema_components([kind])[1].values()
    return {key: value for key, value in components.items() if key not in ("title", "description")}


def _explain(kind: type[Fault], params: Mapping[str, Any], message: str) -> str:
    """A validation error of msgspec in the words of the parameter's schema."""
    properties: dict[str, dict[str, Any]] = _schema(kind)["properties"]
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
