"""What each sign weighs: 3 decides, 1 supports, -3 refutes. The one table that says so.

A hypothesis is `kept` when its signs add up to `KEEP`, `rejected` at `REJECT`, and `undecided` between; a sign
counts once, however often it was seen.
"""

from __future__ import annotations

KEEP = 3
REJECT = -3

FOLLOWS: dict[str, tuple[str, ...]] = {
    "ping-timeout": ("threads-starved", "overload", "overlapping-polls"),
    "too-many-packets": ("threads-starved", "overload"),
    "socket-leak": ("threads-starved", "overload", "cached-handshake"),
    "overload": ("threads-starved",),
    "overlapping-polls": ("cached-handshake",),
    "post-after-close": ("cached-handshake",),
}
"""What comes of another cause: it stays undecided where that one is kept. A client that waits for a thread, or for
a server with too much to do, sends what has piled up in one POST, hears no ping in time, and makes a new socket
beside the one that hangs. Too few threads are the narrower word for one kind of overload. A second poll takes the
ping away from the first. Two clients of one session poll beside each other, one posts into what the other has
closed, and one whose packets the other takes makes a new socket before it knows that the old one is over."""

GONE = {"issued-by-a-process-that-gave-way": 3, "lost-when-it-ended": 3, "reset-when-it-ended": 1}

WEIGHTS: dict[str, dict[str, int]] = {
    "restart-stale-sid": {**GONE, "forgotten-sooner-than-a-timeout": 3, "no-process-ended": -3},
    "worker-recycled": {**GONE, "no-worker-recycled": -3},
    "worker-timeout": {**GONE, "no-worker-timed-out": -3},
    "workers-unsticky": {
        "refused-while-its-issuer-lives": 3,
        "served-after-it-was-refused": 3,
        "refused-as-soon-as-handed-out": 3,
        "one-process-at-a-time": -3,
    },
    "sticky-cookie-lost": {"refused-without-its-cookie": 3, "no-cookie-was-given": -3},
    "two-servers-one-port": {"refused-by-a-server-started-apart": 3, "one-process-at-a-time": -3},
    "ping-timeout": {
        "refused-after-its-timeout": 3,
        "lost-after-its-timeout": 3,
        "client-heard-no-ping": 3,
        "forgotten-before-it-was-joined": 1,
        "no-session-timed-out": -3,
    },
    "clock-jump": {
        "timed-out-at-a-jump": 3,
        "refused-after-a-jump": 1,
        "lost-at-a-jump": 1,
        "no-clock-jumped": -3,
    },
    "protocol-version": {"refused-for-its-version": 3, "handshakes-answered": -3},
    "origin-refused": {"refused-for-its-origin": 3, "handshakes-answered": -3},
    "upgrade-stripped": {"websocket-taken-for-a-request": 3, "websockets-work": -3},
    "gevent-websocket-unconfigured": {"failed-with-its-word": 3, "websockets-work": -3},
    "cached-handshake": {
        "two-clients-one-id": 3,
        "refused-while-shared": 1,
        "lost-while-shared": 1,
        "each-its-own-id": -3,
    },
    "too-many-packets": {"posted-too-many": 3, "posts-hold-few-packets": -3},
    "network-drop": {"reset-by-neither": 3, "lost-to-it": 1, "nobody-lost-anything": -3},
    "middlebox-reset": {"reset-after-idling": 3, "lost-to-it": 1, "no-reset-by-neither": -3},
    "post-after-close": {"failed-after-the-end": 3, "posts-were-taken": -3},
    "browser-connection-cap": {"waited-in-the-browser": 3, "no-browser-took-part": -3},
    "payload-too-large": {
        "refused-for-its-size": 3,
        "refused-after-that": 1,
        "lost-after-that": 1,
        "posts-were-taken": -3,
    },
    "keep-alive-race": {"closed-at-that-moment": 3, "lost-to-it": 1, "every-request-was-read": -3},
    "threads-starved": {"waited-for-polls-to-end": 3, "waited-for-a-poll-to-end": 1, "nothing-waited": -3},
    "overload": {
        "answers-slower-and-slower": 1,
        "issued-late": 1,
        "asked-for-a-session-again": 1,
        "refused-meanwhile": 1,
        "lost-meanwhile": 1,
        "answers-stayed-quick": -3,
    },
    "overlapping-polls": {
        "two-polls-at-once": 3,
        "refused-after-that": 1,
        "lost-after-that": 1,
        "one-poll-at-a-time": -3,
    },
    "socket-leak": {"two-sockets-alive": 3, "message-came-twice": 1, "one-socket-at-a-time": -3},
}
