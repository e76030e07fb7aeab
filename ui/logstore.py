"""The event log's store: one column per thing shown, bounded, searchable. No Qt."""

from __future__ import annotations

from array import array
from bisect import bisect_left

from harness.snapshot import Logged
from ui.telling import told

LIMIT = 200_000
SPARE = 20_000
"""So many of the oldest lines go at once when the store is full, so that dropping is rare and cheap."""
SEQ = "seq:"
"""Before numbers with commas, in a search: the events of these numbers."""


class LogStore:
    """Lines in the order of their arrival. `total` counts all that came, `dropped` those no longer here.

    `eras` grows with each run that begins, and all lines before it go.
    """

    def __init__(self, limit: int = LIMIT, spare: int = SPARE) -> None:
        self.limit = limit
        self.spare = spare
        self.eras = 0
        self.clear()

    def clear(self) -> None:
        """Forget everything: another run begins."""
        self.eras += 1
        self.total = 0
        self.dropped = 0
        self.at: array[float] = array("d")
        self.who: list[str] = []
        self.kind: list[str] = []
        self.tone: list[str] = []
        self.detail: list[str] = []
        self.text: list[str] = []
        self.lines: list[Logged] = []

    def __len__(self) -> int:
        return len(self.lines)

    def add(self, line: Logged) -> None:
        """Append a line, with what is shown of it. Numbers that begin anew are those of another run."""
        if self.lines and line.seq <= self.lines[-1].seq:
            self.clear()
        one = told(line.event)
        self.total += 1
        self.at.append(float("nan") if line.at is None else line.at)
        self.who.append(one.who)
        self.kind.append(one.kind)
        self.tone.append(one.tone)
        self.detail.append(one.detail)
        self.text.append(f"{line.seq} {line.src} {one.who} {one.kind} {one.detail}".lower())
        self.lines.append(line)

    def trim(self) -> int:
        """Drop the oldest lines when there are more than the limit; returns how many went."""
        if len(self.lines) <= self.limit:
            return 0
        gone = len(self.lines) - self.limit + self.spare
        for column in (self.at, self.who, self.kind, self.tone, self.detail, self.text, self.lines):
            del column[:gone]
        self.dropped += gone
        return gone

    def find(self, words: str, start: int = 0, *, loud: bool = False) -> list[int]:
        """The numbers of the lines from `start` on that hold every one of the words, whatever their case.

        `seq:12,48` looks for the events of these numbers.
        `loud` leaves out the quiet ones: requests and connections that went as they should.
        """
        hits = list(range(start, len(self.text)))
        if loud:
            hits = [row for row in hits if self.tone[row] != "quiet"]
        for word in words.lower().split():
            if word.startswith(SEQ):
                seqs = set(word.removeprefix(SEQ).split(","))
                hits = [row for row in hits if str(self.lines[row].seq) in seqs]
            else:
                hits = [row for row in hits if word in self.text[row]]
        return hits

    def row_of(self, seq: int) -> int | None:
        """The row of the event of this number; None where it is not here."""
        row = bisect_left(self.lines, seq, key=lambda line: line.seq)
        return row if row < len(self.lines) and self.lines[row].seq == seq else None
