"""HARs that real Chromium saves of incidents are diagnosed like the run, or stay undecided with the reason.

Each is read as Playwright saved it, and as the exports of Chromium's DevTools, Firefox and Safari would have it.
`SIDLAB_HARS=FOLDER` keeps the files there.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from chromium_har import CHROMIUM, QUIET, as_saved_by, har_of

from harness.diagnosis.capture.har import captured_har
from harness.diagnosis.capture.verdicts import Concluded, concluded
from harness.diagnosis.reading import diagnose_run
from harness.scenarios.corpus import corpus

playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright: pip install playwright")
pytestmark = [
    pytest.mark.torture,
    pytest.mark.timeout(400),
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium"),
]
RUNS = {one.name: one for one in corpus()}
INCIDENTS = {
    "restart-stale-sid-1": True,
    "workers-unsticky-3": True,
    "origin-refused-1": True,
    "protocol-version-1": True,
    "network-drop-1": False,
    "worker-recycled-1": False,
    "cached-handshake-1": False,
    "ping-timeout-1": False,
}
"""Labelled runs, and whether a HAR of Playwright's can tell their cause."""
BROWSERS = ("Playwright", "WebInspector", "Firefox", "WebKit Web Inspector")
Bar = Callable[[str, object, object, bool], None]


@pytest.fixture
def chromium() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.mark.parametrize("name", INCIDENTS)
def test_a_har_of_chromium_leads_to_the_cause_of_its_run_or_to_none(
    name: str, chromium: Any, tmp_path: Path, bar: Bar
) -> None:
    labelled = RUNS[name]
    har, folder = har_of(chromium, labelled, tmp_path, "polling")
    if kept := os.environ.get("SIDLAB_HARS"):
        shutil.copy(har, Path(kept) / f"{name}.har")
    found = {browser: read(json.loads(har.read_bytes()), browser) for browser in BROWSERS}
    assert set(diagnose_run(folder).kept) <= labelled.true
    words = {browser: set(one.diagnosis.kept) for browser, one in found.items()}
    bar(f"har of {name}: kept by browser", f"none but {labelled.cause}", words, right(words, labelled.true))
    if INCIDENTS[name] and found["Playwright"].diagnosis.explained["http_400"][1]:
        assert words["Playwright"] == {labelled.cause}
    for one in found.values():
        assert labelled.cause in {*one.diagnosis.kept, *(still.hypothesis for still in one.still_open)}


def read(har: dict[str, Any], browser: str) -> Concluded:
    data = har if browser == "Playwright" else as_saved_by(har, browser)
    return concluded(captured_har(json.dumps(data).encode()))


def right(words: dict[str, set[str]], true: frozenset[str]) -> bool:
    return all(kept <= true for kept in words.values())
