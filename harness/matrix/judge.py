"""From what was seen of a cell's runs to the cell. Pure: the same folder always gives the same cell.

**A client's attempt at a session holds** when all of this is so at the moment of the restart: its namespace is
connected since before the quiet, which was longer than a ping; it got all its own messages back, half of them
within `PROMPT`, and heard itself again after the quiet; no request of the session was answered with 400 or more;
and where an upgrade was asked for, it is on WebSocket. An attempt fails when the server refuses one of its
requests or its socket ends; a client that never gets further than waiting has made one attempt. How long a connect
takes is not asked, nor how often a library gives up by itself before it is connected: a machine that is busy is no
server that does not work.

**`works`** is true when every attempt of every client in every run held. A message that does not reach everybody
in the room is not the transport's matter: `broadcast` says that, and a cell may work without it (workers that
share no message queue). What a restart costs is `survives_restart` and the figures beside it. A server of the
person's own does not know our chat: there `echo` and `broadcast` are null, and nothing has to be answered.

**`intermittent`**: some attempts held and others did not, be it within one run or from run to run; `share` is the
part that held: 1 of 3 where one thread serves three clients. Where no attempt held since requests of live sessions
reached processes that did not know them, that is intermittent too, and `share` the part of such sessions' requests
that was answered as it should be (`share_of` says which). A cell is run again until it is known (`is_known`); a
run whose failure nobody saw a cause of is put aside and tried again (`is_doubtful`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from harness.clock import NS_PER_S, seconds
from harness.matrix.model import Cell, Key
from harness.matrix.seen import Seen
from harness.matrix.why import EXPLANATIONS, SYMPTOMS, Reason, reasons

PROMPT = 1_500_000_000
"""A chat whose messages take longer than this to come back, in ns, is none: each waits for a poll to end."""
WITNESSED = EXPLANATIONS.keys() | SYMPTOMS.keys()
SURE_ALONE = 2
SURE_TOGETHER = 3
"""So many runs make a cell known that does not work, or that several processes serve."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What one run came to: of so many `tries` at a session so many `held`; `processes` served at once.

    Where requests went astray between processes: of `asked` requests of sessions so many were `answered` well.

    The other fields are those of a cell.
    """

    run: str
    tries: int
    held: int
    asked: int
    answered: int
    processes: int
    handshake: bool
    echo: bool | None
    broadcast: bool | None
    idle: bool | None
    upgraded: bool | None
    survives_restart: bool | None
    recovery: float | None
    restart: str | None
    http_400: dict[str, int]
    http_400_by_body: dict[str, int]
    http_5xx: int
    lost: int
    duplicated: int
    unknown: int
    reasons: tuple[Reason, ...]


def judge(key: Key, run: str, seen: Seen, summary: dict[str, Any], log: Sequence[str]) -> Outcome:
    """What a run came to, by its events (`seen`), its summary and the lines of its server's log."""
    upgrading = key[1] == "upgrade"
    lives = seen.clients
    held = {name: _holds(name, seen, upgrading=upgrading) for name in lives}
    asked, answered = _astray(seen)
    before = [socket for life in lives.values() if (socket := life.socket_at(seen.until))]
    outcome = Outcome(
        run=run,
        tries=sum(_failed(name, seen, holds=holds) + holds for name, holds in held.items()),
        held=sum(held.values()),
        asked=asked,
        answered=answered,
        processes=seen.processes,
        handshake=any(life.opened for life in lives.values()),
        echo=bool(lives) and all(_was_answered(name, seen) for name in lives) if seen.chats else None,
        broadcast=bool(lives) and all(_was_heard_by_all(name, seen) for name in lives) if seen.chats else None,
        idle=_idled(seen),
        upgraded=len(before) == len(lives) > 0 and all(one.upgraded for one in before) if upgrading else None,
        survives_restart=_survived(seen),
        recovery=_recovery(seen),
        restart=seen.restart or None,
        **_figures(summary),
        reasons=(),
    )
    return msgspec.structs.replace(
        outcome, reasons=reasons(seen, log, upgrading=upgrading, whole=_is_whole(outcome))
    )


