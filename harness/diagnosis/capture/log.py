"""A server's log, as the records that its witnesses would have told; each bears the number of its line.

Which process answered is known only while there is one: then what it served well it had issued, and what it
refused it did not know. Why a request was refused stands in a line of python-engineio's before it, which
is written once for each kind of error at the usual level; else the answer's length tells, or nothing does.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator

from harness.diagnosis.capture.captured import Captured, NotACaptureError, record
from harness.diagnosis.capture.lines import (
    Access,
    Began,
    Crowded,
    Ended,
    Line,
    Master,
    Refused,
    Silent,
    read_lines,
)
from harness.diagnosis.capture.logged import Logged
from harness.events import Cause
from harness.proxy.tap.request import Target

LINES = 200_000
"""So many lines that say something are read."""
NEAR = 200
"""A word about a refusal stands at most so many lines before it."""
_OF_SESSIONS: tuple[Cause, ...] = ("unknown-sid", "polling-after-upgrade", "bad-request", "bad-upgrade")
_QUOTES = len('"Invalid session "')
"""python-engineio answers a JSON string: the words, the id, and quotation marks."""


NO_PROCESSES = "the log does not say when serving processes began and ended, or which of several answered"
STRANGERS = "session ids were refused that nobody in this log had served: another server may have issued them"
UNANNOUNCED = "a server began and nothing tells of the end of the one before: both may have gone on serving"
NOT_KEPT_UP = "a server that could not keep up, or whose clock jumped, would say the same"
NO_WORDS = "the log does not say why handshakes were refused"


class NoLogError(NotACaptureError):
    """A file holds no line of a log that can be read."""


def captured_log(data: bytes) -> Captured:
    """What a log tells. NoLogError when no line of it is one of a server that is known."""
    lines = list(_bounded(read_lines(data)))
    if not lines:
        raise NoLogError("no line of it is one of gunicorn, Werkzeug, gevent, nginx or python-engineio")
    told = _logged(lines)
    records = [record(number, event, "log") for number, event in told.events]
    return Captured("log", _what(lines), records, dict(_doubts(lines, told)))


def _logged(lines: list[Line]) -> Logged:
    """The events; of processes only where the log tells of all of them, and of one at a time."""
    caused = with_causes(lines)
    told = Logged(caused, processes=knows_processes(lines))
    return Logged(caused, processes=False) if told.contradicts or told.blind > told.attributed else told


def _bounded(lines: Iterable[Line]) -> Iterator[Line]:
    for count, line in enumerate(lines):
        if count == LINES:
            raise NoLogError(f"it has more than {LINES} lines of that kind: cut it to the time of the trouble")
        yield line


def _what(lines: list[Line]) -> str:
    programs = dict.fromkeys(line.program for line in lines)
    named = [
        one for one in programs if not (one == "gunicorn or nginx" and {"gunicorn", "nginx"} & programs.keys())
    ]
    return f"a log of {', '.join(named)}"


def knows_processes(lines: list[Line]) -> bool:
    """Whether the log tells of all serving processes: from their beginning on, or of those of a reloader."""
    first = next((line.what for line in lines if isinstance(line.what, Access | Master)), None)
    if isinstance(first, Master):
        return True
    return any(line.program == "Werkzeug" and isinstance(line.what, Began | Ended) for line in lines)


def with_causes(lines: list[Line]) -> list[tuple[Line, Cause | None]]:
    """The lines, each refusal with why; the words about refusals only where the log has no requests."""
    if not any(isinstance(line.what, Access) for line in lines):
        return [(line, line.what.cause if isinstance(line.what, Refused) else None) for line in lines]
    said = {line.what.cause for line in lines if isinstance(line.what, Refused)}
    words: deque[Line] = deque()
    found: list[tuple[Line, Cause | None]] = []
    for line in lines:
        if isinstance(line.what, Refused):
            words.append(line)
        elif isinstance(line.what, Access) and line.what.status == 400:
            found.append((line, _spoken(words, line) or _deduced(line.what, said)))
        else:
            found.append((line, None))
    return found


def _spoken(words: deque[Line], line: Line) -> Cause | None:
    """The word that was said about this refusal; each is said about one."""
    while words and line.number - words[0].number > NEAR:
        words.popleft()
    sid = (
        Target(line.what.target.encode("latin-1", "replace")).get("sid") if isinstance(line.what, Access) else None
    )
    for word in words:
        if isinstance(word.what, Refused) and word.what.sid == sid:
            words.remove(word)
            return word.what.cause
    return None


def _deduced(access: Access, said: set[Cause]) -> Cause | None:
    """Why, by the length of the answer; else by the only kind of error that the log names for sessions at all."""
    sid = Target(access.target.encode("latin-1", "replace")).get("sid")
    if sid is None:
        return None
    if access.size == _QUOTES + len(sid):
        return "unknown-sid"
    return "unknown-sid" if access.size is None and said & set(_OF_SESSIONS) == {"unknown-sid"} else None


def _doubts(lines: list[Line], told: Logged) -> Iterator[tuple[str, str]]:
    if not told.processes:
        yield "restart-stale-sid", NO_PROCESSES
        if told.crowd < 2:
            yield "workers-unsticky", NO_PROCESSES
    elif told.strangers:
        yield "workers-unsticky", STRANGERS
    if told.processes and told.unannounced:
        yield "restart-stale-sid", UNANNOUNCED
    if any(isinstance(line.what, Crowded) for line in lines):
        yield "too-many-packets", NOT_KEPT_UP
    if any(isinstance(line.what, Silent) for line in lines):
        yield "ping-timeout", NOT_KEPT_UP
    unknown = [line for line, cause in with_causes(lines) if _is_refusal(line) and cause is None]
    if any("sid=" not in line.what.target for line in unknown if isinstance(line.what, Access)):
        yield from ((name, NO_WORDS) for name in ("protocol-version", "origin-refused", "upgrade-stripped"))


def _is_refusal(line: Line) -> bool:
    return isinstance(line.what, Access) and line.what.status == 400
