"""firewalld, Fedora's and RHEL's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from harness.lan.firewall.asking import Ask
from harness.lan.firewall.finding import OPEN, Finding

WORDS = "the firewall firewalld is on, and its zone does not let devices in"
_TARGET = re.compile(r"^\s*target: (\S+)", re.MULTILINE)
_PORTS = re.compile(r"^\s*ports:(.*)$", re.MULTILINE)
_OPEN = re.compile(r"(\d+)(?:-(\d+))?/tcp")


def look(ask: Ask, ports: Sequence[int]) -> Finding | None:
    """What firewalld does with these ports, in its default zone."""
    state = ask("firewall-cmd", "--state")
    if state is None or state.strip() != "running":
        return None
    said = ask("firewall-cmd", "--list-all")
    if said is None:
        return None
    target, listed = _TARGET.search(said), _PORTS.search(said)
    if target is not None and target[1] == "ACCEPT":
        return OPEN
    spans = [(int(low), int(high or low)) for low, high in _OPEN.findall(listed[1] if listed else "")]
    shut = [port for port in ports if not any(low <= port <= high for low, high in spans)]
    if not shut:
        return OPEN
    asked = " ".join(f"--add-port={port}/tcp" for port in shut)
    return Finding(WORDS, f"sudo firewall-cmd {asked}", on=True)
