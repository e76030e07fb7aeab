"""The join cookie: proof that somebody was shown the join link of this very switching on."""

from __future__ import annotations

import hmac

from harness.proxy.edit.head import Head


def holds(head: Head, cookie: bytes, token: bytes) -> bool:
    """Whether a cookie of this name holds the token; how long it takes tells nothing of the token."""
    pairs = (pair.strip().partition(b"=") for value in head.values(b"cookie") for pair in value.split(b";"))
    found = [hmac.compare_digest(value, token) for name, _, value in pairs if name == cookie]
    return bool(token) and any(found)
