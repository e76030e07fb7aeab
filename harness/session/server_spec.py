"""How the server of a run is started."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from harness.commands import GuardStart


@dataclass
class ServerSpec:
    """How the server is started: its profile, its own address, its pings, whom it trusts, where it reports."""

    profile: str
    host: str
    port: int
    ping_interval: int
    ping_timeout: int
    origins: tuple[str, ...]
    reload_file: Path
    witness: str
    token: str
    root: Path
    restarts: tuple[str, ...] = ()

    def start(self) -> GuardStart:
        """The command line and environment, as the guard wants them."""
        argv = [sys.executable, "-m", "server", "--profile", self.profile]
        argv += ["--host", self.host, "--port", str(self.port)]
        argv += ["--ping-interval", str(self.ping_interval), "--ping-timeout", str(self.ping_timeout)]
        for origin in self.origins:
            argv += ["--origin", origin]
        argv += ["--reload-file", str(self.reload_file)]
        env = dict(os.environ)
        paths = [str(self.root), env.get("PYTHONPATH", "")]
        env["PYTHONPATH"] = os.pathsep.join(path for path in paths if path)
        env["PYTHONUNBUFFERED"] = "1"
        env["SIDLAB_WITNESS"] = self.witness
        env["SIDLAB_WITNESS_TOKEN"] = self.token
        return GuardStart(argv=tuple(argv), env=env, cwd=str(self.root))
