"""A fault as it is asked for on the command line: `latency:delay=200,request=poll,for=30`."""

from __future__ import annotations

from typing import Any

import click
import msgspec

from harness.commands import RunApplyFault, Target
from harness.options import OptionError, shown
from harness.proxy import aim, faults
from harness.scenarios.tables import MAX_SECONDS

_TARGET = {"share", "client", "sid", "request", "address"}


class Fault(click.ParamType[RunApplyFault]):
    """`NAME` or `NAME:KEY=VALUE,…`; a fault without `for` lasts for as long as the wire does."""

    name = "fault"

    def convert(
        self,
        value: Any,  # noqa: ANN401 - click's
        param: click.Parameter | None,  # noqa: ARG002 - click's
        ctx: click.Context | None,  # noqa: ARG002 - click's
    ) -> RunApplyFault:
        """The command that switches it on. OptionError, with what is allowed, when it can't be."""
        if isinstance(value, RunApplyFault):
            return value
        try:
            return read_fault(value)
        except ValueError as error:
            raise OptionError(f"--fault: {shown(value)} is not allowed: {error}") from None


def read_fault(text: str) -> RunApplyFault:
    """What the text asks for. ValueError says what is wrong with it."""
    name, _, rest = text.partition(":")
    said = dict(_pair(pair) for pair in rest.split(",")) if rest else {}
    if faults.of_packets(name):
        raise ValueError("it acts on packets, which only `run` has, between its own clients and the wire")
    lasting = _seconds(said.pop("for", None))
    target = _target({key: said.pop(key) for key in _TARGET & said.keys()})
    params = {key: _typed(value, _schema(name, key)) for key, value in said.items()}
    fault = faults.parse(name, params)
    if fault.restart is not None:
        raise ValueError("it restarts the server, and sidlab can restart only one of its own")
    aim.check(target, closes_port=fault.closes_port)
    if lasting is None and fault.at_once:  # nothing is open yet for it to act on at once
        lasting = float(MAX_SECONDS)
    return RunApplyFault(fault=name, params=params, target=target, duration=lasting)


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not (key and equals and value):
        raise ValueError("after the colon stand KEY=VALUE pairs, with commas between them")
    return key.strip(), value.strip()


def _schema(fault: str, key: str) -> dict[str, Any]:
    for choice in faults.catalogue():
        if choice.name == fault:
            found: dict[str, Any] = choice.schema.get("properties", {}).get(key, {})
            return found
    return {}


def _typed(value: str, schema: dict[str, Any]) -> str | float | bool:
    """The value as its parameter wants it; what it can't be stays text, which is then refused by name."""
    if schema.get("type") not in {"integer", "number", "boolean"}:
        return value
    try:
        made: str | float | bool = msgspec.json.decode(value, type=float | bool)
    except msgspec.DecodeError:
        return value
    return int(made) if isinstance(made, float) and made.is_integer() else made


def _seconds(said: str | None) -> float | None:
    if said is None:
        return None
    try:
        lasting = float(said)
    except ValueError:
        lasting = 0.0
    if not 0 < lasting <= MAX_SECONDS:
        raise ValueError(f"for must be seconds above 0 and at most {MAX_SECONDS:,}; got {said}")
    return lasting


def _target(said: dict[str, str]) -> Target:
    share = said.pop("share", None)
    client = said.pop("client", None)
    try:
        part = None if share is None else float(share.rstrip("%")) / (100 if share.endswith("%") else 1)
    except ValueError:
        raise ValueError(f"share must be like 30% or 0.3; got {share}") from None
    return Target(share=part, clients=() if client is None else (client,), **said)
