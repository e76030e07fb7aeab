"""What a request of the LAN may call itself: a device, and never one of this machine's simulated clients."""

from __future__ import annotations

from urllib.parse import parse_qsl

from harness.proxy.edit.head import Head

DEVICE = "lan:"
"""How the names of devices begin (`harness.beacon.names`); no simulated client has a colon in its own."""


def are_free(head: Head) -> bool:
    """Whether every `sidlab=` of the query is a device's; parameters' names are decoded, since the server does."""
    query = head.target.partition(b"?")[2].decode("latin-1")
    return all(value.startswith(DEVICE) for name, value in parse_qsl(query) if name == "sidlab")
