"""The command line: `python -m server --profile NAME --host H --port P … --origin URL …`, or `--list`.

Exit status: 2 for bad usage and 3 for what cannot be done here, each with one line on standard error.
"""

from __future__ import annotations

import argparse
import errno
import json
import os
import re
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from server.hiding import hide
from server.liveness import watch
from server.orders import share_what_is_bound
from server.profile import Profile
from server.profiles import DEFAULT, catalogue, profiles
from server.settings import CODE, QUEUE, Settings, checked_origin, is_unspecified, url_of
from server.witness import witness_from

USAGE_ERROR = 2
UNABLE = 3
INTERRUPTED = 130


class OneLineParser(argparse.ArgumentParser):
    """argparse, saying what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        """Print one line and exit with status 2."""
        self.exit(USAGE_ERROR, f"{self.prog}: {message}\n")


def main(argv: Sequence[str]) -> int:
    """Do what the command line says; returns the exit status."""
    parser = _parser()
    options = parser.parse_args(argv)
    if options.list:
        sys.stdout.write(json.dumps(catalogue()) + "\n")
        return 0
    profile = profiles()[options.profile]
    try:
        settings = _settings(options)
        witness = witness_from(os.environ, profile.name, profile.versions(), settings.place)
    except ValueError as error:
        parser.error(str(error))
    if options.share_port:
        share_what_is_bound()
    hindrance = _hindrance(profile, settings)
    if hindrance:
        sys.stderr.write(f"{parser.prog}: {hindrance}\n")
        return UNABLE
    hide(profile.hides)
    if witness:
        watch()
    try:
        profile.serve(settings, witness)
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = OneLineParser(
        prog="server",
        description="A Socket.IO chat, served in the way of a profile.",
        epilog="example: python -m server --profile werkzeug --port 5000 --origin http://127.0.0.1:5000",
    )
    parser.add_argument("--list", action="store_true", help="print the profiles as JSON and end")
    parser.add_argument("--profile", default=DEFAULT, choices=list(profiles()), help="how the chat is served")
    parser.add_argument("--host", default="127.0.0.1", help="address to bind")
    parser.add_argument("--port", type=_port, default=5000, help="port to bind, 1 to 65535")
    parser.add_argument("--ping-interval", type=_seconds, default=25, help="whole seconds")
    parser.add_argument("--ping-timeout", type=_seconds, default=20, help="whole seconds")
    parser.add_argument(
        "--origin",
        type=_origin,
        nargs="+",
        action="extend",
        default=[],
        help="where pages that may talk to the chat come from; by default the bound address",
    )
    parser.add_argument("--place", type=_place, help="its name among several behind a balancer")
    parser.add_argument("--reload-file", type=Path, help="touch this file to make the server reload")
    parser.add_argument("--share-port", action="store_true", help="listen beside another server that shares it")
    return parser


def _settings(options: argparse.Namespace) -> Settings:
    if not options.origin and is_unspecified(options.host):
        raise ValueError(f"--host {options.host} needs --origin: the names it will be reached by")
    file: Path | None = options.reload_file
    if file and any(file.match(pattern) for pattern in CODE):
        raise ValueError(f"--reload-file {file} looks like code, which is not watched; name it otherwise")
    if file and not file.parent.is_dir():
        raise ValueError(f"--reload-file {file}: there is no such folder")
    return Settings(
        host=options.host,
        port=options.port,
        ping_interval=options.ping_interval,
        ping_timeout=options.ping_timeout,
        origins=tuple(options.origin) or (checked_origin(url_of(options.host, options.port)),),
        reload_file=file.absolute() if file else None,
        place=options.place or "",
        queue=os.environ.get(QUEUE, ""),
    )


def _hindrance(profile: Profile, settings: Settings) -> str:
    """Why this cannot be served here, in one line; empty when it can."""
    if needs := profile.needs():
        mend = profile.mend()
        return f"profile {profile.name} is not available here: {needs}{f' ({mend})' if mend else ''}"
    if os.environ.get("WERKZEUG_RUN_MAIN") == "true":  # the reloader's child: its parent holds the port
        return ""
    return _port_hindrance(settings.host, settings.port)


def _port_hindrance(host: str, port: int) -> str:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            if os.name == "posix":  # elsewhere the option would let us share a port that is taken
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return f"port {port} of {host} is taken by another program; choose another one with --port"
        return f"cannot listen on {host}:{port}: {error.strerror or error}"
    return ""


def _port(text: str) -> int:
    return _whole(text, 1, 65535)


def _seconds(text: str) -> int:
    return _whole(text, 1, 86_400)


def _whole(text: str, low: int, high: int) -> int:
    if not (text.isascii() and text.isdigit() and low <= int(text[:9]) <= high and len(text) < 9):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from {low} to {high}")
    return int(text)


def _place(text: str) -> str:
    if not re.fullmatch("[a-z]{1,20}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a name of 1 to 20 small letters")
    return text


def _origin(text: str) -> str:
    try:
        return checked_origin(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
