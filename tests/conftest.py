"""What every test gets: no test leaves a process behind, hypothesis draws alike in CI, bars end in one table."""

from __future__ import annotations

import gc
import os
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import psutil
import pytest
from hypothesis import HealthCheck, settings

GRACE_SECONDS = 2.0
MARK = "SIDLAB_TEST_SESSION"

settings.register_profile("sidlab", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("sidlab-ci", settings.get_profile("sidlab"), derandomize=True)
settings.load_profile("sidlab-ci" if os.environ.get("CI") else "sidlab")


# --- Qt's objects end in Qt's thread ---------------------------------------------------------------------------

WIDGETS = ("/tests/ui/", "/tests/window/")
"""Where windows are made, and left to Python's collector."""


@pytest.fixture(autouse=True, scope="module")
def widgets_end_where_they_were_made(request: pytest.FixtureRequest) -> Iterator[None]:
    """The collector runs in whatever thread allocates, that of another test's server too; then Qt falls over."""
    if not any(folder in request.path.as_posix() for folder in WIDGETS):
        yield
        return
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture(autouse=True)
def young_widgets_end_soon() -> Iterator[None]:
    """What a test has made does not stay for the whole file where the collector does not run by itself."""
    yield
    if not gc.isenabled():
        gc.collect(1)


# --- no test leaves a process behind --------------------------------------------------------------------------


def descendants() -> set[psutil.Process]:
    """Every living process below this one; two of them are equal when pid and creation time are."""
    if not has_children():
        return set()
    return {child for child in psutil.Process().children(recursive=True) if is_alive(child)}


def has_children() -> bool:
    """A quick look before the thorough one: most tests start nothing."""
    if not hasattr(os, "waitid"):
        return True
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True


def is_alive(process: psutil.Process) -> bool:
    """Whether a process still runs: a zombie does not, it only waits to be asked how it ended."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def describe(process: psutil.Process) -> str:
    """A process in words, for the message of the test that left it behind."""
    try:
        return f"{process.pid} {' '.join(process.cmdline())}"
    except psutil.Error:
        return str(process.pid)


@pytest.fixture(autouse=True)
def no_process_left_behind() -> Iterator[None]:
    """Fail a test after which processes of its own still run, and end them, so that no other test meets them."""
    before = descendants()
    yield
    left = descendants() - before
    _, left_alive = psutil.wait_procs(left, timeout=GRACE_SECONDS)
    survivors = [process for process in left_alive if is_alive(process)]
    if survivors:
        words = "; ".join(describe(process) for process in survivors)
        for process in survivors:
            process.kill()
        psutil.wait_procs(survivors, timeout=GRACE_SECONDS)
        pytest.fail(f"the test left processes running: {words}")


@pytest.fixture(autouse=True, scope="session")
def no_orphan_left_behind() -> Iterator[None]:
    """At the end, look for what was started by any test and found another parent: it carries our mark."""
    os.environ[MARK] = mark = uuid.uuid4().hex
    yield
    if orphans := marked(mark):
        words = "; ".join(describe(process) for process in orphans)
        for process in orphans:
            process.kill()
        pytest.fail(f"the tests left processes running: {words}")


def marked(mark: str) -> list[psutil.Process]:
    """Every other process whose environment carries the mark (a process inherits it from whoever starts it)."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.pid != os.getpid() and process.environ().get(MARK) == mark and is_alive(process):
                found.append(process)
        except psutil.Error:  # gone meanwhile, or not ours to read, hence not ours
            continue
    return found


# --- bars: what was measured, and whether it held -------------------------------------------------------------


@dataclass(frozen=True)
class Bar:
    """One row of the table: a bar's name, its limit and the measured value, in words, and whether it held."""

    name: str
    limit: str
    measured: str
    held: bool


BARS = pytest.StashKey[list[Bar]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[BARS] = []


@pytest.fixture
def bar(request: pytest.FixtureRequest) -> Iterator[Callable[[str, object, object, bool], None]]:
    """`bar(name, limit, measured, held)` records a row of the table; one that did not hold fails the test."""
    rows: list[Bar] = []

    def record(name: str, limit: object, measured: object, held: bool) -> None:
        rows.append(Bar(name, str(limit), str(measured), held))
        request.config.stash[BARS].append(rows[-1])

    yield record
    broken = [f"{row.name}: {row.measured}, allowed is {row.limit}" for row in rows if not row.held]
    if broken:
        pytest.fail("; ".join(broken))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    rows = config.stash[BARS]
    if not rows:
        return
    table = [("bar", "limit", "measured", "held")]
    table += [(row.name, row.limit, row.measured, "yes" if row.held else "NO") for row in rows]
    widths = [max(len(row[column]) for row in table) for column in range(4)]
    terminalreporter.section("bars")
    for cells in table:
        terminalreporter.line(
            "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()
        )
