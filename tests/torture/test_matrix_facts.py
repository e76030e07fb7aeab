"""What was measured by hand of the ways to serve (one thread, gevent-websocket, several workers), found by itself.

Three times in a row, by the command as a person gives it; a profile that this machine lacks is left out, and said.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

MAIN = Path(__file__).resolve().parents[2] / "main.py"
ROUNDS = 3
Bar = Callable[[str, object, object, bool], None]
Row = dict[str, Any]

pytestmark = [pytest.mark.torture, pytest.mark.timeout(7200)]


@dataclass(frozen=True)
class Fact:
    """What a cell must come to: `works`, or else the name of the cause, and words that stand in its reason.

    `intermittent`: whether some get through; None where both have been met. `upgraded` where it matters.
    """

    works: bool
    cause: str = ""
    says: str = ""
    intermittent: bool | None = False
    upgraded: bool | None = None


WORKS = Fact(works=True)
UPGRADED = Fact(works=True, upgraded=True)
STARVED = Fact(works=False, cause="threads-starved", says="one thread, held by the long poll")
ONE_IN_THREE = Fact(
    works=False, cause="threads-starved", says="one thread, held by the WebSocket", intermittent=True
)
HANGS = Fact(works=False, cause="threads-starved", says="one thread, held by", intermittent=None, upgraded=False)
UNCONFIGURED = "gevent-websocket server is not configured appropriately"
REFUSED = Fact(works=False, cause="gevent-websocket-unconfigured", says=UNCONFIGURED)
STAYS = Fact(works=False, cause="gevent-websocket-unconfigured", says="stay on polling for ever", upgraded=False)
ASTRAY = Fact(works=False, cause="workers-unsticky", says="unknown to the other worker", intermittent=True)
FACTS: dict[tuple[str, str], Fact] = {
    ("gunicorn-gthread", "polling"): STARVED,
    ("gunicorn-gthread", "websocket"): ONE_IN_THREE,
    ("gunicorn-gthread", "upgrade"): HANGS,
    ("gunicorn-gthread-100", "polling"): WORKS,
    ("gunicorn-gthread-100", "websocket"): WORKS,
    ("gunicorn-gthread-100", "upgrade"): UPGRADED,
    ("gunicorn-gevent", "polling"): WORKS,
    ("gunicorn-gevent", "websocket"): REFUSED,
    ("gunicorn-gevent", "upgrade"): STAYS,
    ("gunicorn-gevent-simple", "polling"): WORKS,
    ("gunicorn-gevent-simple", "websocket"): WORKS,
    ("gunicorn-gevent-simple", "upgrade"): UPGRADED,
    ("gunicorn-gevent-2", "polling"): ASTRAY,
    ("gunicorn-gevent-2", "websocket"): WORKS,
    ("gunicorn-gthread-4", "polling"): ASTRAY,
    ("gunicorn-gthread-4", "websocket"): WORKS,
}
"""By profile and transport, for every kind of client of Python's."""
BY_KIND: dict[tuple[str, str, str], Fact] = {
    ("gunicorn-gevent-2", "upgrade", "python-threads"): ASTRAY,
    ("gunicorn-gthread-4", "upgrade", "python-threads"): ASTRAY,
    # aiohttp makes its WebSocket of the connection that it has kept, and so of the same worker
    ("gunicorn-gevent-2", "upgrade", "python"): UPGRADED,
    ("gunicorn-gthread-4", "upgrade", "python"): UPGRADED,
}
PROFILES = tuple(dict.fromkeys(profile for profile, _ in FACTS))
KINDS = ("python", "python-threads")


def measured(out: Path) -> Row:
    words = ["matrix", "--json", "--out", str(out), "--profiles", ",".join(PROFILES), "--clients", ",".join(KINDS)]
    done = subprocess.run(
        [sys.executable, str(MAIN), *words], capture_output=True, text=True, timeout=2400, check=False
    )
    assert done.returncode == 0, done.stderr
    matrix: Row = json.loads(done.stdout)
    return matrix


def differences(row: Row, fact: Fact) -> list[str]:
    """What of a cell is not as it was measured by hand."""
    wrong = [] if row["works"] is fact.works else [f"works is {row['works']}"]
    if fact.cause and fact.cause not in row["causes"]:
        wrong.append(f"the causes are {row['causes']}")
    if fact.says not in row["why"]:
        wrong.append(f"why says {row['why']!r}")
    if fact.intermittent is not None and row["intermittent"] is not fact.intermittent:
        wrong.append(f"intermittent is {row['intermittent']}, with share {row['share']}")
    if fact.upgraded is not None and row["upgraded"] is not fact.upgraded:
        wrong.append(f"upgraded is {row['upgraded']}")
    return wrong


def expected(row: Row) -> Fact:
    key = (row["profile"], row["transport"])
    return BY_KIND.get((*key, row["client"])) or FACTS[key]


@pytest.mark.parametrize("number", range(ROUNDS))
def test_the_facts_are_found_again(number: int, tmp_path: Path, bar: Bar) -> None:
    matrix = measured(tmp_path)
    there = [row for row in matrix["cells"] if row["available"]]
    if not there:
        pytest.skip("gunicorn's profiles are unavailable here: " + matrix["cells"][0]["needs"])
    wrong = {
        " × ".join((row["profile"], row["transport"], row["client"])): found
        for row in there
        if (found := differences(row, expected(row)))
    }
    bar(f"facts of the matrix, round {number + 1}, of {len(there)} cells", "0 differ", wrong or 0, not wrong)
    for row in there:
        assert Path(row["run"], "summary.json").exists()


def test_findings_of_the_profiles_are_found_again(tmp_path: Path, bar: Bar) -> None:
    words = ["--profiles", "gevent,gunicorn-gevent-websocket,gunicorn-gevent-simple", "--transports", "websocket"]
    done = subprocess.run(
        [sys.executable, str(MAIN), "matrix", "--json", "--out", str(tmp_path), *words, "--clients", "python"],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = {(one["profile"], one["finding"]): one for one in json.loads(done.stdout)["findings"]}
    if ("gunicorn-gevent-websocket", "big-message") not in found:
        pytest.skip("gevent-websocket is not here")
    nagle = found["gevent", "kept-alive-poll"]
    bar("gevent: a kept-alive poll, ms", "30 to 100, Nagle", nagle["value"], 30 <= nagle["value"] <= 100)
    bar("gevent: it is Nagle", "notable", nagle["text"], nagle["notable"] and "Nagle" in nagle["text"])
    slow, quick = (
        found[name, "big-message"]["value"] for name in ("gunicorn-gevent-websocket", "gunicorn-gevent-simple")
    )
    bar("unmasking 1 MB, ms", "5 times the other", f"{slow} and {quick}", slow > 5 * quick)
    stale = {name: found[name, "stale-upgrade"]["value"] for name in ("gevent", "gunicorn-gevent-websocket")}
    bar("a stale upgrade", "400 and 101", stale, list(stale.values()) == ["400", "101"])
