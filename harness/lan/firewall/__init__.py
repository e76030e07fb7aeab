"""What may keep devices of the LAN out: one file a firewall, each with its words and the way to open it.

A firewall is asked by its own command, which is given a second and often needs root: then nothing is known of it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence

from harness.lan.firewall import defender, firewalld, iptables, macos, nftables, ufw
from harness.lan.firewall.asking import Ask, ask
from harness.lan.firewall.finding import NOT_KNOWN, NOTHING, Finding

Look = Callable[[Ask, Sequence[int]], Finding | None]
"""What a firewall does with these TCP ports; None when it is not here, or cannot be asked."""

_LOOKS: dict[str, tuple[Look, ...]] = {
    "linux": (ufw.look, firewalld.look, nftables.look, iptables.look),
    "darwin": (macos.look,),
    "win32": (defender.look,),
}
"""Those that others are made of come last: ufw and firewalld write the rules of the kernel's tables."""


def look(ports: Sequence[int], asked: Ask = ask, system: str = sys.platform, root: bool | None = None) -> Finding:
    """What stands between devices and these ports, as far as it can be found out; it may take a few seconds.

    Where root (`root`: whether this is) finds no command to ask, nothing is taken to be there that could filter.
    """
    known = False
    root = _is_root() if root is None else root
    for one in _LOOKS.get(system, ()):
        finding = one(asked, ports)
        if finding is not None and finding.on:
            return finding
        known = known or finding is not None
    return NOTHING if known or root else NOT_KNOWN


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
