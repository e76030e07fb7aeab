"""What on this machine is ready, what is missing, and the command that mends it."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module, metadata

import msgspec
from packaging.requirements import Requirement

from harness import netns
from harness.clients import node_program
from harness.ports import free_port
from harness.setup import page, system
from harness.snapshot import Choice

QT_SECONDS = 60.0
QT_PROBE = "from PySide6.QtWidgets import QApplication; print(QApplication([]).platformName())"
DISTRIBUTION = "sidlab"
BROWSER = "pyside6-addons"


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing looked at: `found` in words, and `mend`, the command that puts it right (empty when it is).

    Without what is `essential` the program does not work; the rest takes away what the name says.
    """

    name: str
    ok: bool
    found: str
    mend: str = ""
    essential: bool = False


def examine(profiles: Sequence[Choice] = ()) -> list[Finding]:
    """Look at everything, the ways to serve included; takes a second or two, most of it for starting Qt once."""
    return [*runtime(), *packages(), *qt(), real_pages(), *chat_page(), node(), *served(profiles), *machine()]


def setup_command() -> str:
    """The command that installs what a checkout needs."""
    return "make setup" if os.name == "posix" else "py -m harness.setup dev"


def runtime() -> Iterator[Finding]:
    """Python itself."""
    version = ".".join(map(str, sys.version_info[:3]))
    ok = sys.version_info >= (3, 11)
    yield Finding(
        name="Python 3.11 or newer", ok=ok, found=version, mend="" if ok else "install it", essential=True
    )


def packages() -> Iterator[Finding]:
    """Every package that the program's own metadata asks for on this system, and the browser extra."""
    try:
        wanted = [Requirement(text) for text in metadata.requires(DISTRIBUTION) or []]
    except metadata.PackageNotFoundError:
        yield Finding(name=DISTRIBUTION, ok=False, found="is not installed", mend=setup_command(), essential=True)
        return
    for requirement in wanted:
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield package(requirement, essential=True)
        elif requirement.name.lower() == BROWSER:
            yield package(requirement, essential=False)


def package(requirement: Requirement, *, essential: bool) -> Finding:
    """One package, against the versions that will do."""
    try:
        found = metadata.version(requirement.name)
    except metadata.PackageNotFoundError:
        found = ""
    ok = bool(found) and requirement.specifier.contains(found, prereleases=True)
    pip = shlex.join([sys.executable, "-m", "pip", "install", f"{requirement.name}{requirement.specifier}"])
    mend = pip if essential else system.BROWSER_COMMAND
    return Finding(
        name=f"{requirement.name} {requirement.specifier}".strip() + ("" if essential else " (real browsers)"),
        ok=ok,
        found=found or "is not installed",
        mend="" if ok else mend,
        essential=essential,
    )


def qt() -> Iterator[Finding]:
    """Whether Qt starts without a screen, what a window needs, and a font for Korean."""
    problem = start_qt()
    lacking = system.missing()
    offscreen = [need for need in lacking if need.package in system.OFFSCREEN.values()]
    mend = system.command(offscreen) if offscreen else setup_command()
    yield Finding(
        name="Qt starts without a screen",
        ok=not problem,
        found=problem or "it does",
        mend=mend if problem else "",
        essential=True,
    )
    yield lacks("libraries for a window", [need for need in lacking if need.package in system.SCREEN.values()])
    yield lacks(
        "a screen made of memory (for tests)", [n for n in lacking if n.package in system.PROGRAMS.values()]
    )
    yield lacks("a font with Korean letters", [need for need in lacking if need.package == system.HANGUL_PACKAGE])
    yield display()


def real_pages() -> Finding:
    """What clients of the kind browser need of the system, besides the extra that brings QtWebEngine."""
    found = lacks("libraries for real browsers", system.missing_for_pages())
    return found if found.ok else msgspec.structs.replace(found, mend=system.BROWSER_COMMAND)


def lacks(name: str, needs: list[system.Need]) -> Finding:
    """What the system brings, or lacks."""
    found = ", ".join(f"no {need.what}" for need in needs)
    return Finding(name=name, ok=not needs, found=found or "there", mend=system.command(needs) if needs else "")


def start_qt() -> str:
    """Start Qt once, in a process of its own; what went wrong, or nothing."""
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    try:
        done = subprocess.run(
            [sys.executable, "-c", QT_PROBE],
            env=env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=QT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"it did not within {QT_SECONDS:g} s"
    lines = done.stderr.strip().splitlines()
    return "" if done.returncode == 0 else (lines[-1] if lines else f"it ended with status {done.returncode}")


def display() -> Finding:
    """Whether there is a screen to open the window on."""
    seen = [name for name in ("DISPLAY", "WAYLAND_DISPLAY") if os.environ.get(name)]
    ok = sys.platform != "linux" or bool(seen)
    found = " ".join(f"{name}={os.environ[name]}" for name in seen) or (
        "there" if ok else "none: runs without one"
    )
    return Finding(name="a display for the window", ok=ok, found=found, mend="" if ok else "xvfb-run -a sidlab")


def chat_page() -> Iterator[Finding]:
    """The page's Socket.IO client, and npm, which fetches it."""
    problem = page.problem() if (page.FOLDER / page.HASHES).is_file() else "server/npm is not there"
    mend = setup_command() if problem else ""
    yield Finding(name="the chat page's Socket.IO client", ok=not problem, found=problem or "there", mend=mend)
    npm = shutil.which("npm") or ""
    yield Finding(
        name="npm (fetches that client)",
        ok=bool(npm) or not problem,
        found=npm or "none: the set-up takes one from PyPI",
        mend=setup_command() if problem and not npm else "",
    )


def node() -> Finding:
    """What clients of the kind node need."""
    needs = node_program.needs()
    found = needs or node_program.find_node() or ""
    return Finding(
        name="Node (clients of the kind node)", ok=not needs, found=found, mend=setup_command() if needs else ""
    )


def served(profiles: Sequence[Choice]) -> Iterator[Finding]:
    """How many ways to serve the chat there are here, and what each of the others lacks.

    The set-up does not bring what they lack: Debian's packages of servers start a service of their own.
    """
    lacking = [one for one in profiles if not one.available]
    count = f"{len(profiles) - len(lacking)} of {len(profiles)}"
    yield Finding(name="ways to serve the chat (profiles)", ok=True, found=count)
    for one in lacking:
        yield Finding(name=f"profile {one.name}", ok=False, found=f"needs {one.needs}", mend=one.brings)


def machine() -> Iterator[Finding]:
    """What the harness asks of the system: free ports, a fast event loop, networks of its own."""
    yield attempt("a free port for the server", lambda: f"such as {free_port()}", essential=True)
    yield attempt("uvloop (a faster wire)", loop_in_use)
    yield network_namespaces()


def attempt(name: str, look: Callable[[], str], *, essential: bool = False) -> Finding:
    """A finding from something tried: its words, or those of its failure."""
    try:
        return Finding(name=name, ok=True, found=look(), essential=essential)
    except (OSError, ImportError) as error:
        return Finding(name=name, ok=False, found=str(error), mend=setup_command(), essential=essential)


def loop_in_use() -> str:
    """The event loop's version. ImportError where there is none."""
    import_module("uvloop")
    return metadata.version("uvloop")


def network_namespaces() -> Finding:
    """Whether a network of its own can be made, which faults below TCP need."""
    lacking = netns.lacking()
    return Finding(
        name="networks of its own (packet faults)",
        ok=not lacking,
        found=f"needs {lacking}" if lacking else "can be made",
        mend="sudo sidlab (Linux only)" if lacking else "",
    )
