"""What the core says of a server that did not do as it was asked (harness/session): patterns and their frames."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QT_TRANSLATE_NOOP

PARTS = (
    QT_TRANSLATE_NOOP("core", "no process of the server takes the order to crash: restart it by kill"),
    QT_TRANSLATE_NOOP("core", "is a Socket.IO server there?"),
    QT_TRANSLATE_NOOP("core", "name the server's Socket.IO path with --path"),
    QT_TRANSLATE_NOOP(
        "core", "it does not accept the wire's address as a page's origin: use --host-header target"
    ),
)

SERVER_PHRASES = cast(
    "tuple[tuple[str, str], ...]",
    (
        (r"it did not end within ([\d.]+) s", QT_TRANSLATE_NOOP("core", "it did not end within %1 s")),
        (
            r"nobody took its place within ([\d.]+) s",
            QT_TRANSLATE_NOOP("core", "nobody took its place within %1 s"),
        ),
        (
            r"the server did not crash within ([\d.]+) s: stop it",
            QT_TRANSLATE_NOOP("core", "the server did not crash within %1 s: stop it"),
        ),
        (
            r"the server's processes did not end within ([\d.]+) s",
            QT_TRANSLATE_NOOP("core", "the server's processes did not end within %1 s"),
        ),
        (r"(SIG[A-Z]+) was not sent within ([\d.]+) s", QT_TRANSLATE_NOOP("core", "%1 was not sent within %2 s")),
        (r"process (\d+) takes no orders", QT_TRANSLATE_NOOP("core", "process %1 takes no orders")),
        (
            r"process (\d+) did not answer within ([\d.]+) s: is it stopped or blocked\?",
            QT_TRANSLATE_NOOP("core", "process %1 did not answer within %2 s: is it stopped or blocked?"),
        ),
        (
            r"the second server did not answer within ([\d.]+) s",
            QT_TRANSLATE_NOOP("core", "the second server did not answer within %1 s"),
        ),
        (
            r"([a-z-]+) is not available here: it needs (.+)",
            QT_TRANSLATE_NOOP("core", "%1 is not available here: it needs %2"),
        ),
        (
            r"([a-z-]+) is over when it is done: it has no duration",
            QT_TRANSLATE_NOOP("core", "%1 is over when it is done: it has no duration"),
        ),
        (
            r"(http\S+) answers (\d+) to a handshake at (\S+): (.+)",
            QT_TRANSLATE_NOOP("core", "%1 answers %2 to a handshake at %3: %4"),
        ),
    ),
)
"""What is put together: a pattern, and the frame its parts go into."""
