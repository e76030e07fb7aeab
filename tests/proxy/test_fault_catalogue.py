"""The faults as they can be chosen: schemas for forms, and one human line for nonsense."""

from __future__ import annotations

import re

import jsonschema
import msgspec
import pytest

from harness.proxy.faults import catalogue, parse

TCP = [
    "bandwidth",
    "blackhole",
    "close",
    "fail-first",
    "flap",
    "half-close",
    "hang",
    "idle-cut",
    "kill-after",
    "latency",
    "limit",
    "refuse",
    "reset",
    "slice",
]


def test_every_fault_has_a_title_and_a_schema_that_accepts_its_own_defaults() -> None:
    choices = {choice.name: choice for choice in catalogue()}
    assert [name for name in choices if name in TCP and parse(name, {}).family == "tcp"] == TCP
    for name, choice in choices.items():
        assert choice.title
        assert not choice.title.endswith(".")
        jsonschema.Draft202012Validator.check_schema(choice.schema)
        jsonschema.validate(msgspec.to_builtins(parse(name, {})), choice.schema)


def test_units_and_limits_stand_in_the_schema() -> None:
    (latency,) = [choice for choice in catalogue() if choice.name == "latency"]
    delay = latency.schema["properties"]["delay"]
    assert (delay["x-unit"], delay["minimum"], delay["maximum"]) == ("ms", 0, 60_000)


@pytest.mark.parametrize(
    ("name", "params", "message"),
    [
        ("latency", {"delay": -1}, "latency: delay must be a number from 0 to 60000 ms; got -1"),
        ("latency", {"delay": "x"}, "latency: delay must be a number from 0 to 60000 ms; got 'x'"),
        ("latency", {"wait": 1}, "latency: no parameter 'wait'; it has delay, jitter, distribution, direction"),
        ("latency", {"delay": 5, "jitter": 6}, "latency: jitter must be at most the delay (5 ms); got 6"),
        ("limit", {"after": 0.5}, "limit: after must be a whole number from 1 to 1099511627776 B; got 0.5"),
        ("kill-after", {"after": 0}, "kill-after: after must be a number above 0 and up to 86400 s; got 0"),
        ("half-close", {"end": "both"}, "half-close: end must be 'client' or 'server'; got 'both'"),
        ("reset", {"end": "left"}, "reset: end must be 'both' or 'client' or 'server'; got 'left'"),
        ("refuse", {"x": 1}, "refuse: no parameter 'x'; it has none"),
        ("blackhole", {"then": 3}, "blackhole: then must be 'deliver' or 'reset'; got 3"),
    ],
)
def test_nonsense_gets_one_line_that_says_what_is_allowed(
    name: str, params: dict[str, object], message: str
) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        parse(name, params)


def test_a_fault_that_there_is_not_is_told_with_those_there_are() -> None:
    with pytest.raises(ValueError, match=r"^there is no fault 'lag'; there are bad-origin, bandwidth, "):
        parse("lag", {})


@pytest.mark.parametrize("name", [choice.name for choice in catalogue()])
def test_no_fault_leaves_open_what_its_family_asks_of_it(name: str) -> None:
    kind = type(parse(name, {}))
    asked = [getattr(kind, method) for method in ("decide", "edit", "carry", "strike") if hasattr(kind, method)]
    assert asked
    assert not any(getattr(method, "__isabstractmethod__", False) for method in asked)
