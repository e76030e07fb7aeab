"""sidlab's composition root: the one place that knows the core, the window and the chat server."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harness.commands import Language
    from harness.experiments.asked import ExperimentOptions
    from harness.matrix.plan import MatrixOptions
    from harness.options import RunOptions
    from harness.session.house import House
    from harness.snapshot import Choice
    from harness.wire_options import WireOptions


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out a command line (this process's own by default) and return the exit status.

    Children start here too, so that a frozen build needs one program only; they load nothing of the command line.
    """
    words = sys.argv[1:] if arguments is None else list(arguments)
    if words[:1] == ["_child"]:
        return child(words[1:])
    from harness.cli.ending import perform
    from harness.cli.program import Doors, program

    doors = Doors(
        window=window,
        run=run,
        wire=wire,
        matrix=matrix,
        experiment=experiment,
        replay=replay,
        profiles=profiles,
        speak=speak,
    )
    return perform(program(doors), words)


def child(words: list[str]) -> int:
    """Be the child process that the first word names (the others are its own) until its parent ends it."""
    match words:
        case ["wire", *_]:
            from harness.proxy import child as wire

            wire.main()
        case ["clients", *own]:
            from harness.clients import child as clients

            clients.main(own)
        case ["node-clients", *own]:
            from harness.clients import node_child

            node_child.main(own)
        case ["pages", *own]:
            from ui.browser import child as pages

            pages.main(own)
        case ["beacon", *_]:
            beacon_child()
        case ["guard", *_]:
            from harness import guard

            guard.main()
        case ["pictures", *_]:
            from ui import pictures

            pictures.main()
        case ["pdf", html, pdf]:
            from ui import pdf as printing

            return printing.main(Path(html), Path(pdf))
        case ["core", *own]:
            core_child(own)
        case _:
            sys.stderr.write("sidlab: _child is for the program's own use\n")
            return 2
    return 0


def beacon_child() -> None:
    """What hears devices of the LAN; the script they report with is one with the chat page's own."""
    import server
    from harness.beacon import child as beacon

    beacon.main(Path(server.__file__).resolve().parent / "static/reporter.js")


def core_child(own: list[str]) -> None:
    """The core as a child of the window: of a replay, or of runs (devices of the LAN may join the first)."""
    match own:
        case ["--replay", path]:
            from harness.replay.core import main as replayed

            replayed(house(), Path(path))
        case _:
            from harness.session.core import main as core

            core(house(), next(iter(own), None))


def has_display() -> bool:
    """Whether a window can be seen here; a platform named on purpose counts as one."""
    if sys.platform != "linux":
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def window(lan: str | None = None) -> int:
    """Open the window, or do without one where there is no display; `lan` as with `core_child`."""
    if not has_display():
        return run_without_display(lan)
    return open_window(lan)


def core_argv(lan: str | None) -> list[str]:
    """The command line of the core."""
    from harness.children import child_argv

    return child_argv("core", *(() if lan is None else (lan,)))


def open_window(lan: str | None = None) -> int:
    """Open the window; returns when it is closed."""
    from ui.early import started

    core = started(core_argv(lan))
    from ui.app import run_window

    return run_window(core)


def replay(path: Path) -> int:
    """Open the window on a finished run."""
    from harness.children import child_argv
    from harness.session.house import HarnessError

    if not has_display():
        raise HarnessError(
            "a replay needs a display, and there is none: see what the run tells with `sidlab diagnose` and "
            "`sidlab compare`, or name a display with DISPLAY"
        )
    from ui.early import started

    core = started(child_argv("core", "--replay", str(path)))
    from ui.app import run_replay

    return run_replay(core)


def run_without_display(lan: str | None = None) -> int:
    """Run the built-in scenario `incident` with pictures of the window, and say so."""
    from harness.cli.ending import tell
    from ui.early import started

    tell("there is no display: running the scenario incident, with pictures of the window in the run folder")
    core = started(core_argv(lan), offscreen=True)
    from ui.app import run_offscreen

    return run_offscreen(core)


def run(scenario: str, options: RunOptions) -> int:
    """Run a scenario without a window, once or several times."""
    if options.repeat > 1:
        from harness.repeating import run_series

        return run_series(scenario, options, house())
    from harness.headless import run_headless

    return run_headless(scenario, options, house())


def wire(options: WireOptions) -> int:
    """Only the wire, in front of a server of the person's own."""
    from harness.fronting import run_wire

    return run_wire(options, house())


def matrix(options: MatrixOptions) -> int:
    """Every way to serve × transport × kind of client, measured."""
    from harness.matrix.front import run_matrix

    return run_matrix(options, house())


def experiment(options: ExperimentOptions) -> int:
    """Two ways that differ in one thing, again and again, and a verdict."""
    from harness.experiments.front import run_experiment

    return run_experiment(options, house())


def profiles() -> tuple[Choice, ...]:
    """The ways in which the chat server can be served."""
    from harness.snapshot import Choice
    from server import profiles as served
    from server.profile import CRASH

    return tuple(
        Choice(
            name=one.name,
            title=one.title,
            available=not one.needs(),
            needs=one.needs(),
            brings=one.mend(),
            hides=one.hidden(),
            offers=(*one.restarts, CRASH),
        )
        for one in served.profiles().values()
    )


def speak(language: Language) -> Callable[[str], str]:
    """What translates a text of the core; English needs nothing of the window's."""
    if language == "en":
        return str
    from ui.i18n.plain import speaker

    return speaker(language)


def house() -> House:
    """What the core is given, since it imports neither the server nor the window."""
    import server
    from harness.session.house import House

    return House(profiles=profiles(), server_root=Path(server.__file__).resolve().parents[1], speak=speak)


if __name__ == "__main__":
    sys.exit(main())
