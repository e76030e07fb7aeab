"""How each profile asks its web server to serve, and how a watched process ends: without starting one."""

from __future__ import annotations

import logging
import os
import signal
import sys
from pathlib import Path
from typing import Any

import pytest
from flask_socketio import SocketIO
from werkzeug._reloader import _find_stat_paths

from server import liveness
from server.log import OneLine, engineio_log
from server.profiles import gevent, werkzeug, werkzeug_reloader
from server.settings import CODE, Settings
from server.witness import Witness

Runs = list[dict[str, Any]]


class Greeter:
    """A witness that only counts its hellos."""

    epoch = "e"

    def __init__(self) -> None:
        self.hellos = 0

    def hello(self) -> None:
        """Say hello."""
        self.hellos += 1

    def say(self, _kind: str, **_fields: object) -> None:
        """Say nothing."""


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Runs:
    """What Flask-SocketIO was asked to run."""
    calls: Runs = []
    monkeypatch.setattr(SocketIO, "run", lambda _self, _app, **options: calls.append(options))
    monkeypatch.delenv("WERKZEUG_RUN_MAIN", raising=False)
    return calls


@pytest.mark.parametrize("module", [gevent, werkzeug, werkzeug_reloader])
def test_no_profile_has_a_debugger(runs: Runs, settings: Settings, module: Any) -> None:
    module.serve(settings, None)
    [options] = runs
    assert options["debug"] is False
    assert (options["host"], options["port"]) == ("127.0.0.1", 5000)
    assert options["use_reloader"] is (module is werkzeug_reloader)
    assert module is gevent or options["use_debugger"] is False


@pytest.mark.parametrize("module", [gevent, werkzeug])
def test_a_serving_process_says_hello(runs: Runs, settings: Settings, module: Any) -> None:
    greeter = Greeter()
    module.serve(settings, greeter)
    assert greeter.hellos == 1


def test_the_reloader_watches_the_runs_own_file_only(runs: Runs, tmp_path: Path) -> None:
    file = tmp_path / "touch-me"
    greeter = Greeter()
    werkzeug_reloader.serve(Settings(origins=("http://a",), reload_file=file), greeter)  # type: ignore[arg-type]
    assert file.exists()
    options = runs[0]["reloader_options"]
    assert options["reloader_type"] == "stat"
    watched = _find_stat_paths(set(options["extra_files"]), set(options["exclude_patterns"]))
    started_by = getattr(sys.modules["__main__"], "__file__", None)  # pytest's own script, which has no suffix
    assert set(watched) - {started_by} == {os.fspath(file)}
    assert greeter.hellos == 0


def test_the_reloaders_child_serves_and_says_so(
    runs: Runs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WERKZEUG_RUN_MAIN", "true")
    file = tmp_path / "touch-me"
    greeter = Greeter()
    for witness in (greeter, None):
        werkzeug_reloader.serve(Settings(origins=("http://a",), reload_file=file), witness)  # type: ignore[arg-type]
    assert greeter.hellos == 1
    assert not file.exists()
    assert len(runs) == 2


@pytest.mark.parametrize("pattern", CODE)
def test_code_is_recognised(pattern: str) -> None:
    assert Path("/a/b" + pattern.lstrip("*")).match(pattern)


# --- how a watched process ends -------------------------------------------------------------------------------


class EndedError(Exception):
    """Stands for the end of the process."""


@pytest.mark.parametrize("last", [b"", None])
def test_it_ends_when_standard_input_ends_or_breaks(monkeypatch: pytest.MonkeyPatch, last: bytes | None) -> None:
    pieces = iter([b"ignored", last])
    ended: list[int] = []

    def read(descriptor: int, _size: int) -> bytes:
        assert descriptor == 0
        piece = next(pieces)
        if piece is None:
            raise OSError("closed")
        return piece

    def leave(status: int) -> None:
        ended.append(status)
        raise EndedError

    monkeypatch.setattr(liveness.os, "read", read)
    monkeypatch.setattr(liveness.os, "_exit", leave)
    with pytest.raises(EndedError):
        liveness._wait_for_the_end()
    assert ended == [liveness.LOST_PARENT]


def test_watching_is_a_daemon_thread_and_leaves_ctrl_c_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[bool] = []
    asked: list[tuple[int, int]] = []

    class Library:
        """Stands for the C library."""

        def __init__(self, _name: None) -> None:
            self.prctl = lambda *args: asked.append(args)

    monkeypatch.setattr(liveness, "_wait_for_the_end", lambda: started.append(True))
    monkeypatch.setattr(liveness.ctypes, "CDLL", Library)
    before = signal.getsignal(signal.SIGINT)
    try:
        liveness.watch()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
    monkeypatch.setattr(sys, "platform", "darwin")
    liveness.end_with_parent()
    assert asked == ([(1, signal.SIGKILL)] if os.uname().sysname == "Linux" else [])


# --- the log --------------------------------------------------------------------------------------------------


def test_every_refusal_is_logged_and_no_packet_is(capfd: pytest.CaptureFixture[str]) -> None:
    logger = logging.getLogger("server.engineio")
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
    log = engineio_log()
    assert engineio_log().logger.handlers == log.logger.handlers
    log.info("%s: Received packet %s data %s", "sid", "MESSAGE", "what someone said")
    log.info("%s: Sending packet %s data %s", "sid", "MESSAGE", "what someone said")
    log.info("Invalid session one")
    log.error("Invalid session two\nfake line")
    log.info("%s: Client is gone, closing socket", "sid")
    text = capfd.readouterr().err
    logger.removeHandler(logger.handlers[0])
    assert "what someone said" not in text
    assert text.count("\n") == 3
    assert "Invalid session two\\nfake line" in text
    assert "sid: Client is gone" in text


def test_a_traceback_keeps_its_lines() -> None:
    try:
        raise EndedError("x")
    except EndedError:
        record = logging.LogRecord("n", logging.ERROR, "p", 1, "m", (), sys.exc_info())
    assert OneLine("%(message)s").format(record).count("\n") >= 3


def test_a_witness_needs_no_core(settings: Settings) -> None:
    """Serving goes on as it is when the core is not there: nothing is raised, nothing is said."""
    witness = Witness("127.0.0.1", 9)
    witness.hello()
    witness.close()
