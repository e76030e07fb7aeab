"""What the operating system must bring, found by trying it; on Debian and its kin, installed with apt-get.

Libraries are looked for by the name the loader uses, so that any distribution counts, and named by the Debian
package that has them. On macOS and Windows the wheels bring everything.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from harness.setup.words import SetupError, run, say

OFFSCREEN = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libX11.so.6": "libx11-6",
}
"""Without these Qt does not start at all, not even without a screen."""

SCREEN = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
"""Qt's window on an X11 or Wayland screen."""

PAGES = {
    "libnss3.so": "libnss3",
    "libXcomposite.so.1": "libxcomposite1",
    "libXdamage.so.1": "libxdamage1",
    "libXrandr.so.2": "libxrandr2",
    "libXtst.so.6": "libxtst6",
    "libasound.so.2": "libasound2",
    "libxkbfile.so.1": "libxkbfile1",
}
"""QtWebEngine, for clients that are real pages."""

BROWSER_COMMAND = "make browser" if os.name == "posix" else "py -m harness.setup browser"
"""What brings QtWebEngine and all it needs to a checkout."""

PROGRAMS = {"Xvfb": "xvfb", "xauth": "xauth"}
"""A screen made of memory, for the tests of the window."""

FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
HANGUL_PACKAGE = "fonts-nanum"
HANGUL_FONTS = ("Nanum*", "NotoSansCJK*", "NotoSansKR*", "NotoSerifCJK*", "Baekmuk*", "UnDotum*", "Pretendard*")


class Need(NamedTuple):
    """Something missing: its Debian package, what lacks it, and whether nothing works without it."""

    package: str
    what: str
    essential: bool


def loads(library: str) -> bool:
    """Whether the loader finds a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_font(names: Iterable[str], folders: Iterable[str] = FONT_FOLDERS) -> bool:
    """Whether a font whose file has one of these names (patterns) lies in one of the font folders."""
    roots = [Path(folder).expanduser() for folder in folders]
    return any(next(root.rglob(name), None) for root in roots if root.is_dir() for name in names)


def missing() -> list[Need]:
    """What this Linux lacks, in the order of the lists above; nothing elsewhere."""
    if sys.platform != "linux":
        return []
    needs = []
    if importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        needs.append(Need(f"python{version}-venv", "Python's virtual environments", essential=True))
    needs += [
        Need(package, library, essential=True) for library, package in OFFSCREEN.items() if not loads(library)
    ]
    needs += [Need(package, library, essential=False) for library, package in SCREEN.items() if not loads(library)]
    needs += [Need(package, name, essential=False) for name, package in PROGRAMS.items() if not shutil.which(name)]
    if not has_font(HANGUL_FONTS):
        needs.append(Need(HANGUL_PACKAGE, "a font with Korean letters", essential=False))
    if not has_font(("Inter*",)):
        needs.append(Need("fonts-inter", "the font the window is made for", essential=False))
    return needs


def missing_for_pages() -> list[Need]:
    """What this Linux lacks for QtWebEngine, beyond what a window needs; nothing elsewhere."""
    if sys.platform != "linux":
        return []
    return [Need(package, library, essential=True) for library, package in PAGES.items() if not loads(library)]


def command(needs: Iterable[Need]) -> str:
    """What a person types to install what is missing."""
    packages = shlex.join(need.package for need in needs)
    sudo = "" if is_root() else "sudo "
    return f"{sudo}apt-get update && {sudo}apt-get install -y --no-install-recommends {packages}"


def is_root() -> bool:
    """Whether this process may do everything (False where there is no such notion)."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def right_to_install() -> list[str] | None:
    """The words before apt-get that give the right to install without a question, or None."""
    if shutil.which("apt-get") is None:
        return None
    if is_root():
        return []
    if shutil.which("sudo") is None:
        return None
    asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, stdin=subprocess.DEVNULL, check=False)
    return ["sudo", "-n"] if asked.returncode == 0 else None


def apt_install(prefix: list[str], packages: list[str]) -> None:
    """Install packages, after one `apt-get update`. SetupError when apt-get fails."""
    say(f"installing with apt-get: {' '.join(packages)}")
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    run([*apt, "update"], "apt-get update failed", quiet=True)
    run([*apt, "install", "-y", "--no-install-recommends", *packages], "apt-get install failed", quiet=True)


def prepare(look: Callable[[], list[Need]] | None = None) -> bool:
    """Install what the system lacks, or what `look` finds lacking; whether all of it is there now.

    SetupError when something essential is lacking and cannot be installed. What else is lacking is only said.
    """
    look = look or missing
    needs = look()
    prefix = right_to_install() if needs else None
    if prefix is not None:
        try:
            apt_install(prefix, [need.package for need in needs])
        except SetupError as error:
            say(str(error))
        needs = look()
    if not needs:
        return True
    essential = any(need.essential for need in needs)
    lacking = ", ".join(f"{need.what} ({need.package})" for need in needs)
    say(f"{'this system lacks' if essential else 'going on without'} {lacking}")
    if essential:
        raise SetupError(f"install with: {command(needs)}")
    say(f"install with: {command(needs)}")
    return False
