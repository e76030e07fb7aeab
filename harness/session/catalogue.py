"""Everything that can be chosen, gathered from the rooms that offer it: the first frame a window gets."""

from __future__ import annotations

from harness import netns, ways
from harness.clients.catalogue import catalogue_behaviours, catalogue_kinds
from harness.diagnosis.hypotheses import hypotheses
from harness.experiments import designs
from harness.metrics.figures import figures
from harness.proxy.faults import catalogue as catalogue_faults
from harness.scenarios.model import Names
from harness.scenarios.reader import listing
from harness.session.house import House, versions
from harness.snapshot import Catalogue, HypothesisCard


def catalogue(house: House) -> Catalogue:
    """What there is to choose and to draw, with what each needs."""
    return Catalogue(
        profiles=house.profiles,
        faults=catalogue_faults(netns.lacking()),
        kinds=catalogue_kinds(),
        behaviours=catalogue_behaviours(),
        scenarios=listing(),
        figures=figures(),
        versions=versions(),
        ways=ways.catalogue(),
        hypotheses=cards(),
    )


def cards() -> tuple[HypothesisCard, ...]:
    """Every hypothesis in words."""
    experiments = designs.names()
    return tuple(
        HypothesisCard(
            name=one.name,
            claim=one.claim,
            seen=one.seen,
            refuted=one.refuted,
            remedy=one.remedy,
            experiment=one.name in experiments,
        )
        for one in hypotheses()
    )


def names(house: House) -> Names:
    """What a scenario can name here; a profile that is not available counts as named, and is refused later."""
    return Names(
        profiles={choice.name: choice.offers for choice in house.profiles},
        kinds={choice.name: choice.offers for choice in catalogue_kinds()},
        chosen=frozenset(choice.name for choice in catalogue_kinds() if choice.libraries),
        behaviours=frozenset(choice.name for choice in catalogue_behaviours()),
        faults=frozenset(choice.name for choice in catalogue_faults()),
        ways=frozenset(choice.name for choice in ways.catalogue()),
    )
