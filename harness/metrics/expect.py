"""Holds the expectations of a scenario against a summary: three answers, since a null figure is neither."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Literal

from harness.events import BODY_KINDS, CAUSES
from harness.scenarios.model import Expectation

Outcome = Literal["passed", "failed", "unknown"]

_CAUSES = " ".join(f"by_cause.{cause}" for cause in CAUSES)
_BODIES = " ".join(f"by_body.{body}" for body in BODY_KINDS)
_BLOCKS = {
    "clients": "count connected_at_end sockets_at_end reconnects recovery.p50 recovery.p95 recovery.max",
    "disconnects": "total by_reason.*",
    "sids": "issued per_client_max churn_per_minute",
    "http_400": f"total {_CAUSES} {_BODIES}",
    "http_5xx": "total",
    "closes": "rst_from_server fin_from_server rst_from_client fin_from_client injected refused",
    "messages": "sent delivered lost duplicated copies_max unknown",
    "pages": "count sockets.mean sockets.min sockets.max",
    "away": "requests",
    "attempts": f"total resent failed by_error.* http_400 {_BODIES} capped",
}
_WHOLE = {
    "witnesses": "agree http_400.* disconnects.* sids.*",
    "tap": "bytes_seen bytes_added bytes_relayed bytes_dropped bytes_undelivered lost",
}


def _paths(blocks: dict[str, str]) -> list[str]:
    return [f"{block}.{rest}" for block, rests in blocks.items() for rest in rests.split()]


FIGURES = (*_paths(_BLOCKS), *_paths(_WHOLE), "duration")
"""Every figure an expectation can name; `*` stands for the last key, whatever it is."""
GROUP_FIGURES = tuple(_paths(_BLOCKS))
"""The figures there are for each group, under `groups.<group>.`."""


def is_figure(path: str, groups: Sequence[str] = ()) -> bool:
    """Whether the summary can have this figure, in a run with these groups of clients."""
    for group in groups:
        if path.startswith(f"groups.{group}."):
            return any(_fits(path.removeprefix(f"groups.{group}."), figure) for figure in GROUP_FIGURES)
    return any(_fits(path, figure) for figure in FIGURES)


def _fits(path: str, figure: str) -> bool:
    return re.fullmatch(re.escape(figure).replace(r"\*", ".+"), path) is not None


def measure(path: str, summary: dict[str, Any]) -> Any:  # noqa: ANN401  # a figure is a number, a truth value or null
    """The value at a dotted path; keys may themselves hold dots. None when it is not known.

    A key missing from a counted dictionary (`by_…`) has been counted 0 times.
    """
    return _look(summary, path.split("."))


def _look(found: Any, parts: list[str], name: str = "") -> Any:  # noqa: ANN401  # as above
    if not parts:
        return None if isinstance(found, dict) else found
    if not isinstance(found, dict):
        return None
    for cut in range(len(parts), 0, -1):
        key = ".".join(parts[:cut])
        if key in found:
            return _look(found[key], parts[cut:], key)
    return 0 if name.startswith("by_") else None


def judge(expectations: Sequence[Expectation], summary: dict[str, Any]) -> tuple[list[dict[str, Any]], Outcome]:
    """Each expectation with what was measured and whether it held (None: not known), and the outcome of all."""
    verdicts = []
    for expectation in expectations:
        measured = measure(expectation.figure, summary)
        held = _held(expectation, measured, summary)
        verdicts.append({"text": expectation.text, "held": held, "measured": measured})
    held_all = [verdict["held"] for verdict in verdicts]
    if False in held_all:
        return verdicts, "failed"
    return verdicts, "unknown" if None in held_all else "passed"


def _held(expectation: Expectation, measured: Any, summary: dict[str, Any]) -> bool | None:  # noqa: ANN401  # as above
    bounds = expectation.bounds()
    values = {key: measure(bound, summary) if isinstance(bound, str) else bound for key, bound in bounds.items()}
    if measured is None or None in values.values():
        return None
    return all(_compare(key, measured, bound) for key, bound in values.items())


def _compare(how: str, measured: float | bool, bound: float | bool) -> bool:  # a figure's value
    if isinstance(measured, bool) is not isinstance(bound, bool):
        return False
    if how == "equals":
        return measured == bound
    return measured >= bound if how == "at_least" else measured <= bound
