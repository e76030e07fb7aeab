"""Has the pictures drawn: a child with Qt is given what a window would be given, and saves PNG files."""

from __future__ import annotations

from harness.session.run import Run


async def draw(run: Run, *, screenshots: bool) -> None:
    """Draw the charts."""
    _ = run, screenshots
