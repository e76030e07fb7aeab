"""Keeps the hypothesis board of a run up to date: the story is weighed anew when more of it has been told."""

from __future__ import annotations

import time
from array import array
from bisect import bisect_left
from collections.abc import Iterable

from harness.clock import NS_PER_S, Clock, monotonic_ns, seconds
from harness.diagnosis.judge import Diagnosis, Verdict, diagnose
from harness.diagnosis.signs import said
from harness.diagnosis.told import Told
from harness.diagnosis.weights import WEIGHTS
from harness.diagnosis.words import sentences
from harness.events import Record, RunReady
from harness.snapshot import Board, BoardRow, Cited, Phrase

REST_SECONDS = 1.0
SHARE = 20
"""Weighing takes a twentieth of the time at most: the core has a run to play."""


_CELLS = 4
"""What is kept of an event: its number, its time, its connection, and the number of the request there."""


class Whereabouts:
    """When each event was, and of which request: numbers in one array, since a run has a million of them."""

    def __init__(self) -> None:
        self._zero: int | None = None
        self._cells = array("q")

    def fold(self, record: Record) -> None:
        """Take one event; they come by number. Second 0 is when the run became ready."""
        event = record.event
        if isinstance(event, RunReady):
            self._zero = event.t
        try:
            row = array("q", (record.seq, event.t, getattr(event, "conn", 0), getattr(event, "n", 0)))
        except OverflowError:  # in a recording there may be any number
            return
        self._cells.extend(row)

    def cited(self, seqs: Iterable[int]) -> tuple[Cited, ...]:
        """These events, with what is known of them."""
        return tuple(map(self._cited, seqs))

    def _cited(self, seq: int) -> Cited:
        row = _CELLS * bisect_left(range(len(self._cells) // _CELLS), seq, key=self._seq)
        if row == len(self._cells) or self._cells[row] != seq:
            return Cited(seq)
        _, t, conn, n = self._cells[row : row + _CELLS]
        at = None if self._zero is None else seconds(t - self._zero)
        return Cited(seq, at, conn, n if conn else 0)

    def _seq(self, row: int) -> int:
        return self._cells[_CELLS * row]


class BoardDesk:
    """The board of one run, whose story somebody else has told. Nothing is weighed until somebody asks."""

    def __init__(self, told: Told, clock: Clock = monotonic_ns, spent: Clock = time.thread_time_ns) -> None:
        """`spent`: what of the processor was, in ns; a machine that has others to serve makes no board late."""
        self._story = told.story
        self._heeds = frozenset[type]((*told.heeds, RunReady))
        self._clock, self._spent = clock, spent
        self._where = Whereabouts()
        self._heard = 0
        self._weighed = -1
        self._next = 0
        self._board: Board | None = None

    def fold(self, record: Record) -> None:
        """Take one event, after the story has; what happened after the run began to end is no part of that."""
        if type(record.event) not in self._heeds:
            return
        self._where.fold(record)
        if self._story.frozen is None or record.event.t <= self._story.frozen:
            self._heard += 1

    def now(self) -> Board:
        """The board as it stands."""
        return self._board if self._board is not None and self._heard == self._weighed else self._weigh()

    def changed(self) -> Board | None:
        """The board where it is another one than before: looked at once a second at most, and at the run's end."""
        resting = self._story.frozen is None and self._clock() < self._next
        if self._heard == self._weighed or resting:
            return None
        before = self._board
        board = self._weigh()
        return None if board == before else board

    def _weigh(self) -> Board:
        began, before = self._clock(), self._spent()
        self._board = self._drawn(diagnose(self._story))
        self._weighed = self._heard
        took = self._spent() - before
        self._next = began + max(round(REST_SECONDS * NS_PER_S), SHARE * took)
        return self._board

    def _drawn(self, found: Diagnosis) -> Board:
        live = self._story.frozen is None
        return Board(
            verdicts=tuple(map(self._row, found.verdicts)),
            explained=found.explained,
            summary=sentences(found, live=live),
        )

    def _row(self, verdict: Verdict) -> BoardRow:
        weights = WEIGHTS[verdict.hypothesis]
        return BoardRow(
            hypothesis=verdict.hypothesis,
            verdict=verdict.verdict,
            speaks_for=_sentences(verdict, {name for name, weight in weights.items() if weight > 0}),
            speaks_against=_sentences(verdict, {name for name, weight in weights.items() if weight < 0}),
            because=self._where.cited(verdict.because),
            against=self._where.cited(verdict.against),
            explains=verdict.explains,
        )


def _sentences(verdict: Verdict, names: set[str]) -> tuple[Phrase, ...]:
    return tuple(said(name, count) for name, count in verdict.signs.items() if name in names)
