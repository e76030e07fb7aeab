"""Lines of servers' logs, read one by one: what each of them says, or nothing.

Formats, as their programs write them: access lines of gunicorn (config.py, `access_log_format`), nginx
(`combined`), Werkzeug (serving.py, `log_request`) and gevent (pywsgi.py, `format_request`); gunicorn's error log
(arbiter.py, workers/*.py, glogging.py), Werkzeug's reloader (_reloader.py); python-engineio (server.py,
socket.py); nginx's error log (ngx_http_upstream.c, ngx_http_core_module.c). What stands before is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from harness.diagnosis.capture.captured import NotACaptureError
from harness.events import Cause, LogWord

LINE_BYTES = 8192
"""More of a line is passed over."""
MOST_LINES = 3_000_000


class TooLongError(NotACaptureError):
    """A log has more lines than are read."""


@dataclass(frozen=True, slots=True)
class Access:
    """A request that was answered. `size`: bytes of the answer's body; it and `pid` where the log says them."""

    method: str
    target: str
    status: int
    size: int | None = None
    pid: int | None = None


@dataclass(frozen=True, slots=True)
class Master:
    """gunicorn's master began to listen: whatever served here before is over."""


@dataclass(frozen=True, slots=True)
class Began:
    """A serving process began: a worker, with its pid; or, without one, one that serves alone."""

    pid: int | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """A serving process is over, or about to be; without a pid the one that there is."""

    pid: int | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What gunicorn says of a worker that it ends."""

    word: LogWord
    pid: int


@dataclass(frozen=True, slots=True)
class Refused:
    """python-engineio says why it refuses a request; `sid` where it names it."""

    cause: Cause
    sid: str | None = None


@dataclass(frozen=True, slots=True)
class Silent:
    """python-engineio gives a session up since no pong came in time."""

    sid: str


@dataclass(frozen=True, slots=True)
class Opened:
    """python-engineio hands out a session id."""

    sid: str


@dataclass(frozen=True, slots=True)
class Crowded:
    """python-engineio was posted more packets than it reads."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The application failed, in these words."""

    text: str


@dataclass(frozen=True, slots=True)
class Upstream:
    """nginx could not pass a request on, or was not answered; `too_large`: it would not."""

    method: str
    target: str
    too_large: bool = False


What = Access | Master | Began | Ended | Said | Refused | Silent | Opened | Crowded | Failed | Upstream


@dataclass(frozen=True, slots=True)
class Line:
    """A line that says something. `at`: ns of the time it bears, as if in UTC; null where it bears none."""

    number: int
    at: int | None
    program: str
    what: What


_STYLE = re.compile(r"\x1b\[[\d;]{0,12}m")
_TIME = re.compile(
    r"(?P<y>\d{4})[-/](?P<m>\d\d)[-/](?P<d>\d\d)[ T](?P<t>\d\d:\d\d:\d\d)(?:[.,](?P<f>\d{1,6}))?"
    r"|(?P<d2>\d\d)/(?P<mon>[A-Z][a-z]{2})/(?P<y2>\d{4})[ :](?P<t2>\d\d:\d\d:\d\d)"
)
_MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"
_ACCESS = re.compile(
    r'\[([^\]"]{10,40})\] "([A-Z]{3,8}) (\S{1,4096}) HTTP/[\d.]{1,4}" (\d{3}) (\d{1,12}|-)(?=\s|$)(.*)'
)
_GUNICORN_PID = re.compile(r"^\[[^\]]{10,40}\] \[(\d{1,9})\] \[[A-Z]+\] ")
_DURATION = re.compile(r"^ \d+\.\d+$")
_NGINX = re.compile(r'request: "([A-Z]{3,8}) (\S{1,4096}) HTTP/')
_INTERESTING = re.compile(
    r"EIO=|Booting worker|Worker exiting|Worker \(pid|Autorestarting worker|WORKER TIMEOUT|Listening at:|"
    r"Shutting down|Press CTRL|Restarting with |Detected change|Invalid |accepted origin|unsupported version|"
    r"Unexpected HTTP|is not connected|Client is gone|packet OPEN|Too many packets|not configured appropriately|"
    r"Session is disconnected"
)

