"""What can be asked of a run from outside, and which values are allowed.

A `Rule` reads one value from text; its words end the message about a value that is not allowed, so that every
way in (the command line now) refuses the same things in the same words.
"""

from __future__ import annotations

import ipaddress
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Literal, TypeVar, get_args
from urllib.parse import urlsplit

from harness.command_line import split
from harness.commands import Language
from harness.events import Transport
from harness.ports import is_loopback

T = TypeVar("T")
TransportChoice = Literal["polling", "websocket", "upgrade"]
"""`upgrade` shakes hands over polling and moves to WebSocket."""

HIGHEST_PORT = 65_535
_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")


class OptionError(ValueError):
    """A value is not allowed, or not together with another: one line that says what is."""


@dataclass(frozen=True)
class Rule(Generic[T]):
    """How a value is read from text: `read` raises ValueError unless it is `allowed`."""

    allowed: str
    read: Callable[[str], T]

    def check(self, option: str, text: str) -> T:
        """The value that `text` stands for. OptionError, naming the option, when it is not allowed."""
        try:
            return self.read(text)
        except ValueError:
            raise OptionError(f"{option}: {shown(text)} is not allowed: {self.allowed}") from None


def shown(text: str) -> str:
    """Text of a person in a message: on one line, and never empty."""
    return text if text.isprintable() and text.strip() == text != "" else repr(text)


def whole(lowest: int, highest: int) -> Rule[int]:
    """A whole number from `lowest` to `highest`."""

    def read(text: str) -> int:
        if not re.fullmatch(r"[+-]?[0-9]{1,20}", text) or not lowest <= int(text) <= highest:
            raise ValueError(text)
        return int(text)

    return Rule(f"a whole number from {lowest} to {highest}", read)


def one_of(*names: str) -> Rule[str]:
    """One of a few words."""

    def read(text: str) -> str:
        if text not in names:
            raise ValueError(text)
        return text

    return Rule(f"one of {', '.join(names)}", read)


def seconds(lowest: float, highest: float) -> Rule[float]:
    """A time in seconds."""

    def read(text: str) -> float:
        value = float(text)
        if not math.isfinite(value) or not lowest <= value <= highest:
            raise ValueError(text)
        return value

    return Rule(f"seconds from {lowest:g} to {highest:g}", read)


def read_url(text: str) -> str:
    """An address such as http://127.0.0.1:5000, without a path: what is asked for is the client's business.

    https://chat.example.org as well, whose port is that of its scheme.
    """
    parts = urlsplit(text)
    extra = parts.path.strip("/") or parts.query or parts.fragment or parts.username is not None
    if (
        not text.isprintable()
        or parts.scheme not in {"http", "https"}
        or not parts.hostname
        or extra
        or parts.port == 0
    ):
        raise ValueError(text)
    return f"{parts.scheme}://{parts.netloc}"


def host_of(url: str) -> str:
    """The name or address in a URL, an IPv6 address without brackets."""
    return urlsplit(url).hostname or ""


def read_command(text: str) -> str:
    """A command line; it stays one text, which is split where it is started."""
    split(text)
    return text


def read_path(text: str) -> str:
    """A Socket.IO path such as /socket.io/; python-engineio and Node's engine.io both want a slash at its end."""
    if not re.fullmatch(r"/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*", text):
        raise ValueError(text)
    return text if text.endswith("/") else f"{text}/"


def read_host_header(text: str) -> str:
    """`keep`, `target`, or a Host header's value: a name or address, and perhaps a port."""
    if not re.fullmatch(r"[A-Za-z0-9._~-]+(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?", text):
        raise ValueError(text)
    return text


def read_root(text: str) -> str:
    """A root hash, as it is written in a manifest."""
    if not re.fullmatch(r"[0-9A-Fa-f]{64}", text.strip()):
        raise ValueError(text)
    return text.strip().lower()


def read_address(text: str) -> tuple[str, int]:
    """HOST:PORT; port 0 lets the program choose. An IPv6 address stands in brackets."""
    host, colon, port = text.rpartition(":")
    if not colon or not re.fullmatch(r"[0-9]{1,5}", port) or int(port) > HIGHEST_PORT:
        raise ValueError(text)
    if host.startswith("[") and host.endswith("]"):
        return str(ipaddress.IPv6Address(host[1:-1])), int(port)
    if not _NAME.fullmatch(host):
        raise ValueError(text)
    return host, int(port)


CLIENTS = whole(1, 10_000)
SEED = whole(0, 2**63 - 1)
DURATION = seconds(1, 86_400)
REPEAT = whole(1, 1_000)
LANGUAGE = one_of(*get_args(Language))
TRANSPORT = one_of(*get_args(TransportChoice))

ROOT = Rule("the 64 hexadecimal digits that a run told when it was sealed", read_root)
URL = Rule("an address like http://127.0.0.1:5000 or https://chat.example.org", read_url)
PATH = Rule("a path like /socket.io/", read_path)
COMMAND = Rule('a command line like "python run.py", its quotes closed', read_command)
HOST_HEADER = Rule("keep, target, or a value like chat.example.org:5000", read_host_header)
ADDRESS = Rule("HOST:PORT like 127.0.0.1:8400, with port 0 for a free one", read_address)


