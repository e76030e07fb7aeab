"""Opens the window on the recording that the last word names, and says after how many seconds it can be seen."""

import sys
import time

BEGAN = time.perf_counter()
sys.path.insert(0, sys.argv[1])

import main  # noqa: E402 - the clock runs while it loads
from ui import early  # noqa: E402

start = early.started


def started(*argv: object, **more: object) -> object:
    core = start(*argv, **more)  # type: ignore[arg-type]
    from PySide6.QtCore import QTimer

    from ui.window import Window

    begin = Window.begin

    def watched(window: Window, first: object = None) -> None:
        begin(window, first)  # type: ignore[arg-type]
        timer = QTimer(window)
        timer.timeout.connect(lambda: look(window, timer))
        timer.start(5)

    Window.begin = watched  # type: ignore[method-assign,assignment]
    return core


def look(window: object, timer: object) -> None:
    if window.model.snapshot.replay is not None:  # type: ignore[attr-defined]
        timer.stop()  # type: ignore[attr-defined]
        window.grab()  # type: ignore[attr-defined]
        sys.stdout.write(f"{time.perf_counter() - BEGAN:.2f}\n")
        window.close()  # type: ignore[attr-defined]


early.started = started  # type: ignore[assignment]
sys.argv[0] = str(main.__file__)  # what the core is started from
sys.exit(main.main(["replay", sys.argv[2]]))
