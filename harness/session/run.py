"""One run: opens its processes, does what it is asked, and closes everything in good order.

Opening: folder, recorder, witness listener, wire, guard, server, clients. Closing: the clients fall silent, the
figures freeze (`RunEnding`), every child is flushed so that what was seen before the freeze is recorded, then all
processes end; the evidence is made from the folder afterwards (harness/session/ending.py).
"""

from __future__ import annotations

import asyncio
import itertools
import os
import secrets
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import msgspec

from harness.children import Child
from harness.clients.catalogue import kinds
from harness.clock import Clock, monotonic_ns, seconds, utc_now
from harness.commands import ClientGroup, WireOpen, WireOwnPort, WireUpstream
from harness.diagnosis.told import Told
from harness.discretion import policy
from harness.events import (
    ChildDropped,
    ChildFailed,
    ChildHello,
    Record,
    RunEnding,
    RunNote,
    RunProcessExited,
    RunReady,
    RunScreenshot,
    RunStarted,
    RunStep,
    RunStepDone,
    WireListening,
    WireTapLost,
)
from harness.evidence.folder import RunFolder
from harness.evidence.recorder import Recorder
from harness.metrics.tally import Tally
from harness.ports import authority, free_port, is_loopback, reachable, reached_from_outside
from harness.redact import redacted_words
from harness.scenarios.model import COMMAND, EXTERNAL, Scenario
from harness.session.cast import Cast
from harness.session.change import Change
from harness.session.crowd import Crowd
from harness.session.enlisting import enlist
from harness.session.external import SOCKET_IO, External
from harness.session.faultdesk import FaultDesk
from harness.session.house import HarnessError, House, versions
from harness.session.journal import Journal
from harness.session.lan import Lan, Ways
from harness.session.marks import Marks
from harness.session.outside import Outside
from harness.session.own_command import OwnCommand
from harness.session.plan import Plan
from harness.session.probe import knock, shows_debugger
from harness.session.server_spec import AnyServer, ServerSpec
from harness.session.serving import Keeper
from harness.session.unfit import trouble_with
from harness.snapshot import RunState, ServerCard, WayRow
from harness.witness import WitnessServer

HOST = "127.0.0.1"
LISTEN_SECONDS = 5.0
ANSWER_SECONDS = 5.0
VIA_SECONDS = 15.0
GLANCE_SECONDS = 2.0
SETTLE_SECONDS = 0.4
FLUSH_SECONDS = 2.0
HURRY_SECONDS = 0.3

REDACTION_KEY_BYTES = 32
TOO_FAST = "there were more events than could be kept; ask for fewer clients or messages"
VITAL = {"wire", "guard", "clients"}
"""Children without which a run proves nothing: when one ends by itself, so does the run."""

By = Literal["scenario", "window", "command line"]
Why = Literal["finished", "stopped", "interrupted", "failed"]
Detail = str | int | float | bool | None


