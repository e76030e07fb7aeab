"""Why clients do not get through: each cause a function that looks for it and says it in one sentence. Pure.

Every frame of words has its line among the window's phrases (ui/i18n/core_texts.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from harness.clock import seconds
from harness.matrix.logged import (
    MOST,
    capacity,
    last_complaint,
    last_exception,
    without_class,
    without_sid,
    without_time,
)
from harness.matrix.seen import Request, Seen

AT_ONCE = 200_000_000
WAITED = 2_000_000_000
"""A handshake, POST or upgrade that waits longer than this (ns) waits for a thread: else it takes milliseconds."""

UNCONFIGURED = "gevent-websocket server is not configured appropriately"
"""engineio/async_drivers/gevent.py of python-engineio 4.15."""
ASKED_FOR = {"upgrade": "the upgrade to WebSocket", "websocket": "the WebSocket", "handshake": "the handshake"}


class Case(NamedTuple):
    """What an explanation may look at."""

    seen: Seen
    log: Sequence[str]
    upgrading: bool


Explanation = Callable[[Case], str]


def never_up(case: Case) -> str:
    """The server did not start: the last complaint in its log."""
    if not case.seen.never_up:
        return ""
    said = last_complaint(case.log)
    return f"the server did not start: {without_time(said)}" if said else case.seen.never_up


def unconfigured(case: Case) -> str:
    """gevent-websocket under a worker that does not serve it: python-engineio's driver raises in each upgrade."""
    said = failed_inside(case)
    return said if UNCONFIGURED in said else ""


def failed_inside(case: Case) -> str:
    """Answers of 500 and more, in the words of the exception that caused them."""
    seen = case.seen
    failed = [
        (request.asked.kind, request.answer.status)
        for request in seen.requests.values()
        if request.answer is not None and request.answer.status >= 500 and request.answer.t < seen.until
    ]
    if not failed:
        return ""
    kind, status = Counter(failed).most_common(1)[0][0]
    told = [one.text for one in seen.answers if one.status >= 500 and one.text and one.t < seen.until]
    words = without_class(told[0] if told else last_exception(case.log)) or "the log does not say why"
    return f"{ASKED_FOR.get(kind, kind)} is answered {status}: {words}"


def other_worker(case: Case) -> str:
    """Requests that reached a process which had not issued their session id, while the one that had was alive."""
    seen = case.seen
    if not seen.strayed:
        return ""
    return (
        f"the session id is unknown to the other worker: {len(seen.strayed)} requests were answered 400 by a "
        f"process that had not issued it ({seen.processes} processes, nothing sticky)"
    )


def starved(case: Case) -> str:
    """Requests that are served at once elsewhere wait, for as long as polls or WebSockets are held."""
    seen = case.seen
    waiting = [one for one in seen.requests.values() if _waits(one, seen)]
    if not waiting:
        return ""
    held = [found for one in waiting if sum(found := _held(one.asked.t + WAITED // 2, seen))]
    if not held:
        return ""
    polls, sockets = min(held, key=sum)
    longest = max(seconds(min(one.over(seen.until), seen.until) - one.asked.t) for one in waiting)
    what = (
        "the long poll"
        if not sockets
        else "the WebSocket of one client"
        if not polls
        else "long polls and WebSockets"
    )
    return (
        f"{capacity(case.log, polls + sockets)}, held by {what} (thread starvation): "
        f"{len(waiting)} requests waited, for up to {longest:.1f} s"
    )


def _waits(request: Request, seen: Seen) -> bool:
    asked, over = request.asked, min(request.over(seen.until), seen.until)
    return asked.kind in {"handshake", "post", "upgrade", "websocket"} and over - asked.t >= WAITED


def _held(t: int, seen: Seen) -> tuple[int, int]:
    """So many polls and so many WebSockets are held at `t`."""
    holding = [one for one in seen.requests.values() if one.holds(t, seen.frozen)]
    sockets = sum(one.is_websocket for one in holding)
    return len(holding) - sockets, sockets


def timed_out(case: Case) -> str:
    """Workers that gunicorn's master killed for want of a sign of life (`--timeout`)."""
    killed = sum("WORKER TIMEOUT" in line for line in case.log)
    return f"gunicorn killed workers that gave no sign of life: {killed} × WORKER TIMEOUT" if killed else ""


def recycled(case: Case) -> str:
    """Workers that made room for new ones (`--max-requests`)."""
    gone = sum("Autorestarting worker" in line for line in case.log)
    return f"gunicorn recycled workers after so many requests: {gone} × Autorestarting worker" if gone else ""


def raced(case: Case) -> str:
    """Requests on a kept connection that ended, without an answer, as soon as they were sent."""
    seen = case.seen
    met = sum(
        one.asked.n > 1 and one.cut is not None and one.cut < seen.until and one.cut - one.asked.t < AT_ONCE
        for one in seen.requests.values()
    )
    return f"{met} requests met a kept connection that the server was closing (keep-alive race)" if met else ""


def refused(case: Case) -> str:
    """Refusals of another kind, by the commonest."""
    seen = case.seen
    told = [
        (request.answer.status, request.answer.text or request.answer.cause or "")
        for request in seen.requests.values()
        if request.answer is not None and 400 <= request.answer.status < 500 and request.answer.t < seen.until
    ]
    if not told or other_worker(case):
        return ""
    (status, text), count = Counter((status, without_sid(text)) for status, text in told).most_common(1)[0]
    return f"{count} requests were answered {status}: {text[:MOST]}"


def lost_in_the_quiet(case: Case) -> str:
    """Sockets that ended while nobody spoke."""
    quiet, again = case.seen.phases.get("idle"), case.seen.phases.get("talk again")
    if quiet is None or again is None:
        return ""
    ends = [
        one
        for life in case.seen.clients.values()
        for one in life.sockets
        if one.ended and quiet < one.ended < again
    ]
    return f"lost while idle for longer than a ping: {ends[0].reason}" if ends else ""


def never_connected(case: Case) -> str:
    """Clients without a socket, in the words of their last error."""
    lives = case.seen.clients.values()
    errors = [life.errors[-1].text for life in lives if not life.sockets and life.errors]
    missing = sum(not life.sockets for life in lives)
    if not missing:
        return ""
    said = Counter(errors).most_common(1)[0][0] if errors else "no answer at all"
    return f"{missing} of {len(lives)} clients never connected: {said[:MOST]}"


def stays_on_polling(case: Case) -> str:
    """An upgrade that was not reached, for whatever reason stands before this one."""
    there = [socket for life in case.seen.clients.values() if (socket := life.socket_at(case.seen.until))]
    return (
        "clients stay on polling for ever"
        if case.upgrading and there and not any(s.upgraded for s in there)
        else ""
    )


def disconnected(case: Case) -> str:
    """Sockets that ended before the restart, by the commonest reason."""
    lives = case.seen.clients.values()
    ends = Counter(one.reason for life in lives for one in life.sockets if one.ended_by(case.seen.until))
    return f"clients were disconnected: {ends.most_common(1)[0][0]}" if ends else ""
