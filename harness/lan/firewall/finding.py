"""What was found out about a firewall."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """`words` for people, `brings` the command that opens the ports. `on`: it is at work, so no other is asked."""

    words: str
    brings: str = ""
    on: bool = False


NOTHING = Finding("")
OPEN = Finding("", on=True)
NOT_KNOWN = Finding("whether a firewall keeps devices out is not known: it can only be asked as root")
