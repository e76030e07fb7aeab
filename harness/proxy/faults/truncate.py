"""The fault `truncate`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar

from msgspec import Meta

from harness.proxy.edit.edits import Asked, Edit, Memory, Short
from harness.proxy.faults.base import FORMS, Action, Close, Form, Moment
from harness.proxy.faults.editing import EditingFault


class Truncate(EditingFault, frozen=True):
    """Cut answers and WebSocket frames short.

    As a proxy or a server does that dies in the middle of one. An answer's head goes on and some of its body, then
    both ends are closed or reset; of what a server sends on a WebSocket all but the last byte.
    """

    name: ClassVar[str] = "truncate"

    after: Annotated[
        int,
        Meta(ge=0, le=1 << 30, description="of a body, half of it at most", extra_json_schema={"x-unit": "B"}),
    ] = 10
    how: Annotated[Form, Meta(description="by RST or by FIN")] = "close"

    def edit(self, request: Asked, memory: Memory) -> Edit | None:  # noqa: ARG002 - nothing to remember
        """Have the answer cut."""
        if request.kind in {"websocket", "upgrade"}:
            return None
        return Edit(did="cut short", short=Short(self.after, FORMS[self.how]))

    def decide(self, moment: Moment) -> Sequence[Action]:
        """Cut what comes next on a WebSocket."""
        if moment.what != "data" or moment.direction != "down" or not moment.frames:
            return ()
        return (Close("both", FORMS[self.how], after=moment.size - 1),)
