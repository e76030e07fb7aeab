"""Well-formed bytes, and bytes that were changed by chance: no parser says or does what it must not."""

from __future__ import annotations

import random

import fuzz_targets as fuzz
import pytest

EACH = 25


@pytest.mark.parametrize("name", fuzz.TARGETS)
def test_changed_bytes(name: str) -> None:
    target = fuzz.TARGETS[name]
    for seed in range(EACH if name != "memory" else 3):
        draw = random.Random(seed)
        data = fuzz.seed_input(name, seed)
        target(data)
        target(fuzz.mutated(data, draw))
        if name in fuzz.WHOLE:
            target(fuzz.reordered(data, draw))
