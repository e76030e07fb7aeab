"""What a real QtWebEngine (6.11.3, Chromium 140) said of real requests, and what was really the matter with each.

Recorded under `werkzeug-reloader` (one request a connection) and `gevent` (connections are kept), with the moment
each message came; session ids and ports are replaced.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import msgspec
import pytest
from made_page import Clock

from harness.events import ClientAttempt
from ui.browser.cap import Pool
from ui.browser.network import Network

CASES: dict[str, list[dict[str, Any]]] = defaultdict(list)
for line in Path(__file__).with_name("cdp_recorded.jsonl").read_text().splitlines():
    CASES[json.loads(line)["case"]].append(json.loads(line))
RESET, EMPTY, REFUSED = "net::ERR_CONNECTION_RESET", "net::ERR_EMPTY_RESPONSE", "net::ERR_CONNECTION_REFUSED"
LOST = ("connection lost", False)
EXPECTED = {
    "a poll that the dying server closed": [(EMPTY, False)],
    "a message that met the new process": [(400, False)],
    "the close packet that met the new process": [(400, False)],
    "a poll under an injected reset": [(RESET, False)],
    "a poll that went well": [(200, False)],
    "a poll that was sent again and answered": [LOST, (200, True)],
    "a message that was sent again and answered": [LOST, (200, True)],
    "a poll that was sent again and refused": [LOST, (REFUSED, True)],
    "a handshake that was refused": [(REFUSED, False)],
}


def attempts(case: str) -> list[ClientAttempt]:
    clock, told = Clock(), list[ClientAttempt]()
    network = Network("p-1", "/socket.io/", Pool(), told.append, lambda _number, then: then("refused"), clock)
    for said in CASES[case]:
        clock.t = said["at"]
        network.hear(said["method"], msgspec.Raw(json.dumps(said["params"]).encode()))
    return told


def test_nothing_recorded_is_left_out() -> None:
    assert CASES.keys() == EXPECTED.keys()


@pytest.mark.parametrize("case", EXPECTED)
def test_it_is_told_as_what_it_was(case: str) -> None:
    told = attempts(case)
    assert [(one.status or one.error, one.resend) for one in told] == EXPECTED[case]
    begun = [one.t - one.took * 1e9 for one in told]
    assert max(begun) - min(begun) < 1000  # ns: both sendings count from when the page asked
    assert all(CASES[case][0]["at"] - 50_000_000 < one.t <= CASES[case][-1]["at"] for one in told)


def test_what_a_400_answered_is_known() -> None:
    carried = [one.body for case in EXPECTED for one in attempts(case) if one.status == 400]
    assert carried == ["message", "close-packet"]
