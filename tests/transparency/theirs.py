"""Servers that are not ours, in processes of their own: Python over TLS, and Node."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from pathlib import Path

import trustme

from harness.ports import free_port
from harness.session.external import External

TESTS = Path(__file__).parents[1]
MODULES = TESTS.parent / "server" / "npm" / "node_modules"


class TheirProcess:
    """A server process that is killed and started anew. `direct`: where clients find it without the wire."""

    def __init__(self, command: list[str], direct: str, external: External) -> None:
        self.direct = direct
        self.external = external
        self._command = command
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        env = {**os.environ, "NODE_PATH": str(MODULES)}
        self._process = subprocess.Popen(self._command, stdout=subprocess.PIPE, text=True, env=env)
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "listening\n"

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()

    async def restart(self, downtime: float) -> None:
        """As a crash: SIGKILL, and up again after so many seconds."""
        await asyncio.to_thread(self.stop)
        await asyncio.sleep(downtime)
        await asyncio.to_thread(self.start)

    def __enter__(self) -> TheirProcess:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def over_tls(folder: Path) -> TheirProcess:
    """One Python server at two ports: clients on their own use the plain one, the wire the one with TLS."""
    authority, chain = folder / "ca.pem", folder / "server.pem"
    ca = trustme.CA()
    ca.cert_pem.write_to_path(str(authority))
    ca.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(str(chain))
    port, tls_port = free_port(), free_port()
    command = [
        sys.executable,
        str(TESTS / "programs" / "a_foreign_server.py"),
        str(port),
        str(tls_port),
        str(chain),
    ]
    external = External(f"https://127.0.0.1:{tls_port}", ca_file=str(authority))
    return TheirProcess(command, f"http://127.0.0.1:{port}", external)


def lacking_node() -> str:
    """What is missing for a Node server, in words."""
    if shutil.which("node") is None:
        return "there is no node on this machine"
    if not (MODULES / "socket.io" / "package.json").is_file():
        return "socket.io is not installed in server/npm: make setup"
    return ""


def on_node() -> TheirProcess:
    """socket.io on Node."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = ["node", str(TESTS / "programs" / "a_node_server.cjs"), str(port)]
    return TheirProcess(command, url, External(url))
