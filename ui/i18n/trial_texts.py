"""What a trial of behaviours says (harness/metrics/verdicts.py), and the scenario that makes one."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

SCENARIO = QT_TRANSLATE_NOOP("core", "The fix on trial: four ways to write a page, through the same restarts")

SAYS = (
    QT_TRANSLATE_NOOP(
        "core",
        "%s leaks: at the end a page has %s sockets alive (%s at most), where one is right. A socket that is only "
        "forgotten goes on reconnecting by itself, beside the one that takes its place.",
    ),
    QT_TRANSLATE_NOOP("core", "%s ends with %s sockets alive a page (%s at most), where one is right."),
    QT_TRANSLATE_NOOP(
        "core",
        "%s hears messages again: %s arrivals too many, up to %s of one message, since each socket alive "
        "hears it.",
    ),
    QT_TRANSLATE_NOOP(
        "core", "%s ends with pages that have no socket: of %s pages, the one with the fewest sockets has %s."
    ),
    QT_TRANSLATE_NOOP(
        "core",
        "%s does not remove the 400s: it met %s (%s with a message, which is lost, %s with the client's own close "
        "packet), the library's own reconnection %s.",
    ),
    QT_TRANSLATE_NOOP(
        "core", "While the server was away %s sent %s requests a page, the library's own reconnection %s."
    ),
    QT_TRANSLATE_NOOP("core", "%s ends with one socket a page, and nothing was heard twice."),
    QT_TRANSLATE_NOOP("core", "%s met no 400: without polling there is no POST that could meet a lost session."),
)
"""Each `%s` stands for the name of a behaviour, or a figure."""
