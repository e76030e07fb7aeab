"""Logs of gunicorn, Werkzeug, gevent, nginx and python-engineio: what lines tell, and what they leave open."""

import pytest

from harness.diagnosis.capture import lines, log
from harness.diagnosis.capture.lines import TooLongError, read_lines
from harness.diagnosis.capture.log import NoLogError, captured_log
from harness.diagnosis.capture.verdicts import Concluded, concluded
from harness.events import ServerLogged, WireUnanswered

ONCE = " (further occurrences of this error will be logged with level INFO)"


class Written:
    """A log in the making: each line says its second."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, *lines: str) -> "Written":
        self.lines += lines
        return self

    # --- gunicorn ---

    def gunicorn(self, at: int, pid: int, words: str, level: str = "INFO") -> "Written":
        return self.say(f"[2026-11-23 17:21:{at:02} +0000] [{pid}] [{level}] {words}")

    def master(self, at: int) -> "Written":
        return self.gunicorn(at, 1, "Starting gunicorn 27.0.1").gunicorn(
            at, 1, "Listening at: http://127.0.0.1:80 (1)"
        )

    def boot(self, at: int, pid: int) -> "Written":
        return self.gunicorn(at, pid, f"Booting worker with pid: {pid}")

    def exit(self, at: int, pid: int) -> "Written":
        return self.gunicorn(at, pid, f"Worker exiting (pid: {pid})")

    def access(
        self, at: int, status: int, sid: str = "", size: int = 5, method: str = "GET", **more: str
    ) -> "Written":
        query = f"EIO={more.get('eio', 4)}&transport={more.get('transport', 'polling')}"
        query += f"&sid={sid}" if sid else ""
        request = f'"{method} /socket.io/?{query} HTTP/1.1" {status} {size} "-" "Mozilla/5.0"'
        return self.say(f"10.0.0.9 - - [23/Nov/2026:17:21:{at:02} +0000] {request}")

    # --- Werkzeug ---

    def start(self) -> "Written":
        return self.say(" * Running on http://127.0.0.1:5000", "Press CTRL+C to quit", " * Restarting with stat")

    def reload(self) -> "Written":
        return self.say(" * Detected change in '/app/x.py', reloading", " * Restarting with stat")

    def served(self, at: int, status: int, sid: str = "", method: str = "GET") -> "Written":
        query = f"EIO=4&transport=polling{f'&sid={sid}' if sid else ''}"
        request = f"{method} /socket.io/?{query} HTTP/1.1"
        styled = f"\x1b[31m\x1b[1m{request}\x1b[0m" if status >= 400 else request
        return self.say(f'127.0.0.1 - - [23/Nov/2026 17:21:{at:02}] "{styled}" {status} -')

    # --- python-engineio ---

    def refuses(self, sid: str, *, once: bool = True) -> "Written":
        return self.say(f"Invalid session {sid}{ONCE if once else ''}")

    # --- what comes of it ---

    def bytes(self) -> bytes:
        return "\n".join(self.lines).encode()

    def concluded(self) -> Concluded:
        return concluded(captured_log(self.bytes()))

    def kept(self) -> tuple[str, ...]:
        return self.concluded().diagnosis.kept

    def word(self, hypothesis: str) -> str:
        verdicts = self.concluded().diagnosis.verdicts
        return next(one.verdict for one in verdicts if one.hypothesis == hypothesis)

    def why(self, hypothesis: str) -> str | None:
        return next(one.why for one in self.concluded().still_open if one.hypothesis == hypothesis)


def one_worker() -> Written:
    return Written().master(0).boot(0, 11).access(1, 200).access(2, 200, "s1")


def test_a_reloader_that_detects_a_change_restarts_the_server() -> None:
    written = (
        Written().start().served(1, 200).served(2, 200, "s1").reload().refuses("s1").served(4, 400, "s1", "POST")
    )
    found = written.concluded()
    assert found.captured.what == "a log of Werkzeug, python-engineio"
    assert found.diagnosis.kept == ("restart-stale-sid",)
    assert found.diagnosis.explained["http_400"] == (1, 1)
    assert written.word("workers-unsticky") == "rejected"
    assert found.diagnosis.verdicts[0].because == (5, 6, 7, 9)  # served, the change, the next life, refused


def test_a_log_that_begins_while_a_reloader_serves_is_read_from_there() -> None:
    written = Written().served(2, 200, "s1").reload().refuses("s1").served(4, 400, "s1")
    assert written.kept() == ("restart-stale-sid",)


def test_the_only_kind_of_error_that_is_named_is_that_of_the_others() -> None:
    written = Written().start().served(1, 200, "s1").served(1, 200, "s2").reload()
    written.refuses("s1").served(4, 400, "s1").served(4, 400, "s2")  # python-engineio named the first only
    assert written.concluded().diagnosis.explained["http_400"] == (2, 2)
    other = written.say("Unexpected HTTP request for session s2").served(5, 400, "s2")
    assert other.concluded().diagnosis.explained["http_400"] == (1, 3)


def test_a_worker_that_is_replaced_as_asked_was_restarted() -> None:
    written = one_worker().gunicorn(3, 1, "Handling signal: hup").boot(3, 12).exit(4, 11).access(5, 400, "s1", 20)
    assert written.kept() == ("restart-stale-sid",)
    assert written.word("worker-timeout") == written.word("worker-recycled") == "rejected"
    assert written.word("clock-jump") == "undecided"  # no log tells of clocks


def test_a_worker_that_gunicorn_recycles_is_told_apart() -> None:
    written = one_worker().gunicorn(3, 11, "Autorestarting worker after current request.")
    written.exit(3, 11).boot(3, 12).access(5, 400, "s1", 20)
    assert written.kept() == ("worker-recycled",)


def test_a_worker_that_gunicorn_kills_for_its_silence_is_told_apart() -> None:
    written = one_worker().gunicorn(33, 1, "WORKER TIMEOUT (pid:11)", "CRITICAL")
    written.gunicorn(34, 1, "Worker (pid:11) was sent SIGKILL! Perhaps out of memory?", "ERROR")
    assert written.boot(34, 12).access(35, 400, "s1", 20).kept() == ("worker-timeout",)


def test_a_log_without_its_beginning_does_not_tell_whose_worker_was_silent() -> None:
    written = Written().access(1, 200).access(2, 200, "s1").gunicorn(33, 1, "WORKER TIMEOUT (pid:11)", "CRITICAL")
    found = written.access(35, 400, "s1", 20).concluded()
    assert not [one for one in found.captured.records if isinstance(one.event, ServerLogged)]
    assert (found.diagnosis.kept, written.word("worker-timeout")) == ((), "undecided")


def test_a_worker_that_failed_with_a_session_knew_it() -> None:
    written = Written().master(0).boot(0, 11).gunicorn(33, 1, "WORKER TIMEOUT (pid:11)", "CRITICAL")
    written.access(34, 500, "s1", 0).exit(34, 11).boot(34, 12).access(35, 400, "s1", 20)
    assert written.kept() == ("worker-timeout",)


def test_a_whole_server_that_is_started_again_was_restarted() -> None:
    ended = one_worker().gunicorn(7, 1, "Shutting down: Master")
    assert ended.master(8).boot(8, 21).access(9, 400, "s1", 20).kept() == ("restart-stale-sid",)


def test_a_server_of_whose_end_nothing_is_told_may_have_gone_on() -> None:
    for written in (
        one_worker().master(8).boot(8, 21).access(9, 400, "s1", 20),
        Written().start().served(1, 200, "s1").start().refuses("s1").served(3, 400, "s1"),
    ):
        assert written.kept() == ()
        assert written.why("restart-stale-sid") == log.UNANNOUNCED


def test_workers_at_once_that_know_and_do_not_know_a_session_are_not_sticky() -> None:
    written = Written().master(0).boot(0, 11).boot(0, 12).access(1, 200, "s1")
    written.access(2, 400, "s1", 20).access(3, 200, "s1")
    assert written.kept() == ("workers-unsticky",)


def test_which_of_several_processes_answered_is_not_guessed() -> None:
    alone = Written().access(1, 200, "s1").access(2, 400, "s1", 20).access(3, 200, "s1")  # nginx' log, say
    assert alone.kept() == ()
    assert alone.why("restart-stale-sid") == alone.why("workers-unsticky") == log.NO_PROCESSES
    open_still = {one.hypothesis: one.by for one in alone.concluded().still_open if one.matters}
    assert open_still["worker-timeout"] == ("log", "run")  # gunicorn's own, that is
    workers = Written().master(0).boot(0, 11).boot(0, 12).access(1, 200, "s1").access(2, 400, "s1", 20)
    assert workers.kept() == ()


def test_a_process_that_knows_what_another_issued_is_not_that_process() -> None:
    written = one_worker().exit(3, 11).boot(3, 12).access(4, 200, "s1").access(5, 400, "s1", 20)
    assert written.kept() == ()
    assert written.why("restart-stale-sid") == log.NO_PROCESSES


def test_the_process_that_a_line_names_is_believed() -> None:
    written = Written().master(0).boot(0, 11).boot(0, 12)
    for at, pid, status in ((1, 11, 200), (2, 12, 400), (20, 11, 200), (25, 12, 400)):
        line = Written().access(at, status, "s1", 20).lines[0]
        written.say(f"[2026-11-23 17:21:{at:02} +0000] [{pid}] [INFO] {line}")
    assert written.kept() == ("workers-unsticky",)


def test_strangers_may_come_from_another_server() -> None:
    written = one_worker().access(5, 400, "zz", 20)
    assert written.word("restart-stale-sid") == "rejected"
    assert written.why("workers-unsticky") == log.STRANGERS


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        ("http://evil.example is not an accepted origin." + ONCE, "origin-refused"),
        ("The client is using an unsupported version of the Socket.IO or Engine.IO protocols", "protocol-version"),
        ("Invalid websocket upgrade", "upgrade-stripped"),
    ],
)
def test_causes_that_python_engineio_names(line: str, cause: str) -> None:
    assert Written().say(line).kept() == (cause,)  # a log without requests
    transport = "websocket" if "upgrade" in line else "polling"
    with_requests = (
        Written().say(f"2026-11-23 17:21:01,123 ERROR engineio: {line}").access(1, 400, transport=transport)
    )
    found = with_requests.concluded()
    assert found.diagnosis.kept == (cause,)
    assert found.diagnosis.explained["http_400"] == (1, 1)


def test_a_word_that_names_a_session_is_about_that_one() -> None:
    written = Written().refuses("s2").say("x is not an accepted origin.").access(1, 400)
    assert written.kept() == ("origin-refused",)


def test_words_of_long_ago_are_about_something_else() -> None:
    written = Written().say("x is not an accepted origin.", *[""] * (log.NEAR + 1)).access(1, 400)
    assert written.kept() == ()
    assert written.why("origin-refused") == log.NO_WORDS


def test_words_without_requests_tell_of_sessions_too() -> None:
    found = Written().master(0).boot(0, 11).refuses("s1").say("Invalid session None").concluded()
    assert found.diagnosis.explained["http_400"] == (0, 2)
    assert Written().say("Invalid transport", "Invalid transport for session s1").kept() == ("upgrade-stripped",)
    assert Written().say("Socket for session s1 is not connected").kept() == ()


def test_what_a_server_says_that_cannot_keep_up_stays_open() -> None:
    written = one_worker().say("s1: Sending packet OPEN data {'sid': 's1'}", "s1: Client is gone, closing socket")
    written.access(51, 400, "s1", 20)
    assert written.kept() == ()
    assert written.why("ping-timeout") == log.NOT_KEPT_UP
    crowded = Written().say("post request handler error", "ValueError: Too many packets in payload")
    assert crowded.kept() == ()
    assert crowded.why("too-many-packets") == log.NOT_KEPT_UP


def test_what_the_application_could_not_do() -> None:
    broken = (
        "RuntimeError: The gevent-websocket server is not configured appropriately. See the Deployment section"
    )
    assert Written().say(broken).kept() == ("gevent-websocket-unconfigured",)
    closed = Written().say("KeyError: 'Session is disconnected'")
    assert closed.kept() == ()  # why it was over before, the log does not say
    assert next(one for one in closed.concluded().still_open if one.hypothesis == "post-after-close").matters


NGINX = (
    '2026/11/23 17:21:05 [error] 7#7: *45 {what}, client: 10.0.0.9, server: , request: "{method} '
    '/socket.io/?EIO=4&transport=polling&sid=s1 HTTP/1.1", upstream: "http://127.0.0.1:5000/", host: "x"'
)


def test_nginx_tells_what_became_of_its_upstream() -> None:
    large = NGINX.format(what="client intended to send too large body: 2000000 bytes", method="POST")
    assert Written().say(large).kept() == ("payload-too-large",)
    cut = NGINX.format(what="upstream prematurely closed connection while reading", method="GET")
    found = Written().say(cut).concluded()
    assert found.captured.what == "a log of nginx"
    assert [type(one.event) for one in found.captured.records][-1] is WireUnanswered
    assert {one.hypothesis for one in found.still_open if one.matters} >= {"restart-stale-sid", "network-drop"}


def test_a_client_that_left_tells_nothing() -> None:
    assert not Written().access(1, 499, "s1").concluded().captured.records


def test_formats_are_known_by_their_shape() -> None:
    gevent = (
        '127.0.0.1 - - [2026-11-23 17:21:05] "GET /socket.io/?EIO=4&transport=polling HTTP/1.1" 200 160 0.000631'
    )
    programs = [
        one.program for one in read_lines("\n".join([gevent, *one_worker().served(3, 200).lines]).encode())
    ]
    assert programs == ["gevent", "gunicorn", "gunicorn", "gunicorn or nginx", "gunicorn or nginx", "Werkzeug"]
    assert one_worker().concluded().captured.what == "a log of gunicorn"
    assert Written().access(1, 200).concluded().captured.what == "a log of gunicorn or nginx"


def test_times_that_are_none_are_passed_over() -> None:
    line = '- [99/Foo/2026:17:21:99 +0000] "GET /socket.io/?EIO=4&sid=s1 HTTP/1.1" 200 5'
    assert [one.at for one in read_lines(f"{line}\n{line[:-6]}".encode())] == [None]


def test_what_has_no_line_of_ours_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoLogError, match="no line"):
        captured_log(b"hello\nGET / HTTP/1.1\n")
    monkeypatch.setattr(lines, "MOST_LINES", 1)
    with pytest.raises(TooLongError, match="more than 1 lines"):
        captured_log(b"\n\n")
    monkeypatch.setattr(lines, "MOST_LINES", 100)
    monkeypatch.setattr(log, "LINES", 2)
    with pytest.raises(NoLogError, match="more than 2 lines"):
        captured_log(one_worker().bytes())
