"""What may be asked for without the join token: plain pages, which hold no secret, and nothing else.

Servers decode and tidy a path before they look at it, each in its own way, so a path that could be read in two
ways (percent-encoded, with dots, doubled slashes) is none of the plain ones, and needs the token.
"""

from __future__ import annotations

import re

from harness.proxy.edit.head import Head

_PLAIN = re.compile(rb"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/?")


def is_page(head: Head, socket_io: bytes) -> bool:
    """Whether this only reads a page or a file that is not under the Socket.IO path (`/socket.io/`)."""
    path = head.target.partition(b"?")[0]
    reads = head.method in {b"GET", b"HEAD"} and not head.values(b"upgrade")
    beneath = path.lower().startswith(socket_io.rstrip(b"/").lower())
    return reads and not beneath and _PLAIN.fullmatch(path) is not None
