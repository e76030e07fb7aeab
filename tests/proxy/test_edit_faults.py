"""What each fault of requests decides, without a wire."""

from __future__ import annotations

import pytest
from edit_play import GET, POST, Sids, asked

from harness.proxy.edit.edits import Edit, Memory
from harness.proxy.faults import parse
from harness.proxy.faults.base import Close, Moment
from harness.proxy.faults.big_payload import USUAL, BigPayload
from harness.proxy.faults.cached_handshake import CachedHandshake
from harness.proxy.faults.drop_cookie import DropCookie
from harness.proxy.faults.editing import EditingFault
from harness.proxy.faults.restart_and_reset import RestartAndReset
from harness.proxy.faults.stale_sid import StaleSid, made
from harness.proxy.faults.status import Status
from harness.proxy.faults.truncate import Truncate
from harness.proxy.faults.unsticky import Unsticky
from harness.proxy.faults.wrong_version import WrongVersion

UPGRADE = b"GET /socket.io/?EIO=4 HTTP/1.1\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"
COOKIES = b"GET / HTTP/1.1\r\nCookie: a=1; b=2\r\n\r\n"


def head(edit: Edit | None) -> bytes:
    assert edit is not None
    assert edit.head is not None
    return edit.head.raw


def test_stale_sid_takes_the_clients_latest_earlier_one() -> None:
    known = Sids(a=["old", "older but used later", "now"], b=["other"])
    edit = asked(StaleSid(), GET, "poll", known=known, sid="now")
    assert head(edit) == GET.replace(b"sid=a", b"sid=older%20but%20used%20later")
    assert edit
    assert edit.sid == "older but used later"


@pytest.mark.parametrize(
    ("which", "sids", "expected"),
    [
        ("earlier", {"a": ["now"], "b": ["other"]}, made("a now")),
        ("any", {"b": ["other"], "a": ["now"]}, "other"),
        ("any", {"a": ["now"]}, made("a now")),
        ("made", {"a": ["old", "now"]}, made("a now")),
    ],
)
def test_stale_sid_makes_one_where_there_is_none(which: str, sids: dict[str, list[str]], expected: str) -> None:
    fault = parse("stale-sid", {"which": which})
    assert isinstance(fault, EditingFault)
    edit = asked(fault, GET, "poll", known=Sids(**sids), sid="now")
    assert edit
    assert edit.sid == expected
    assert len(made("x")) == 20


def test_stale_sid_knows_nobody_without_a_name() -> None:
    edit = asked(StaleSid(), GET, "poll", known=Sids(b=["other"]), client=None, sid="now")
    assert edit
    assert edit.sid == made("None now")


@pytest.mark.parametrize("fault", [StaleSid(), BigPayload(), parse("overlap-poll", {"times": "once"})])
def test_once_is_once_for_each_client(fault: EditingFault) -> None:
    raw, kind = (GET, "poll") if fault.name == "overlap-poll" else (POST, "post")
    assert asked(fault, raw, kind, sid="a", times=0)  # type: ignore[arg-type]
    assert asked(fault, raw, kind, sid="a", times=1) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("stale-sid", "handshake"),
        ("strip-upgrade", "poll"),
        ("bad-origin", "page"),
        ("wrong-version", "poll"),
        ("drop-cookie", "poll"),
        ("cached-handshake", "poll"),
        ("overlap-poll", "post"),
        ("big-payload", "poll"),
        ("unsticky", "page"),
        ("truncate", "websocket"),
    ],
)
def test_what_is_not_its_business_passes(name: str, kind: str) -> None:
    fault = parse(name, {})
    assert isinstance(fault, EditingFault)
    assert asked(fault, GET, kind) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(("code", "reason"), [(413, "Request Entity Too Large"), (502, "Bad Gateway"), (499, "")])
def test_status_speaks_as_nginx_does(code: int, reason: str) -> None:
    edit = asked(Status(code=code), GET, "poll")
    assert edit
    first, _, body = edit.answer.partition(b"\r\n\r\n")
    assert first.startswith(f"HTTP/1.1 {code} {reason}\r\n".encode())
    assert f"Content-Length: {len(body)}\r\nConnection: keep-alive".encode() in first
    assert f"<title>{code} {reason}".strip().encode() in body


def test_status_ends_what_the_client_wants_ended_and_sends_no_body_for_head() -> None:
    edit = asked(Status(), b"HEAD / HTTP/1.0\r\n\r\n", "other")
    assert edit
    assert edit.answer.endswith(b"Connection: close\r\n\r\n")