def cell(key: Key, outcomes: Sequence[Outcome]) -> Cell:
    """The cell that its runs make; at least one."""
    tries, held = sum(one.tries for one in outcomes), sum(one.held for one in outcomes)
    astray = not held and any(one.answered for one in outcomes)
    if astray:
        share = _part(sum(one.answered for one in outcomes), sum(one.asked for one in outcomes))
    else:
        share = _part(held, tries)
    told = sorted(outcomes, key=lambda one: (one.held - one.tries, -len(one.reasons)))
    found: dict[str, str] = {}
    for reason in (reason for one in told for reason in one.reasons):
        found.setdefault(reason.name, reason.text)
    why = tuple(found.values())
    recoveries = [one.recovery for one in outcomes if one.recovery is not None]
    return Cell(
        profile=key[0],
        transport=key[1],
        client=key[2],
        available=True,
        works=held == tries > 0,
        handshake=any(one.handshake for one in outcomes),
        echo=_every(one.echo for one in outcomes),
        broadcast=_every(one.broadcast for one in outcomes),
        idle=_every(one.idle for one in outcomes),
        upgraded=_every(one.upgraded for one in outcomes),
        survives_restart=_every(one.survives_restart for one in outcomes),
        recovery=max(recoveries, default=None),
        restart=next((one.restart for one in outcomes if one.restart), None),
        http_400=_added(one.http_400 for one in outcomes),
        http_400_by_body=_added(one.http_400_by_body for one in outcomes),
        http_5xx=sum(one.http_5xx for one in outcomes),
        lost=sum(one.lost for one in outcomes),
        duplicated=sum(one.duplicated for one in outcomes),
        unknown=sum(one.unknown for one in outcomes),
        intermittent=astray or 0 < held < tries,
        share=share,
        share_of="requests" if astray else "attempts",
        why="; ".join(why),
        reasons=why,
        causes=tuple(found),
        run=told[0].run,
        runs=tuple(one.run for one in outcomes),
    )


def is_known(outcomes: Sequence[Outcome], repeat: int = 0) -> bool:
    """Whether these runs say all of a cell: one that works in a single process needs no second run.

    Where several processes serve, it is chance who meets which; a cell that does not work, or only for some, is
    looked at again to tell *never* from *now and then*.
    """
    if not outcomes or len(outcomes) < repeat:
        return False
    if any(one.processes > 1 for one in outcomes):
        return len(outcomes) >= SURE_TOGETHER
    return all(_is_whole(one) for one in outcomes) or len(outcomes) >= SURE_ALONE


def is_doubtful(outcome: Outcome) -> bool:
    """Whether attempts failed and no witness saw a cause: it may be the machine that was too busy."""
    return not _is_whole(outcome) and not any(reason.name in WITNESSED for reason in outcome.reasons)


def _is_whole(outcome: Outcome) -> bool:
    return outcome.held == outcome.tries > 0


def _holds(name: str, seen: Seen, *, upgrading: bool) -> bool:
    """Whether the session that a client had when the restart began had held."""
    socket = seen.clients[name].socket_at(seen.until)
    quiet, again = seen.phases.get("idle"), seen.phases.get("talk again")
    return (
        socket is not None
        and (socket.upgraded or not upgrading)
        and (quiet is None or socket.t < quiet)
        and (again is None or seen.heard_itself(name, again))
        and (_was_answered_promptly(name, seen) or not seen.chats)
        and all(refusal.sid != socket.sid for refusal in seen.refusals(name))
    )


def _failed(name: str, seen: Seen, *, holds: bool) -> int:
    """So many attempts of a client failed: those refused by session, sockets that ended; else waiting was one."""
    refused = {refusal.sid for refusal in seen.refusals(name)}
    ended = {socket.sid for socket in seen.clients[name].sockets if socket.ended_by(seen.until)}
    sessions = {sid for sid in refused | ended if sid}
    return len(sessions) if sessions or holds else 1


