"""Marks, plan, crowd, faults, profiles: what the session keeps, from events and commands alone."""

from __future__ import annotations

from typing import Any

import pytest

from harness.commands import (
    ClientGroup,
    ClientsQuiet,
    ClientsRun,
    RunApplyFault,
    Target,
    WireAim,
    WireApply,
    WireLift,
)
from harness.events import (
    AnyEvent,
    Record,
    RunNote,
    RunReady,
    RunScreenshot,
    RunServerDown,
    RunServerReady,
    RunServerRelieved,
    RunServerStruck,
    RunStep,
    WireFaultApplied,
    WireFaultLifted,
    WireFaultTouched,
)
from harness.scenarios.model import ServerPart
from harness.session.crowd import Crowd, names_of, rooms_of
from harness.session.faultdesk import FaultDesk
from harness.session.house import HarnessError, House, versions
from harness.session.marks import Marks
from harness.session.obey import _aim_anew, _apply, named
from harness.session.plan import Plan
from harness.snapshot import Choice, Mark

S = 1_000_000_000


def record(seq: int, event: AnyEvent) -> Record:
    return Record(seq=seq, at=event.t, src="session", event=event)


def marked(*events: AnyEvent) -> Marks:
    marks = Marks()
    for seq, event in enumerate(events, 1):
        marks.fold(record(seq, event))
    return marks


READY = RunReady(t=10 * S, url="", upstream="")


def test_a_restart_is_a_span_until_the_server_answers() -> None:
    asked = RunStep(t=12 * S, by="window", do="restart", detail={"how": "kill"})
    down = RunServerDown(t=13 * S, life=1, asked=True)
    ready = RunServerReady(t=15 * S, life=2, epoch="e", port=1, took=3.0)
    marks = marked(READY, asked)
    assert marks.changed() == (Mark(id=2, kind="restart", name="kill", start=2.0),)
    assert marks.changed() == ()
    marks.fold(record(3, down))
    marks.fold(record(4, ready))
    assert marks.changed() == (Mark(id=2, kind="restart", name="kill", start=2.0, end=5.0),)
    assert len(marks.all()) == 1


def test_a_server_that_dies_by_itself_is_marked_until_it_is_back() -> None:
    marks = marked(
        READY,
        RunServerDown(t=11 * S, life=1, asked=False),
        RunServerReady(t=14 * S, life=2, epoch="e", port=1, took=1.0),
    )
    assert marks.all() == (Mark(id=2, kind="server-down", name="", start=1.0, end=4.0),)


def test_a_way_to_fail_is_a_span() -> None:
    marks = marked(
        READY,
        RunServerStruck(t=11 * S, id=1, way="hang"),
        RunServerRelieved(t=14 * S, id=1, way="hang"),
        RunServerRelieved(t=15 * S, id=9, way="block"),
    )
    assert marks.all() == (Mark(id=2, kind="way", name="hang", start=1.0, end=4.0),)


def test_a_fault_is_a_span_and_notes_and_pictures_are_points() -> None:
    marks = marked(
        RunNote(t=1, text="before the run is ready nothing is marked"),
        READY,
        WireFaultApplied(t=11 * S, id=1, fault="latency", target="all"),
        RunNote(t=12 * S, text="here"),
        WireFaultLifted(t=13 * S, id=1, fault="latency", touched=2),
        WireFaultLifted(t=13 * S, id=9, fault="latency", touched=0),
        RunScreenshot(t=14 * S, path="screenshots/a.png"),
        RunStep(t=15 * S, by="window", do="clients"),
    )
    assert {(one.kind, one.name, one.start, one.end) for one in marks.all()} == {
        ("fault", "latency", 1.0, 3.0),
        ("note", "here", 2.0, 2.0),
        ("screenshot", "", 4.0, 4.0),
    }


def test_the_plan_shows_each_step_as_it_stands() -> None:
    plan = Plan([(1.0, "restart (kill)"), (2.0, "reset: all")])
    plan.mark(0, "done")
    plan.mark(1, "failed", "no wire")
    assert [(row.at, row.state, row.why) for row in plan.rows()] == [(1.0, "done", ""), (2.0, "failed", "no wire")]


def test_what_is_started_before_the_steps_is_the_first_of_the_plan() -> None:
    words = ServerPart(profile="command", command="python run.py", url="http://127.0.0.1:5000").words()
    plan = Plan([(1.0, "restart (kill)")], words)
    plan.mark(0, "running")
    plan.opened("failed", "it ended")
    assert [(row.do, row.state, row.why) for row in plan.rows()] == [
        ("your own server: python run.py", "failed", "it ended"),
        ("restart (kill)", "running", ""),
    ]


class FakeChild:
    def __init__(self, name: str = "wire") -> None:
        self.name = name
        self.sent: list[Any] = []

    def send(self, command: Any) -> None:
        self.sent.append(command)


def test_rooms_are_cut_from_the_group_in_order() -> None:
    group = ClientGroup(group="g", count=5, room_size=2)
    assert names_of(group) == ("g-1", "g-2", "g-3", "g-4", "g-5")
    rooms = rooms_of(group)
    assert rooms["g-1"] == rooms["g-2"] == ("g-1", "g-2")
    assert rooms["g-5"] == ("g-5",)


