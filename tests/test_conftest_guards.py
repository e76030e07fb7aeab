"""The suite's own guards: a process left behind fails its test, an orphan the session; bars end in a table."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

STORIES = {
    "child": """
import subprocess, sys
def test_leaves_a_child():
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    print("pid of the child:", child.pid)
""",
    "orphan": """
import subprocess, sys
START = '''
import subprocess, sys
nowhere = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
print(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], **nowhere).pid)
'''
def test_leaves_an_orphan():
    done = subprocess.run([sys.executable, "-c", START], capture_output=True, text=True)
    print("pid of the orphan:", done.stdout.strip())
""",
    "tidy": """
import subprocess, sys, pytest
@pytest.fixture(scope="module")
def helper():
    with subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE) as child:
        yield child
def test_uses_a_helper(helper):
    assert helper.poll() is None
def test_ends_what_it_starts(helper):
    subprocess.run([sys.executable, "-c", "pass"], check=True)
""",
    "bars": """
def test_a_bar_that_holds(bar):
    bar("rounds", 100, 100, True)
def test_a_bar_that_does_not(bar):
    bar("port free", "2 s", "2.4 s", False)
""",
}


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What pytest prints of the stories, run under this suite's conftest and no plugin."""
    folder = tmp_path_factory.mktemp("stories")
    (folder / "conftest.py").write_text((Path(__file__).parent / "conftest.py").read_text())
    for name, story in STORIES.items():
        (folder / f"test_story_{name}.py").write_text(story)
    argv = [sys.executable, "-m", "pytest", "-s", "-p", "no:cacheprovider", str(folder)]
    env = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(argv, cwd=folder, env=env, capture_output=True, text=True, timeout=60, check=False)
    return done.stdout + done.stderr


def is_gone(pid: int) -> bool:
    """Whether a process has ended; its parent may not have asked for it yet."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


@pytest.mark.parametrize(
    ("who", "words"),
    [("child", "the test left processes running"), ("orphan", "the tests left processes running")],
)
def test_a_process_left_behind_is_an_error_and_is_ended(said: str, who: str, words: str) -> None:
    pid = re.findall(rf"pid of the {who}: (\d+)", said)[0]
    assert f"{words}: {pid} " in said
    assert is_gone(int(pid))


def test_nothing_else_is_an_error(said: str) -> None:
    assert "6 passed, 3 errors" in said  # the child, the orphan, the bar


def test_bars_end_in_one_table_and_a_broken_one_is_an_error(said: str) -> None:
    table = said[said.index("= bars =") :].splitlines()[1:4]
    assert [line.split() for line in table] == [
        ["bar", "limit", "measured", "held"],
        ["rounds", "100", "100", "yes"],
        ["port", "free", "2", "s", "2.4", "s", "NO"],
    ]
    assert "port free: 2.4 s, allowed is 2 s" in said
