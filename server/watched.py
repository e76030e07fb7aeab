"""A process of a server begins: what it owes to whoever watches, if anyone does."""

from __future__ import annotations

from server.liveness import watch
from server.witness import Witness


def begin(witness: Witness | None, *, serving: bool = True) -> None:
    """Watch for the watcher's end; say hello unless this process only looks after others that serve."""
    if witness is not None:
        watch()
        if serving:
            witness.hello()
