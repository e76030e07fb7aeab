"""The kind `browser` says what it needs; a page's library is found by name."""

from __future__ import annotations

import json
from importlib import metadata
from pathlib import Path

import pytest

from harness import libraries
from harness.clients.catalogue import behaviours
from harness.clients.kinds import browser
from harness.setup import system
from harness.setup.system import Need
from ui.browser.library import library


@pytest.fixture(autouse=True)
def looked_at_anew() -> None:
    browser.needs.cache_clear()


def test_without_the_extra_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_name: str) -> str:
        raise metadata.PackageNotFoundError

    monkeypatch.setattr(browser.metadata, "version", none)
    assert browser.KIND.needs() == "the extra browser (PySide6-Addons)"
    assert browser.KIND.brings == system.BROWSER_COMMAND


def test_what_the_system_lacks_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser.metadata, "version", lambda _name: "6.11.3")
    lacking = [Need("libnss3", "libnss3.so", essential=True)]
    monkeypatch.setattr(system, "missing_for_pages", lambda: lacking)
    assert browser.KIND.needs() == "the libraries libnss3.so"
    browser.needs.cache_clear()
    lacking.clear()
    assert browser.KIND.needs() == ""


def test_it_can_have_every_behaviour_there_is_in_javascript() -> None:
    assert {one.name for one in behaviours().values() if browser.KIND.fits(one)} >= {
        "plain",
        "new-page",
        "many-tabs",
    }


def test_a_library_is_the_pages_own_or_one_by_its_path(tmp_path: Path) -> None:
    dist = tmp_path / "dist"
    dist.mkdir()
    file = dist / "socket.io.min.js"
    file.write_text("self.io = 1")
    assert library(str(file)).name == "socket.io-client socket.io.min.js"
    (tmp_path / "package.json").write_text(json.dumps({"version": "9.9.9"}))
    other = library(str(file))
    assert (other.file, other.name, other.own) == (file, "socket.io-client 9.9.9", True)
    with pytest.raises(ValueError, match="cannot be read"):
        library(str(tmp_path / "none.js"))


def test_the_pages_own_library_may_not_be_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    own = tmp_path / "socket.io.min.js"
    monkeypatch.setattr(libraries, "page_file", lambda _named: own)
    with pytest.raises(ValueError, match="run make setup"):
        library("")
    own.touch()
    assert library("").own is False
