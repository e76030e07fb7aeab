"""Why a cell is as it is, in words: from what the witnesses saw and from the server's own log. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from harness.matrix import aftermath, causes
from harness.matrix.causes import Case, Explanation
from harness.matrix.seen import Seen

EXPLANATIONS: dict[str, Explanation] = {
    "gevent-websocket-unconfigured": causes.unconfigured,
    "failed-inside": lambda case: "" if causes.unconfigured(case) else causes.failed_inside(case),
    "workers-unsticky": causes.other_worker,
    "threads-starved": causes.starved,
    "worker-timeout": causes.timed_out,
    "worker-recycled": causes.recycled,
    "keep-alive-race": causes.raced,
}
"""The causes that a witness can name, the weightiest first."""
SYMPTOMS: dict[str, Explanation] = {
    "refused": causes.refused,
    "lost-in-the-quiet": causes.lost_in_the_quiet,
}
"""What a witness saw, and none of these causes explains."""
LAST_RESORTS: dict[str, Explanation] = {
    "never-connected": causes.never_connected,
    "disconnected": causes.disconnected,
    "unanswered": lambda _: "messages were not answered, and no witness says why",
}
"""What the clients say themselves, where no cause was found."""
BESIDES: dict[str, Explanation] = {
    "no-message-queue": aftermath.apart,
    "not-up-again": aftermath.did_not_answer_again,
    "went-on": aftermath.went_on,
    "not-back": aftermath.not_back,
}
"""What is worth words though clients got through."""


class Reason(NamedTuple):
    """A cause by its name (that of the hypothesis about it, where there is one), and the words for this run."""

    name: str
    text: str


def reasons(seen: Seen, log: Sequence[str], *, upgrading: bool, whole: bool) -> tuple[Reason, ...]:
    """Why clients did not get through (unless the run is `whole`), then what else is to be explained."""
    case = Case(seen, log, upgrading)
    found = [] if whole else _why_not(case) + _explained(case, {"stays-on-polling": causes.stays_on_polling})
    return tuple(found + _explained(case, BESIDES))


def _why_not(case: Case) -> list[Reason]:
    return _explained(case, EXPLANATIONS) or _explained(case, SYMPTOMS) or _explained(case, LAST_RESORTS)[:1]


def never_measured(seen: Seen, log: Sequence[str]) -> str:
    """Why a run could not begin, as far as it was the server's doing: it did not start."""
    return causes.never_up(Case(seen, log, upgrading=False))


def _explained(case: Case, explanations: Mapping[str, Explanation]) -> list[Reason]:
    found = {name: explain(case) for name, explain in explanations.items()}
    return [Reason(name, text) for name, text in found.items() if text]
