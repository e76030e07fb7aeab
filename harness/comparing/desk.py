"""Compares two runs for a window, beside whatever the core does."""

from __future__ import annotations

import asyncio
from pathlib import Path

from harness.commands import RunsCompare
from harness.comparing.compared import compare
from harness.comparing.sides import side_at
from harness.evidence.folder import NoRunFolderError
from harness.session.house import HarnessError
from harness.snapshot import RunsCompared


async def compared(asked: RunsCompare) -> RunsCompared:
    """The two runs, compared by their summaries. HarnessError, one line, when that cannot be done."""
    return await asyncio.to_thread(_compared, asked)


def _compared(asked: RunsCompare) -> RunsCompared:
    try:
        a, b = (side_at(Path(path), count=False) for path in (asked.a, asked.b))
    except NoRunFolderError as why:
        raise HarnessError(str(why)) from None
    return RunsCompared(comparison=compare(a, b))
