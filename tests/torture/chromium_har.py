"""Real Chromium on the chat's page while a labelled run is played: the HAR that it saves of it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from corpus_runs import HOST, box
from msgspec import structs

from harness.events import Record, RunStep, RunStepDone
from harness.ports import free_port
from harness.scenarios.corpus import Labelled
from harness.scenarios.model import Scenario
from harness.session.ending import close
from harness.session.player import Player
from harness.session.run import Run
from main import house

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
QUIET += ["--no-first-run", "--disable-quic", "--no-proxy-server"]
PATIENCE = 60.0
AT_MOST = 240.0
SETTLED = 8.0
"""A run goes on for so many seconds after all was done, for the browser to come back; its end is in no HAR."""
EARLY = 0.5
"""What is done before this second is done before the page comes; else second 0 is when the page is there.

Where clients join in the course of a run, to meet what is wrong by then, the page comes with them.
"""
SPEAK = """() => setInterval(() => {
  const text = document.getElementById("text");
  text.value = "hello";
  document.getElementById("compose").requestSubmit();
}, 200)"""


class BrowsedRun(Run):
    """A run whose second 0 waits for a browser's page; `began` is that second."""

    def __init__(self, scenario: Scenario, out: Path, port: int, via: str) -> None:
        super().__init__(house(), scenario, out, listen=f"{HOST}:{port}", via=via)
        self.ready, self.there = threading.Event(), threading.Event()
        self.began = self.last = 0.0
        self.done = 0
        self.comes_later = any(step.do == "clients" for step in scenario.steps)
        self.journal.listen(self._count)

    def _count(self, record: Record) -> None:
        if isinstance(record.event, RunStep) and record.event.do == "clients":
            self.ready.set()
        if isinstance(record.event, RunStepDone):
            self.done += 1
            self.last = time.monotonic()

    async def open(self) -> None:
        await super().open()
        if self.comes_later:
            self.zero, self.began = self.clock(), time.monotonic()
            return
        self.ready.set()
        if all(step.at > EARLY for step in self.scenario.steps):
            await asyncio.to_thread(self.there.wait, PATIENCE)
        self.zero, self.began = self.clock(), time.monotonic()

    def settled(self, duration: float) -> bool:
        """Whether it has lasted that long, and all that takes time was done a while ago."""
        lasting = sum(step.do == "restart" for step in self.scenario.steps)
        now = time.monotonic()
        return bool(self.began) and now > max(self.began + duration, self.last + SETTLED) and self.done >= lasting


class Playing:
    """A labelled run in a thread of its own, from when it is ready; `trouble` is known once it is over."""

    def __init__(self, labelled: Labelled, out: Path) -> None:
        self.run: BrowsedRun | None = None
        self.url = ""
        self.trouble = "it did not begin"
        self.stop: Callable[[], object] = lambda: None
        self._labelled, self._out = labelled, out
        self._thread = threading.Thread(target=lambda: asyncio.run(self._play()))

    def __enter__(self) -> BrowsedRun:
        self._thread.start()
        end = time.monotonic() + PATIENCE
        while self._thread.is_alive() and time.monotonic() < end:
            if self.run and self.run.ready.wait(1):
                return self.run
        raise AssertionError("the run did not begin")

    def __exit__(self, *_: object) -> None:
        if self.run:
            self.run.there.set()
        self.stop()
        self._thread.join()

    @property
    def over(self) -> bool:
        return not self._thread.is_alive()

    async def _play(self) -> None:
        port = free_port(HOST)
        scenario = structs.replace(self._labelled.scenario, duration=AT_MOST)
        async with contextlib.AsyncExitStack() as until:
            fault = self._labelled.box
            via = await until.enter_async_context(box(fault, port, self._out)) if fault else ""
            self.url = via or f"http://{HOST}:{port}"
            self.run = BrowsedRun(scenario, self._out, port, via)
            player = Player(self.run)
            loop = asyncio.get_running_loop()
            self.stop = lambda: loop.call_soon_threadsafe(player.stop, "finished")
            why = await player.live()
            result = await close(self.run, why, pictures=False)
            self.trouble = result.trouble


def har_of(chromium: Any, labelled: Labelled, out: Path, transports: str) -> tuple[Path, Path]:
    """The HAR that Chromium saved while this was played, and the run's folder."""
    playing = Playing(labelled, out)
    with playing as run, _page(chromium, out / "saved.har") as page:
        _open(page, f"{playing.url}/?nick=me&room=here&transports={transports}")
        run.there.set()
        while not playing.over and not run.settled(labelled.scenario.duration or 0):
            page.wait_for_timeout(200)
    assert playing.trouble == ""
    return out / "saved.har", run.folder.path


@contextlib.contextmanager
def _page(chromium: Any, har: Path) -> Iterator[Any]:
    context = chromium.new_context(record_har_path=har, record_har_content="embed")
    try:
        yield context.new_page()
    finally:
        context.close()  # which writes the file


def _open(page: Any, url: str) -> None:
    """Open the page, again where the server did not answer, and speak every 200 ms."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with contextlib.suppress(Exception):  # a server that is in trouble answers late, or not at all
            page.goto(url, timeout=6000)
            page.evaluate(SPEAK)
            return


def as_saved_by(har: dict[str, Any], browser: str) -> dict[str, Any]:
    """What Playwright saved as another browser's export has it (harness/diagnosis/capture/har_file.py)."""
    changed: dict[str, Any] = json.loads(json.dumps(har))
    changed["log"]["creator"] = {"name": browser, "version": "1"}
    for entry in changed["log"]["entries"]:
        response = entry["response"]
        failure = response.pop("_failureText", None)
        response["status"] = max(response["status"], 0)
        if browser == "WebInspector":
            response["_error"] = failure
            _without_cookies(entry)
            continue
        entry.pop("_webSocketMessages", None)
        if browser == "WebKit Web Inspector" and failure:
            response["_error"] = "The network connection was lost."
    return changed


def _without_cookies(entry: dict[str, Any]) -> None:
    for side in (entry["request"], entry["response"]):
        side["cookies"] = []
        side["headers"] = [one for one in side["headers"] if one["name"].lower() not in {"cookie", "set-cookie"}]
