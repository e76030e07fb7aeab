"""What the core of a replay says (harness/replay)."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

REPLAY_TEXTS = (
    QT_TRANSLATE_NOOP(
        "core",
        "this is a replay, and nothing in it can be changed: close it, and start sidlab for a run of your own",
    ),
)
