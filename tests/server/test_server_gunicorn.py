"""What gunicorn is told by each profile, without starting it."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import pytest
from served import until

from server import gunicorn_master
from server.gunicorn_master import GRACE, Workers, configuration, reload_on_touch, served_by
from server.profiles import profiles
from server.settings import Settings

GUNICORN = {name: profile for name, profile in profiles().items() if name.startswith("gunicorn-")}
HIDING = {"gunicorn-gevent-simple", "gunicorn-gevent-2", "gunicorn-recycling"}
SHOWING = {"gunicorn-gevent", "gunicorn-gevent-websocket"}


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


def test_gevent_websocket_is_seen_by_those_that_are_about_it() -> None:
    assert {name for name, profile in GUNICORN.items() if profile.hidden() == ("gevent-websocket",)} == HIDING
    assert {name for name, profile in GUNICORN.items() if "geventwebsocket" in profile.modules} == SHOWING


def test_every_one_is_restarted_in_three_ways_and_stays_off_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.profile.os.name", "nt")
    for profile in GUNICORN.values():
        assert profile.restarts == ("graceful", "kill", "reload")
        assert "does not run" in profile.needs()


@pytest.mark.parametrize(
    ("worker_class", "under_gevent"),
    [
        ("sync", False),
        ("gthread", False),
        ("gevent", True),
        ("geventwebsocket.gunicorn.workers.GeventWebSocketWorker", True),
    ],
)
def test_which_workers_are_gevents(worker_class: str, under_gevent: bool) -> None:
    assert Workers(worker_class=worker_class).under_gevent is under_gevent


def test_what_gunicorn_is_told(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    watched: list[bool] = []
    monkeypatch.setattr(gunicorn_master, "watch", lambda: watched.append(True))
    greeter = Greeter()
    workers = Workers(worker_class="gthread", workers=4, threads=100, timeout=5, max_requests=7)
    told = configuration(workers, settings, greeter)  # type: ignore[arg-type]
    told["post_fork"](None, None)
    assert (greeter.hellos, watched) == (1, [True])
    configuration(workers, settings, None)["post_fork"](None, None)
    assert watched == [True], "an ordinary server is not watched"
    assert {key: told[key] for key in ("worker_class", "workers", "threads", "timeout", "max_requests")} == {
        "worker_class": "gthread",
        "workers": 4,
        "threads": 100,
        "timeout": 5,
        "max_requests": 7,
    }
    assert (told["bind"], told["graceful_timeout"]) == ("127.0.0.1:5000", GRACE)


def test_an_address_of_six_is_bracketed() -> None:
    six = Settings(origins=("http://a",), host="::1")
    assert configuration(Workers(worker_class="sync"), six, None)["bind"] == "[::1]:5000"


@pytest.mark.skipif(bool(GUNICORN["gunicorn-gthread"].needs()), reason="gunicorn is not here")
@pytest.mark.parametrize(("worker_class", "mode"), [("gthread", "threading"), ("gevent", "gevent")])
def test_gunicorn_is_told_by_us_only(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, worker_class: str, mode: str
) -> None:
    from gunicorn.app.base import BaseApplication

    built: list[Any] = []
    monkeypatch.setenv("GUNICORN_CMD_ARGS", "--workers 7")
    monkeypatch.setattr(BaseApplication, "run", lambda self: built.extend([self]))
    greeter = Greeter()
    served_by(Workers(worker_class=worker_class, workers=2))(settings, greeter)  # type: ignore[arg-type]
    [application] = built
    assert application.cfg.workers == 2
    assert application.cfg.bind == ["127.0.0.1:5000"]
    assert application.cfg.control_socket_disable is True
    assert greeter.hellos == 0, "the master serves nothing"
    app = application.load()
    assert app.debug is False
    assert app.extensions["socketio"].async_mode == mode


@pytest.mark.skipif(bool(GUNICORN["gunicorn-gthread"].needs()), reason="gunicorn is not here")
def test_the_reload_file_is_there_before_it_is_looked_at(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "touch-me"
    looked: list[Path] = []
    monkeypatch.setattr(gunicorn_master, "_run", lambda *_: None)
    monkeypatch.setattr(gunicorn_master, "reload_on_touch", looked.append)
    served_by(Workers(worker_class="sync"))(Settings(origins=settings.origins, reload_file=file), None)
    assert file.exists()
    until(lambda: looked == [file], "the look at the file")


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="there is no SIGHUP here")
def test_a_touch_is_a_hangup(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "touch-me"
    file.touch()
    steps = iter([lambda: None, lambda: os.utime(file, (1, 1)), lambda: None, file.unlink])
    sent: list[tuple[int, int]] = []

    def sleep(_seconds: float) -> None:
        step = next(steps, None)
        if step is None:
            raise KeyboardInterrupt
        step()

    monkeypatch.setattr(gunicorn_master.time, "sleep", sleep)
    monkeypatch.setattr(gunicorn_master.os, "kill", lambda pid, number: sent.append((pid, number)))
    with pytest.raises(KeyboardInterrupt):
        reload_on_touch(file)
    assert sent == [(os.getpid(), signal.SIGHUP)]
