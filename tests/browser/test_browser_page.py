"""The page's application under Node, beside the driver it is served with."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from harness.clients import node_program
from ui.browser import served


@pytest.mark.skipif(node_program.find_node() is None, reason="Node is not here")
def test_the_pages_application(tmp_path: Path) -> None:
    shutil.copy(served._ENTRY, tmp_path / "page.mjs")
    shutil.copytree(served._DRIVER, tmp_path / "js")
    file = Path(__file__).with_name("page.test.mjs")
    env = {**os.environ, "PAGE": str(tmp_path / "page.mjs")}
    command = [str(node_program.find_node()), "--test", str(file)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stdout
