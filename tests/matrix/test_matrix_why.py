"""Why a cell is as it is: each cause from what witnesses saw and the server's log said."""

from __future__ import annotations

import pytest
from made_cell import NAMES, Made, back, good

from harness.events import WireAccounts, WireBytes
from harness.matrix.logged import capacity, last_complaint, last_exception, without_class, without_time
from harness.matrix.why import Reason, never_measured, reasons

GTHREAD = ("[2026-11-23 16:08:04 +0000] [11360] [INFO] Using worker: gthread",)
WENT_ON = "the old process went on serving after the restart (graceful): nobody lost its connection in {} s"
UNCONFIGURED = (
    "RuntimeError: The gevent-websocket server is not configured appropriately. See the Deployment section of the "
    "documentation for more information."
)


def why(made: Made, log: tuple[str, ...] = (), *, upgrading: bool = False, whole: bool = False) -> dict[str, str]:
    return {one.name: one.text for one in reasons(made.seen(), log, upgrading=upgrading, whole=whole)}


def hanging(kind: str = "post") -> Made:
    """One poll is held, and everything else waits until it is over."""
    made = Made()
    made.process("e1", 100)
    made.start()
    made.phase("talk", 0.2)
    for name in NAMES:
        made.opened(name, 0.3)
    made.request("matrix-1", "poll", 0.5, answered=3.5)
    for name in NAMES:
        made.request(name, kind, 0.5, answered=3.5)  # type: ignore[arg-type]
    made.end(8.0)
    return made


@pytest.mark.parametrize("kind", ["post", "handshake", "websocket"])
def test_one_thread_is_held_by_the_long_poll(kind: str) -> None:
    found = why(hanging(kind), GTHREAD)
    assert list(found) == ["threads-starved"]
    assert found["threads-starved"] == (
        "one thread, held by the long poll (thread starvation): 3 requests waited, for up to 3.0 s"
    )


def test_one_thread_is_held_by_a_websocket() -> None:
    made = good(NAMES[:1])
    made.request("matrix-1", "websocket", 0.4, answered=0.5, status=101, cut=20.0)
    made.request("matrix-2", "websocket", 0.4, cut=20.0)
    made.request("matrix-3", "websocket", 0.4)
    found = why(made, GTHREAD)
    assert found["threads-starved"].startswith(
        "one thread, held by the WebSocket of one client (thread starvation): 2 "
    )
    assert "never-connected" not in found


def test_what_is_served_at_a_time_is_said_in_the_words_of_what_serves() -> None:
    assert capacity(GTHREAD, 1) == "one thread"
    assert capacity(("Using worker: sync",), 1) == "one worker that serves one request at a time"
    assert capacity((), 1) == "one request at a time"
    assert capacity(GTHREAD, 3) == "no more than 3 requests at a time"
    threads = "[2026-11-23 16:08:04 +0000] [11360] [INFO] %d x gthread with %d threads each"
    assert capacity((*GTHREAD, threads % (1, 1)), 3) == "one thread"
    assert capacity((*GTHREAD, threads % (4, 100)), 3) == "no more than 3 requests at a time"
    assert capacity((threads.replace("gthread", "gevent") % (1, 1),), 3) == "no more than 3 requests at a time"


def test_who_waits_while_nothing_is_held_is_not_starved() -> None:
    made = Made()
    made.start()
    made.request("matrix-1", "post", 0.5, cut=5.0)
    made.end(8.0)
    assert list(why(made)) == ["never-connected"]


def strayed(issued: str, asked: str, *, gone: float | None = None) -> Made:
    made = good(epochs=("e1", "e2"))
    sid = made.connect("matrix-1", 3.0, issued)
    if gone is not None:
        made.exited(100, gone)
    made.answered("matrix-1", 400, 3.5, sid=sid, epoch=asked, cause="unknown-sid", text="Invalid session")
    made.request("matrix-1", "post", 3.4, answered=3.5, status=400, text=f'"Invalid session {sid}"')
    return made


def test_a_session_that_the_other_worker_does_not_know() -> None:
    found = why(strayed("e1", "e2"))
    assert found["workers-unsticky"] == (
        "the session id is unknown to the other worker: 1 requests were answered 400 by a process that had not "
        "issued it (2 processes, nothing sticky)"
    )
    assert "refused" not in found


@pytest.mark.parametrize(("asked", "gone"), [("e1", None), ("e2", 3.2)])
def test_a_session_that_nobody_knows_is_another_matter(asked: str, gone: float | None) -> None:
    found = why(strayed("e1", asked, gone=gone))
    assert "workers-unsticky" not in found
    assert found["refused"] == '1 requests were answered 400: "Invalid session"'


@pytest.mark.parametrize("told", [True, False])
def test_gevent_websocket_that_is_not_configured(told: bool) -> None:
    made = good()
    for name in NAMES:
        made.request(name, "upgrade", 0.6, answered=0.7, status=500)
        if told:
            made.answered(name, 500, 0.7, text=UNCONFIGURED)
    found = why(made, ("Traceback (most recent call last):", UNCONFIGURED), upgrading=True)
    assert found == {
        "gevent-websocket-unconfigured": (
            "the upgrade to WebSocket is answered 500: The gevent-websocket server is not configured appropriately"
        ),
        "stays-on-polling": "clients stay on polling for ever",
        "went-on": WENT_ON.format(1),
    }


