"""A server of the user's own: where it is, and what the wire is told about it."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Self
from urllib.parse import urlsplit

from harness.commands import WireOpen
from harness.options import PATH, URL
from harness.scenarios.model import ServerPart

KEEP, TARGET = "keep", "target"
SOCKET_IO = "/socket.io/"
PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class External:
    """A server that runs already, at `url` (http or https, without a path), which sidlab neither starts nor stops.

    `path` is its Socket.IO path. `ca_file`: certificates to trust besides the system's. `host_header`: what the
    server is told it was asked for: `keep` what the client said, `target` the server's own address, or a value;
    empty chooses. `others`: the addresses of further servers of the same kind, for the fault that alternates.
    """

    url: str
    path: str = SOCKET_IO
    ca_file: str = ""
    host_header: str = ""
    others: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        url: str,
        path: str | None = None,
        ca_file: FilePath | None = None,
        host_header: str | None = None,
        others: tuple[str, ...] = (),
    ) -> Self:
        """From what the command line says; None stands for the default."""
        trusted = "" if ca_file is None else str(ca_file.resolve())
        return cls(url, path or SOCKET_IO, trusted, host_header or "", others)

    @classmethod
    def at(cls, server: ServerPart) -> Self | None:
        """From what `[server]` says; None where the server is none of the person's own."""
        if not server.url:
            return None
        ca_file = FilePath(server.ca_file) if server.ca_file else None
        path = PATH.read(server.path) if server.path else None
        return cls.of(URL.read(server.url), path, ca_file, server.host_header or None)

    @property
    def tls(self) -> bool:
        """Whether it speaks TLS."""
        return urlsplit(self.url).scheme == "https"

    @property
    def host(self) -> str:
        """Its name or address, an IPv6 address without brackets."""
        return urlsplit(self.url).hostname or ""

    @property
    def port(self) -> int:
        """Its port, or that of its scheme."""
        parts = urlsplit(self.url)
        return parts.port or PORTS[parts.scheme]

    @property
    def asked_for(self) -> str:
        """The Host header its requests are given; empty keeps the client's.

        One name stands for one of many servers behind an address (virtual hosts), and a server behind TLS compares
        a page's origin with https and its own name: there the wire's own address would be refused. Elsewhere the
        stream stays untouched.
        """
        if self.host_header == KEEP:
            return ""
        if self.host_header not in {"", TARGET}:
            return self.host_header
        return urlsplit(self.url).netloc if self.host_header == TARGET or self.tls or self._has_name() else ""

    def _has_name(self) -> bool:
        try:
            ipaddress.ip_address(self.host)
        except ValueError:
            return self.host != "localhost"
        return False

    def opening(self, host: str, port: int, seed: int) -> WireOpen:
        """The command that puts the wire, at `host`:`port`, in front of it."""
        return WireOpen(
            host=host,
            port=port,
            upstream_host=self.host,
            upstream_port=self.port,
            path=self.path,
            seed=seed,
            tls=self.tls,
            ca_file=self.ca_file,
            host_header=self.asked_for,
            others=tuple((other.host, other.port) for other in map(External, self.others)),
            watch_pages=True,
        )
