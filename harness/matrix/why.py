"""Why a cell is as it is, in words: from what the witnesses saw and from the server's own log. Pure.

Each explanation is a function that looks for one cause and returns one sentence, or nothing. Every frame of words
here has its line among the window's phrases (ui/i18n/core_texts.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from harness.clock import seconds
from harness.events import ServerAnswered
from harness.matrix.logged import MOST, capacity, last_complaint, last_exception, without_class, without_sid
from harness.matrix.seen import Request, Seen

WAITED = 1_000_000_000
"""A handshake, POST or upgrade that waits longer than this (ns) waits for a thread: else it takes milliseconds."""


class Case(NamedTuple):
    """What an explanation may look at."""

    seen: Seen
    log: Sequence[str]
    upgrading: bool


def reasons(seen: Seen, log: Sequence[str], *, upgrading: bool, whole: bool) -> tuple[str, ...]:
    """Why clients did not get through (unless the run is `whole`), then what else is to be explained."""
    case = Case(seen, log, upgrading)
    found = [] if whole else [text for explain in EXPLANATIONS if (text := explain(case))]
    if not whole and not found:
        found = [_unknown(case)]
    return tuple(found + [text for explain in BESIDES if (text := explain(case))])


def _never_up(case: Case) -> str:
    """The server did not start: the last complaint in its log."""
    if not case.seen.never_up:
        return ""
    said = last_complaint(case.log)
    return f"the server did not start: {said}" if said else case.seen.never_up


def _failed_inside(case: Case) -> str:
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
    words = without_class(told[0] if told else last_exception(case.log)) or "without a word"
    what = "the upgrade to WebSocket" if kind == "upgrade" else "the WebSocket" if kind == "websocket" else kind
    return f"{what} is answered {status}: {words}"


def _other_worker(case: Case) -> str:
    """Requests that reached a process which had not issued their session id, while the one that had was alive."""
    seen = case.seen
    gone = {one.pid: one.t for one in seen.exits}
    pids = {hello.epoch: hello.pid for hello in seen.hellos}
    strayed = [one for one in seen.answers if _strayed(one, seen, pids, gone)]
    if strayed:
        return (
            f"the session id is unknown to the other worker: {len(strayed)} requests were answered 400 by a "
            f"process that had not issued it ({seen.processes} processes, nothing sticky)"
        )
    return ""


def _strayed(answer: ServerAnswered, seen: Seen, pids: dict[str, int], gone: dict[int, int]) -> bool:
    issued = seen.epochs.get(answer.sid or "")
    return (
        answer.cause == "unknown-sid"
        and answer.t < seen.until
        and issued is not None
        and issued != answer.epoch
        and gone.get(pids.get(issued, 0), answer.t + 1) > answer.t
    )


def _starved(case: Case) -> str:
    """Requests that are served at once elsewhere wait, for as long as polls or WebSockets are held."""
    seen = case.seen
    waiting = [one for one in seen.requests.values() if _waits(one, seen)]
    if not waiting:
        return ""
    held = [_held(one.asked.t + WAITED // 2, seen) for one in waiting]
    polls, sockets = min(held, key=sum)
    if polls + sockets == 0:
        return ""
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


def _refused(case: Case) -> str:
    """Refusals of another kind, by the commonest."""
    seen = case.seen
    told = [
        (request.answer.status, request.answer.text or request.answer.cause or "")
        for request in seen.requests.values()
        if request.answer is not None and 400 <= request.answer.status < 500 and request.answer.t < seen.until
    ]
    if not told or _other_worker(case):
        return ""
    (status, text), count = Counter((status, without_sid(text)) for status, text in told).most_common(1)[0]
    return f"{count} requests were answered {status}: {text[:MOST]}"


def _lost_in_the_quiet(case: Case) -> str:
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


def _never_connected(case: Case) -> str:
    """Clients without a socket, in the words of their last error."""
    lives = case.seen.clients.values()
    errors = [life.errors[-1].text for life in lives if not life.sockets and life.errors]
    missing = sum(not life.sockets for life in lives)
    if not missing or _starved(case):
        return ""
    said = Counter(errors).most_common(1)[0][0] if errors else "no answer at all"
    return f"{missing} of {len(lives)} clients never connected: {said[:MOST]}"


def _stays_on_polling(case: Case) -> str:
    """An upgrade that was not reached, for whatever reason stands before this one."""
    there = [socket for life in case.seen.clients.values() if (socket := life.socket_at(case.seen.until))]
    return (
        "clients stay on polling for ever"
        if case.upgrading and there and not any(s.upgraded for s in there)
        else ""
    )


def _unknown(case: Case) -> str:
    """Nothing above: what the clients themselves say."""
    ends = Counter(one.reason for life in case.seen.clients.values() for one in life.sockets if one.reason)
    if ends:
        return f"clients were disconnected: {ends.most_common(1)[0][0]}"
    return "messages were not answered, and no witness says why"


def _apart(case: Case) -> str:
    """Messages that did not reach clients whom another process serves."""
    seen = case.seen
    where = {
        name: seen.served.get(life.sockets[-1].sid, "") for name, life in seen.clients.items() if life.sockets
    }
    missed = [
        (name, one)
        for name, life in seen.clients.items()
        for n, (t, to) in life.said.items()
        for one in to
        if t < seen.phases.get("idle", 0) and one in where and (name, n) not in seen.clients[one].heard
    ]
    if missed and all(where.get(name) != where[one] for name, one in missed):
        count = len(set(where.values()))
        return f"a message reaches only clients of the same process: {count} processes share no message queue"
    return ""


def _did_not_answer_again(case: Case) -> str:
    """A restart after which the server did not answer in time."""
    seen = case.seen
    if "back" not in seen.phases or (seen.restarted is not None and seen.restarted.ok):
        return ""
    took = seconds(seen.phases["back"] - seen.until)
    return f"the server did not answer again within {took:.0f} s after the restart ({seen.restart})"


def _went_on(case: Case) -> str:
    """A restart by which nobody was disconnected."""
    there = case.seen.met_the_restart
    kept = [
        life
        for life in there.values()
        if life.sockets[-1].t < case.seen.until and not life.sockets[-1].ended_by(case.seen.frozen)
    ]
    if not there or len(kept) < len(there):
        return ""
    waited = seconds(case.seen.frozen - case.seen.until)
    return (
        f"the old process went on serving after the restart ({case.seen.restart}): "
        f"nobody lost its connection in {waited:.0f} s"
    )


def _not_back(case: Case) -> str:
    """Clients that did not come back after the restart."""
    seen = case.seen
    there = seen.met_the_restart
    away = [life for life in there.values() if life.sockets[-1].ended_by(seen.frozen) is not None]
    if not away:
        return ""
    errors = [life.errors[-1].text for life in away if life.errors]
    waited = seconds(seen.frozen - seen.until)
    return f"{len(away)} of {len(there)} clients were not back {waited:.0f} s after the restart" + (
        f": {errors[0][:MOST]}" if errors else ""
    )


Explanation = Callable[[Case], str]
EXPLANATIONS: tuple[Explanation, ...] = (
    _never_up,
    _failed_inside,
    _other_worker,
    _starved,
    _refused,
    _lost_in_the_quiet,
    _never_connected,
    _stays_on_polling,
)
BESIDES: tuple[Explanation, ...] = (_apart, _did_not_answer_again, _went_on, _not_back)
