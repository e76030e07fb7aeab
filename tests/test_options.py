"""Which values the options of a run may have."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.options import (
    ADDRESS,
    CLIENTS,
    COMMAND,
    DURATION,
    HOST_HEADER,
    PATH,
    SEED,
    TRANSPORT,
    URL,
    OptionError,
    Rule,
    RunOptions,
    TransportChoice,
    shown,
)
from harness.wire_options import WireOptions


@pytest.mark.parametrize(
    ("rule", "text", "value"),
    [
        (CLIENTS, "1", 1),
        (CLIENTS, "10000", 10_000),
        (CLIENTS, "+5", 5),
        (SEED, "9223372036854775807", 2**63 - 1),
        (DURATION, "1e1", 10.0),
        (TRANSPORT, "upgrade", "upgrade"),
        (URL, "http://127.0.0.1:5000/", "http://127.0.0.1:5000"),
        (URL, "http://[::1]:5000", "http://[::1]:5000"),
        (URL, "https://chat.example.org/", "https://chat.example.org"),
        (PATH, "/chat/socket.io", "/chat/socket.io/"),
        (HOST_HEADER, "target", "target"),
        (HOST_HEADER, "chat.example.org:5000", "chat.example.org:5000"),
        (HOST_HEADER, "[::1]:5000", "[::1]:5000"),
        (ADDRESS, "127.0.0.1:0", ("127.0.0.1", 0)),
        (ADDRESS, "[::1]:8400", ("::1", 8400)),
        (ADDRESS, "localhost:65535", ("localhost", 65535)),
    ],
)
def test_what_is_allowed_is_read(rule: Rule[object], text: str, value: object) -> None:
    assert rule.check("--it", text) == value


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        *((CLIENTS, text) for text in ("0", "10001", "-3", "five", "5.0", "", " 5", "٣", "1_0", "9" * 5000)),
        *((PATH, text) for text in ("", "socket.io", "/a b", "/a?b", "/a\nb")),
        *((HOST_HEADER, text) for text in ("", "a b", "a\r\nX: y", "a:port", "http://a", "[::1")),
        *((DURATION, text) for text in ("0", "nan", "inf", "-1", "", "ten", "1e300")),
        *(
            (URL, text)
            for text in ("127.0.0.1:5000", "ws://a", "http://", "https://a:0", "http://a:x", "http://a/x")
        ),
        *(
            (URL, text)
            for text in ("http://u:p@a", "http://a?b", "http://a#b", "http://a b\n", "http://[::1", "ftp://a")
        ),
        *(
            (ADDRESS, text)
            for text in ("", "8400", "a:", ":1", "a:65536", "[::g]:1", "::1:80", "a b:1", "a:-1", "a/b:1")
        ),
    ],
)
def test_anything_else_is_refused_in_one_line(rule: Rule[object], text: str) -> None:
    with pytest.raises(OptionError) as caught:
        rule.check("--it", text)
    assert str(caught.value).startswith(f"--it: {shown(text)} is not allowed: {rule.allowed}")
    assert "\n" not in str(caught.value)


@given(st.text())
def test_no_text_makes_a_rule_fail_in_another_way(text: str) -> None:
    for rule in (CLIENTS, SEED, DURATION, TRANSPORT, URL, ADDRESS, COMMAND):
        try:
            rule.check("--it", text)
        except OptionError as error:
            assert str(error).isprintable()  # noqa: PT017 - most texts are refused, some are not


def test_options_that_do_not_go_together_are_refused() -> None:
    with pytest.raises(OptionError, match="--target and --command: only one server"):
        RunOptions(target="http://a", command="b", url="http://b")
    with pytest.raises(OptionError, match="--command and --url: both are needed"):
        RunOptions(url="http://b")
    with pytest.raises(OptionError, match="--via: it has to lead to the wire"):
        RunOptions(via="http://127.0.0.1:8500")
    with pytest.raises(OptionError, match="--raw and --lan: what other people write"):
        RunOptions(raw=True, lan="")
    with pytest.raises(OptionError, match="--raw and --lan: what other people write"):
        WireOptions(target="http://a", raw=True, lan="")
    with pytest.raises(OptionError, match="--transport: smoke is not allowed"):
        RunOptions(transport=cast("TransportChoice", "smoke"))
    with pytest.raises(OptionError, match="--profile and --command: only one server"):
        RunOptions(profile="external", command="b", url="http://b")
    with pytest.raises(OptionError, match="--host-header: it is about a server of your own"):
        RunOptions(host_header="keep")
    with pytest.raises(
        OptionError, match="--reload-file: it is about a server of your own, which --command starts"
    ):
        RunOptions(target="http://a", reload_file=Path("run.py"))


def test_a_server_of_ones_own_in_the_words_of_a_scenario() -> None:
    said = RunOptions(profile="command", command="b", url="http://b", path="/x/", reload_file=Path("run.py"))
    assert said.own == {"command": "b", "url": "http://b", "path": "/x/", "reload": "run.py"}
    assert RunOptions(profile="external", target="http://a", ca_file=Path("ca.pem")).own == {}


@pytest.mark.parametrize(
    ("transport", "tried"),
    [
        (None, None),
        ("polling", ("polling",)),
        ("websocket", ("websocket",)),
        ("upgrade", ("polling", "websocket")),
    ],
)
def test_transports_in_the_order_clients_try_them(
    transport: TransportChoice | None, tried: tuple[str, ...] | None
) -> None:
    assert RunOptions(transport=transport).transports == tried