def interface(listen: tuple[str, int] | None, lan: str | None) -> str | None:
    """Where the gate to the LAN is to be, None for none: beside `--listen`, `--lan` speaks of that address."""
    return lan if listen is None or is_loopback(listen[0]) else None


def check_listen(listen: tuple[str, int] | None, *, lan: bool) -> None:
    """OptionError when other machines could reach the wire and nobody has said that they may."""
    if listen is None or lan or is_loopback(listen[0]):
        return
    raise OptionError(
        f"--listen: {listen[0]} can be reached by other machines; say --lan as well if they may, "
        "or listen at 127.0.0.1 or [::1]"
    )


def check_raw(*, raw: bool, lan: bool) -> None:
    """OptionError when what other people write would be recorded as they write it."""
    if raw and lan:
        raise OptionError(
            "--raw and --lan: what other people write, and their cookies, would be recorded as they are; "
            "leave out one of the two"
        )


def check_others(target: str | None, others: tuple[str, ...]) -> None:
    """OptionError when further servers are not reached as the first one is."""
    for other in others:
        if target is None or urlsplit(other).scheme != urlsplit(target).scheme:
            raise OptionError(f"--other: {other} must be reached as the server that --target names: http or https")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """The options of `run`: None is "as the scenario says".

    `out`: the folder in which the run folder is made. `target`: the address of a server that runs already.
    `path`, `ca_file`, `host_header` and `others` are of that server (harness/session/external.py). `command` and
    `url`: the person's own server, started by us, and its address; `reload_file`: what it restarts itself after.
    `clients`: so many in all. `duration` in seconds. `listen`: where the wire accepts connections. `via`: the
    address of a box (a proxy, a second wire) that leads there, by which the clients come. `lan`: devices of the
    LAN may take part, at this interface or address (empty: the likeliest), or may reach `listen`, where that is
    none of loopback.
    `repeat`: so many runs, a series. `baseline`: a file with figures that none may be worse than;
    `write_baseline`: where those of this run are written as such. `raw`: nothing is redacted.
    """

    out: Path = Path("runs")
    profile: str | None = None
    target: str | None = None
    clients: int | None = None
    transport: TransportChoice | None = None
    command: str | None = None
    url: str | None = None
    reload_file: Path | None = None
    behaviour: str | None = None
    kind: str | None = None
    library: str | None = None
    seed: int | None = None
    duration: float | None = None
    json: bool = False
    junit: Path | None = None
    screenshots: bool = False
    language: Language = "en"
    quiet: bool = False
    listen: tuple[str, int] | None = None
    via: str | None = None
    lan: str | None = None
    raw: bool = False
    path: str | None = None
    ca_file: Path | None = None
    host_header: str | None = None
    others: tuple[str, ...] = ()
    repeat: int = 1
    baseline: Path | None = None
    write_baseline: Path | None = None

    def __post_init__(self) -> None:
        """OptionError when two of them do not go together."""
        self._check_server()
        check_listen(self.listen, lan=self.lan is not None)
        check_others(self.target, self.others)
        check_raw(raw=self.raw, lan=self.lan is not None)
        if self.via is not None and self.listen is None:
            raise OptionError("--via: it has to lead to the wire, so say where that is to listen, too: --listen")
        if self.transport is not None:
            TRANSPORT.check("--transport", self.transport)

    def _check_server(self) -> None:
        named = {"profile": self.profile, "target": self.target, "command": self.command}
        if self.profile == {"target": "external", "command": "command"}.get(self._own_server):
            del named["profile"]  # said twice, and the same
        servers = [name for name, value in named.items() if value is not None]
        if len(servers) > 1:
            raise OptionError(
                f"--{servers[0]} and --{servers[1]}: only one server can be under test, name one of them"
            )
        if (self.command is None) != (self.url is None):
            raise OptionError("--command and --url: both are needed, the server's command line and its address")
        for name in ("path", "ca_file", "host_header"):
            if getattr(self, name) is not None and not self._own_server:
                option = name.replace("_", "-")
                raise OptionError(
                    f"--{option}: it is about a server of your own, which --target or --command names"
                )
        if self.reload_file is not None and self.command is None:
            raise OptionError("--reload-file: it is about a server of your own, which --command starts")

    @property
    def _own_server(self) -> str:
        """Which option names a server of the person's own; empty for none."""
        return next((name for name in ("target", "command") if getattr(self, name) is not None), "")

    @property
    def own(self) -> dict[str, str]:
        """The person's own server, started by us, in the words of a scenario's `[server]`; empty for none."""
        if self.command is None:
            return {}
        said = {
            "command": self.command,
            "url": self.url,
            "path": self.path,
            "host_header": self.host_header,
            "ca_file": self.ca_file,
            "reload": self.reload_file,
        }
        return {key: str(value) for key, value in said.items() if value is not None}

    @property
    def transports(self) -> tuple[Transport, ...] | None:
        """The transports in the order the clients try them, or None."""
        if self.transport is None:
            return None
        every = get_args(Transport)
        return every if self.transport == "upgrade" else tuple(name for name in every if name == self.transport)
