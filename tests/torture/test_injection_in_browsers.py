"""field.md §3, injection, in a real Chromium: sixty payloads on the chat's pages and in reports, none is run."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import socketio
from hostile import PAGES
from payloads import PAYLOADS, RAN

from harness.ports import free_port
from server.pages import CLIENT_FILE

playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install playwright")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ROOT = Path(__file__).resolve().parents[2]
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
QUIET += ["--no-first-run", "--disable-quic", "--no-proxy-server"]
PATIENCE = 60_000
Bar = Callable[[str, object, object, bool], None]

pytestmark = [
    pytest.mark.torture,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium"),
]


class Watched:
    """A page of a browser, and whatever on it was run: dialogs, requests to elsewhere, and the payloads' mark."""

    def __init__(self, page: Any, home: str) -> None:
        self.page, self._home = page, home
        self.ran: list[str] = []
        page.on("dialog", self._dialog)
        page.on("request", self._request)
        page.on("popup", lambda popup: self.ran.append(f"popup {popup.url}"))

    def look(self, what: str) -> None:
        """Have everything on the page happen that a pointer, the keyboard and time can do to it."""
        self.page.evaluate(
            """() => { for (const one of document.querySelectorAll("*")) {
                const acts = one.closest("form, nav, a, button") ? [] : ["click"];
                for (const kind of ["mouseover", "focus", "toggle", ...acts]) one.dispatchEvent(new Event(kind));
            } }"""
        )
        self.page.wait_for_function("() => new Promise((done) => requestAnimationFrame(() => done(true)))")
        if self.page.evaluate(f"() => window.{RAN}") is not None:
            self.ran.append(what)

    def _dialog(self, dialog: Any) -> None:
        self.ran.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self._home, "data:")):
            self.ran.append(f"request {request.url}")


@pytest.fixture
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        made = started.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield made
        made.close()


@pytest.mark.parametrize("name", PAGES)
def test_no_payload_runs_in_a_report(name: str, browser: Any, tmp_path: Path, bar: Bar) -> None:
    page = browser.new_page()
    watched = Watched(page, "file:")
    for number, payload in enumerate(PAYLOADS):
        file = tmp_path / f"{number}-{name}"
        file.write_text(PAGES[name](payload), encoding="utf-8", errors="backslashreplace")
        page.goto(file.as_uri())
        watched.look(f"{number}: {payload!r}")
    page.close()
    bar(f"injection: {name}", "0 run", f"{len(watched.ran)} of {len(PAYLOADS)}", watched.ran == [])


@pytest.fixture
def chat() -> Iterator[str]:
    """The chat, served."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    words = ["--profile", "werkzeug", "--host", "127.0.0.1", "--port", str(port), "--origin", url]
    server = subprocess.Popen([sys.executable, "-m", "server", *words], cwd=ROOT, stdin=subprocess.PIPE)
    yield url
    server.terminate()
    server.communicate()


@pytest.mark.skipif(not CLIENT_FILE.is_file(), reason="needs the page's client (npm)")
def test_no_payload_runs_on_the_chat_s_pages(browser: Any, chat: str, bar: Bar) -> None:
    other = socketio.Client()
    other.connect(chat, transports=["polling"], wait_timeout=60, retry=True)
    other.call("join", {"nick": "Lee", "room": "lobby"}, timeout=60)
    page = browser.new_page()
    watched = Watched(page, chat)
    page.goto(f"{chat}/?nick=Kim&room=lobby")
    page.wait_for_selector("#office:not([hidden])", timeout=PATIENCE)
    for number, payload in enumerate(PAYLOADS):
        said = other.call("say", {"room": "lobby", "text": payload, "id": f"p{number}"}, timeout=60)
        other.call("join", {"nick": payload[:40], "room": "lobby"}, timeout=60)
        other.emit("typing", {"room": "lobby", "on": True})
        if said["ok"]:
            page.wait_for_selector(f"li[data-id='p{number}']", timeout=PATIENCE)
            shown = page.text_content(f"li[data-id='p{number}'] p.said")
            assert shown.split() == page.evaluate("(text) => text", payload).split()
        watched.look(f"{number}: {payload!r}")
    page.goto(f"{chat}/notifications")
    page.wait_for_function("() => document.body.dataset.connected === 'true'", timeout=PATIENCE)
    posted = [other.call("notify", {"text": payload}, timeout=60)["ok"] for payload in PAYLOADS]
    page.wait_for_function(
        f"() => document.querySelectorAll('#feed li').length >= {sum(posted)}", timeout=PATIENCE
    )
    watched.look("the notices")
    page.close()
    other.disconnect()
    assert sum(posted) > len(PAYLOADS) / 2, "most are said"
    bar("injection: the chat's pages", "0 run", f"{len(watched.ran)} of {len(PAYLOADS)}", watched.ran == [])


def test_the_check_sees_what_runs(browser: Any, tmp_path: Path) -> None:
    page = browser.new_page()
    watched = Watched(page, "file:")
    (tmp_path / "bad.html").write_text(f"<p>{PAYLOADS[7]}</p><img src=http://127.0.0.1:1/x>")
    page.goto((tmp_path / "bad.html").as_uri())
    page.wait_for_function(f"() => window.{RAN} !== undefined", timeout=PATIENCE)
    watched.look("bad")
    assert watched.ran == ["request http://127.0.0.1:1/x", "bad"]
    page.close()
