"""The kernel's own tables as nft shows them, where no other firewall writes them: a chain that drops input."""

from __future__ import annotations

import re
from collections.abc import Sequence

from harness.lan.firewall.asking import Ask
from harness.lan.firewall.finding import NOTHING, Finding

WORDS = "the kernel's packet filter (nftables) drops what comes in unless a rule lets it in"
_TABLE = re.compile(r"^table (inet|ip|ip6) (\S+) \{$(.*?)^\}$", re.MULTILINE | re.DOTALL)
_CHAIN = re.compile(r"^\tchain (\S+) \{$(.*?)^\t\}$", re.MULTILINE | re.DOTALL)
_BASE = re.compile(r"type filter hook input priority [^;]+; policy (\w+);")
_TERMINAL = re.compile(r"^\t\t(?:counter (?:packets \d+ bytes \d+ )?)?(?:drop|reject\b.*)$", re.MULTILINE)


def look(ask: Ask, ports: Sequence[int]) -> Finding | None:
    """What the input chains do with these ports."""
    said = ask("nft", "list", "ruleset")
    if said is None:
        return None
    for family, table, body in _TABLE.findall(said):
        for chain, rules in _CHAIN.findall(body):
            shut = [port for port in ports if not _lets_in(rules, port)] if _drops(rules) else []
            if shut:
                wanted = ", ".join(map(str, shut))
                command = f"sudo nft insert rule {family} {table} {chain} tcp dport {{ {wanted} }} accept"
                return Finding(WORDS, command.replace("{", "'{").replace("}", "}'"), on=True)
    return NOTHING


def _drops(rules: str) -> bool:
    base = _BASE.search(rules)
    return base is not None and (base[1] == "drop" or _TERMINAL.search(rules) is not None)


def _lets_in(rules: str, port: int) -> bool:
    """Whether a rule names this port; a rule for everything else is not looked into."""
    named = re.findall(r"tcp dport (?:\{([^}]*)\}|(\S+)) .*accept", rules)
    spans = [part.strip().partition("-") for many, one in named for part in (many or one).split(",")]
    return any(_within(port, low, high or low) for low, _, high in spans)


def _within(port: int, low: str, high: str) -> bool:
    return low.isdigit() and high.isdigit() and int(low) <= port <= int(high)