class Run:
    """A run from opening to the end of its processes."""

    def __init__(
        self,
        house: House,
        scenario: Scenario,
        out: Path,
        *,
        listen: str = "",
        clock: Clock = monotonic_ns,
        external: External | None = None,
        lan: str | None = None,
        via: str = "",
        raw: bool = False,
    ) -> None:
        """`lan`: let devices of the LAN take part from the beginning, at this interface (empty: the likeliest).

        `via`: the address of a box before the wire, by which clients of ours come to it.
        `raw`: what crosses is recorded as it crosses, with nothing redacted, and the run is labelled so.
        """
        for group in scenario.groups:
            enlist(group)
        self.scenario = scenario
        self.raw = raw
        self.clock = clock
        self.state: RunState = "starting"
        self.trouble = ""
        self.root = ""
        self.leaving = False
        self.on_broken: Callable[[], None] = lambda: None
        self.core_pid = os.getpid()
        self.url = ""
        self.ended_at: float | None = None
        self.keeper: Keeper | None = None
        self.own = External.at(scenario.server) if external is None else external
        self.external = None if scenario.server.profile == COMMAND else self.own
        self.outside: Outside | None = None
        self._watching: asyncio.Future[None] | None = None
        self.faults: FaultDesk | None = None
        self.crowd: Crowd | None = None
        self.house = house
        self._listen = listen
        self._lan_asked = lan
        self._via = via
        self.zero = clock()
        self._change = Change()
        self._listeners: dict[int, WireListening] = {}
        self._numbers = itertools.count(1)
        self._refusal = ""
        self._lost = 0
        self._serving = asyncio.Lock()
        self.profile = scenario.server.profile if self.external is None else EXTERNAL
        self._offers = house.profile(self.profile).offers if self.own is None else ()
        started = utc_now()
        self.folder = RunFolder.create(out, scenario.name, started)
        self.run_id = self.folder.path.name
        self.recorder = Recorder(self.folder.path)
        self.folder.write_meta(self._meta())
        self.journal = Journal(self.recorder, clock)
        self.cast = Cast(self.journal, self.folder.path / "logs", clock)
        self.witness = WitnessServer()
        self.lan = Lan(self.journal, clock, self._ways())
        self.tally = Tally(
            run_id=self.run_id,
            scenario=scenario.name,
            profile=self.profile,
            started=started.isoformat(),
        )
        self.marks = Marks()
        self.plan = Plan([(step.at, step.words()) for step in scenario.steps], scenario.server.words())
        self.told = Told()
        for fold in (self.tally.fold, self.told.fold, self.marks.fold, self._fold):
            self.journal.listen(fold)
        self._say_started(started.isoformat())

    # --- opening ----------------------------------------------------------------------------------------------

    async def open(self) -> None:
        """Start everything. HarnessError when the wire or the server cannot be had."""
        wire = await self.cast.spawn("wire", "wire")
        self.faults = FaultDesk(wire, self.clock)
        self.journal.listen(self.faults.fold)
        if self.own is None:
            upstream = await self._serve_ours(wire)
        elif self.external is None:
            upstream = await self._serve_theirs(wire, self.own)
        else:
            upstream = await self._find_theirs(wire, self.external)
        path = SOCKET_IO if self.own is None else self.own.path
        await self._led_by_the_box(path)
        crowd = Crowd(self._shard, self._own_port, self.reach, self.scenario.seed, netns=self._netns(), path=path)
        groups = [enlist(group) for group in self.scenario.clients]
        for group in map(enlist, self.scenario.groups):  # those that come later, too: they are to come at once
            await crowd.prepare(group)
        await self._let_lan_in()
        self.zero = self.clock()
        self.journal.say(RunReady(t=self.zero, url=self.url, upstream=upstream))
        self.state, self.crowd = "running", crowd
        for group in groups:
            await self.crowd.set(group)

    async def _serve_ours(self, wire: Child) -> str:
        """Start a server of our own behind the wire; returns its address."""
        host, port = self._where()
        upstream = free_port(HOST)
        await self._front(
            wire,
            WireOpen(host=host, port=port, upstream_host=HOST, upstream_port=upstream, seed=self.scenario.seed),
        )
        await self._keep(await self._spec(upstream), wire)
        return f"http://{HOST}:{upstream}"

    async def _serve_theirs(self, wire: Child, at: External) -> str:
        """Start the person's own server behind the wire; returns its address."""
        await self._front(wire, at.opening(*self._where(), self.scenario.seed))
        heard, log = self._listeners[0], self.folder.path / "logs" / "server.log"
        command = OwnCommand(self.scenario.server, at, log, reached=not is_loopback(heard.host))
        await command.check()
        self.journal.listen(command.fold)
        await self._keep(command, wire)
        if outside := command.listens_at and reached_from_outside(command.listens_at):
            self.note(f"other machines reach the server itself, past the wire, at {', '.join(outside)}")
        if why := trouble_with(await knock(reachable(heard.host), heard.port, at.path), at, "--url"):
            raise HarnessError(why)
        return at.url

    async def _keep(self, server: AnyServer, wire: Child) -> None:
        """Start a server under a guard, and keep it. HarnessError when it does not answer."""
        self.plan.opened("running")
        guard = await self.cast.spawn("guard", "guard")
        self.keeper = Keeper(
            guard, self.journal, server, lambda up: wire.send(WireUpstream(up=up)), self.clock, self.witness.tell
        )
        if not await self.keeper.start():
            self.plan.opened("failed", self.keeper.why)
            raise HarnessError(self.keeper.why)
        self.plan.opened("done")

    async def _find_theirs(self, wire: Child, external: External) -> str:
        """Put the wire in front of a server that runs already; clients of ours need it to answer first."""
        await self._front(wire, external.opening(*self._where(), self.scenario.seed))
        heard = self._listeners[0]
        give_up = None if is_loopback(heard.host) else self._give_up
        self.outside = Outside(external, self.journal, reachable(heard.host), heard.port, self.clock, give_up)
        self._watching = asyncio.ensure_future(self.outside.watch())
        if not await self.outside.settled(ANSWER_SECONDS if self.scenario.clients else GLANCE_SECONDS):
            if self.scenario.clients or self.outside.hopeless:
                raise HarnessError(self.outside.why)
            self.note(self.outside.why)
        return external.url

    async def _front(self, wire: Child, command: WireOpen) -> None:
        key = secrets.token_hex(REDACTION_KEY_BYTES)  # given to the wire, and kept nowhere
        wire.send(msgspec.structs.replace(command, redaction_key=key, raw=self.raw))
        self.url = self.reach = await self._listening(0)
        bound = self._listeners[0]
        if outside := [f"http://{authority(host, bound.port)}" for host in reached_from_outside(bound.host)]:
            self.note(f"other machines reach the wire at {', '.join(outside)}")
        if self.scenario.needs_cable:
            self.reach = await self._own_port("")
        self.reach = self._via or self.reach

    async def _led_by_the_box(self, path: str) -> None:
        """HarnessError when no handshake comes through the box before the wire."""
        at = urlsplit(self._via)
        give_up = self.clock() + int(VIA_SECONDS * 1e9)
        while self._via and (await knock(at.hostname or "", at.port or 80, path)).sid is None:
            if self.clock() > give_up:
                raise HarnessError(f"--via: no handshake came through {self._via} to the wire at {self.url}")
            await asyncio.sleep(GLANCE_SECONDS / 10)

    async def _spec(self, upstream: int) -> ServerSpec:
        address = await self.witness.open(self.journal.deliver, self._hello, self._gone)
        server = self.scenario.server
        port = self.url.rsplit(":", 1)[1]
        return ServerSpec(
            profile=server.profile,
            host=HOST,
            port=upstream,
            ping_interval=server.ping_interval,
            ping_timeout=server.ping_timeout,
            origins=(self.url, self.reach, f"http://localhost:{port}", f"http://{HOST}:{upstream}"),
            reload_file=self.folder.path / "reload.trigger",
            witness=address,
            token=self.witness.token,
            root=self.house.server_root,
            restarts=self._offers,
        )

    async def _let_lan_in(self) -> None:
        """HarnessError when it was asked for and cannot be."""
        if self._lan_asked is None:
            return
        self.step("command line", "lan", to="on", interface=self._lan_asked)
        if why := await self.lan.switch(on=True, interface=self._lan_asked):
            raise HarnessError(why)

    def _where(self) -> tuple[str, int]:
        if not self._listen:
            return HOST, 0
        host, _, port = self._listen.rpartition(":")
        return host or HOST, int(port)

    async def _listening(self, listener: int) -> str:
        heard = await self._change.until(
            lambda: listener in self._listeners or self._refusal != "", LISTEN_SECONDS
        )
        if self._refusal or not heard:
            raise HarnessError(self._refusal or "the wire did not start: see logs/wire.log in the run folder")
        at = self._listeners[listener]
        return f"http://{authority(reachable(at.host), at.port)}"

    async def _own_port(self, client: str) -> str:
        number = next(self._numbers)
        packets = self.scenario.needs_cable
        self._wire().send(WireOwnPort(listener=number, host=HOST, client=client, packets=packets))
        return await self._listening(number)

    def _netns(self) -> str:
        """Where the simulated clients live, when it is not the machine's own network."""
        return next((heard.netns for heard in self._listeners.values() if heard.netns), "")

    # --- while it goes on -------------------------------------------------------------------------------------

    def step(self, by: By, do: str, /, **detail: Detail) -> None:
        """Something was asked: on record, before it is done. A detail may be called `by` too."""
        self.journal.say(RunStep(t=self.clock(), by=by, do=do, detail=detail))

    async def serve(self, do: str, work: Coroutine[Any, Any, bool]) -> str:
        """Do something to the server, after what is being done to it; returns why it failed, or an empty text."""
        async with self._serving:
            done = await work
        if done:
            self.journal.say(RunStepDone(t=self.clock(), do=do))
        return "" if done else self.kept().why

    def desk(self) -> FaultDesk:
        """The desk of the faults. HarnessError before there is a wire."""
        if self.faults is None:
            raise HarnessError("the wire is not there yet: a fault needs a run")
        return self.faults

    def kept(self) -> Keeper:
        """The keeper of the server. HarnessError before there is one, and where the server is not ours."""
        if self.external is not None:
            raise HarnessError(
                f"the server at {self.external.url} is not ours to start or stop: do that where it runs, "
                "have sidlab start it with --command, or serve one with --profile"
            )
        if self.keeper is None:
            raise HarnessError("the server is not there yet: start a run first")
        return self.keeper

    def note(self, text: str) -> None:
        """Write a remark into the evidence."""
        self.journal.say(RunNote(t=self.clock(), text=text))

    def pictured(self, path: str) -> None:
        """A picture was saved at `path`, relative to the run folder."""
        self.journal.say(RunScreenshot(t=self.clock(), path=path))

    def could_not(self, do: str, why: str) -> None:
        """What was asked could not be done: on record, with the reason."""
        self.journal.say(RunStepDone(t=self.clock(), do=do, ok=False, why=why))

    # --- closing ----------------------------------------------------------------------------------------------

    async def freeze(self, why: Why) -> None:
        """Let the clients fall silent, stop counting, and have everything seen before that on record."""
        self.state = "ending"
        if self.crowd is not None and why in {"finished", "stopped"}:
            self.crowd.quiet()
            await asyncio.sleep(SETTLE_SECONDS)
        within = HURRY_SECONDS if why == "interrupted" else FLUSH_SECONDS
        await self.cast.flush(within)  # the wire's accounts as of now come with it
        now = self.clock()
        self.ended_at = seconds(now - self.zero)
        self.tally.freeze(now)
        self.journal.say(RunEnding(t=now, why=why))
        self.recorder.hurry()
        if why != "interrupted":  # then nobody waits for a figure, and everything must be gone soon
            await self.cast.flush(within)

    async def end_processes(self) -> None:
        """End every process of the run, side by side; what they still say is recorded."""
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.wait({self._watching})
        await self.lan.end()
        others = asyncio.ensure_future(self.cast.stop(but="guard"))
        if self.keeper is not None:
            await self.keeper.stop("kill")
        await others
        await self.cast.stop()
        await self.witness.close()

    def summary(self) -> dict[str, Any]:
        """The contract's figures as they stand."""
        return self.tally.summary()

    @property
    def groups(self) -> dict[str, ClientGroup]:
        """The client groups as they were last set."""
        return {} if self.crowd is None else self.crowd.groups

    def card(self) -> ServerCard:
        """The server as it stands."""
        keeper, server = self.keeper, self.scenario.server
        if self.outside is not None:
            return self.outside.card(self.url)
        if keeper is None:
            return ServerCard(profile=server.profile)
        return keeper.card(self.url, server.shown_command)

    def ailing(self) -> tuple[WayRow, ...]:
        """What is being done to the server."""
        return self.keeper.ways.rows() if self.keeper else ()

    def tap_lost(self) -> int:
        """Connections on which the tap went blind."""
        return self._lost

    # --- within -----------------------------------------------------------------------------------------------

    def _meta(self) -> dict[str, Any]:
        return {
            "schema": 1,
            "versions": versions(),
            "command_line": redacted_words(self.house.command_line),
            "seed": self.scenario.seed,
            "scenario": msgspec.to_builtins(self.scenario.discreet()),
            "target": None if self.external is None else self.external.url,
            "command": self.scenario.server.shown_command or None,
            "redaction": policy(raw=self.raw),
        }

    def _say_started(self, wall: str) -> None:
        scenario = self.scenario
        self.journal.say(
            RunStarted(
                t=self.zero,
                run_id=self.run_id,
                scenario=scenario.name,
                title=scenario.title,
                profile=self.profile,
                wall=wall,
                seed=scenario.seed,
                duration=scenario.duration,
                ping_interval=scenario.server.ping_interval,
                ping_timeout=scenario.server.ping_timeout,
                raw=self.raw,
            )
        )

    def _ways(self) -> Ways:
        """How the LAN reaches what it needs of this run."""
        return Ways(
            wire=self._wire,
            beacon=lambda: self.cast.spawn("beacon", "beacon"),
            listener=lambda: next(self._numbers),
            danger=self._danger,
            own_pages=lambda: (self.url, self.url.replace(HOST, "localhost")),
            pages=self.own is None,
        )

    async def _danger(self) -> str:
        """Why devices must not reach the server: it would run their code; nothing where that is not known."""
        heard = self._listeners[0]
        if not await shows_debugger(reachable(heard.host), heard.port):
            return ""
        return (
            "the server has Werkzeug's debugger on, which runs the code of whoever reaches it: "
            "switch it off there (use_debugger=False)"
        )

    async def _shard(self, kind: str, name: str) -> Child:
        there = filter(None, (self._netns(),))
        return await self.cast.spawn("clients", name, name, *there, program=kinds()[kind].child)

    def _wire(self) -> Child:
        return self.cast.child("wire")

    def _hello(self, hello: ChildHello) -> None:
        self.kept().hello(hello)

    def _gone(self, pid: int) -> None:
        self.kept().gone(pid)

    def _give_up(self, trouble: str) -> None:
        """From here on the run proves nothing: there is no point in going on.

        What ends because somebody stopped a run that was being opened is no trouble.
        """
        if not self.trouble and not (self.leaving and self.state == "starting"):
            self.trouble = trouble
            self.on_broken()

    def _broken(self, gone: RunProcessExited) -> None:
        how = gone.signal or f"exit code {gone.code}"
        log = self.folder.path / "logs" / f"{'server' if gone.role == 'guard' else gone.name}.log"
        self._give_up(f"the process {gone.name} has ended by itself ({how}): see {log}")

    def _fold(self, record: Record) -> None:
        event = record.event
        if isinstance(event, WireListening):
            self._listeners[event.listener] = event
        elif isinstance(event, ChildFailed) and record.src == "wire" and self.state == "starting":
            self._refusal = event.message
        elif isinstance(event, RunProcessExited) and event.role in VITAL and not event.asked:
            self._broken(event)
        elif isinstance(event, WireTapLost):
            self._lost += 1
        self._look_whether_whole(record)
        self._change.poke()

    def _look_whether_whole(self, record: Record) -> None:
        """A record that lacks events proves nothing, however well the rest looks."""
        if self.recorder.error:
            self._give_up(f"{self.folder.path} takes no more events: {self.recorder.error}; free some space")
        elif self.recorder.dropped:
            self._give_up(f"{self.folder.path} is not whole: {TOO_FAST}")
        elif isinstance(record.event, ChildDropped):
            self._give_up(f"the process {record.src} could not tell of all it saw: {TOO_FAST}")
