"""A million inputs for every parser, chosen by atheris: none breaks a property (tests/proxy/fuzz_targets.py).

SIDLAB_FUZZ_RUNS makes it fewer or more.
"""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import fuzz_inputs as inputs
import fuzz_targets as fuzz
import pytest

RUNS = int(os.environ.get("SIDLAB_FUZZ_RUNS", "1000000"))
FEWER = {"memory": 50}
"""No parser, but a bound on what all of them keep; each of its runs is two hundred times as long."""
SEEDS = 100
MOST_BYTES = 2048
SCRIPT = Path(__file__).with_name("fuzz.py")
DONE = re.compile(rb"Done (\d+) runs in (\d+) second")


@pytest.mark.torture
@pytest.mark.timeout(14_400)
@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="needs atheris: the extra `fuzz`")
@pytest.mark.parametrize("name", fuzz.TARGETS)
def test_atheris_finds_nothing(
    name: str, tmp_path: Path, bar: Callable[[str, object, object, bool], None]
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for seed in range(SEEDS):
        (corpus / str(seed)).write_bytes(inputs.seed_input(name, seed)[:MOST_BYTES])
    runs = RUNS // FEWER.get(name, 1)
    command = [
        sys.executable,
        str(SCRIPT),
        name,
        f"-runs={runs}",
        f"-max_len={MOST_BYTES}",
        "-seed=1",
        str(corpus),
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    found = DONE.search(done.stderr)
    assert found is not None, done.stderr.decode("utf-8", "replace")[-3000:]
    bar(f"fuzz: {name}", f"{runs} runs", f"{int(found[1])} runs in {int(found[2])} s", done.returncode == 0)
