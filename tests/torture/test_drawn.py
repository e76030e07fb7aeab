"""Scenarios nobody has seen before, drawn at test time: what is kept is right, or nothing is.

`SIDLAB_SEEDS=50` for so many seeds of five scenarios each, from `SIDLAB_FIRST_SEED` on; by default a few.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from corpus_runs import Played, play_all
from drawn import drawn

SEEDS = int(os.environ.get("SIDLAB_SEEDS", "2"))
FIRST = int(os.environ.get("SIDLAB_FIRST_SEED", "1"))
EACH = 5
JOBS = int(os.environ.get("SIDLAB_JOBS", "2"))
Bar = Callable[[str, object, object, bool], None]

pytestmark = [pytest.mark.torture, pytest.mark.timeout(600)]


@pytest.mark.parametrize("seed", range(FIRST, FIRST + SEEDS))
def test_what_is_drawn_is_attributed_right_or_not_at_all(seed: int, tmp_path: Path, bar: Bar) -> None:
    labels = [drawn(seed, number) for number in range(EACH)]
    played = [one for one in asyncio.run(play_all(labels, tmp_path, JOBS)).values() if isinstance(one, Played)]
    assert all(one.trouble == "" for one in played)
    wrong = {one.labelled.name: sorted(one.wrong) for one in played if one.wrong}
    bar(f"drawn from seed {seed}: wrong causes kept", 0, wrong or 0, not wrong)
