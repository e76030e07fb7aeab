"""The outside check: Debian's Chromium, driven by Playwright, on the chat's own page as it is, in the same run.

What it says must be what our pages' witness says of theirs in kind, and what the wire saw of it in number.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.clients.kinds import browser
from harness.clients.request import body_of
from harness.clock import monotonic_ns
from harness.events import ClientAttempt, RunEnding, WireResponse, WireUnanswered
from harness.evidence.folder import RunFolder
from harness.ports import free_port

MAIN = Path(__file__).resolve().parents[2] / "main.py"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
QUIET += ["--no-first-run", "--disable-quic", "--no-proxy-server"]
PATIENCE = 60.0
HALF = "net::ERR_INCOMPLETE_CHUNKED_ENCODING"  # an answer that was cut: not everybody meets one
SPEAK = """setInterval(() => {
  const text = document.getElementById("text");
  text.value = "hello";
  document.getElementById("compose").requestSubmit();
}, 100)"""

playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright: pip install playwright")
pytestmark = [
    pytest.mark.torture,
    pytest.mark.timeout(300),
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium"),
    pytest.mark.skipif(bool(browser.needs()), reason=f"needs {browser.needs()}"),
]
Bar = Callable[[str, object, object, bool], None]


class Outside:
    """What Chromium said of its page's requests, with our time of it.

    Failures, which of them (`cut`) came before an answer had begun, and what 400s carried.
    """

    def __init__(self, page: Any) -> None:
        self.failed: list[tuple[int, str]] = []
        self.cut: list[int] = []
        self._begun: set[str] = set()
        self.refused: list[tuple[int, str | None]] = []
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)

    def _failed(self, request: Any) -> None:
        if "/socket.io/" in request.url:
            self.failed.append((monotonic_ns(), request.failure))
            self.cut += [monotonic_ns()] if request.url not in self._begun else []

    def _answered(self, response: Any) -> None:
        self._begun.add(response.url)  # each has a time of its own in its query
        if "/socket.io/" in response.url and response.status == 400:
            carried = body_of(response.request.method, response.request.post_data)
            self.refused.append((monotonic_ns(), carried))


def wait_until_it_answers(url: str, run: subprocess.Popen[str]) -> None:
    import requests

    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and run.poll() is None:
        try:
            if requests.get(url, timeout=5).status_code == 200:
                return
        except requests.RequestException:
            time.sleep(0.1)
    raise AssertionError("the run did not begin")


def test_another_chromium_meets_the_same(tmp_path: Path, bar: Bar) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    words = [sys.executable, str(MAIN), "run", "incident-browser", "--json", "--quiet", "--out", str(tmp_path)]
    words += ["--listen", f"127.0.0.1:{port}"]
    with (
        subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run,
        playwright.sync_playwright() as driver,
    ):
        wait_until_it_answers(url, run)
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = chromium.new_page()
        outside = Outside(page)
        page.goto(f"{url}/?sidlab=outside-1&nick=outside-1&room=outside&transports=polling")
        page.wait_for_selector("#office:not([hidden])")
        page.evaluate(SPEAK)
        while run.poll() is None:
            page.wait_for_timeout(200)
        chromium.close()
        out, err = run.communicate()
    assert run.returncode == 0, err + out
    summary = json.loads(out)
    compare(outside, RunFolder.open(tmp_path / summary["run_id"]), summary, bar)


def compare(outside: Outside, folder: RunFolder, summary: dict[str, Any], bar: Bar) -> None:
    recorded = [record.event for record in folder.records()]
    end = next(one.t for one in recorded if isinstance(one, RunEnding))  # then our pages go, and this one stays
    failed = Counter(name for t, name in outside.failed if t <= end)
    refused = Counter(carried for t, carried in outside.refused if t <= end)
    events = [one for one in recorded if one.t <= end]
    theirs = [one for one in events if getattr(one, "client", None) == "outside-1"]
    on_wire = Counter(one.body for one in theirs if isinstance(one, WireResponse) and one.status == 400)
    cut = sum(isinstance(one, WireUnanswered) for one in theirs)
    kinds = {one.error for one in events if isinstance(one, ClientAttempt) and one.error}
    bar("outside: 400s by body, as the wire has them", dict(on_wire), dict(refused), on_wire == refused)
    unanswered = sum(t <= end for t in outside.cut)
    bar("outside: requests without an answer, as the wire has them", cut, unanswered, cut == unanswered)
    bar("outside: names of failures, as our pages have them", kinds, set(failed), {*failed} <= kinds | {HALF})
    assert failed["net::ERR_EMPTY_RESPONSE"] + refused["poll"] >= 1
    assert summary["witnesses"]["agree"] is True
