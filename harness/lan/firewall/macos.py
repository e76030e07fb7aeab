"""The application firewall of macOS: it asks about, or blocks, each program that listens."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from harness.lan.firewall.asking import Ask
from harness.lan.firewall.finding import NOTHING, Finding

WORDS = "the firewall of macOS is on: it lets devices in once this program is allowed"
BLOCKS_ALL = "the firewall of macOS blocks all incoming connections"
_TOOL = "/usr/libexec/ApplicationFirewall/socketfilterfw"


def look(ask: Ask, _ports: Sequence[int]) -> Finding | None:
    """What the application firewall does."""
    state = ask(_TOOL, "--getglobalstate")
    if state is None:
        return None
    if "enabled" not in state:
        return NOTHING
    blocking = ask(_TOOL, "--getblockall")
    if blocking is not None and "ENABLED" in blocking.upper():
        return Finding(BLOCKS_ALL, f"sudo {_TOOL} --setblockall off", on=True)
    return Finding(WORDS, f"sudo {_TOOL} --unblockapp {sys.executable}", on=True)
