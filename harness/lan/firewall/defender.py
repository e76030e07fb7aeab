"""The firewall of Windows (Defender), by profile: public networks are the ones that keep devices out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from harness.lan.firewall.asking import Ask
from harness.lan.firewall.finding import NOTHING, Finding

WORDS = "the firewall of Windows is on: it lets devices in once a rule allows these ports"
_BLOCKS = re.compile(r"\bBlockInbound", re.IGNORECASE)
_OFF = re.compile(r"\sOFF\s*$", re.MULTILINE)


def look(ask: Ask, ports: Sequence[int]) -> Finding | None:
    """What the profile of the network in use does; its output is in the system's language, its values are not."""
    said = ask("netsh", "advfirewall", "show", "currentprofile")
    if said is None:
        return None
    if _OFF.search(said) or not _BLOCKS.search(said):
        return NOTHING
    listed = ",".join(map(str, ports))
    rule = ask("netsh", "advfirewall", "firewall", "show", "rule", "name=sidlab")
    if rule is not None and all(str(port) in rule for port in ports):
        return NOTHING
    command = (
        f"netsh advfirewall firewall add rule name=sidlab dir=in action=allow protocol=TCP localport={listed}"
    )
    return Finding(WORDS, command, on=True)
