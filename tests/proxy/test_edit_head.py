"""An edit of a head changes what it names and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.proxy.edit.head import Head, UnframeableError

RAW = (
    b"GET /socket.io/?EIO=4&transport=polling&sid=a%20b HTTP/1.1\r\nHost:x\r\n"
    b"CONNECTION:  keep-alive , Upgrade\r\nUpgrade: websocket\r\ncookie: a=1\r\nCookie: b=2\r\nX-Empty:\r\n\r\n"
)
NAMES = st.sampled_from([b"host", b"Host", b"cookie", b"origin", b"X-A", b"x-b", b"Connection"])
VALUES = st.text("abc ,=;:é\"'", max_size=12).map(lambda text: text.encode("latin-1").strip())
FIELDS = st.lists(st.tuples(NAMES, st.sampled_from([b"", b" ", b"\t "]), VALUES), max_size=8)


def request(fields: list[tuple[bytes, bytes, bytes]], query: bytes = b"a=1") -> bytes:
    lines = [name + b":" + gap + value for name, gap, value in fields]
    return b"\r\n".join([b"GET /p?" + query + b" HTTP/1.1", *lines]) + b"\r\n\r\n"


def test_its_bytes_stay() -> None:
    head = Head.parse(RAW)
    assert head.raw == RAW
    assert (head.method, head.target) == (b"GET", b"/socket.io/?EIO=4&transport=polling&sid=a%20b")
    assert head.values(b"cookie") == [b"a=1", b"b=2"]
    assert head.values(b"x-empty") == [b""]
    assert head.upgrades
    assert not head.ends_connection


@given(FIELDS)
@settings(max_examples=60)
def test_any_head_comes_out_as_it_went_in(fields: list[tuple[bytes, bytes, bytes]]) -> None:
    assert Head.parse(request(fields)).raw == request(fields)


@given(FIELDS, st.sampled_from([b"cookie", b"origin", b"x-a"]))
@settings(max_examples=60)
def test_taking_a_field_out_changes_nothing_else(fields: list[tuple[bytes, bytes, bytes]], name: bytes) -> None:
    left = [field for field in fields if field[0].lower() != name]
    assert Head.parse(request(fields)).without(name).raw == request(left)


@given(FIELDS)
@settings(max_examples=60)
def test_putting_a_field_in_changes_nothing_else(fields: list[tuple[bytes, bytes, bytes]]) -> None:
    edited = Head.parse(request(fields)).having(b"Origin", b"http://evil.example")
    assert edited.values(b"origin") == [b"http://evil.example"]
    assert edited.without(b"origin").raw == Head.parse(request(fields)).without(b"origin").raw
    places = [at for at, field in enumerate(fields) if field[0].lower() == b"origin"]
    assert [line[:7].lower() for line in edited.lines].index(b"origin:") == (places[0] if places else len(fields))


QUERY = st.lists(st.sampled_from([b"EIO=4", b"sid=x", b"t=1.5", b"flag", b"", b"a=%20+"]), max_size=6)


@given(QUERY, st.one_of(st.none(), st.text(max_size=5)))
@settings(max_examples=80)
def test_a_query_parameter_changes_alone(pairs: list[bytes], value: str | None) -> None:
    query = b"&".join(pairs)
    before = Head.parse(request([], query))
    after = before.with_query("sid", value)
    assert after.lines == before.lines
    others = [pair for pair in query.split(b"&") if not pair.startswith(b"sid=")]
    kept = after.target.partition(b"?")[2].split(b"&")
    first = next((pair for pair in kept if pair.startswith(b"sid=")), None)
    assert (first is None) == (value is None)
    if value is None:
        assert [pair for pair in kept if pair] == [pair for pair in others if pair]
    else:
        assert [pair for pair in kept if not pair.startswith(b"sid=")] == others


def test_a_query_begins_and_ends() -> None:
    bare = Head.parse(b"GET /p HTTP/1.0\r\n\r\n")
    assert bare.with_query("EIO", "3").target == b"/p?EIO=3"
    assert bare.with_query("EIO", "3").with_query("EIO", None).target == b"/p"
    assert bare.ends_connection


def test_one_word_of_a_field_goes() -> None:
    head = Head.parse(RAW).without_token(b"connection", b"upgrade")
    assert head.raw == RAW.replace(b"CONNECTION:  keep-alive , Upgrade", b"CONNECTION: keep-alive")
    assert head.without_token(b"connection", b"upgrade") is head
    assert b"CONNECTION" not in head.without_token(b"connection", b"keep-alive").raw
    assert not head.upgrades


def test_an_answers_status() -> None:
    assert Head.parse(b"HTTP/1.1 204\r\n\r\n").status == 204


@pytest.mark.parametrize("raw", [b"no head\r\n\r\n", b"GET / HTTP/1.1\r\nno field\r\n\r\n"])
def test_what_is_no_head_is_refused(raw: bytes) -> None:
    with pytest.raises(UnframeableError):
        Head.parse(raw)