def test_an_error_inside_is_told_in_its_own_words() -> None:
    made = good()
    made.request("matrix-1", "post", 0.6, answered=0.7, status=500)
    assert why(made, ("KeyError: 'room'",))["failed-inside"] == "post is answered 500: 'room'"
    assert why(made)["failed-inside"] == "post is answered 500: the log does not say why"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("[CRITICAL] WORKER TIMEOUT (pid:3)", "worker-timeout"),
        ("[INFO] Autorestarting worker after current request.", "worker-recycled"),
    ],
)
def test_what_gunicorn_does_to_workers_is_read_in_its_log(line: str, name: str) -> None:
    made = good()
    made.disconnect("matrix-1", 4.0)
    found = why(made, (line, line))
    assert "2 × " in found[name]
    assert "lost-in-the-quiet" not in found
    assert why(made)["lost-in-the-quiet"] == "lost while idle for longer than a ping: python:transport error"


def test_a_request_that_meets_a_closing_connection() -> None:
    made = good()
    made.disconnect("matrix-1", 4.0)
    made.request("matrix-1", "poll", 3.95, cut=4.0, n=7)
    made.request("matrix-2", "poll", 3.95, cut=4.0)  # the first of its connection: refused otherwise
    made.request("matrix-2", "poll", 8.0, cut=8.05, n=3)  # by the restart
    race = "1 requests met a kept connection that the server was closing (keep-alive race)"
    assert why(made)["keep-alive-race"] == race


def test_where_no_cause_is_found_the_clients_say_what_they_met() -> None:
    made = good(NAMES[:2])
    made.error("matrix-3", 1.0, "Connection refused by the server")
    assert why(made)["never-connected"] == "1 of 3 clients never connected: Connection refused by the server"
    torn = good()
    torn.disconnect("matrix-1", 1.5)
    assert why(torn)["disconnected"] == "clients were disconnected: python:transport error"
    dumb = good()
    assert why(dumb)["unanswered"] == "messages were not answered, and no witness says why"
    assert "unanswered" not in why(dumb, whole=True)


def test_a_server_that_never_came_up() -> None:
    made = Made()
    made.never_up("the server (profile x) ended: see logs/server.log in the run folder")
    assert never_measured(made.seen(), ()) == "the server (profile x) ended: see logs/server.log in the run folder"
    log = ("2026-11-23 16:21:25,849 INFO all is well", "server: port 5000 is taken", "bye")
    assert never_measured(made.seen(), log) == "the server did not start: server: port 5000 is taken"
    assert never_measured(good().seen(), log) == ""


def test_messages_reach_only_the_clients_of_one_process() -> None:
    made = Made()
    made.start()
    made.phase("talk", 0.2)
    for name, epoch in zip(NAMES, ("e1", "e2", "e1"), strict=True):
        made.connect(name, 0.5, epoch)
    made.say("matrix-1", 1, 1.0, heard_by=("matrix-1", "matrix-3"))
    made.say("matrix-2", 1, 1.0, heard_by=("matrix-2",))
    made.phase("idle", 2.0)
    apart = "a message reaches only clients of the same process: 2 processes share no message queue"
    assert why(made, whole=True) == {"no-message-queue": apart}
    made.say("matrix-3", 1, 1.5, heard_by=("matrix-3",))  # matrix-1 is in the same process: that is another matter
    assert why(made, whole=True) == {}


def test_what_a_restart_came_to() -> None:
    assert why(back(good()), whole=True) == {}
    away = back(good(), NAMES[:2])
    away.disconnect("matrix-3", 8.1)
    away.error("matrix-3", 9.0, "Connection error")
    assert why(away, whole=True) == {
        "not-back": "1 of 3 clients were not back 2 s after the restart: Connection error"
    }
    dead = good()
    dead.events.pop()  # the restart was never done
    dead.phase("back", 28.0)
    dead.end(40.0)
    silent = why(dead, whole=True)
    assert silent["not-back"] == "3 of 3 clients were not back 32 s after the restart"
    for name in NAMES:
        dead.say(name, 9, 39.0)
    assert why(dead, whole=True) == {
        "not-up-again": "the server did not answer again within 20 s after the restart (graceful)",
        "went-on": WENT_ON.format(32),
    }


def test_other_events_say_nothing() -> None:
    made = back(good())
    made.add(WireAccounts(t=1, up=WireBytes(), down=WireBytes(), open=0, lost=0))
    assert reasons(made.seen(), (), upgrading=False, whole=True) == ()
    assert Reason("a", "b").text == "b"


@pytest.mark.parametrize(
    ("log", "complaint", "exception"),
    [
        ((), "", ""),
        (("all is well",), "", ""),
        (
            ("ModuleNotFoundError: No module named 'gevent'", "bye"),
            "ModuleNotFoundError: No module named 'gevent'",
        )
        * 1
        + ("ModuleNotFoundError: No module named 'gevent'",),
        (("[ERROR] Connection in use", "bye"), "[ERROR] Connection in use", ""),
        (("  gevent.exceptions.LoopExit: This operation would block forever",),)
        + ("gevent.exceptions.LoopExit: This operation would block forever",) * 2,
    ],
)
def test_what_a_log_complains_of(log: tuple[str, ...], complaint: str, exception: str) -> None:
    assert last_complaint(log) == complaint
    assert last_exception(log) == exception


def test_words_without_what_is_not_theirs() -> None:
    assert without_class("ValueError: too much. And more.") == "too much"
    assert without_class("just words") == "just words"
    assert without_time("[2026-11-23 16:21:25 +0000] [25939] [INFO] Booting") == "Booting"
    assert without_time("2026-11-23 16:21:25,849 INFO hello") == "INFO hello"
    assert without_time("server: words") == "server: words"
