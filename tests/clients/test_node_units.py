"""The driver of clients in JavaScript, part by part: its own tests under Node, one of pytest's for each file."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from harness.clients import node_program

FILES = sorted((Path(__file__).parent / "js").glob("*.test.mjs"))


@pytest.mark.skipif(bool(node_program.find_node() is None), reason="Node is not here")
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_under_node(file: Path) -> None:
    done = subprocess.run(
        [node_program.find_node(), "--test", str(file)], capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 0, done.stdout