def test_an_origin_left_empty_is_that_of_the_server_s_own_pages() -> None:
    fault = parse("bad-origin", {"origin": ""})
    assert isinstance(fault, EditingFault)
    edit = asked(fault, b"GET /socket.io/?EIO=4 HTTP/1.1\r\nHost: 127.0.0.1:8400\r\n\r\n", "handshake")
    assert b"\r\nOrigin: http://127.0.0.1:8400\r\n" in head(edit)


def test_strip_upgrade_leaves_the_rest() -> None:
    fault = parse("strip-upgrade", {})
    assert isinstance(fault, EditingFault)
    stripped = head(asked(fault, UPGRADE + b"Sec-WebSocket-Version: 13\r\n\r\n", "websocket"))
    assert (
        stripped == UPGRADE.replace(b", Upgrade\r\nUpgrade: websocket", b"") + b"Sec-WebSocket-Version: 13\r\n\r\n"
    )


def test_the_version_can_be_left_out() -> None:
    assert head(asked(WrongVersion(version=""), GET, "handshake")) == GET.replace(b"EIO=4&", b"")


@pytest.mark.parametrize(
    ("fault", "line", "without"),
    [
        (DropCookie(), b"", ()),
        (DropCookie(cookie="a"), b"Cookie: b=2\r\n", ()),
        (DropCookie(cookie="b", where="both"), b"Cookie: a=1\r\n", ((b"set-cookie", b"b="),)),
    ],
)
def test_drop_cookie(fault: DropCookie, line: bytes, without: tuple[tuple[bytes, bytes], ...]) -> None:
    edit = asked(fault, COOKIES, "poll")
    assert head(edit) == b"GET / HTTP/1.1\r\n" + line + b"\r\n"
    assert edit
    assert edit.without == without


def test_drop_cookie_of_answers_lets_the_request_be() -> None:
    edit = asked(DropCookie(where="answer"), COOKIES, "poll")
    assert edit == Edit(did="changed", without=((b"set-cookie", b""),))
    assert asked(DropCookie(cookie="c"), COOKIES, "poll") is None


def test_a_cache_keeps_only_a_handshake_that_succeeded() -> None:
    memory = Memory(answer=b"HTTP/1.1 400 Bad Request\r\n\r\n")
    assert asked(CachedHandshake(), GET, "handshake", memory=memory) == Edit(did="", keep=memory)
    memory.answer = b"HTTP/1.1 200 OK\r\n\r\n"
    assert asked(CachedHandshake(), GET, "handshake", memory=memory) == Edit(did="answered", answer=memory.answer)


@pytest.mark.parametrize(("most", "beyond", "size"), [(None, 1, USUAL + 1), (100_000, 50, 100_050), (3, 1, 7)])
def test_big_payload_is_as_long_as_it_says(most: int | None, beyond: int, size: int) -> None:
    edit = asked(BigPayload(beyond=beyond), POST, "post", known=Sids(most), sid="a")
    assert edit
    assert f"Content-Length: {size}\r\n".encode() in head(edit)
    assert len(b"hello" + b"".join(edit.extra)) == size


def test_unsticky_makes_each_request_the_last_but_a_websocket() -> None:
    assert b"Connection: close" in head(asked(Unsticky(), GET, "poll"))
    assert asked(Unsticky(), UPGRADE + b"\r\n", "websocket") is None


def moment(**fields: object) -> Moment:
    return Moment(draw=lambda _place: 0.0, **fields)  # type: ignore[arg-type]


def test_truncate_cuts_what_a_server_sends_on_a_websocket() -> None:
    frame = {"what": "data", "direction": "down", "size": 10, "frames": True}
    assert Truncate(how="reset").decide(moment(**frame)) == (Close("both", "rst", after=9),)
    for other in ({"frames": False}, {"direction": "up"}, {"what": "now"}):
        assert Truncate().decide(moment(**frame | other)) == ()


def test_restart_and_reset_turns_the_servers_ends_into_resets() -> None:
    fault = RestartAndReset(how="kill", end="client")
    assert fault.restart == "kill"
    for what in ("fin", "rst"):
        assert fault.decide(moment(what=what, direction="down")) == (Close("client", "rst"),)
        assert fault.decide(moment(what=what, direction="up")) == ()
    assert fault.decide(moment(what="data", direction="down")) == ()


@pytest.mark.parametrize(
    ("name", "params"),
    [("bad-origin", {"origin": "a\r\nb"}), ("drop-cookie", {"cookie": "a b"}), ("status", {"code": 200})],
)
def test_nonsense_is_refused(name: str, params: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=f"^{name}: "):
        parse(name, params)
