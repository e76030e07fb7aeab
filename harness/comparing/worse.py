"""Which way each figure gets worse, and how much of that is let pass: the one table of what a baseline guards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple


class Guarded(NamedTuple):
    """A figure, or several (`*` is the rest of a name), that is worse when it is `more`, `less` or `false`.

    What gets worse by no more than a `share` of the baseline, or by no more than `least`, is let pass: on another
    machine, or in another minute, the same program is not exactly the same.
    """

    figure: str
    worse: Literal["more", "less", "false"] = "more"
    share: float = 0.0
    least: float = 0.0

    def needless(self, values: Sequence[float | bool]) -> bool:
        """Whether there is nothing to guard in these values of a baseline.

        What was false cannot become worse; and of a kind that there was none of, the total tells.
        """
        return (self.worse == "false" and not all(values)) or (self.figure.endswith(".*") and not any(values))


GUARDED = (
    Guarded("clients.connected_at_end", "less"),
    Guarded("clients.sockets_at_end"),
    Guarded("clients.reconnects", share=0.2, least=2),
    Guarded("clients.recovery.p50", share=0.5, least=0.5),
    Guarded("clients.recovery.p95", share=0.5, least=0.5),
    Guarded("clients.recovery.max", share=0.5, least=1.0),
    Guarded("disconnects.total", share=0.2, least=2),
    Guarded("sids.per_client_max", share=0.2, least=1),
    Guarded("http_400.total", share=0.2, least=2),
    Guarded("http_400.by_cause.*", share=0.2, least=2),
    Guarded("http_400.by_body.message", share=0.2, least=2),
    Guarded("http_5xx.total"),
    Guarded("closes.rst_from_server", share=0.2, least=2),
    Guarded("messages.lost", share=0.2, least=5),
    Guarded("messages.duplicated"),
    Guarded("messages.copies_max"),
    Guarded("pages.sockets.max"),
    Guarded("witnesses.*.unexplained"),
    Guarded("witnesses.agree", "false"),
    Guarded("tap.lost"),
)


def guard_of(figure: str) -> Guarded | None:
    """The row of the table for a figure's name within its part; None when no way of it is worse."""
    return next((one for one in GUARDED if re.fullmatch(_PATTERNS[one.figure], figure)), None)


_PATTERNS = {one.figure: re.escape(one.figure).replace(r"\*", ".+") for one in GUARDED}
