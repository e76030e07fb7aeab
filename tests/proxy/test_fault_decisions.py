"""What faults decide, without a socket: the same in every run of one seed."""

from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.commands import Target
from harness.proxy import aim
from harness.proxy.faults import catalogue, parse
from harness.proxy.faults.base import Close, Hold, Moment, Send, What

MS = 1_000_000


def moment(what: What = "data", direction: Literal["up", "down"] = "up", offset: int = 0) -> Moment:
    return Moment(what=what, direction=direction, now=1000, offset=offset, draw=lambda place: aim.draw(1, place))


def test_latency_delays_the_ways_it_is_meant_for() -> None:
    fault = parse("latency", {"delay": 20, "direction": "up"})
    assert fault.decide(moment()) == (Send(1000 + 20 * MS),)
    assert fault.decide(moment("fin")) == (Send(1000 + 20 * MS),)
    assert fault.decide(moment(direction="down")) == ()
    assert fault.decide(moment("open")) == ()


@given(st.integers(0, 2**40))
def test_jitter_stays_within_its_bounds_and_is_drawn_by_the_place_alone(offset: int) -> None:
    fault = parse("latency", {"delay": 20, "jitter": 5})
    first, again = fault.decide(moment(offset=offset)), fault.decide(moment(offset=offset))
    assert first == again
    (send,) = first
    assert isinstance(send, Send)
    assert 15 * MS <= send.at - 1000 <= 25 * MS


def test_jitter_is_spread_evenly() -> None:
    fault = parse("latency", {"delay": 20, "jitter": 10})
    delays = [
        send.at - 1000
        for place in range(2000)
        for send in fault.decide(moment(offset=place))
        if isinstance(send, Send)
    ]
    assert abs(sum(delays) / len(delays) - 20 * MS) < MS
    assert min(delays) < 11 * MS
    assert max(delays) > 29 * MS


@pytest.mark.parametrize("what", ["open", "now", "data", "fin", "rst"])
def test_reset_and_blackhole_act_on_whatever_happens(what: What) -> None:
    assert parse("reset", {"end": "client"}).decide(moment(what)) == (Close("client", "rst"),)
    assert parse("blackhole", {}).decide(moment(what)) == (Hold(),)


def test_a_blackhole_one_way_still_keeps_connections_from_opening() -> None:
    fault = parse("blackhole", {"direction": "down"})
    assert fault.decide(moment("data", "up")) == ()
    assert fault.decide(moment("data", "down")) == (Hold(),)
    assert fault.decide(moment("open")) == (Hold(),)


def test_what_becomes_of_the_held() -> None:
    assert parse("blackhole", {"then": "deliver"}).lifted() == ()
    assert parse("blackhole", {"then": "reset"}).lifted() == (Close("both", "rst"),)


def test_only_refuse_closes_a_port_and_it_does_nothing_else() -> None:
    assert [choice.name for choice in catalogue() if parse(choice.name, {}).closes_port] == ["refuse"]
    assert parse("refuse", {}).decide(moment("data")) == ()


def test_names_are_clients_or_their_groups() -> None:
    target = Target(clients=("plain", "stock-2", "two-words"))
    hit = ["plain-1", "plain-12", "stock-2", "two-words-3"]
    missed = [None, "stock-1", "plainer-1", "two-1"]
    assert all(aim.names_client(target, client) for client in hit)
    assert not any(aim.names_client(target, client) for client in missed)
    assert aim.names_client(Target(), None)
    assert aim.names_client(Target(clients=("lan",)), "lan:kim-min-2")
    assert aim.names_client(Target(clients=("lan:kim",)), "lan:kim")
    assert not aim.names_client(Target(clients=("lan:kim", "kim", "a")), "lan:kim-2")


@pytest.mark.parametrize(
    ("address", "hit", "missed"),
    [
        (None, "10.0.0.1", None),
        ("10.0.0.1", "10.0.0.1", "10.0.0.2"),
        ("10.0.0.0/8", "10.9.9.9", "11.0.0.1"),
        ("10.0.0.0/8", "::ffff:10.9.9.9", "::1"),
        ("fe80::/10", "fe80::1%lo", "2001:db8::1"),
    ],
)
def test_an_address_is_one_or_a_network(address: str | None, hit: str, missed: str | None) -> None:
    assert aim.names_host(Target(address=address), hit)
    assert missed is None or not aim.names_host(Target(address=address), missed)


def test_a_request_is_covered_by_its_kind_and_its_session() -> None:
    assert aim.names_request(Target(), None, None)
    assert aim.names_request(Target(request="poll", sid="a"), "poll", "a")
    target = Target(request="poll", sid="a")
    assert not aim.names_request(target, "post", "a")
    assert not aim.names_request(target, "poll", "b")
    assert not aim.names_request(target, "poll", None)
    assert not aim.names_request(target, None, None)


def test_only_what_is_read_can_narrow_what_is_everything() -> None:
    assert aim.is_everything(Target(address="127.0.0.1"))
    assert not any(aim.is_everything(one) for one in (Target(sid="a"), Target(request="poll"), Target(share=1.0)))


def test_draws_differ_by_every_part_of_the_key_and_repeat() -> None:
    keys = [(seed, fault, client) for seed in (1, 2) for fault in (1, 2) for client in ("a-1", "a-2")]
    assert len({aim.draw(*key) for key in keys}) == len(keys)
    assert [aim.draw(*key) for key in keys] == [aim.draw(*key) for key in keys]


@pytest.mark.parametrize(
    ("target", "closes_port", "message"),
    [
        (Target(share=0.0), False, "share must be more than 0 and at most 1; got 0"),
        (Target(share=1.5), False, "share must be more than 0 and at most 1; got 1.5"),
        (Target(request="pol"), False, "request must be one of handshake, poll"),
        (Target(kind="python"), False, "does not know who is of the kind 'python'"),
        (Target(sid=" "), False, "sid must be a session id; it is empty"),
        (Target(address="lan"), False, "address must be an IP address, or a network as 192.168.1.0/24; got 'lan'"),
        (Target(address="10.0.0.1/8"), False, "address must be"),
        (Target(sid="abc"), True, "a port can be closed for all"),
        (Target(address="127.0.0.1"), True, "a port can be closed for all"),
        (Target(share=0.5), True, "a port can be closed for all, or for clients"),
    ],
)
def test_a_target_that_is_nonsense_gets_one_line(target: Target, closes_port: bool, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        aim.check(target, closes_port=closes_port)
