"""What crosses is recorded without what it says: nothing secret leaks, equal stays equal, nothing raises."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.proxy.tap.redacted_json import JsonRedactor, is_json
from harness.proxy.tap.redaction import CHARS, Redactor

RED = Redactor(b"key of this run")
CANARY = st.text("GHJKLMNPQRSTUVWXYZ", min_size=12, max_size=16)


def shape(text: str) -> str:
    return re.sub(r"~[0-9a-f]{10}", "~", text)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("", ""),
        ("2probe", "2probe"),
        ("2secret", "~"),
        ("no packet", "~"),
        ('0{"sid":"x","pingInterval":25000}', '0{"sid":"~","pingInterval":25000}'),
        (
            '42/chat?t=1,7["say",{"to":null,"n":-1.5,"text":"hi"}]',
            '42/chat~,7["say",{"to":null,"n":-1.5,"text":"~"}]',
        ),
        ('43/chat,7["ok",1x]', '43/chat,7["~",~]'),
        ('40{"token":"x","pin":1234}', '40{"token":"~","pin":~}'),
        ("41/chat,", "41/chat,"),
        ("4hello", "4~"),
        ("42hello", "4~"),
        ("42123", "4~"),
        ('42["say","unfin', '42["say","~'),
        ('42["sa', '42["~'),
        ("2\x1ebAAEC\x1e1", "2\x1eb[3]\x1e1"),
        ('7:42["가"]2:b41:2', '7:42["가"]2:b[0]1:2'),
        ('9:42["a😀"]6:b4AAEC', '9:42["a😀"]6:b[3]'),
        ("1:2junk", "1:2~"),
        ("ok", "ok"),
        ('42["say","secret":1]', '42["say","~":1]'),
        ('42["say",{"a":1},"secret" : "x"]', '42["say",{"a":1},"~" : "~"]'),
        ('42["say",{"a":"b":"secret"}]', '42["say",{"a":"~":"~"}]'),
        ('42["say",{"a":{"b":[{}]},"c":"x"', '42["say",{"a":{"b":[{}]},"c":"~"'),
        ('42["say"]]],"x":1', '42["say"]]],"~":1'),
        ('42["say",{"sid":"x"}]', '42["say",{"sid":"~"}]'),
        ('44{"message":"no", "n":1}', '44{"message":"~", "n":1}'),
        ('0{"sid":"x","upgrades":["websocket"]', '0{"sid":"~","upgrades":["~"]'),
    ],
)
def test_what_is_left_of_a_payload(text: str, left: str) -> None:
    assert shape(RED.payload(text, True)) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ('0{"sid":"x","upgrades":["websocket","else"]}', '0{"sid":"x","upgrades":["websocket","~"]}'),
        ('0{"sid": "x","other":"y","sid":["z"]}', '0{"sid": "x","other":"~","sid":["~"]}'),
        ('40{"sid":"x"}', '40{"sid":"x"}'),
        ('40["a","sid":"x"]', '40["~","~":"~"]'),
        ('42["say",{"sid":"x"}]', '42["say",{"sid":"~"}]'),
        ('9:40{"sid":"x"}'.replace("9", "13"), '13:40{"sid":"x"}'),
    ],
)
def test_what_is_left_of_what_the_server_says(text: str, left: str) -> None:
    assert shape(RED.payload(text, True, True)) == left


def test_what_is_left_of_a_close_frame() -> None:
    assert shape(RED.reason(b"\x03\xe8bye\xff")) == "1000 ~"
    assert [RED.reason(b"\x03\xe9"), RED.reason(b"\x03"), RED.reason(b"")] == ["1001", "", ""]


VALUE = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text()
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(), inner, max_size=3)),
)


@settings(max_examples=40)
@given(VALUE, st.sampled_from([None, (", ", " : ")]), st.booleans())
def test_json_known_to_be_valid_is_redacted_alike(
    value: object, separators: tuple[str, str] | None, ascii_only: bool
) -> None:
    redactor = JsonRedactor(lambda text: f"~{len(text)}" if text else "")
    text = json.dumps(value, separators=separators, ensure_ascii=ascii_only)
    assert is_json(text)
    assert redactor.redact_valid(text) == redactor.redact(text)
    assert not is_json(text + ",")


@pytest.mark.parametrize(
    "said",
    [
        '"say"',
        '"say","x:y"',
        '"say" , {"a" : "b:c", "d":["e",{"f":1}]}',
        r'"s\"ay","t"',
        r'"s\\","t"',
        r'"say","q\"z",{"k\"":"v\\"}',
        '"say","longer than any name is, so that it is hashed each time anew"',
    ],
)
def test_an_event_that_wants_no_ack_is_redacted_as_one_that_does(said: str) -> None:
    assert RED.event(f"42[{said}]").replace("42[", "425[") == RED.packet(f"425[{said}]")


def test_json_too_deep_to_be_known_is_redacted_too() -> None:
    deep = "[" * 100_000
    assert RED.payload("42" + deep) == "42" + deep


def test_a_cut_binary_says_so() -> None:
    assert RED.payload("bAAEC", False) == "b[3+]"
    assert RED.payload("9:b4AAEC", False) == "9:b[3+]"


def test_what_is_left_of_headers() -> None:
    pairs = [(b"Host", b"h"), (b"Accept", b"*/*"), (b"Cookie", b"a=1; junk"), (b"X-Key", b"k")]
    pairs += [(b"Set-Cookie", b"r=1; Path=/; Odd=2"), (b"Authorization", b"Bearer x"), (b"Authorization", b"x")]
    left = [value for _, value in RED.headers(pairs)]
    assert list(map(shape, left)) == ["h", "*/*", "a=~; ~", "~", "r=~; Path=/; Odd=~", "Bearer ~", "~"]


def test_what_is_left_of_a_target() -> None:
    left = RED.target(b"http://me:pw@h/s/?EIO=4&sid=q&token=t&odd#frag")
    assert shape(left) == "http://~@h/s/?EIO=4&sid=q&token=~&~#~"
    assert shape(RED.target(b"me@h:1")) == "~@h:1"
    assert RED.target(b"/a@b") == "/a@b"
    assert RED.target(b"/s/?EIO=4&sid=%7E&t=") == "/s/?EIO=4&sid=%7E&t="
    assert shape(RED.target(b"/s/?sid=a?token=b&")) == "/s/?sid=a?token=b&"
    cut = RED.target(b"/" + b"x" * CHARS)
    assert (len(cut), cut[-1]) == (CHARS, "\N{HORIZONTAL ELLIPSIS}")


@settings(max_examples=100)
@given(CANARY, st.integers(0, 200))
def test_no_canary_is_told_wherever_the_text_is_cut(canary: str, cut: int) -> None:
    body = json.dumps(["say", canary, {"k": [canary, f'"{canary}\\"']}])
    packets = [
        f"42{body}",
        f"43/n,1{body[7:]}",
        f'40{{"a":"{canary}"}}',
        f"40/n?q={canary},",
        f"4{canary}",
        canary,
    ]
    texts = [*packets, "\x1e".join(packets), "".join(f"{len(packet)}:{packet}" for packet in packets)]
    for text in texts:
        assert canary[:6] not in RED.payload(text, True)
        assert canary[:6] not in RED.payload(text[:cut], False)
    secret = canary.encode()
    names = (b"Cookie", b"Set-Cookie", b"Authorization", b"X-Token", b"Location")
    told = str(RED.headers([(name, b"a=" + secret) for name in names] + [(b"Authorization", b"Basic " + secret)]))
    told += RED.target(b"http://" + secret + b"@h/?token=" + secret + b"&" + secret + b"#" + secret)
    assert canary not in told


@given(st.text(st.characters(), max_size=40), st.binary(max_size=40), st.booleans())
def test_nothing_raises_and_equal_stays_equal(text: str, raw: bytes, whole: bool) -> None:
    again = Redactor(b"key of this run")
    for one in (text, f"4{text}", f"42[{text}", f"9:{text}"):
        assert RED.payload(one, whole) == again.payload(one, whole)
    assert RED.target(raw) == again.target(raw)
    assert RED.headers([(raw, raw)]) == again.headers([(raw, raw)])


def test_another_key_tells_other_hashes() -> None:
    assert RED.payload("secret", True) != Redactor(b"another").payload("secret", True)
