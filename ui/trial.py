"""What a trial of ways to write a client has come to: the summary's `trial`, read and put into words. No Qt.

The core (harness/metrics) makes it: a row for each behaviour that took part, and sentences with a verdict.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

SCENARIO = "fix-on-trial"


class Sockets(msgspec.Struct, frozen=True):
    """Sockets alive in a page at the end: more than one is a leak."""

    min: int | None = None
    mean: float | None = None
    max: int | None = None


class Refused(msgspec.Struct, frozen=True):
    """The 400s, and what their requests carried."""

    total: int | None = None
    by_body: dict[str, int] | None = None


class Recovery(msgspec.Struct, frozen=True):
    """Seconds from a lost connection to the next."""

    p50: float | None = None
    p95: float | None = None
    max: float | None = None


class Tried(msgspec.Struct, frozen=True):
    """The figures of one behaviour; null is not known. `copies_max`: so often one message came to one page."""

    pages: int | None = None
    sockets_per_page: Sockets = Sockets()
    http_400: Refused = Refused()
    lost: int | None = None
    duplicated: int | None = None
    copies_max: int | None = None
    recovery: Recovery | None = None
    requests_while_away: int | None = None

    @property
    def leaks(self) -> bool:
        """Whether a page ended with more than one socket."""
        return (self.sockets_per_page.max or 0) > 1


class Sentence(msgspec.Struct, frozen=True):
    """What is wrong, or right: `text` with a %s for each of the `args`."""

    text: str
    args: tuple[str | int | float | None, ...] = ()
    verdict: Literal["wrong", "right"] = "wrong"


class Trial(msgspec.Struct, frozen=True):
    """The behaviours by name, in the order in which they are compared, and what is to be said of them."""

    behaviours: dict[str, Tried] = {}
    says: tuple[Sentence, ...] = ()


def trial_of(plain: Any) -> Trial | None:  # noqa: ANN401 - a summary holds anything JSON can
    """The trial of a summary; None when nothing was tried."""
    return msgspec.convert(plain, Trial) if plain else None


def filled(text: str, args: tuple[str, ...]) -> str:
    """A sentence, in whatever language, with each %s replaced by the next of the words."""
    parts = text.split("%s")
    words = [*args, *("",) * len(parts)]
    return "".join(part + word for part, word in zip(parts, [*words[: len(parts) - 1], ""], strict=True))
