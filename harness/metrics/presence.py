"""Which witnesses a run has, and what is hidden from its figures: the session's own readiness probes."""

from __future__ import annotations

from harness.events import PROBE, AnyEvent, ChildHello, WireOpened

_PREFIXES = ("wire", "server", "clients")


_BEACON = "beacon"


def is_hearsay(src: str) -> bool:
    """Whether this source of records passes on what devices of the LAN say of themselves.

    That is shown, and counted for their own group. It is no witness: whoever has the join link can make it up, a
    page that sleeps cannot tell what it missed, and devices come and go as people please.
    """
    return src.partition("-")[0] == _BEACON


class Presence:
    """Is there a wire, a server that reports, simulated clients? Known from hellos and from what they say."""

    def __init__(self) -> None:
        self.wire = self.server = self.clients = False

    def fold(self, event: AnyEvent) -> None:
        """Notice whose word this is."""
        if isinstance(event, ChildHello):
            self._notice(event.role)
        else:
            prefix = str(type(event).__struct_config__.tag).partition(".")[0]
            self._notice("clients" if prefix == "client" else prefix)

    def _notice(self, role: str) -> None:
        if role in _PREFIXES:
            setattr(self, role, True)


class ProbeFilter:
    """Tells the events of readiness probes: by the client they name, or by a connection or sid of theirs."""

    def __init__(self) -> None:
        self._conns: set[int] = set()
        self._sids: set[str] = set()

    def hides(self, event: AnyEvent) -> bool:
        """Whether this is about a probe."""
        conn = getattr(event, "conn", None)
        sid = getattr(event, "sid", None)
        if getattr(event, "client", None) == PROBE:
            self._conns.update(() if conn is None else (conn,))
            self._sids.update(() if sid is None else (sid,))
            return True
        if isinstance(event, WireOpened):
            return False
        return conn in self._conns or sid in self._sids
