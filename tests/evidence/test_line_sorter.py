"""Lines come back sorted, however few of them fit into memory, and no file is left behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.evidence.line_sorter import LineSorter

WORDS = st.lists(st.binary(max_size=20).map(lambda word: word.replace(b"\n", b"") + b"\n"))


@given(WORDS, st.integers(1, 200))
def test_lines_come_back_sorted(tmp_path_factory: pytest.TempPathFactory, lines: list[bytes], batch: int) -> None:
    folder = tmp_path_factory.getbasetemp()
    before = set(folder.iterdir())
    with LineSorter(folder, batch) as sorter:
        for line in lines:
            sorter.add(line)
        assert list(sorter.lines()) == sorted(lines)
    assert set(folder.iterdir()) == before


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with LineSorter(tmp_path / "none", 1) as sorter, pytest.raises(OSError, match="No such file"):
        sorter.add(b"x\n")
