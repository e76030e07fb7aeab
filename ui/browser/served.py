"""The files that a page gets from us and not from its server: the driver of simulated clients, and its library.

They have addresses of the page's own origin, under a path no server knows, so that a page with a strict policy
(`script-src 'self'`) may load them as the modules they are; the DevTools protocol (Fetch) answers for the server.
The chat's own script is answered with nothing: the driver is the page's application.
"""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import harness

OURS = "/~sidlab/"
ENTRY = f"{OURS}page.mjs"
APPLICATION = "/static/chat.js"
LIBRARY = "socket.io.js"
PATTERNS = [{"urlPattern": f"*{OURS}*"}, {"urlPattern": f"*{APPLICATION}"}]
"""What Fetch is to hand to us; nothing else passes through it."""

_ENTRY = Path(__file__).with_name("page.mjs")
_DRIVER = Path(harness.__file__).parent / "clients" / "js"
_HEADERS = [
    {"name": "Content-Type", "value": "text/javascript; charset=utf-8"},
    {"name": "Cache-Control", "value": "no-store"},
]


def answer(url: str, library: Path) -> dict[str, Any]:
    """What Fetch.fulfillRequest is to say to a request for `url`; `library` is the page's socket.io-client."""
    path = urlsplit(url).path
    content = b"" if path.endswith(APPLICATION) else _content(path.partition(OURS)[2], library)
    said: dict[str, Any] = {"responseHeaders": _HEADERS, "responseCode": 404 if content is None else 200}
    return said if not content else said | {"body": b64encode(content).decode("ascii")}


def _content(name: str, library: Path) -> bytes | None:
    """A file's bytes; None for one that is not there, or not one of the driver's."""
    if name == LIBRARY:
        return library.read_bytes()
    if f"{OURS}{name}" == ENTRY:
        return _ENTRY.read_bytes()
    folder, _, rest = name.partition("/")
    file = (_DRIVER / rest).resolve()
    if folder != "js" or file.suffix != ".mjs" or not file.is_relative_to(_DRIVER) or not file.is_file():
        return None
    return file.read_bytes()
