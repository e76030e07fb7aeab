"""The board of the document that started the project: each of its claims, put to runs that can refute it.

Pages are socket.io-client's own, under Node, where that is here; else Python's clients stand for them, which post
no close packet.
"""

from __future__ import annotations

from harness.clients.catalogue import kinds
from harness.experiments.board import distance, fix, incident
from harness.experiments.design import Design


def design() -> Design:
    """Every claim, and the arms it takes."""
    kind = "python" if kinds()["node"].needs() else "node"
    return Design(
        name="document",
        title="The document's board, claim by claim.",
        differs="what each claim is about, one thing at a time",
        arms=tuple(arm for part in (incident, distance, fix) for arm in part.arms(kind)),
        questions=tuple(question for part in (incident, distance, fix) for question in part.questions()),
    )
