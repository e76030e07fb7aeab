"""What a window is told of a recording beside what a publisher tells of any run."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import structs

from harness.discretion import is_raw
from harness.evidence.opening import Evidence
from harness.evidence.reading import DamagedRecordError
from harness.evidence.schemas import Summary
from harness.replay.glance import Glance
from harness.replay.standing import scenario_of
from harness.snapshot import Catalogue, ReplayCard, Snapshot


class Teller:
    """Makes the snapshots of a replay; each holds where it is."""

    def __init__(self, evidence: Evidence, seen: Glance) -> None:
        self._evidence, self._seen = evidence, seen
        self._last = Snapshot(state="sealed")

    def first(self, card: ReplayCard) -> Snapshot:
        """The run as it ended, of what can be had at a glance."""
        scenario = scenario_of(self._evidence)
        shown = Snapshot(
            state="sealed",
            full=True,
            run_id=self._evidence.name,
            folder=str(self._evidence.path),
            scenario=scenario.title,
            name=scenario.name,
            raw=is_raw(self._evidence.meta),
            duration=scenario.duration,
            now=self._seen.ended,
            summary=written_summary(self._evidence),
            buckets=self._seen.buckets,
            marks=self._seen.marks,
        )
        return self.told(shown, card)

    def told(self, snapshot: Snapshot, card: ReplayCard) -> Snapshot:
        """A publisher's snapshot, with where the replay is."""
        self._last = structs.replace(snapshot, replay=card)
        return self._last

    def again(self, card: ReplayCard) -> Snapshot:
        """Nothing new but where the replay is."""
        return structs.replace(
            self._last,
            full=False,
            clients=(),
            buckets=(),
            marks=(),
            touched=(),
            requests=(),
            requests_gone=(),
            sessions=(),
            board=None,
            replay=card,
        )


def of_recording(catalogue: Catalogue, evidence: Evidence) -> Catalogue:
    """What there is here, but with the versions of the recording: those its pictures are stamped with."""
    versions = evidence.meta.get("versions")
    told = versions.items() if isinstance(versions, dict) else ()
    return structs.replace(catalogue, versions={str(name): str(version) for name, version in told})


def written_summary(evidence: Evidence) -> dict[str, Any]:
    """The summary as it was written, for the first picture; none where it is no summary: all is counted anew."""
    try:
        found = evidence.summary
        msgspec.convert(found, Summary)
    except (DamagedRecordError, msgspec.ValidationError):
        return {}
    return found or {}