async def test_a_big_group_is_split_over_shards_and_shrinks_again() -> None:
    shards: list[FakeChild] = []

    async def spawn(_kind: str, name: str) -> Any:
        shards.append(FakeChild(name))
        return shards[-1]

    async def port(_client: str) -> str:
        raise AssertionError("nobody asked for a port of its own")

    crowd = Crowd(spawn, port, "http://127.0.0.1:1", seed=3)
    await crowd.set(ClientGroup(group="g", kind="python", count=260))
    assert [shard.name for shard in shards] == ["clients-0", "clients-1"]
    assert [len(shard.sent[-1].names) for shard in shards] == [250, 10]
    await crowd.set(ClientGroup(group="g", kind="python", count=2))
    assert shards[0].sent[-1].names == ("g-1", "g-2")
    assert shards[1].sent[-1].names == ()
    await crowd.set(ClientGroup(group="h", kind="python-threads", count=1))
    assert [shard.name for shard in shards] == ["clients-0", "clients-1", "clients-2"]
    crowd.quiet()
    assert all(shard.sent[-1] == ClientsQuiet() for shard in shards)
    assert set(crowd.groups) == {"g", "h"}


async def test_clients_with_ports_of_their_own_keep_them() -> None:
    shard, ports = FakeChild(), iter(["http://127.0.0.1:11", "http://127.0.0.1:12", "http://127.0.0.1:13"])

    async def spawn(_kind: str, _name: str) -> Any:
        return shard

    async def port(_client: str) -> str:
        return next(ports)

    crowd = Crowd(spawn, port, "http://127.0.0.1:1", seed=3)
    await crowd.set(ClientGroup(group="g", count=2, own_port=True))
    await crowd.set(ClientGroup(group="g", count=3, own_port=True))
    told = shard.sent[-1]
    assert isinstance(told, ClientsRun)
    assert told.urls == {f"g-{n}": f"http://127.0.0.1:1{n}" for n in (1, 2, 3)}


def test_the_fault_desk_knows_what_the_wire_says_is_on() -> None:
    wire = FakeChild()
    desk = FaultDesk(wire, clock=lambda: 5 * S)  # type: ignore[arg-type] # all it needs of a child is send
    first = desk.apply("latency", {"delay": 100}, Target(), 3.0)
    second = desk.apply("blackhole", {}, Target(clients=("a",)), None)
    assert (first, second) == (1, 2)
    assert [type(command) for command in wire.sent] == [WireApply, WireApply]
    assert desk.rows() == ()
    desk.fold(record(1, WireFaultApplied(t=4 * S, id=1, fault="latency", target="all", until=7 * S)))
    desk.fold(record(2, WireFaultApplied(t=4 * S, id=2, fault="blackhole", target="a")))
    desk.fold(record(3, WireFaultTouched(t=4 * S, id=1, fault="latency", conn=1, did="delayed")))
    assert [(row.fault, row.left, row.touched) for row in desk.rows()] == [
        ("latency", 2.0, 1),
        ("blackhole", None, 0),
    ]
    assert desk.lift(fault="nothing") == 0
    assert desk.lift(number=2) == 1
    assert wire.sent[-1] == WireLift(id=2)
    assert desk.lift() == 2
    desk.fold(record(4, WireFaultLifted(t=5 * S, id=1, fault="latency", touched=1)))
    assert [row.fault for row in desk.rows()] == ["blackhole"]


def test_who_joins_later_is_of_the_kind_aimed_at_too() -> None:
    wire, groups = FakeChild(), {"a": ClientGroup(group="a"), "b": ClientGroup(group="b", kind="browser")}
    desk = FaultDesk(wire)  # type: ignore[arg-type] # all it needs of a child is send
    asked = RunApplyFault(fault="latency", target=Target(kind="browser"))
    number = _apply(desk, asked, named(asked.target, groups))
    _apply(desk, RunApplyFault(fault="reset"), Target())
    _aim_anew(desk, {**groups, "c": ClientGroup(group="c", kind="browser")})
    assert wire.sent[2:] == [WireAim(id=number, target=Target(clients=("b", "c")))]
    _aim_anew(desk, {"b": ClientGroup(group="b")})
    assert len(wire.sent) == 3, "nobody is left of that kind, so nobody new is meant"
    desk.fold(record(1, WireFaultLifted(t=0, id=number, fault="latency", touched=0)))
    _aim_anew(desk, groups)
    assert len(wire.sent) == 3


def test_a_kind_is_put_into_the_names_of_its_groups() -> None:
    groups = {"a": ClientGroup(group="a"), "b": ClientGroup(group="b", kind="browser")}
    assert named(Target(kind="browser", share=0.5), groups) == Target(clients=("b",), share=0.5)
    assert named(Target(kind="python", clients=("a-1", "b")), groups) == Target(clients=("a-1",))
    assert named(Target(sid="x"), groups) == Target(sid="x")
    assert named(Target(kind="device"), groups) == Target(clients=("lan",))
    assert named(Target(kind="device", clients=("lan:kim", "a")), groups) == Target(clients=("lan:kim",))
    with pytest.raises(
        HarnessError, match="no client is of the kind 'curl'; the kinds of the run: browser, python"
    ):
        named(Target(kind="curl"), groups)
    with pytest.raises(HarnessError, match="no client among a is of the kind 'browser'"):
        named(Target(kind="browser", clients=("a",)), groups)


def test_a_profile_that_is_not_there_is_refused_with_what_is(tmp_path: Any) -> None:
    house = House(
        profiles=(Choice(name="gevent", title=""), Choice(name="uwsgi", title="", available=False, needs="uWSGI")),
        server_root=tmp_path,
    )
    assert house.profile("gevent").name == "gevent"
    with pytest.raises(HarnessError, match="choose one of gevent, uwsgi"):
        house.profile("nginx")
    with pytest.raises(HarnessError, match="unavailable here: uWSGI"):
        house.profile("uwsgi")
    assert {"python", "system", "python-socketio"} <= versions().keys()
