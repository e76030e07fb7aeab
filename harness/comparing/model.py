"""What a comparison of two sides consists of; the window, too, is told of it in these words."""

from __future__ import annotations

from typing import Literal

import msgspec

Value = float | bool | None
"""A figure: a number, a truth value, or null where it is not known."""


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """One side: how many `runs` it is of, of what, and what they came to."""

    name: str
    path: str
    runs: int
    scenario: str
    profile: str
    outcome: str


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """Something in which the runs were made differently; null where a side has it not."""

    what: str
    a: str | None
    b: str | None


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """A figure of both sides, of a series its median; null where it is not known.

    `difference` is b less a. `spread`: so far apart alike runs lie by chance (spread.py), null where no repeats
    tell; `beyond_spread`: the difference is more than that. `part` and `of`: whose figure it is, everybody's, of a
    group or of a behaviour on trial; `name`: its name there.
    """

    figure: str
    a: Value
    b: Value
    difference: float | None
    beyond_spread: bool | None
    spread: float | None = None
    part: Literal["", "group", "trial"] = ""
    of: str = ""
    name: str = ""

    @property
    def differs(self) -> bool:
        """Whether the sides do not say the same."""
        return self.a != self.b


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A hypothesis and the verdict on it on both sides, null where nobody judged it."""

    hypothesis: str
    a: str | None
    b: str | None


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Two sides, compared."""

    a: Beside
    b: Beside
    settings: tuple[Setting, ...]
    figures: tuple[Compared, ...]
    findings: tuple[Found, ...]
