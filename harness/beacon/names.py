"""What devices are called: `lan:kim`, after the name that was typed; no two alike.

A group of simulated clients has no colon in its name, so no client of a scenario can be called so.
"""

from __future__ import annotations

from collections.abc import Container

PREFIX = "lan:"
NAMELESS = "device"
LETTERS = 24
"""So many letters of a name are kept."""


def name_for(typed: str, taken: Container[str]) -> str:
    """A client name that is not `taken`: letters and digits of any script, the rest as single dashes."""
    words = "".join(letter if letter.isalnum() else " " for letter in typed.casefold()).split()
    base = PREFIX + ("-".join(words)[:LETTERS].strip("-") or NAMELESS)
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    return name
