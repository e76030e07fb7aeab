"""The fault `kill-after`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar

from msgspec import Meta

from harness.proxy.faults.base import FORMS, Action, Close, Fault, Form, Moment, Wake

_NS_PER_S = 1_000_000_000


class KillAfter(Fault, frozen=True):
    """End a WebSocket some time after it was opened.

    However busy it is, as a proxy does that allows a connection only so long. The time runs from the request that
    asks for the WebSocket; of one that was open when the fault began, from its connection's opening.
    """

    name: ClassVar[str] = "kill-after"

    after: Annotated[
        float, Meta(gt=0, le=86_400, description="from its opening", extra_json_schema={"x-unit": "s"})
    ] = 10.0
    how: Annotated[Form, Meta(description="by RST or by FIN")] = "reset"

    def decide(self, moment: Moment) -> Sequence[Action]:
        """Wait for its time, then end both legs."""
        if moment.request not in ("websocket", "upgrade"):
            return ()
        if moment.what == "wake":
            return (Close("both", FORMS[self.how]),)
        opened = moment.opened if moment.what == "now" else moment.now
        return (Wake(opened + round(self.after * _NS_PER_S)),)
