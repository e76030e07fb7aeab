"""Who closed connections, and how; and connects that were refused."""

from __future__ import annotations

from collections import Counter
from typing import Any

from harness.events import ClientAttempt, WireLegClosed, WireUpstreamFailed
from harness.metrics.counts.base import Folds, Moment

REFUSED = {"ECONNREFUSED", "WSAECONNREFUSED"}
_OWN = tuple(f"{how}_from_{leg}" for leg in ("server", "client") for how in ("rst", "fin"))


class Closes:
    """`closes`: a leg ended by its own peer counts as that peer's FIN or RST, one ended by a fault as injected.

    What the wire merely passed on from the other leg is no close of its own. Refused are the attempts a client saw
    refused (the wire's port is closed while the upstream refuses, so the wire cannot see those) and the
    connections the wire had accepted when it found the upstream refusing.
    """

    name = "closes"

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def folds(self) -> Folds:
        """Ends of legs, and refusals."""
        return {WireLegClosed: self._closed, WireUpstreamFailed: self._failed, ClientAttempt: self._attempted}

    def _closed(self, event: WireLegClosed) -> None:
        if event.by == "peer":
            self._counts[f"{event.how}_from_{event.leg}"] += 1
        elif event.by == "fault":
            self._counts["injected"] += 1

    def _failed(self, event: WireUpstreamFailed) -> None:
        self._counts["refused"] += event.errno in REFUSED

    def _attempted(self, event: ClientAttempt) -> None:
        self._counts["refused"] += event.errno in REFUSED

    def value(self, moment: Moment) -> dict[str, Any] | None:
        """Null without wire and clients; without a wire only the refused are known."""
        if not (moment.wire or moment.clients):
            return None
        seen = {key: self._counts[key] if moment.wire else None for key in (*_OWN, "injected")}
        return seen | {"refused": self._counts["refused"]}
