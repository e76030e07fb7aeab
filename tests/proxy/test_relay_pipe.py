"""The queue of one direction, alone: order, times, gates, ends, and an account that always balances."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from harness.proxy.faults.base import Pace
from harness.proxy.pipe import LIMIT, Pipe


def drain(pipe: Pipe, now: int) -> bytes:
    out = b""
    while (piece := pipe.ready(now)) is not None:
        out += piece
        pipe.sent(len(piece))
    return out


def test_bytes_leave_in_order_and_not_before_their_time() -> None:
    pipe = Pipe()
    pipe.put(b"late", due=20)
    pipe.put(b"early", due=10)
    assert drain(pipe, 15) == b""
    assert pipe.next_due() == 20
    assert drain(pipe, 20) == b"lateearly"


def test_a_fin_waits_for_the_bytes_before_it() -> None:
    pipe = Pipe()
    pipe.put(b"abc", due=10)
    pipe.finish("fin", due=5)
    assert pipe.end_ready(7) is None
    assert pipe.next_due() == 10
    drain(pipe, 10)
    assert pipe.end_ready(10) == "fin"


def test_a_reset_waits_for_its_time_only() -> None:
    pipe = Pipe()
    pipe.put(b"abc", due=30)
    pipe.finish("rst", due=10)
    assert pipe.next_due() == 10
    assert pipe.next_due(end_only=True) == 10
    assert pipe.end_ready(9) is None
    assert pipe.end_ready(10) == "rst"


def test_nothing_leaves_while_a_gate_is_shut() -> None:
    pipe = Pipe()
    pipe.shut(1)
    pipe.shut(2)
    pipe.put(b"abc")
    pipe.finish("fin")
    assert pipe.open(1)
    assert not pipe.open(1)
    assert (pipe.ready(0), pipe.end_ready(0), pipe.next_due()) == (None, None, None)
    pipe.open(2)
    assert drain(pipe, 0) == b"abc"
    assert pipe.end_ready(0) == "fin"


def test_a_pace_tells_when_the_next_piece_is_due() -> None:
    pipe = Pipe()
    pipe.put(bytes(25), due=5)
    pipe.pace(1, Pace(size=10, gap=30))
    pipe.pace(2, Pace(size=15, gap=1))
    assert pipe.next_due() == 5
    sizes = []
    for now in (5, 5, 35, 36, 65, 66):
        while (piece := pipe.ready(now)) is not None:
            sizes.append((now, len(piece)))
            pipe.sent(len(piece), now)
    assert sizes == [(5, 10), (35, 5), (36, 5), (66, 5)]
    pipe.put(bytes(1))
    assert pipe.next_due() == 66
    assert pipe.open(1)
    pipe.pace(2, None)
    assert not pipe.open(2)
    assert pipe.size == 1
    assert drain(pipe, 66) == bytes(1)
    assert pipe.size == 0


def test_room_comes_back_when_half_is_gone() -> None:
    pipe = Pipe()
    pipe.put(bytes(LIMIT))
    assert pipe.room == 0
    pipe.sent(LIMIT // 2 - 1)
    assert pipe.room == 0
    pipe.sent(1)
    assert pipe.room == LIMIT // 2


STEPS = st.one_of(
    st.tuples(st.just("put"), st.binary(max_size=100), st.integers(0, 50)),
    st.tuples(st.just("send"), st.integers(1, 60), st.integers(0, 60)),
    st.tuples(st.just("drop"), st.integers(0, 50), st.just(0)),
    st.tuples(st.just("gate"), st.integers(0, 2), st.booleans()),
    st.tuples(st.just("empty"), st.sampled_from(["dropped", "undelivered"]), st.just(0)),
)


@given(st.lists(STEPS, max_size=60))
def test_the_account_balances_whatever_happens(steps: list[tuple[str, object, object]]) -> None:
    pipe, came, went = Pipe(), b"", b""
    for what, first, second in steps:
        match what, first, second:
            case "put", bytes(data), int(due):
                pipe.put(data, due)
                came += data
            case "send", int(count), int(now):
                if (piece := pipe.ready(now)) is not None:
                    went += bytes(piece[:count])
                    pipe.sent(min(count, len(piece)))
            case "drop", int(count), _:
                pipe.drop(count)
            case "gate", int(gate), bool(shut):
                (pipe.shut if shut else pipe.open)(gate)
            case "empty", str(into), _:
                pipe.empty("dropped" if into == "dropped" else "undelivered")
                came = went = b""
        account = pipe.account
        assert account.held == pipe.size >= 0
        assert account.seen == account.relayed + account.dropped + account.undelivered + account.held
        assert came.startswith(went)
