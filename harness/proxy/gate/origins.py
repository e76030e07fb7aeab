"""Which pages may send requests: browsers name a page's origin with each WebSocket and each POST (Fetch, 3.1)."""

from __future__ import annotations

from collections.abc import Collection

from harness.proxy.edit.head import Head


def is_ours(head: Head, origins: Collection[bytes]) -> bool:
    """Whether it names no origin, as a page's own GET does not, or one of these; `null` is none."""
    named = head.values(b"origin")
    return len(named) <= 1 and all(origin in origins for origin in named)
