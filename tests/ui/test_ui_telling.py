"""How events are told: details first that matter, nothing that could draw on the window."""

import pytest

from harness.events import (
    ClientAttempt,
    ClientDisconnected,
    RunProcessExited,
    WireBytes,
    WireClosed,
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
