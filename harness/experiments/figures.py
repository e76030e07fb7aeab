"""What can happen in a run, told by its figures: the yes or no that an experiment counts."""

from __future__ import annotations

from harness.experiments.design import Figures, Happened
from harness.metrics.expect import measure

UNKNOWN_SID = "http_400.by_cause.unknown-sid"
MESSAGE, CLOSE_PACKET, POLL = (f"http_400.by_body.{kind}" for kind in ("message", "close-packet", "poll"))
PONG, OTHER_BODY = (f"http_400.by_body.{kind}" for kind in ("pong", "other"))
BODIES = (MESSAGE, CLOSE_PACKET, POLL, PONG, OTHER_BODY)
"""What the requests held that were answered 400."""


def some(figure: str) -> Happened:
    """The figure is more than 0."""
    return more_than(figure, 0)


def more_than(figure: str, bound: float) -> Happened:
    """The figure is more than that."""

    def happened(figures: Figures) -> bool | None:
        value = measure(figure, figures)
        return None if value is None else value > bound

    return happened


def none(figure: str) -> Happened:
    """The figure is 0."""
    return negated(some(figure))


def not_rejected(hypothesis: str) -> Happened:
    """The run's own diagnosis leaves room for this hypothesis."""

    def happened(figures: Figures) -> bool | None:
        words = [one["verdict"] for one in figures["findings"] if one["hypothesis"] == hypothesis]
        return words[0] != "rejected" if words else None

    return happened


def negated(one: Happened) -> Happened:
    """What the other says, turned round; not known stays so."""

    def happened(figures: Figures) -> bool | None:
        answer = one(figures)
        return None if answer is None else not answer

    return happened


def every(*all_of: Happened) -> Happened:
    """All of these happened."""

    def happened(figures: Figures) -> bool | None:
        answers = [one(figures) for one in all_of]
        return None if None in answers else all(answers)

    return happened


def more_a_client(figures: tuple[str, ...], bound: float) -> Happened:
    """These figures together are more than so many for each client."""

    def happened(seen: Figures) -> bool | None:
        values = [measure(figure, seen) for figure in figures]
        clients = measure("clients.count", seen)
        return None if None in values or not clients else sum(values) > bound * clients

    return happened


def less_than(share: float, figure: str, of: str) -> Happened:
    """One figure is less than this share of another; where that is 0 there is none to tell."""

    def happened(figures: Figures) -> bool | None:
        values = measure(figure, figures), measure(of, figures)
        return None if None in values or not values[1] else values[0] < share * values[1]

    return happened


def fewer(figure: str, than: str) -> Happened:
    """One figure is less than another one."""
    return negated(at_most(than, figure))


def at_most(figure: str, bound: str) -> Happened:
    """One figure is not more than another one."""

    def happened(figures: Figures) -> bool | None:
        values = measure(figure, figures), measure(bound, figures)
        return None if None in values else values[0] <= values[1]

    return happened


nobody_gets_through = fewer("messages.delivered", "clients.count")
"""Not one message a client arrives. To be connected is not enough: one may be so, and never served again."""
somebody_came_back = negated(at_most("sids.issued", "clients.count"))
"""A client shook hands anew: the server was there again before the run was over."""
messages_are_missing = less_than(0.9, "messages.delivered", "messages.sent")
"""More than a tenth did not arrive: what is on its way when the figures freeze is less."""
everybody_came = negated(fewer("sids.issued", "clients.count"))
"""Each client can have had a session: without that, a run cannot show what becomes of sessions."""