_Make = Callable[[re.Match[str]], What]
_WORDS: tuple[tuple[str, re.Pattern[str], _Make], ...] = tuple(
    (program, re.compile(pattern), make)
    for program, pattern, make in (
        ("gunicorn", r"Listening at: \S+ \(\d+\)", lambda _: Master()),
        ("gunicorn", r"Shutting down: Master", lambda _: Ended()),
        ("gunicorn", r"Booting worker with pid: (\d{1,9})", lambda found: Began(int(found[1]))),
        ("gunicorn", r"Worker exiting \(pid: (\d{1,9})\)", lambda found: Ended(int(found[1]))),
        ("gunicorn", r"Worker \(pid:(\d{1,9})\) (?:was sent|exited)", lambda found: Ended(int(found[1]))),
        ("gunicorn", r"WORKER TIMEOUT \(pid:(\d{1,9})\)", lambda found: Said("worker-timeout", int(found[1]))),
        (
            "gunicorn",
            r"\[(\d{1,9})\] \[INFO\] Autorestarting worker",
            lambda found: Said("worker-recycled", int(found[1])),
        ),
        ("Werkzeug", r"Press CTRL\+C to quit", lambda _: Began()),
        ("Werkzeug", r"\* Restarting with \w+", lambda _: Began()),
        ("Werkzeug", r"\* Detected change in .*, reloading", lambda _: Ended()),
        ("python-engineio", r"Invalid session None\b", lambda _: Refused("missing-sid")),
        ("python-engineio", r"Invalid session (\S{1,100})", lambda found: Refused("unknown-sid", found[1])),
        (
            "python-engineio",
            r"Invalid transport for session (\S{1,100})",
            lambda found: Refused("bad-upgrade", found[1]),
        ),
        ("python-engineio", r"Invalid transport\b", lambda _: Refused("unknown-transport")),
        ("python-engineio", r"Invalid websocket upgrade", lambda _: Refused("bad-upgrade")),
        ("python-engineio", r"is not an accepted origin\.", lambda _: Refused("origin")),
        ("python-engineio", r"client is using an unsupported version", lambda _: Refused("protocol-version")),
        (
            "python-engineio",
            r"Unexpected HTTP request for session (\S{1,100})",
            lambda found: Refused("polling-after-upgrade", found[1]),
        ),
        (
            "python-engineio",
            r"Socket for session (\S{1,100}) is not connected",
            lambda found: Refused("bad-request", found[1]),
        ),
        ("python-engineio", r"(\S{1,100}): Client is gone, closing socket", lambda found: Silent(found[1])),
        ("python-engineio", r"(\S{1,100}): Sending packet OPEN data", lambda found: Opened(found[1])),
        ("python-engineio", r"^ValueError: Too many packets in payload", lambda _: Crowded()),
        (
            "python-engineio",
            r"^RuntimeError: (The gevent-websocket server is not configured appropriately)",
            lambda found: Failed(found[1]),
        ),
        ("python-engineio", r"^KeyError: '(Session is disconnected)'", lambda found: Failed(found[1])),
    )
)


def read_lines(data: bytes) -> Iterator[Line]:
    """What the lines of a log say, in their order; others are passed over. TooLongError."""
    start, number = 0, 0
    while start < len(data):
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end
        number += 1
        if number > MOST_LINES:
            raise TooLongError(f"it has more than {MOST_LINES} lines: cut it to the time of the trouble")
        text = data[start : min(end, start + LINE_BYTES)].decode("utf-8", "replace")
        if _INTERESTING.search(text) and (line := _line(number, _plain(text))):
            yield line
        start = end + 1


def _plain(text: str) -> str:
    """A line without its colours."""
    return (_STYLE.sub("", text) if "\x1b" in text else text).rstrip()


def _line(number: int, text: str) -> Line | None:
    found = _access(text) or _upstream(text) or _word(text)
    return Line(number, _time(text), *found) if found else None


def _access(text: str) -> tuple[str, What] | None:
    found = _ACCESS.search(text)
    if found is None or "EIO=" not in found[3]:
        return None
    worker = _GUNICORN_PID.match(text)
    size = None if found[5] == "-" else int(found[5])
    access = Access(found[2], found[3], int(found[4]), size, int(worker[1]) if worker else None)
    return _program(found[1], found[5], found[6]), access


def _program(time: str, size: str, rest: str) -> str:
    """Who writes access lines like this."""
    if _DURATION.match(rest):
        return "gevent"
    if size == "-" and ":" not in time[:12] and not rest:
        return "Werkzeug"
    return "gunicorn or nginx"


def _upstream(text: str) -> tuple[str, What] | None:
    found = _NGINX.search(text)
    if found is None or "EIO=" not in found[2]:
        return None
    return "nginx", Upstream(found[1], found[2], "client intended to send too large body" in text)


def _word(text: str) -> tuple[str, What] | None:
    for program, pattern, make in _WORDS:
        if found := pattern.search(text):
            return program, make(found)
    return None


def _time(text: str) -> int | None:
    """The first time that a line bears, as it stands there: a machine's logs go by one clock."""
    found = _TIME.search(text)
    if found is None:
        return None
    month = found["m"] or str(_MONTHS.find(found["mon"]) // 3 + 1)
    written = f"{found['y'] or found['y2']}-{month:0>2}-{found['d'] or found['d2']}T{found['t'] or found['t2']}"
    try:
        moment = datetime.fromisoformat(f"{written}.{found['f'] or '0':0<6}+00:00")
    except ValueError:
        return None
    return round(moment.timestamp() * 1000) * 1_000_000
