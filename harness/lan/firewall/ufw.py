"""ufw, Ubuntu's and Debian's: `ufw status` needs root."""

from __future__ import annotations

import re
from collections.abc import Sequence

from harness.lan.firewall.asking import Ask
from harness.lan.firewall.finding import NOTHING, OPEN, Finding

WORDS = "the firewall ufw is on, and no rule of it lets devices in"
_STATUS = re.compile(r"^Status: (\w+)", re.MULTILINE)
_DEFAULT = re.compile(r"^Default: (\w+) \(incoming\)", re.MULTILINE)
_RULE = re.compile(r"^(\S+)(?: \(v6\))?\s+ALLOW(?: IN)?\s", re.MULTILINE)


def look(ask: Ask, ports: Sequence[int]) -> Finding | None:
    """What ufw does with these ports."""
    said = ask("ufw", "status", "verbose")
    status = _STATUS.search(said or "")
    if said is None or status is None:
        return None
    default = _DEFAULT.search(said)
    if status[1] != "active":
        return NOTHING
    if default is not None and default[1] == "allow":
        return OPEN
    allowed = set(_RULE.findall(said))
    shut = [port for port in ports if not allowed & {str(port), f"{port}/tcp", "Anywhere"}]
    if not shut:
        return OPEN
    return Finding(WORDS, " && ".join(f"sudo ufw allow {port}/tcp" for port in shut), on=True)
