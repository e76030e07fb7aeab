"""What a comparison says, on its page and where it cannot be made (harness/comparing)."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QT_TRANSLATE_NOOP

COMPARING_TEXTS = (
    QT_TRANSLATE_NOOP("core", "Two runs compared"),
    QT_TRANSLATE_NOOP("core", "%s runs"),
    QT_TRANSLATE_NOOP("core", "Made differently"),
    QT_TRANSLATE_NOOP("core", "Figures"),
    QT_TRANSLATE_NOOP("core", "Group %s"),
    QT_TRANSLATE_NOOP("core", "On trial: %s"),
    QT_TRANSLATE_NOOP("core", "B less A"),
    QT_TRANSLATE_NOOP("core", "By chance?"),
    QT_TRANSLATE_NOOP("core", "may be"),
    QT_TRANSLATE_NOOP("core", "Verdicts"),
    QT_TRANSLATE_NOOP(
        "core",
        "Not by chance: further apart than 19 of 20 pairs of alike runs would be. Of many figures, one in twenty "
        "is so all the same.",
    ),
    QT_TRANSLATE_NOOP(
        "core",
        "Whether it may be chance, repeats tell: run one of them with --repeat 5, and compare the series.",
    ),
)

VERDICTS = (
    QT_TRANSLATE_NOOP("core", "kept"),
    QT_TRANSLATE_NOOP("core", "rejected"),
    QT_TRANSLATE_NOOP("core", "undecided"),
    QT_TRANSLATE_NOOP("core", "passed"),
    QT_TRANSLATE_NOOP("core", "unknown"),
)

COMPARING_PHRASES = cast(
    "tuple[tuple[str, str], ...]",
    (
        (
            r"(\S+) has no summary: `sidlab compare` counts its figures from the events",
            QT_TRANSLATE_NOOP("core", "%1 has no summary: `sidlab compare` counts its figures from the events"),
        ),
    ),
)
