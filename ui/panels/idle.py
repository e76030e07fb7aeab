"""Why nothing can be asked of a run just now, in words for tooltips."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ui.model import Model


def idle(model: Model | None) -> str:
    """Empty while a run is going on; of a replay, and without a run, why what changes one cannot be asked."""
    if replayed(model):
        return frozen()
    if model is not None and model.snapshot.state == "running":
        return ""
    return QCoreApplication.translate("idle", "No run is going on: start one first")


def unstartable(model: Model | None) -> str:
    """Why a window could not start a run at all, matrices and experiments among them; empty where it could."""
    return frozen() if replayed(model) else ""


def replayed(model: Model | None) -> bool:
    """Whether the window shows a recording."""
    return model is not None and model.snapshot.replay is not None


def frozen() -> str:
    """What is said of all that would change a run which is over."""
    return QCoreApplication.translate(
        "idle", "This is a replay, and nothing in it can be changed: start sidlab without it for a new run"
    )
