"""What the core says of the disk and of a record that is not whole (room.py, run.py, ending.py of the session)."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QT_TRANSLATE_NOOP

PARTS = (
    QT_TRANSLATE_NOOP("core", "a run is going on: stop it first"),
    QT_TRANSLATE_NOOP("core", "there were more events than could be kept; ask for fewer clients or messages"),
    QT_TRANSLATE_NOOP("core", "No space left on device"),
    QT_TRANSLATE_NOOP("core", "File too large"),
    QT_TRANSLATE_NOOP("core", "Permission denied"),
    QT_TRANSLATE_NOOP("core", "the disk does not answer"),
)

ROOM_PHRASES = cast(
    "tuple[tuple[str, str], ...]",
    (
        (
            r"SIDLAB_RUNS_LIMIT: (.+) is not allowed: a size like 500M or 10G",
            QT_TRANSLATE_NOOP("core", "SIDLAB_RUNS_LIMIT: %1 is not allowed: a size like 500M or 10G"),
        ),
        (
            r"(.+) cannot be removed: (.+); is it open elsewhere\?",
            QT_TRANSLATE_NOOP("core", "%1 cannot be removed: %2; is it open elsewhere?"),
        ),
        (r"(.+) is not whole: (.+)", QT_TRANSLATE_NOOP("core", "%1 is not whole: %2")),
        (
            r"the process (\S+) could not tell of all it saw: (.+)",
            QT_TRANSLATE_NOOP("core", "the process %1 could not tell of all it saw: %2"),
        ),
        (
            r"(.+) takes no more events: (?:\[Errno \d+\] )?(.+); free some space",
            QT_TRANSLATE_NOOP("core", "%1 takes no more events: %2; free some space"),
        ),
        (
            r"(.+) could not be written: (?:\[Errno \d+\] )?(.+); free some space",
            QT_TRANSLATE_NOOP("core", "%1 could not be written: %2; free some space"),
        ),
        (
            r"(.+) could not be sealed: (.+); free some space",
            QT_TRANSLATE_NOOP("core", "%1 could not be sealed: %2; free some space"),
        ),
    ),
)
"""What is put together: a pattern, and the frame its parts go into."""
