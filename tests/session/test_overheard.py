"""Lines of gunicorn's log that are told as events, however they come."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.events import Event, ServerLogged
from harness.session.overheard import LINE_BYTES, Overheard

LOG = (
    b"[2026-01-01 00:00:00 +0000] [10] [INFO] Booting worker with pid: 11\n"
    b"[2026-01-01 00:00:31 +0000] [10] [CRITICAL] WORKER TIMEOUT (pid:11)\n"
    b"[2026-01-01 00:01:00 +0000] [12] [INFO] Autorestarting worker after current request.\n"
)


def heard(*pieces: bytes) -> list[tuple[str, int]]:
    said: list[Event] = []
    overheard = Overheard(said.append, lambda: 5)
    for piece in pieces:
        overheard.feed(piece)
    return [(one.said, one.pid) for one in said if isinstance(one, ServerLogged) and one.t == 5 and one.text]


@given(st.lists(st.integers(0, len(LOG)), max_size=6))
def test_it_is_heard_whole_however_it_is_cut(cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), len(LOG)]
    pieces = [LOG[a:b] for a, b in pairwise(edges)]
    assert heard(*pieces) == [("worker-timeout", 11), ("worker-recycled", 12)]


def test_a_line_without_an_end_takes_no_memory_and_hides_no_other() -> None:
    assert heard(b"x" * 10 * LINE_BYTES, b"y" * LINE_BYTES, b"\n" + LOG)[0] == ("worker-timeout", 11)


@pytest.mark.parametrize("line", [b"WORKER TIMEOUT (pid:x)\n", b"Autorestarting worker\n", b"\xff\xfe\n"])
def test_what_only_looks_like_it_is_not_told(line: bytes) -> None:
    assert heard(line) == []
