"""Requests that were refused for a cause which the answer itself names."""

from __future__ import annotations

from collections.abc import Iterator

from harness.diagnosis.hypothesis import Sign
from harness.diagnosis.story import Story
from harness.events import Cause


def refused_for(story: Story, cause: Cause, sign: str, against: str) -> Iterator[Sign]:
    """A `sign` for each refusal of this cause; `against` when there is none and handshakes were answered."""
    refused = [one for one in story.refusals if one.reason == cause]
    if not refused and story.opened:
        yield Sign(against, tuple(one.seq for one in story.opened))
    for one in refused:
        yield Sign(sign, (one.at.seq,), (one.at.seq,) if one.status == 400 else ())
