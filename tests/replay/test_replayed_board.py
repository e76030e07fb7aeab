"""One recording, three ways to its verdicts: as the run had them, replayed, and by `diagnose`."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from made_recording import recorded, small, t

from harness.diagnosis.judge import findings
from harness.diagnosis.reading import diagnose_run
from harness.diagnosis.told import Told
from harness.events import WireResponse
from harness.evidence.opening import opened
from harness.replay.projector import Projector
from harness.session.board import BoardDesk
from harness.snapshot import Board

NS_PER_S = 1_000_000_000


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A restart, a fault, and pages whose origin is refused."""
    refused = [("wire", second, _refused(second, conn)) for conn, second in ((90, 12.0), (91, 13.5), (92, 19.9))]
    return recorded(tmp_path, sorted([*small(), *refused], key=lambda told: told[1]))


def _refused(second: float, conn: int) -> WireResponse:
    return WireResponse(
        t=t(second),
        conn=conn,
        n=1,
        status=400,
        method="GET",
        kind="handshake",
        upstream_port=1,
        cause="origin",
        body="poll",
    )


def live(run: Path) -> tuple[bytes, Board]:
    """The summary's findings as a run has them at its end, and its board, looked at after each event."""
    told = Told()
    desk = BoardDesk(told)
    with opened(run) as evidence:
        for record in evidence.records():
            told.fold(record)
            desk.fold(record)
            desk.changed()
    return msgspec.json.encode(findings(told.story)), desk.now()


def replayed(run: Path, *, step: int) -> Board:
    """The board at the end of a replay that is looked at every `step` ns: that of the last snapshot with one."""
    with opened(run) as evidence:
        film = Projector(evidence, next(evidence.records()).at)
        board = film.publisher.snapshot(full=True).board
        while not film.over:
            film.until(film.at + step, 10.0)
            board = film.publisher.snapshot(full=False).board or board
    assert board is not None
    return board


def verdicts(board: Board) -> bytes:
    """The verdicts of a board as a summary holds them."""
    found = [
        {
            "hypothesis": one.hypothesis,
            "verdict": one.verdict,
            "because": [cited.seq for cited in one.because],
            "against": [cited.seq for cited in one.against],
        }
        for one in board.verdicts
    ]
    return msgspec.json.encode(found)


@pytest.mark.parametrize("step", [NS_PER_S // 10, 60 * NS_PER_S])
def test_the_verdicts_are_the_same_byte_for_byte_live_replayed_and_by_diagnose(run: Path, step: int) -> None:
    summed_up, board = live(run)
    assert board.verdicts[0].verdict == "kept"
    assert verdicts(board) == summed_up
    shown = replayed(run, step=step)
    assert msgspec.json.encode(shown) == msgspec.json.encode(board)
    diagnosed = [(one.hypothesis, one.verdict, one.because, one.against) for one in diagnose_run(run).verdicts]
    assert msgspec.json.encode(diagnosed) == msgspec.json.encode(
        [tuple(one.values()) for one in msgspec.json.decode(summed_up)]
    )


def test_a_replay_that_was_wound_back_comes_to_the_same(run: Path) -> None:
    with opened(run) as evidence:
        film = Projector(evidence, next(evidence.records()).at)
        film.until(film.at + 8 * NS_PER_S, 10.0)
        before = film.publisher.snapshot(full=True).board
        film.until(film.at + 60 * NS_PER_S, 10.0)
        film.rewind()
        film.until(film.at + 8 * NS_PER_S, 10.0)
        assert film.publisher.snapshot(full=True).board == before
