"""Whether a group of clients can take part on this machine."""

from __future__ import annotations

from msgspec.structs import replace

from harness import libraries
from harness.clients.catalogue import behaviours, kinds
from harness.clients.spec import Kind
from harness.commands import ClientGroup
from harness.events import DEVICES
from harness.session.house import HarnessError


def enlist(group: ClientGroup) -> ClientGroup:
    """The group as it takes part: over the transports of its behaviour, where that has any of its own.

    HarnessError when its kind lacks something here (with what brings it), or cannot have its behaviour.
    """
    if group.group == DEVICES:
        raise HarnessError(f"{DEVICES!r} is the group of devices of the LAN: choose another name")
    kind, behaviour = kinds().get(group.kind), behaviours().get(group.behaviour)
    if kind is None or behaviour is None or not kind.fits(behaviour):
        raise HarnessError(
            f"group {group.group}: {group.kind} cannot be {group.behaviour}: see `sidlab list clients`"
        )
    if needs := kind.needs():
        brings = f" ({kind.brings})" if kind.brings else ""
        raise HarnessError(f"clients of the kind {kind.name} are unavailable here: {needs}{brings}")
    if kind.pages and group.own_port:
        raise HarnessError(
            f"group {group.group}: a page can ask only the address it came from, so it has no port of its own"
        )
    if group.library and (why := _trouble_with_library(kind, group.library)):
        raise HarnessError(f"group {group.group}: {why}")
    return replace(group, transports=behaviour.transports or group.transports)


def _trouble_with_library(kind: Kind, named: str) -> str:
    if not kind.libraries():
        return f"clients of the kind {kind.name} have one library, so none can be chosen for them"
    return libraries.trouble_with(named)
