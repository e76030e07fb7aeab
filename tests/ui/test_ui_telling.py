"""How events are told: details first that matter, nothing that could draw on the window."""

import pytest

from harness.events import (
    BeaconRefused,
    ClientAttempt,
    ClientCapped,
    ClientDevice,
    ClientDisconnected,
    RunLan,
    RunProcessExited,
    WireBytes,
    WireClosed,
    WireGateRefused,
    WireResponse,
)
from ui.telling import printable, told


def response(status: int, text: str = "") -> WireResponse:
    cause = "unknown-sid" if status == 400 else None
    return WireResponse(
        t=0,
        conn=1,
        n=1,
        status=status,
        method="POST",
        kind="post",
        upstream_port=1,
        client="c-1",
        cause=cause,
        text=text,
    )


@pytest.mark.parametrize(("status", "tone"), [(200, "quiet"), (400, "warn"), (500, "bad")])
def test_an_answer_is_as_loud_as_its_status(status: int, tone: str) -> None:
    assert told(response(status)).tone == tone


def test_a_400_says_its_cause_first() -> None:
    one = told(response(400, '"Invalid session x"'))
    assert one.who == "c-1"
    assert one.kind == "wire.response"
    assert one.detail.startswith("400 unknown-sid  POST post")
    assert one.detail.endswith('"Invalid session x"')


def test_an_attempt_that_failed_says_error_and_errno() -> None:
    event = ClientAttempt(
        t=0, client="c-1", method="GET", kind="poll", took=0.01, error="ClientOSError", errno="ECONNRESET"
    )
    assert told(event).detail.startswith("ClientOSError ECONNRESET  GET poll")
    assert told(event).tone == "warn"


def test_a_reason_keeps_its_dialect() -> None:
    event = ClientDisconnected(t=0, client="c", generation=1, sid="s", reason="python:transport error")
    assert told(event).detail.startswith("python:transport error")


def test_an_exit_nobody_asked_for_is_bad() -> None:
    assert told(RunProcessExited(t=0, role="wire", name="wire", pid=1, signal="SIGKILL")).tone == "bad"
    assert told(RunProcessExited(t=0, role="wire", name="wire", pid=1, code=0, asked=True)).tone != "bad"


def test_nested_figures_are_json() -> None:
    event = WireClosed(t=0, conn=1, up=WireBytes(seen=5, relayed=5), down=WireBytes())
    assert 'up={"seen":5,"relayed":5}' in told(event).detail


def test_control_characters_become_visible_and_lines_end() -> None:
    assert printable("a\x1b[31mb\nc") == "a\\x1b[31mb\\nc"
    assert printable("한글 →") == "한글 →"
    assert len(printable("x" * 5000)) < 400


def test_what_a_page_sent_stands_beside_its_failure() -> None:
    event = ClientAttempt(
        t=0, client="page-1", method="POST", kind="post", took=0.2, status=400, body="close-packet", text="Invalid"
    )
    assert told(event).detail.startswith("400  POST post  body=close-packet")
    assert told(event).tone == "warn"


def test_who_takes_part_by_the_lan_is_told_with_clock_and_address() -> None:
    device = ClientDevice(t=0, client="Kim", browser="Chrome 141", address="192.168.0.31", offset=-0.0421)
    assert told(device) == ("Kim", "client.device", "Chrome 141  address=192.168.0.31  clock=-0.042 s", "info")
    unknown = ClientDevice(t=0, client="Lee", browser="Safari", address="192.168.0.44")
    assert "clock" not in told(unknown).detail


def test_the_lan_is_told_when_it_opens_shuts_or_cannot() -> None:
    on = RunLan(t=0, on=True, interface="eth0", address="192.168.0.23", port=8460)
    assert told(on).detail == "on  192.168.0.23:8460  interface=eth0"
    assert told(RunLan(t=0, on=False)).detail == "off"
    assert told(RunLan(t=0, on=False, why="there is no free port")).detail == "off  there is no free port"


def test_who_is_turned_away_is_told_with_the_reason_first() -> None:
    gate = WireGateRefused(
        t=0, conn=7, peer="192.168.0.99", why="no-token", status=403, path="/socket.io/", count=3
    )
    assert told(gate).detail == "no-token  status=403  peer=192.168.0.99  path=/socket.io/  count=3  conn=7"
    assert told(gate).tone == "warn"
    one = BeaconRefused(t=0, address="192.168.0.99", why="wrong-token")
    assert told(one).detail == "wrong-token  address=192.168.0.99"
    assert told(one).tone == "warn"
    assert "count=12" in told(BeaconRefused(t=0, address="a", why="too-often", count=12)).detail


def test_the_browsers_connection_cap_is_named() -> None:
    capped = ClientCapped(t=0, client="tab-7", host="127.0.0.1:20461", open=6, waiting=2, took=1.5)
    assert told(capped).detail.startswith("2 requests wait: the browser has 6 connections, its most")
    assert (told(capped).who, told(capped).tone) == ("tab-7", "warn")