def _astray(seen: Seen) -> tuple[int, int]:
    """How many requests of sessions were asked, and well answered; none where none of them went astray."""
    if not seen.strayed:
        return 0, 0
    answered = [row.status or 0 for row in seen.exchanges if row.ended < seen.until]
    return len(answered), sum(status < 400 for status in answered)


def _part(some: int, all_: int) -> float:
    return round(some / all_, 3) if all_ else 0.0


def _said(name: str, seen: Seen) -> list[tuple[int, tuple[str, ...]]]:
    """What a client said before the quiet on the socket it had at the restart: number and recipients."""
    life = seen.clients[name]
    socket = life.socket_at(seen.until)
    latest = seen.phases.get("idle", seen.until - NS_PER_S)
    return [] if socket is None else [(n, to) for n, (t, to) in life.said.items() if socket.t <= t < latest]


def _was_answered(name: str, seen: Seen) -> bool:
    """Whether a client said something, and got all of it back."""
    life, said = seen.clients[name], _said(name, seen)
    return bool(said) and all(life.heard.get((name, n), seen.until) < seen.until for n, _ in said)


def _was_answered_promptly(name: str, seen: Seen) -> bool:
    """Whether it got all of it back, and half of it soon."""
    life = seen.clients[name]
    took = sorted(life.heard.get((name, n), seen.until) - life.said[n][0] for n, _ in _said(name, seen))
    return _was_answered(name, seen) and took[len(took) // 2] <= PROMPT


def _was_heard_by_all(name: str, seen: Seen) -> bool:
    said = _said(name, seen)
    return bool(said) and all((name, n) in seen.clients[one].heard for n, to in said for one in to)


def _idled(seen: Seen) -> bool | None:
    """Whether all that were there when the quiet began were there, and heard, after it."""
    quiet, again = seen.phases.get("idle"), seen.phases.get("talk again")
    if quiet is None or again is None:
        return None
    there = {name: socket for name, life in seen.clients.items() if (socket := life.socket_at(quiet))}
    if not there:
        return None
    return all(
        (socket.ended is None or socket.ended >= seen.until) and seen.heard_itself(name, again)
        for name, socket in there.items()
    )


def _survived(seen: Seen) -> bool | None:
    """Whether all that were connected when the restart began are connected after it, and were heard."""
    there = seen.met_the_restart
    return all(seen.is_served_at(name, seen.frozen) for name in there) if there else None


def _recovery(seen: Seen) -> float | None:
    """Seconds from the disconnect by the restart to the next connect, of the slowest; null if one is not back."""
    took = []
    for life in seen.met_the_restart.values():
        lost = life.socket_at(seen.until)
        if lost is None or lost.ended_by(seen.frozen) is None:
            continue
        again = [socket.t for socket in life.sockets if socket.t > lost.t]
        if not again:
            return None
        took.append(seconds(again[0] - (lost.ended or 0)))
    return round(max(took), 3) if took else None


def _figures(summary: dict[str, Any]) -> dict[str, Any]:
    """What a cell takes from the run's summary, without the zeros of causes and bodies."""
    refused = summary["http_400"] or {}
    messages = summary["messages"] or {}
    return {
        "http_400": {cause: count for cause, count in (refused.get("by_cause") or {}).items() if count},
        "http_400_by_body": {body: count for body, count in (refused.get("by_body") or {}).items() if count},
        "http_5xx": (summary["http_5xx"] or {}).get("total", 0),
        "lost": messages.get("lost", 0),
        "duplicated": messages.get("duplicated", 0),
        "unknown": messages.get("unknown", 0),
    }


def _every(values: Iterable[bool | None]) -> bool | None:
    """Whether it was so in every run that could tell; null where none could."""
    known = [value for value in values if value is not None]
    return all(known) if known else None


def _added(counts: Iterable[dict[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for one in counts:
        total.update(one)
    return dict(total)
