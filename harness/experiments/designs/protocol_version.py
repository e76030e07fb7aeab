"""Is it the protocol's version? Clients that say EIO=3, and EIO=4."""

from __future__ import annotations

from harness.experiments.arms import arm, step
from harness.experiments.design import Arm, Design, pair
from harness.experiments.figures import everybody_came, some


def design() -> Design:
    """The same edit on both sides: what differs is the number that it writes."""
    return pair(
        "protocol-version",
        title="Is it the version of the protocol that the server refuses?",
        differs="the version that clients ask for",
        predicts="a request is answered 400 for its version of the protocol",
        happened=some("http_400.by_cause.protocol-version"),
        of=_asking("3"),
        beside=_asking("4"),
    )


def _asking(version: str) -> Arm:
    return arm(
        f"eio-{version}",
        f"EIO={version}",
        profile="gevent",
        seconds=6.0,
        late=True,
        steps=(step(0.0, "fault", fault="wrong-version", version=version),),
        sound=everybody_came if version == "4" else None,
    )
