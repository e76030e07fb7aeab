"""A diagnosis in plain words: what happened, how much of it is explained, what to do first."""

from __future__ import annotations

from harness.diagnosis.hypotheses import hypotheses
from harness.diagnosis.judge import Diagnosis

EFFECTS = {"http_400": "400s", "closes": "resets", "disconnects": "disconnects"}


def explained(diagnosis: Diagnosis) -> str:
    """How much is explained: `33 of 33 400s, 1 of 9 resets`; of what did not occur nothing is said."""
    shares = [
        f"{explained} of {total} {EFFECTS[effect]}"
        for effect, (explained, total) in diagnosis.explained.items()
        if total
    ]
    return ", ".join(shares) or "no 400, no reset and no disconnect"


def summary(diagnosis: Diagnosis) -> str:
    """One paragraph: the claims that are kept and what to do about the first of them, or that none is."""
    by_name = {one.name: one for one in hypotheses()}
    kept = [by_name[name] for name in diagnosis.kept]
    if not kept:
        return f"No cause is kept. Explained: {explained(diagnosis)}."
    claims = " ".join(one.claim for one in kept)
    return f"{claims} Explained: {explained(diagnosis)}. What to do first: {kept[0].remedy}"
