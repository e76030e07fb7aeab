"""The kernel's tables as iptables shows them: the INPUT chain, its policy, and a last rule that lets nobody in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from harness.lan.firewall.asking import Ask
from harness.lan.firewall.finding import NOTHING, Finding

WORDS = "the kernel's packet filter (iptables) drops what comes in unless a rule lets it in"
_POLICY = re.compile(r"^-P INPUT (\w+)$", re.MULTILINE)
_LAST = re.compile(r"^-A INPUT -j (?:DROP|REJECT)\b", re.MULTILINE)
_PORT = re.compile(r"^-A INPUT .*--dports? ([\d:,]+).* -j ACCEPT$", re.MULTILINE)


def look(ask: Ask, ports: Sequence[int]) -> Finding | None:
    """What the INPUT chain does with these ports."""
    said = ask("iptables", "-S", "INPUT")
    policy = _POLICY.search(said or "")
    if said is None or policy is None:
        return None
    if policy[1] == "ACCEPT" and not _LAST.search(said):
        return NOTHING
    spans = [part.partition(":") for listed in _PORT.findall(said) for part in listed.split(",")]
    shut = [port for port in ports if not any(int(low) <= port <= int(high or low) for low, _, high in spans)]
    if not shut:
        return NOTHING
    command = " && ".join(f"sudo iptables -I INPUT -p tcp --dport {port} -j ACCEPT" for port in shut)
    return Finding(WORDS, command, on=True)
