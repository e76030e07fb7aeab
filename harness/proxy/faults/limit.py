"""The fault `limit`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar

from msgspec import Meta

from harness.proxy.faults.base import FORMS, Action, Close, Fault, Form, Moment, Way


class Limit(Fault, frozen=True):
    """End connections after so many bytes.

    Exactly so many go on, then both ends are reset or closed; what came with them and behind them is dropped. On
    Linux the reset waits for a slow receiver, which would lose its last bytes by it. The bytes are counted from
    the connection's first, each direction by itself; one that has had more already is ended at once.
    """

    name: ClassVar[str] = "limit"

    after: Annotated[
        int, Meta(ge=1, le=1 << 40, description="bytes that go on", extra_json_schema={"x-unit": "B"})
    ] = 4096
    direction: Annotated[Way, Meta(description="up is towards the server")] = "both"
    how: Annotated[Form, Meta(description="by RST or by FIN")] = "reset"

    def decide(self, moment: Moment) -> Sequence[Action]:
        """End it behind the last byte that may go on, if that has come."""
        if moment.what not in ("now", "data") or self.direction not in (moment.direction, "both"):
            return ()
        if moment.offset + moment.size < self.after:
            return ()
        return (Close("both", FORMS[self.how], after=max(0, self.after - moment.offset)),)
