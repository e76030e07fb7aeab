"""Which names a request may ask for: a page that had a stranger's name point at us (DNS rebinding) has another.

A browser puts the name it looked up into Host, and no page can change that (Fetch, "forbidden request-header").
"""

from __future__ import annotations

from collections.abc import Collection

from harness.proxy.edit.head import Head


def is_ours(head: Head, hosts: Collection[bytes]) -> bool:
    """Whether the request has one Host, which is one of these (lower case, with the port), and names no other.

    A target in absolute form (RFC 9112, 3.2.2) would name another server; a server's own clients never send it.
    """
    asked = head.values(b"host")
    return len(asked) == 1 and asked[0].lower() in hosts and head.target.startswith(b"/")
