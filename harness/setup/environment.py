"""The virtual environment `.venv`, made from the locks in `requirements/`, every file checked by its hash."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from harness.setup.words import ROOT, run, say

VENV = ROOT / ".venv"
PROBE = "import pip, sys; print('%d.%d' % sys.version_info[:2])"


def python(venv: Path = VENV) -> Path:
    """The environment's own Python."""
    return venv / "Scripts" / "python.exe" if os.name == "nt" else venv / "bin" / "python"


def is_usable(venv: Path = VENV) -> bool:
    """Whether the environment works, has pip, and is of the Python version that runs the set-up."""
    if not python(venv).exists():
        return False
    probe = subprocess.run([python(venv), "-c", PROBE], capture_output=True, text=True, check=False)
    return probe.stdout.strip() == f"{sys.version_info.major}.{sys.version_info.minor}"


def ensure(venv: Path = VENV) -> None:
    """Make the environment, or make it anew when it is broken or of another Python."""
    if is_usable(venv):
        return
    say(f"making {venv.name} with Python {sys.version.split()[0]}")
    failure = f"could not make {venv.name}"
    run([sys.executable, "-m", "venv", "--clear", str(venv)], failure)


def fingerprint(*files: Path) -> str:
    """One hash over the contents of files."""
    return hashlib.sha256(b"".join(hashlib.sha256(file.read_bytes()).digest() for file in files)).hexdigest()


def install(lock: Path, venv: Path = VENV) -> None:
    """Install a lock and the checkout itself, unless exactly this was installed before."""

    def checkout() -> None:
        failure = "pip could not install the checkout itself"
        pip(["--no-deps", "--no-build-isolation", "--editable", str(ROOT)], failure, venv)

    _install(lock, venv, checkout)


def install_once(lock: Path, venv: Path = VENV) -> None:
    """Install the packages of a lock, unless exactly these were installed before."""
    _install(lock, venv, lambda: None)


def _install(lock: Path, venv: Path, then: Callable[[], None]) -> None:
    mark = venv / f"installed-{lock.stem}"
    wanted = fingerprint(lock, ROOT / "pyproject.toml")
    if mark.exists() and mark.read_text() == wanted:
        return
    install_lock(lock, venv)
    then()
    mark.write_text(wanted)


def install_lock(lock: Path, venv: Path = VENV) -> None:
    """Install the packages of a lock, and nothing whose hash is not in it."""
    say(f"installing the packages of requirements/{lock.name}; the first time this takes a minute or two")
    pip(["--require-hashes", "--requirement", str(lock)], f"pip could not install requirements/{lock.name}", venv)


def pip(arguments: list[str], failure: str, venv: Path) -> None:
    """`pip install` in the environment, quietly."""
    options = ["--quiet", "--quiet", "--disable-pip-version-check", "--no-input", "--root-user-action=ignore"]
    run([str(python(venv)), "-m", "pip", "install", *options, *arguments], failure)
