"""The texts of the matrix (harness/matrix): why a cell is as it is, and what was found of a profile.

As in core_texts: parts that stand alone, and the frames of what is put together, each with its pattern.
"""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QT_TRANSLATE_NOOP

PARTS = (
    QT_TRANSLATE_NOOP("core", "one thread"),
    QT_TRANSLATE_NOOP("core", "one worker that serves one request at a time"),
    QT_TRANSLATE_NOOP("core", "one request at a time"),
    QT_TRANSLATE_NOOP("core", "the long poll"),
    QT_TRANSLATE_NOOP("core", "the WebSocket of one client"),
    QT_TRANSLATE_NOOP("core", "long polls and WebSockets"),
    QT_TRANSLATE_NOOP("core", "the upgrade to WebSocket"),
    QT_TRANSLATE_NOOP("core", "the WebSocket"),
    QT_TRANSLATE_NOOP("core", "the handshake"),
    QT_TRANSLATE_NOOP("core", "a WebSocket"),
    QT_TRANSLATE_NOOP("core", "the log does not say why"),
    QT_TRANSLATE_NOOP("core", "no answer at all"),
    QT_TRANSLATE_NOOP("core", "clients stay on polling for ever"),
    QT_TRANSLATE_NOOP("core", "messages were not answered, and no witness says why"),
    QT_TRANSLATE_NOOP("core", "a matrix is being measured: stop it first, or wait for its end"),
)

MEASURES = (
    QT_TRANSLATE_NOOP("core", "A WebSocket message of 1 MB, until it is acknowledged"),
    QT_TRANSLATE_NOOP("core", "a message of 1 MB is taken in one go"),
    QT_TRANSLATE_NOOP("core", "unmasking a message of 1 MB takes that long, and nobody else is served meanwhile"),
    QT_TRANSLATE_NOOP("core", "A poll with an answer waiting, on a kept connection"),
    QT_TRANSLATE_NOOP("core", "a poll that has an answer waiting gets it at once"),
    QT_TRANSLATE_NOOP("core", "a poll that has an answer waiting waits for it all the same"),
    QT_TRANSLATE_NOOP("core", "The status of a WebSocket upgrade with a stale session id"),
    QT_TRANSLATE_NOOP("core", "the WebSocket of an unknown session is refused"),
    QT_TRANSLATE_NOOP("core", "its connection ends"),
    QT_TRANSLATE_NOOP("core", "closed by a close frame"),
    QT_TRANSLATE_NOOP("core", "written to"),
)

_STRAYED = (
    r"the session id is unknown to the other worker: (\d+) requests were answered 400 by a process that "
    r"had not issued it \((\d+) processes, nothing sticky\)"
)
_NAGLE = (
    r"Nagle's algorithm is on: each answer on a kept connection waits for the client's delayed "
    r"acknowledgement; ([\d.]+) ms when that is not delayed"
)

MATRIX_PHRASES = cast(
    "tuple[tuple[str, str], ...]",
    (
        (
            r"(.+), held by (.+) \(thread starvation\): (\d+) requests waited, for up to ([\d.]+) s",
            QT_TRANSLATE_NOOP("core", "%1, held by %2 (thread starvation): %3 requests waited, for up to %4 s"),
        ),
        (
            r"no more than (\d+) requests at a time",
            QT_TRANSLATE_NOOP("core", "no more than %1 requests at a time"),
        ),
        (r"(\w[\w ]*) is answered (\d+): ((?s:.+))", QT_TRANSLATE_NOOP("core", "%1 is answered %2: %3")),
        (
            _STRAYED,
            QT_TRANSLATE_NOOP(
                "core",
                "the session id is unknown to the other worker: %1 requests were answered 400 by a process that "
                "had not issued it (%2 processes, nothing sticky)",
            ),
        ),
        (
            r"gunicorn killed workers that gave no sign of life: (\d+) × WORKER TIMEOUT",
            QT_TRANSLATE_NOOP("core", "gunicorn killed workers that gave no sign of life: %1 × WORKER TIMEOUT"),
        ),
        (
            r"gunicorn recycled workers after so many requests: (\d+) × Autorestarting worker",
            QT_TRANSLATE_NOOP(
                "core", "gunicorn recycled workers after so many requests: %1 × Autorestarting worker"
            ),
        ),
        (
            r"(\d+) requests met a kept connection that the server was closing \(keep-alive race\)",
            QT_TRANSLATE_NOOP(
                "core", "%1 requests met a kept connection that the server was closing (keep-alive race)"
            ),
        ),
        (
            r"(\d+) requests were answered (\d+): (.*)",
            QT_TRANSLATE_NOOP("core", "%1 requests were answered %2: %3"),
        ),
        (
            r"lost while idle for longer than a ping: (.+)",
            QT_TRANSLATE_NOOP("core", "lost while idle for longer than a ping: %1"),
        ),
        (
            r"(\d+) of (\d+) clients never connected: (.+)",
            QT_TRANSLATE_NOOP("core", "%1 of %2 clients never connected: %3"),
        ),
        (r"clients were disconnected: (.+)", QT_TRANSLATE_NOOP("core", "clients were disconnected: %1")),
        (
            r"a message reaches only clients of the same process: (\d+) processes share no message queue",
            QT_TRANSLATE_NOOP(
                "core", "a message reaches only clients of the same process: %1 processes share no message queue"
            ),
        ),
        (
            r"the server did not answer again within (\d+) s after the restart \((.+)\)",
            QT_TRANSLATE_NOOP("core", "the server did not answer again within %1 s after the restart (%2)"),
        ),
        (
            r"the old process went on serving after the restart \((.+)\): nobody lost its connection in (\d+) s",
            QT_TRANSLATE_NOOP(
                "core",
                "the old process went on serving after the restart (%1): nobody lost its connection in %2 s",
            ),
        ),
        (
            r"(\d+) of (\d+) clients were not back (\d+) s after the restart",
            QT_TRANSLATE_NOOP("core", "%1 of %2 clients were not back %3 s after the restart"),
        ),
        (
            r"(\d+) of (\d+) clients were not back (\d+) s after the restart: (.+)",
            QT_TRANSLATE_NOOP("core", "%1 of %2 clients were not back %3 s after the restart: %4"),
        ),
        (r"the server did not start: (.+)", QT_TRANSLATE_NOOP("core", "the server did not start: %1")),
        (r"could not be measured: ((?s:.+))", QT_TRANSLATE_NOOP("core", "could not be measured: %1")),
        (
            _NAGLE,
            QT_TRANSLATE_NOOP(
                "core",
                "Nagle's algorithm is on: each answer on a kept connection waits for the client's delayed "
                "acknowledgement; %1 ms when that is not delayed",
            ),
        ),
        (
            r"the WebSocket of an unknown session is opened, and then (.+): no 400 is to be seen",
            QT_TRANSLATE_NOOP(
                "core", "the WebSocket of an unknown session is opened, and then %1: no 400 is to be seen"
            ),
        ),
    ),
)
"""What the matrix puts together: a pattern, and the frame its parts go into."""
