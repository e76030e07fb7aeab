"""Ways to write a client, tried side by side in one run: the figures of each, and what they come to in words.

The table that `incident-facts` has for the document's fix, measured anew. Every sentence is about this run.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from harness.metrics.counts.base import Moment
from harness.metrics.counts.clients import recovery
from harness.metrics.counts.pages import spread
from harness.metrics.scope import Scope
from harness.metrics.verdicts import said

ENOUGH = 2
"""Less than two behaviours are no trial."""


def held(behaviours: dict[str, list[Scope]], moment: Moment) -> dict[str, Any] | None:
    """The trial as `summary.json` has it; null without two behaviours to compare, or without their clients."""
    if len(behaviours) < ENOUGH or not moment.clients:
        return None
    figures = {name: _figures(scopes, moment) for name, scopes in behaviours.items()}
    return {"behaviours": figures, "says": said(figures)}


def _figures(scopes: list[Scope], moment: Moment) -> dict[str, Any]:
    """The figures of one behaviour: those of its groups, added up."""
    blocks = [scope.values(moment) for scope in scopes]
    pages = spread([sockets for scope in scopes for sockets in scope.pages.sockets()])
    away = [block["away"]["requests"] for block in blocks]
    messages = [block["messages"] for block in blocks]
    return {
        "pages": pages["count"],
        "sockets_per_page": pages["sockets"],
        "http_400": _refused([block["http_400"] for block in blocks]),
        "lost": sum(one["lost"] for one in messages),
        "duplicated": sum(one["duplicated"] for one in messages),
        "copies_max": max(one["copies_max"] for one in messages),
        "recovery": recovery(sorted(took for scope in scopes for took in scope.clients.recoveries)),
        "requests_while_away": None if None in away else sum(away),
    }


def _refused(blocks: list[dict[str, Any]]) -> dict[str, Any]:
    total = sum(block["total"] for block in blocks)
    bodies = [block["by_body"] for block in blocks]
    if None in bodies:
        return {"total": total, "by_body": None}
    added: Counter[str] = Counter()
    for body in bodies:
        added.update(body)
    return {"total": total, "by_body": dict(added)}
