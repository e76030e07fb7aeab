"""The user's own server, started by a command line of theirs: kept as our chat is, with no change to it.

It says nothing to us. So the guard tells who of its processes listens, and when it fails, its own last words do.
"""

from __future__ import annotations

import os
import shutil
import socket
import ssl
from pathlib import Path

from harness.command_line import split
from harness.commands import GuardStart
from harness.events import ChildFailed, GuardEmpty, GuardListening, GuardReaped, GuardStarted, Record
from harness.ports import authority, owner_of, port_is_free
from harness.proxy.address import Address, resolve
from harness.scenarios.model import COMMAND, ServerPart
from harness.scenarios.own import offers
from harness.session.external import External
from harness.session.house import HarnessError
from harness.session.probe import knock, shows_debugger
from harness.session.server_spec import Knock
from harness.session.unfit import trouble_with

MOST_ANSWERS = 60
"""Handshakes tried, 50 ms apart, with a server that answers something else."""

DANGER = (
    "it has Werkzeug's debugger on, which runs the code of whoever reaches it: switch it off there "
    "(use_debugger=False), or listen at 127.0.0.1"
)
LAST_LINES = 2
LAST_CHARACTERS = 300
LAST_BYTES = 4096
TAKEN_SECONDS = 2.0
"""How long the port may still be held by what ended just now."""


class OwnCommand:
    """The server that `[server]` has a command for, at its address; it writes to `log`.

    `reached`: other machines reach the wire.
    """

    profile = COMMAND
    witnessed = False

    def __init__(self, server: ServerPart, at: External, log: Path, *, reached: bool = False) -> None:
        self.command, self.shown = server.command, server.shown_command
        self.at = at
        self.reload_file = Path(server.reload) if server.reload else None
        self.restarts: tuple[str, ...] = offers(reloads=bool(server.reload))
        self.listens_at = ""
        """Where its port was seen to be open; empty while that is not known."""
        self._log = log
        self._reached = reached
        self._trusted = ssl.create_default_context(cafile=at.ca_file or None) if at.tls else None
        self._unfit = 0
        self._from = 0
        self._first: int | None = None
        self._how = ""
        self._ended = ""
        self._elsewhere: dict[str, None] = {}

    @property
    def host(self) -> str:
        """Where it listens, as the person said."""
        return self.at.host

    @property
    def port(self) -> int:
        """Its port."""
        return self.at.port

    @property
    def path(self) -> str:
        """Its Socket.IO path."""
        return self.at.path

    @property
    def url(self) -> str:
        """Its own address, behind the wire."""
        return self.at.url

    @property
    def tls(self) -> bool:
        """Whether it speaks TLS."""
        return self.at.tls

    def start(self) -> GuardStart:
        """Its command line, in the person's own environment and working directory."""
        self._unfit, self._first, self._how, self._ended = 0, None, "", ""
        self._elsewhere.clear()
        self._from = self._log.stat().st_size if self._log.exists() else 0
        program, *arguments = split(self.command)
        found = shutil.which(program) if os.name == "nt" else program  # npm is npm.cmd there
        return GuardStart(
            argv=(found or program, *arguments), env=dict(os.environ), cwd=str(Path.cwd()), port=self.port
        )

    def serve_by(self, profile: str) -> None:
        """It is served as its command says. HarnessError for anything else."""
        if profile != COMMAND:
            raise HarnessError(f"the server is started by --command: it cannot be served by the profile {profile}")

    async def check(self) -> None:
        """HarnessError when it cannot be started as it stands: no such program or file, or its port is taken."""
        program = split(self.command)[0]
        if shutil.which(program) is None:
            raise HarnessError(
                f"--command: there is no program '{program}' here: name it by its path; "
                "for what a shell does, say sh -c '…'"
            )
        if self.reload_file is not None and not self.reload_file.is_file():
            raise HarnessError(f"--reload-file: {self.reload_file} is no file: name one that the server watches")
        _, host, port = self._here()
        if not await port_is_free(host, port, TAKEN_SECONDS):
            raise HarnessError(
                f"port {port} at {host} is taken by {owner_of(host, port)}: end that, or have --command listen "
                "elsewhere and name its address with --url"
            )

    def _here(self) -> Address:
        """Its address. HarnessError for one that this machine does not have."""
        try:
            address = resolve(self.host, self.port)[0]
            with socket.socket(address[0]) as there:
                there.bind((address[1], 0))
        except OSError:
            raise HarnessError(
                f"--url: {self.url} is no address of this machine, where --command starts the server; one that "
                "runs elsewhere is named with --target"
            ) from None
        return address

    async def knock(self) -> Knock:
        """Ask it for a handshake once; after `MOST_ANSWERS` of another kind it is not hoped for."""
        answer = await knock(self.host, self.port, self.path, self._trusted)
        if answer.sid is None and answer.status is None:
            return Knock(up=False)
        why = trouble_with(answer, self.at, "--url")
        self._unfit += bool(why)
        if not why and self._reached and await shows_debugger(self.host, self.port, self._trusted):
            why, self._unfit = DANGER, MOST_ANSWERS
        return Knock(up=not why, why=why, hopeless=self._unfit >= MOST_ANSWERS)

    def failed(self, what: str) -> str:
        """What became of it, where it listens instead, and its last words, in one line."""
        if self._unfit and not self._ended:
            return f"--command {self.shown}: {what}"
        said = f"--command {self.shown}: {self._ended or f'it {what}'} (--url {self.url})"
        if self._elsewhere:
            said += f"; it listens at {', '.join(self._elsewhere)}: name the right address with --url"
        words = self._last_words()
        return f"{said}; its last words: {words}" if words else f"{said}; it wrote nothing"

    def fold(self, record: Record) -> None:
        """Take what the guard tells of it."""
        match record.event:
            case GuardStarted(pid=pid):
                self._first = pid
            case GuardReaped(pid=pid, code=code, signal=name) if pid == self._first:
                self._how = f"it ended ({name or f'exit code {code}'})"
            case ChildFailed(message=message) if record.src == "guard":
                self._how = message
            case GuardEmpty():
                self._ended = self._how  # what it leaves to serve, as a daemon does, is waited for
            case GuardListening(host=host, port=port) if port == self.port:
                self.listens_at = host
            case GuardListening(host=host, port=port):
                self._elsewhere[authority(host, port)] = None
            case _:
                pass

    def _last_words(self) -> str:
        """The end of what it wrote in this life of it."""
        try:
            with self._log.open("rb") as log:
                size = log.seek(0, os.SEEK_END)
                log.seek(max(self._from, size - LAST_BYTES))
                text = log.read().decode("utf-8", "replace")
        except OSError:
            return ""
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        return " / ".join(lines[-LAST_LINES:])[-LAST_CHARACTERS:]
