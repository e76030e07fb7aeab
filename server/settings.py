"""How one server is to be served: what the command line says, checked."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

CODE = ("*.py", "*.pyc", "*.pyd", "*.so", "*.zip", "*.egg", "*.whl")
"""What modules are loaded from, as patterns: never what makes a server reload."""

QUEUE = "SIDLAB_QUEUE"
"""The environment variable with the URL of the message queue, which may hold a password: no argument does."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """One server's settings.

    `ping_interval` and `ping_timeout` are whole seconds, since python-engineio advertises whole seconds only.
    `origins`: the exact origins (`http://host:port`) that may talk to the chat. `reload_file`: touching it makes
    a profile that offers `reload` do so. `place`: this server's name among those behind one balancer. `queue`: the
    URL of the message queue that it shares with others, which may hold a password.
    """

    origins: tuple[str, ...]
    host: str = "127.0.0.1"
    port: int = 5000
    ping_interval: int = 25
    ping_timeout: int = 20
    reload_file: Path | None = None
    place: str = ""
    queue: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        """Refuse what python-engineio would read as no check at all."""
        if not self.origins or "*" in self.origins:
            raise ValueError("name the origins that may talk to the chat")

    @property
    def hosts(self) -> frozenset[str]:
        """The host names a request may be addressed to: those of the origins, and the bound loopback address."""
        names = {urlsplit(origin).hostname or "" for origin in self.origins}
        return frozenset(names | {self.host}) if is_loopback(self.host) else frozenset(names)


def is_loopback(host: str) -> bool:
    """Whether `host` is an address of this machine only, or the name that always means one."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_unspecified(host: str) -> bool:
    """Whether `host` stands for every address of the machine (`0.0.0.0`, `::`), which is no name of any."""
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return host == ""


def url_of(host: str, port: int) -> str:
    """The origin of a server bound to `host`:`port`, with the brackets an IPv6 address needs."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def checked_origin(text: str) -> str:
    """An origin as browsers write it (lower case, no default port). ValueError says what is allowed."""
    parts = urlsplit(text)
    plain = parts.scheme in {"http", "https"} and parts.path in {"", "/"} and not (parts.query or parts.fragment)
    host, port = parts.hostname, parts.port  # a port that is none raises ValueError by itself
    if not plain or not host or "@" in parts.netloc or "*" in host:
        raise ValueError(f"{text!r} is not an origin like http://127.0.0.1:5000")
    name = f"[{host}]" if ":" in host else host
    default = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{name}" + ("" if port in {None, default} else f":{port}")
