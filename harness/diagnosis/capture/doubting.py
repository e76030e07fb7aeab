"""What exchanges seen from one side leave in doubt: causes that look alike to a browser, or to a packet capture.

From outside, a session that is forgotten was lost with its process, or never known to the one that answered. What
tells them apart: a process that ends cuts the poll it holds; one that only a master or a balancer hides does not
say so. The development server of Werkzeug has no workers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from harness.events import Cause, RequestKind

NO_CUT = (
    "session ids were refused with no request cut before that, as one is when the process that knows them ends"
)
ONLY_A_WORKER = (
    "a worker that was recycled, or killed for its silence, looks the same from there: the server's log tells"
)
ONE_PROCESS = (
    "the server is Werkzeug's, which has no workers: two servers, or a balancer, may be behind the address"
)
NAMELESS = "the answers do not say what serves: two servers at one address look the same"
A_COOKIE = (
    "a balancer's cookie that is not sent back looks the same (Chromium saves cookies only with sensitive data)"
)
ONE_SIDE = "no session id was given out twice here, and other clients are not in the file"
NO_WORDS = "the words of a refusal were not saved"
NO_BODIES = "the bodies of POSTs were not saved, or not all of them"
TOO_SLOW = "requests waited long: a server that cannot keep up is posted many packets at once, too"
NO_SIZE = "a POST was refused, or not answered, with no word about its size"
PROCESSES_END = "requests were cut before that: processes may have ended"


REFUSED, TOO_LARGE = 400, 413
KNOWN: tuple[Cause, ...] = ("unknown-sid", "missing-sid", "origin", "polling-after-upgrade", "protocol-version")
"""Reasons of refusals that have nothing to do with the size of a body."""
SOON = 20_000_000_000
"""A process that ends cuts the polls of many; who has none under way meets the next process within so many ns."""
LONG = 2_000_000_000
"""A request that waits longer than this, in ns, waits long; a poll may."""


class Exchange(NamedTuple):
    """A request of Engine.IO and what became of it; times in ns.

    `status` is 0 without an answer; `cut`: the connection ended before one; `nobody`: nobody listened. `server`:
    as the answer names it, in lower case. `opened`: the session id it was given. `cookie`: the answer set one.
    `silent`: it was refused, or posted, and what the words, or the packets, were is not known.
    """

    kind: RequestKind
    sid: str | None
    at: int
    over: int
    status: int
    cut: bool = False
    nobody: bool = False
    server: str = ""
    opened: str | None = None
    page: str | None = None
    cookie: bool = False
    silent: bool = False
    cause: Cause | None = None


def doubts(exchanges: Sequence[Exchange], *, cookies_kept: bool) -> dict[str, str]:
    """Hypotheses that these exchanges can neither keep nor reject, and why."""
    return dict(_doubts(exchanges, cookies_kept))


def _doubts(exchanges: Sequence[Exchange], cookies_kept: bool) -> Iterator[tuple[str, str]]:
    if why := _why_no_restart(exchanges):
        yield "restart-stale-sid", why
    if why := _why_not_unsticky(exchanges, cookies_kept):
        yield "workers-unsticky", why
    if not _given_twice(exchanges):
        yield "cached-handshake", ONE_SIDE
    if any(one.silent and one.status == REFUSED for one in exchanges):
        yield from ((name, NO_WORDS) for name in ("protocol-version", "origin-refused", "upgrade-stripped"))
    yield from _doubts_about_posts(exchanges)


def _doubts_about_posts(exchanges: Sequence[Exchange]) -> Iterator[tuple[str, str]]:
    posts = [one for one in exchanges if one.kind == "post"]
    if any(one.silent and one.status < REFUSED for one in posts):
        yield "too-many-packets", NO_BODIES
    elif any(one.kind != "poll" and one.over - one.at > LONG for one in exchanges):
        yield "too-many-packets", TOO_SLOW
    sized = [one for one in posts if one.status == TOO_LARGE or one.cause == "payload"]
    if not sized and any(one.status == 0 or (one.status == REFUSED and one.cause not in KNOWN) for one in posts):
        yield "payload-too-large", NO_SIZE


class _First(NamedTuple):
    """The first refusal of a session id.

    `known`: it was served well, or handed out, before; `cut`: a request of it was cut before that, or nobody
    listened; `near`: a request of anybody's was, not long before.
    """

    known: bool
    cut: bool
    near: bool


def _why_no_restart(exchanges: Sequence[Exchange]) -> str:
    """Why it cannot be told that the server itself was started anew; nothing where it can."""
    refused = [one for one in _first_refusals(exchanges) if one.known]
    if not all(one.near for one in refused) or 2 * sum(one.cut for one in refused) < len(refused):
        return NO_CUT
    away = any(one.nobody for one in exchanges)
    return "" if away or any("werkzeug" in one.server for one in exchanges) else ONLY_A_WORKER


def _first_refusals(exchanges: Sequence[Exchange]) -> Iterator[_First]:
    """The first refusal of each session id, in the order of time."""
    known: set[str | None] = set()
    cut: set[str | None] = set()
    refused: set[str | None] = set()
    last, nobody = 0, False
    for one in sorted(exchanges, key=_by_time):
        if one.cut:
            last, nobody = one.over, nobody or one.nobody
            cut.add(one.sid)
        elif one.sid and one.status == REFUSED and one.sid not in refused:
            refused.add(one.sid)
            near = bool(last) and one.over - last < SOON
            yield _First(one.sid in known, one.sid in cut or nobody, near)
        elif 0 < one.status < REFUSED:
            known |= {one.sid, one.opened}


def _by_time(one: Exchange) -> tuple[int, bool, bool]:
    """At one time, what went well was before what was refused, and that before what was cut."""
    return one.over, one.cut, one.status >= REFUSED


def _why_not_unsticky(exchanges: Sequence[Exchange], cookies_kept: bool) -> str:
    """Why it cannot be told that workers of one server are behind the address; nothing where it can."""
    servers = {one.server for one in exchanges if one.server}
    if any("werkzeug" in one for one in servers):
        return ONE_PROCESS
    if not servers:
        return NAMELESS
    given = any(one.cookie and one.opened for one in exchanges)
    if given or not cookies_kept:
        return A_COOKIE
    return PROCESSES_END if any(one.cut for one in _first_refusals(exchanges)) else ""


def _given_twice(exchanges: Sequence[Exchange]) -> bool:
    """Whether two pages were given one session id."""
    given = {(one.opened, one.page) for one in exchanges if one.opened}
    return any(count > 1 for count in Counter(sid for sid, _ in given).values())
