"""Devices of the LAN among the clients: shown, counted for their own group, and no witness of anything."""

from __future__ import annotations

from typing import Any

import msgspec

from harness import events as ev
from harness.events import Event, Record
from harness.evidence.recount import Counted, differences, recount
from harness.metrics.reconcile import gather, reconcile
from harness.metrics.tally import Tally

S = 1_000_000_000
SHARD = "clients-0"
NAME = "lan:kim"


def started(client: str, group: str, kind: str, behaviour: str, t: int) -> ev.ClientStarted:
    return ev.ClientStarted(
        t=t, client=client, group=group, kind=kind, transports=("polling",), behaviour=behaviour, room=client
    )


def life(client: str, sid: str, t: int, generation: int = 1) -> list[Event]:
    """A socket that is connected for a second."""
    return [
        ev.ClientOpened(t=t, client=client, sid=sid, transport="polling"),
        ev.ClientConnected(
            t=t + 1, client=client, generation=generation, sid=sid, socket_id=f"i{sid}", transport="polling"
        ),
        ev.ClientDisconnected(t=t + S, client=client, generation=generation, sid=sid, reason="js:transport close"),
    ]


def crossed(client: str, sid: str, t: int, conn: int) -> list[Event]:
    """A POST that the wire saw refused."""
    words: dict[str, Any] = {"conn": conn, "n": 1, "method": "POST", "kind": "post", "sid": sid, "client": client}
    return [
        ev.WireOpened(t=t, conn=conn, listener=0, client_port=1, upstream_port=conn),
        ev.WireRequest(t=t + 1, path="/socket.io/", **words),
        ev.WireResponse(t=t + 2, status=400, upstream_port=conn, cause="unknown-sid", body="message", **words),
    ]


def history(*, simulated: bool = True) -> list[Record]:
    said: list[tuple[str, Event]] = [("session", ev.RunReady(t=0, url="u", upstream="u"))]
    if simulated:
        said += [(SHARD, started("c-1", "c", "python", "plain", 1))]
        said += [(SHARD, event) for event in life("c-1", "s1", S)]
    said += [("beacon", started(NAME, "lan", "device", "", 2))]
    said += [
        (
            "beacon",
            ev.ClientDevice(t=3, client=NAME, browser="Chrome 143, Android", address="10.0.0.9", offset=0.25),
        )
    ]
    said += [("beacon", event) for event in life(NAME, "made-up", 2 * S)]
    attempt: dict[str, Any] = {"client": NAME, "method": "POST", "kind": "post", "took": 0.1, "sid": "made-up"}
    said += [("beacon", ev.ClientAttempt(t=3 * S, status=400, **attempt))]
    said += [("beacon", ev.ClientAttempt(t=4 * S, error="xhr status 0", **attempt))]
    said += [("beacon", event) for event in life(NAME, "again", 5 * S, 2)[:2]]
    said += [("wire", event) for event in crossed(NAME, "made-up", 3 * S - 10, 7)]
    said += [("session", ev.RunEnding(t=9 * S, why="finished"))]
    return [Record(seq=n, at=event.t, src=src, event=event) for n, (src, event) in enumerate(said, 1)]


def tally(records: list[Record]) -> Tally:
    found = Tally(run_id="r", scenario="s", profile="p", started="2026-01-01T00:00:00Z")
    for record in records:
        found.fold(record)
    return found


def test_the_runs_own_figures_leave_out_what_devices_say() -> None:
    summary = tally(history()).summary()
    assert (summary["clients"]["count"], summary["clients"]["connected_at_end"]) == (1, 0)
    assert summary["clients"]["recovery"]["max"] is None
    assert summary["disconnects"]["total"] == 1
    assert summary["witnesses"]["disconnects"]["clients"] == 1
    assert summary["witnesses"]["http_400"]["clients"] == 0
    assert summary["witnesses"]["sids"]["clients"] == 1
    assert summary["http_400"]["total"] == 1  # what crossed the wire did cross it
    assert summary["trial"] is None


def test_a_device_has_the_figures_of_its_group() -> None:
    for simulated in (True, False):
        lan = tally(history(simulated=simulated)).summary()["groups"]["lan"]
        assert (lan["clients"]["count"], lan["clients"]["connected_at_end"], lan["clients"]["reconnects"]) == (
            1,
            1,
            1,
        )
        assert lan["disconnects"] == {"total": 1, "by_reason": {"js:transport close": 1}}
        assert lan["http_400"]["total"] == 1
        assert lan["clients"]["recovery"]["max"] == 2.0


def test_devices_alone_are_no_witness() -> None:
    summary = tally(history(simulated=False)).summary()
    assert summary["clients"] is None
    assert summary["witnesses"]["http_400"]["clients"] is None


def test_what_devices_make_up_breaks_no_agreement() -> None:
    records = [one for one in history() if one.src != SHARD]
    records += [
        Record(
            seq=100,
            at=1,
            src="server-1",
            event=ev.ChildHello(t=1, role="server", name="server-1", pid=1, epoch="e"),
        )
    ]
    facts, presence = gather(records)
    found = reconcile(facts, presence, 9 * S)
    assert not presence.clients
    assert not facts.simulated(NAME)
    assert found.witnesses["sids"]["clients"] is None
    assert found.witnesses["sids"]["unexplained"] == 0


def test_a_recount_has_the_same() -> None:
    for simulated in (True, False):
        records = history(simulated=simulated)
        plain = [Counted(one.seq, one.src, msgspec.to_builtins(one.event)) for one in records]
        assert list(differences(tally(records).summary(), recount(plain))) == []


def test_a_device_is_a_row_with_what_is_known_of_it() -> None:
    rows = {row.client: row for row in tally(history()).rows()}
    row = rows[NAME]
    assert (row.kind, row.group, row.state, row.sockets) == ("device", "lan", "connected", 1)
    assert (row.browser, row.address, row.offset) == ("Chrome 143, Android", "10.0.0.9", 0.25)
    assert (row.net_error, row.last_reason, row.generation) == ("xhr status 0", "js:transport close", 2)
    assert rows["c-1"].net_error == ""


def test_devices_are_gone_when_nobody_hears_them() -> None:
    end = ev.RunProcessExited(t=8 * S, role="beacon", name="beacon", pid=1, code=1)
    records = [*history()[:-1], Record(seq=99, at=8 * S, src="session", event=end)]
    found = tally(records)
    assert next(row for row in found.rows() if row.client == NAME).state == "gone"
    summary = found.summary()
    assert summary["groups"]["lan"]["clients"]["connected_at_end"] == 0
    plain = [Counted(one.seq, one.src, msgspec.to_builtins(one.event)) for one in records]
    assert list(differences(summary, recount(plain))) == []
