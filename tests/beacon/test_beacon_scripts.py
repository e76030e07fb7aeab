"""The page's own scripts, run by Node with a page that is made up: see the `.test.mjs` files beside this one."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
NODE = shutil.which("node")


@pytest.mark.skipif(NODE is None, reason="needs Node")
@pytest.mark.parametrize("script", sorted(one.name for one in HERE.glob("*.test.mjs")))
def test_a_script_of_the_page(script: str) -> None:
    command = [NODE or "", "--test", str(HERE / script)]
    done = subprocess.run(command, capture_output=True, check=False, text=True, timeout=99)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "# fail 0" in done.stdout
    assert "# tests 0" not in done.stdout
