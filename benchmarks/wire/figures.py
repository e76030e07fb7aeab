"""What rounds of turns come to: medians, paired ratios, and whether a bar is held. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

Turn = Mapping[str, float]
"""What one peer did in one round, figure by figure; one that was not measured is not there."""
Turns = Mapping[str, Sequence[Turn]]
"""Each peer's turns, one a round; none of a peer that is not here."""

SUBJECT = "wire"
AGAINST = "haproxy"
DIRECT = "direct"


@dataclass(frozen=True)
class Column:
    """A figure as it is shown: its heading and number format; `worst` shows the greatest and not the median."""

    figure: str
    heading: str
    form: str
    worst: bool = False

    def cell(self, turns: Sequence[Turn]) -> str:
        """The figure over these turns."""
        known = [turn[self.figure] for turn in turns if self.figure in turn]
        if not known:
            return "–"
        return format(max(known) if self.worst else median(known), self.form)


@dataclass(frozen=True)
class Bar:
    """What the wire must reach: `bound` times another peer's figure, or `bound` itself; at least, or at most."""

    figure: str
    bound: float
    against: str = ""
    at_most: bool = False
    moonshot: bool = False

    def reached(self, turns: Turns) -> float | None:
        """What the wire reached; None when either was not measured."""
        mine = turns.get(SUBJECT, ())
        if self.against:
            return ratio(mine, turns.get(self.against, ()), self.figure)
        known = [turn[self.figure] for turn in mine if self.figure in turn]
        return median(known) if known else None

    def verdict(self, turns: Turns) -> str:
        """One line: the bar, what was reached, held or missed."""
        want = f"{self.figure} {'≤' if self.at_most else '≥'} {self.bound:g}"
        want += f" × {self.against}" if self.against else ""
        value = self.reached(turns)
        if value is None:
            word = "not measured"
        else:
            held = value <= self.bound if self.at_most else value >= self.bound
            word = f"{value:8.2f}  {'held' if held else 'MISSED'}"
        return f"  {'moonshot' if self.moonshot else 'bar':9s}{want:28s}{word}"


def ratio(mine: Sequence[Turn], theirs: Sequence[Turn], figure: str) -> float | None:
    """The median of the rounds' own ratios; None when no round has both, or the other's is 0."""
    pairs = zip(mine, theirs, strict=False)
    known = [one[figure] / other[figure] for one, other in pairs if figure in one and other.get(figure)]
    return median(known) if known else None


def with_added(turns: Mapping[str, Sequence[dict[str, float]]]) -> None:
    """Write into each turn what the peer added to the direct way's round trip of the same round, in µs."""
    for name, its in turns.items():
        for one, direct in zip(its, turns[DIRECT], strict=True):
            if name != DIRECT and "p50" in one:
                one["added50"] = one["p50"] - direct["p50"]
                one["added99"] = one["p99"] - direct["p99"]


def table(title: str, columns: Sequence[Column], turns: Turns, absent: Sequence[str]) -> str:
    """A workload's table; where there is a rate, its ratio to haproxy stands beside it."""
    rated = columns[0].figure == "rate"
    headings = [column.heading for column in columns]
    if rated:
        headings.insert(1, f"× {AGAINST}")
    lines = [f"{title:40s}" + "".join(f"{heading:>15s}" for heading in headings)]
    for name, its in turns.items():
        cells = [column.cell(its) for column in columns]
        if rated:
            value = ratio(its, turns.get(AGAINST, ()), "rate")
            cells.insert(1, "–" if value is None else f"{value:.2f}")
        lines.append(f"  {name:38s}" + "".join(f"{cell:>15s}" for cell in cells))
    lines += [f"  {name:38s}{'not here':>15s}" for name in absent]
    return "\n".join(lines) + "\n"
