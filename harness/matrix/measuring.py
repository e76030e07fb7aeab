"""Takes the measures of a profile, one after the other, in a run of its own without clients."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

from harness.events import Record, RunReady
from harness.matrix.measures import measures
from harness.matrix.measures.base import Measure, Reading, RefusedError, Server
from harness.matrix.model import Finding
from harness.scenarios.model import Scenario, ServerPart
from harness.session.player import Player
from harness.session.run import Run, Why

UNABLE = (RefusedError, OSError, EOFError, ValueError, TimeoutError)
"""What a server can do to a measure that does not suit it; IncompleteReadError is an EOFError."""


def measuring(profile: str) -> Scenario:
    """The run in which a profile is measured: nobody is there but the measures."""
    return Scenario(
        name=f"{profile}-measures",
        title=f"{profile}: measures",
        duration=None,
        server=ServerPart(profile=profile),
    )


class Measuring:
    """Takes every measure of one run's server, once it is up; `findings` is what came of them."""

    def __init__(self, run: Run) -> None:
        self.findings: list[Finding] = []
        self._run = run
        self._ready: asyncio.Future[Server] = asyncio.get_running_loop().create_future()
        run.journal.listen(self._fold)

    async def live(self, player: Player) -> Why:
        """Play the run until all is measured, or the player is stopped."""
        going = asyncio.ensure_future(self._go())
        going.add_done_callback(lambda done: player.stop("failed" if done.cancelled() else "finished"))
        try:
            return await player.live()
        finally:
            going.cancel()
            await asyncio.wait({going})

    async def _go(self) -> None:
        server = await self._ready
        for measure in measures():
            reading = await taken(measure, server)
            self.findings.append(
                Finding(
                    profile=self._run.profile,
                    finding=measure.name,
                    title=measure.title,
                    value=reading.value,
                    unit=measure.unit,
                    text=reading.text,
                    notable=reading.notable,
                )
            )

    def _fold(self, record: Record) -> None:
        if isinstance(record.event, RunReady) and not self._ready.done():
            at = urlsplit(record.event.upstream)
            self._ready.set_result(Server(at.hostname or "", at.port or 0))


async def taken(measure: Measure, server: Server) -> Reading:
    """What a measure found; null where the server does not do what it needs, and what it did instead."""
    try:
        return await measure.take(server)
    except UNABLE as error:
        return Reading(None, f"could not be measured: {str(error) or type(error).__name__}")
