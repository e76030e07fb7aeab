import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.evidence import logs
from harness.evidence.logs import LogWriter, escape


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("plain words\n", "plain words\n"),
        ("세션 ✓ é\n", "세션 ✓ é\n"),
        ("\x1b[31mred\x07", "\\x1b[31mred\\x07"),
        ("a\tb\rc\x00", "a\\tb\\rc\\x00"),
        ("\x9b31m", "\\x9b31m"),
        ("abc\u202egnp.exe", "abc\\u202egnp.exe"),
        ("a\u2028b\ufeff", "a\\u2028b\\ufeff"),
        ("\ud800", "\\ud800"),
        ("\U000e0001", "\\U000e0001"),
    ],
)
def test_what_could_act_on_a_terminal_is_shown_instead(raw: str, shown: str) -> None:
    assert escape(raw) == shown


@given(st.text())
def test_nothing_that_acts_is_left(text: str) -> None:
    assert not {unicodedata.category(c) for c in escape(text) if c != "\n"} & {"Cc", "Cf", "Zl", "Zp", "Cs"}


@given(st.binary(max_size=200), st.lists(st.integers(0, 200)))
def test_a_log_is_the_same_however_the_bytes_arrive(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, cuts: list[int]
) -> None:
    path = tmp_path_factory.mktemp("log") / "one.log"
    log = LogWriter(path)
    edges = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    for start, end in pairwise(edges):
        log.write(data[start:end])
    log.close()
    assert log.tail == path.read_bytes().decode() == escape(data.decode("utf-8", "backslashreplace"))


def test_the_tail_is_the_last_64_kib_and_bounded(tmp_path: Path) -> None:
    log = LogWriter(tmp_path / "one.log")
    for n in range(3000):
        log.write(b"%050d\n" % n)
    log.write("한".encode() * 1000)
    log.close()
    assert len(log.tail.encode()) <= logs.TAIL_BYTES
    assert (tmp_path / "one.log").read_text().endswith(log.tail)
    assert len(log.tail.encode()) > logs.TAIL_BYTES - 4


def test_a_log_stops_at_its_limit_and_says_so(tmp_path: Path) -> None:
    log = LogWriter(tmp_path / "one.log", limit=10)
    for _ in range(5):
        log.write(b"12345678")
    log.close()
    assert (tmp_path / "one.log").read_text() == "1234567812" + logs.CUT
    assert log.tail == "12345678" * 5
    assert log.error is None


def test_a_log_of_exactly_its_limit_is_whole(tmp_path: Path) -> None:
    log = LogWriter(tmp_path / "one.log", limit=8)
    log.write(b"12345678")
    log.close()
    assert (tmp_path / "one.log").read_text() == "12345678"


def test_a_log_that_cannot_be_opened_keeps_the_tail_and_the_reason(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    log = LogWriter(tmp_path / "file" / "one.log")
    log.write(b"last words")
    log.close()
    assert log.tail == "last words"
    assert log.error


def test_a_log_that_cannot_be_written_any_more_keeps_the_tail_and_the_reason(tmp_path: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("needs /dev/full")
    (tmp_path / "one.log").symlink_to(full)
    log = LogWriter(tmp_path / "one.log")
    log.write(b"last ")
    log.write(b"words")
    log.close()
    assert log.tail == "last words"
    assert log.error
    assert "No space left" in log.error
