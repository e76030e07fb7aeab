"""The labelled corpus: for each cause the runs that have it, and runs with nothing wrong or with two causes.

One TOML file a cause, named as its hypothesis is, with a table `[[run]]` a run: a scenario as any other, and in it
`also`, what is true of the run as well, `perhaps`, what may come of it, and `box`, a fault as `wire --fault` takes
it, of a second wire between the clients and the one that is tapped: the tap sees what it does as a capture at the
server would. `nothing.toml` and `several.toml` say in `also` all there is to find. Diagnosis is judged by it; no
diagnosis ever reads it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from harness.scenarios.model import Names, Scenario
from harness.scenarios.reader import ANYTHING, from_data

NO_CAUSE = ("nothing", "several")
"""The files that are named by no cause."""


@dataclass(frozen=True)
class Labelled:
    """A scenario with what it is: `cause` is what it was made for, empty for none; `true`, all that may be found.

    `sought`: what has to be. `box`: the fault of the box before the wire; empty where there is no box.
    """

    scenario: Scenario
    cause: str
    true: frozenset[str]
    sought: frozenset[str]
    box: str

    @property
    def name(self) -> str:
        """The cause, or the file, and the number of the run in it, from 1."""
        return self.scenario.name


def corpus(names: Names = ANYTHING) -> Iterator[Labelled]:
    """Every run there is, by cause. ScenarioError when one cannot be."""
    for file in sorted(Path(__file__).parent.glob("*.toml")):
        runs = tomllib.loads(file.read_text(encoding="utf-8"))["run"]
        for number, run in enumerate(runs, 1):
            also, perhaps, box = run.pop("also", []), run.pop("perhaps", []), run.pop("box", "")
            cause = "" if file.stem in NO_CAUSE else file.stem
            yield Labelled(
                scenario=from_data(run, f"{file.stem}-{number}", names),
                cause=cause,
                true=frozenset({cause, *also, *perhaps} - {""}),
                sought=frozenset({cause} if cause else also),
                box=box,
            )
