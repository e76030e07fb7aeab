"""Every fault can stand in a scenario, with each of its parameters written out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from harness.commands import RunApplyFault
from harness.proxy.faults import catalogue, parse
from harness.scenarios.reader import read

STEP = """
title = "one fault"
duration = 5

[[clients]]
group = "a"
own_port = true

[[steps]]
at = 1
do = "fault"
fault = "{fault}"
{params}

[[steps]]
at = 2
do = "lift"
fault = "{fault}"
"""


def written(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value).lower()


@pytest.mark.parametrize("fault", [choice.name for choice in catalogue()])
def test_a_scenario_can_have_it(fault: str, tmp_path: Path) -> None:
    params = msgspec.to_builtins(parse(fault, {}))
    file = tmp_path / "one.toml"
    lines = "\n".join(f"{name} = {written(value)}" for name, value in params.items())
    file.write_text(STEP.format(fault=fault, params=lines))
    scenario = read(str(file))
    command = scenario.steps[0].command
    assert isinstance(command, RunApplyFault)
    assert (command.fault, command.params) == (fault, params)
