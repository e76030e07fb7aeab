"""What the system lacks is found by trying, and installed, or told with the exact command."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from harness.setup import system
from harness.setup.system import Need
from harness.setup.words import SetupError

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="apt and shared libraries are Linux's")
VENV = Need("python3.11-venv", "Python's virtual environments", essential=True)
FONT = Need("fonts-nanum", "a font with Korean letters", essential=False)


class Machine:
    """A made-up machine: what it lacks, and what becomes of an attempt to install."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, lacks: list[Need], right: list[str] | None) -> None:
        self.lacks = lacks
        self.works = True
        self.installed: list[list[str]] = []
        monkeypatch.setattr(system, "missing", lambda: list(self.lacks))
        monkeypatch.setattr(system, "right_to_install", lambda: right)
        monkeypatch.setattr(system, "is_root", lambda: right == [])
        monkeypatch.setattr(system, "run", self.run)

    def run(self, argv: list[str], failure: str, *, quiet: bool) -> None:
        self.installed.append(argv)
        if not self.works:
            raise SetupError(failure)
        if "install" in argv:
            self.lacks = []


def test_nothing_is_done_when_nothing_is_lacking(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(monkeypatch, [], right=[])
    assert system.prepare()
    assert machine.installed == []


@pytest.mark.parametrize("right", [[], ["sudo", "-n"]])
def test_what_is_lacking_is_installed_after_one_update(monkeypatch: pytest.MonkeyPatch, right: list[str]) -> None:
    machine = Machine(monkeypatch, [VENV, FONT], right)
    assert system.prepare()
    apt = [*right, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    assert machine.installed == [
        [*apt, "update"],
        [*apt, "install", "-y", "--no-install-recommends", "python3.11-venv", "fonts-nanum"],
    ]


def test_without_the_right_an_essential_lack_ends_it_with_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    machine = Machine(monkeypatch, [VENV, FONT], right=None)
    with pytest.raises(SetupError) as caught:
        system.prepare()
    assert capsys.readouterr().err == (
        "sidlab setup: this system lacks Python's virtual environments (python3.11-venv), "
        "a font with Korean letters (fonts-nanum)\n"
    )
    assert str(caught.value) == (
        "install with: sudo apt-get update && "
        "sudo apt-get install -y --no-install-recommends python3.11-venv fonts-nanum"
    )
    assert machine.installed == []


def test_without_the_right_it_goes_on_when_nothing_essential_is_lacking(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Machine(monkeypatch, [FONT], right=None)
    assert not system.prepare()
    told, way_out = capsys.readouterr().err.splitlines()
    assert told.endswith("going on without a font with Korean letters (fonts-nanum)")
    assert "install with: sudo" in way_out


def test_a_failing_apt_get_is_told_and_judged_by_what_is_lacking(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    machine = Machine(monkeypatch, [FONT], right=[])
    machine.works = False
    assert not system.prepare()
    assert "apt-get update failed" in capsys.readouterr().err
    machine.lacks = [VENV]
    with pytest.raises(SetupError, match=r"install with: apt-get update .* python3\.11-venv"):
        system.prepare()


@linux_only
def test_libraries_and_programs_are_found_by_trying(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert system.loads("libc.so.6")
    assert not system.loads("libnosuchthing.so.6")
    monkeypatch.setattr(system, "OFFSCREEN", {"libc.so.6": "libc6", "libnosuchthing.so.6": "libnosuchthing6"})
    monkeypatch.setattr(system, "SCREEN", {"libnowindow.so.1": "libnowindow1"})
    monkeypatch.setattr(system, "PROGRAMS", {"no-such-program": "nosuchprogram", "sh": "dash"})
    monkeypatch.setattr(system, "has_font", lambda _names: False)
    monkeypatch.setattr(system.importlib.util, "find_spec", lambda _name: None)
    assert system.missing() == [
        Need(f"python3.{sys.version_info.minor}-venv", "Python's virtual environments", essential=True),
        Need("libnosuchthing6", "libnosuchthing.so.6", essential=True),
        Need("libnowindow1", "libnowindow.so.1", essential=False),
        Need("nosuchprogram", "no-such-program", essential=False),
        Need("fonts-nanum", "a font with Korean letters", essential=False),
        Need("fonts-inter", "the font the window is made for", essential=False),
    ]


@linux_only
def test_what_pages_need_is_looked_for_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "PAGES", {"libc.so.6": "libc6", "libnosuchthing.so.6": "libnosuchthing6"})
    lack = Need("libnosuchthing6", "libnosuchthing.so.6", essential=True)
    assert system.missing_for_pages() == [lack]
    machine = Machine(monkeypatch, [], right=[])
    monkeypatch.setattr(system, "missing_for_pages", lambda: machine.lacks)
    machine.lacks = [lack]
    assert system.prepare(system.missing_for_pages)
    assert machine.installed[1][-1] == "libnosuchthing6"


def test_other_systems_lack_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system.sys, "platform", "darwin")
    assert system.missing() == system.missing_for_pages() == []


def test_a_korean_font_is_found_in_any_folder(tmp_path: Path) -> None:
    folders = (str(tmp_path / "nowhere"), str(tmp_path))
    assert not system.has_font(system.HANGUL_FONTS, folders)
    (tmp_path / "truetype").mkdir()
    (tmp_path / "truetype" / "NanumGothic.ttf").touch()
    assert system.has_font(system.HANGUL_FONTS, folders)


def sudo(folder: Path, status: int) -> None:
    """A made-up sudo, and an apt-get, in a folder that is all of PATH."""
    for name in ("sudo", "apt-get"):
        (folder / name).write_text(f"#!/bin/sh\nexit {status}\n")
        (folder / name).chmod(0o755)


@linux_only
def test_the_right_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert system.right_to_install() is None
    sudo(tmp_path, status=0)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert system.right_to_install() == []
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert system.right_to_install() == ["sudo", "-n"]
    sudo(tmp_path, status=1)
    assert system.right_to_install() is None
    (tmp_path / "sudo").unlink()
    assert system.right_to_install() is None


def test_root_needs_no_sudo_in_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "is_root", lambda: True)
    assert system.command([FONT]) == "apt-get update && apt-get install -y --no-install-recommends fonts-nanum"


def test_the_list_of_libraries_is_what_qt_asks_for() -> None:
    """Each library that our table calls essential is loaded by a Qt that starts without a screen."""
    if sys.platform != "linux":
        pytest.skip("shared libraries are Linux's")
    program = "from PySide6.QtWidgets import QApplication; QApplication([]); print(open('/proc/self/maps').read())"
    maps = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    unused = [name for name in system.OFFSCREEN if name.partition(".so")[0] not in maps]
    assert unused == []
