"""The child `beacon`: hears what pages of the LAN say of their sockets, also while the chat server is down."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from harness.beacon.desk import Desk
from harness.beacon.door import Door
from harness.beacon.guests import Guests
from harness.beacon.refusals import Refusals
from harness.commands import BeaconOpen, BeaconShut, ChildFlush, ToBeacon
from harness.events import BeaconListening
from harness.frames import Port, run_child

SWEEP_SECONDS = 1.0


def main(script: Path) -> None:
    """Be the beacon until the parent ends it; `script` is what it serves as /reporter.js."""

    async def body(port: Port) -> None:
        async with asyncio.TaskGroup() as tasks:
            beacon = Beacon(port, script)
            sweeping = tasks.create_task(beacon.sweep_for_ever())
            try:
                async for command in port.commands():
                    await beacon.obey(command)
            finally:
                sweeping.cancel()
                await beacon.shut()

    run_child("beacon", "beacon", ToBeacon, body)


class Beacon:
    """What the child does: it is shut, or open at one address. Names of devices last as long as it does."""

    def __init__(self, port: Port, script: Path) -> None:
        self._port = port
        self._script = script
        self._guests = Guests(port.say, port.clock, time.time_ns)
        self._refusals = Refusals(port.say, port.clock)
        self._door: Door | None = None

    async def obey(self, command: BeaconOpen | BeaconShut | ChildFlush) -> None:
        """Carry out one command."""
        match command:
            case BeaconOpen():
                await self.shut()
                await self._open(command)
            case BeaconShut():
                await self.shut()
            case ChildFlush():
                self._refusals.tell()
                self._port.flushed(command)

    async def shut(self) -> None:
        """Hear nobody any more."""
        door, self._door = self._door, None
        if door is not None:
            await door.close()
        self._guests.leave()
        self._refusals.tell()

    async def sweep_for_ever(self) -> None:
        """Once a second, look who has gone, and tell who was refused."""
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            self._guests.sweep()
            self._refusals.tell()

    async def _open(self, terms: BeaconOpen) -> None:
        port, error = terms.port, ""
        try:
            door = Door(terms, Desk(terms, self._guests, self._refusals.note), self._script.read_bytes())
            port = await door.open()
            self._door = door
        except OSError as why:
            error = str(why)
        self._port.say(BeaconListening(t=self._port.clock(), host=terms.host, port=port, error=error))
