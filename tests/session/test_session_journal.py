"""The journal: one order for everything that happens."""

from __future__ import annotations

import msgspec

from harness.events import ChildFailed, ClientStopped, Record, RunNote
from harness.session.change import Change
from harness.session.journal import Journal


class Lines:
    def __init__(self) -> None:
        self.lines: list[tuple[int, int, str, bytes]] = []

    def record(self, seq: int, at: int, src: str, event_bytes: bytes) -> None:
        self.lines.append((seq, at, src, event_bytes))


def make() -> tuple[Journal, Lines, list[Record]]:
    lines, heard = Lines(), []
    journal = Journal(lines, clock=iter(range(100, 1000)).__next__)
    journal.listen(heard.append)
    return journal, lines, heard


def test_own_events_and_childrens_lines_share_one_numbering() -> None:
    journal, lines, heard = make()
    journal.say(RunNote(t=1, text="메모"))
    line = b'{"type":"client.stopped", "client":"a-1","t":2,"later":"field"}'
    journal.deliver("clients-0", line)
    assert [(seq, src) for seq, _, src, _ in lines.lines] == [(1, "session"), (2, "clients-0")]
    assert lines.lines[1][3] == line  # unchanged, unknown fields and spaces too
    assert [record.event for record in heard] == [RunNote(t=1, text="메모"), ClientStopped(t=2, client="a-1")]


def test_a_line_that_is_no_event_is_told_and_not_recorded() -> None:
    journal, lines, heard = make()
    journal.deliver("wire", b"Traceback (most recent call last):")
    assert isinstance(heard[0].event, ChildFailed)
    assert "wire sent a line that is no event" in heard[0].event.message
    assert msgspec.json.decode(lines.lines[0][3])["type"] == "child.failed"


def test_a_listener_can_leave_and_can_speak_in_turn() -> None:
    journal, _, heard = make()
    leave = journal.listen(
        lambda record: journal.say(RunNote(t=2, text="echo")) if isinstance(record.event, ClientStopped) else None
    )
    journal.say(ClientStopped(t=1, client="a-1"))
    leave()
    journal.say(ClientStopped(t=3, client="a-2"))
    assert [type(record.event).__name__ for record in heard].count("RunNote") == 1


async def test_change_wakes_when_the_condition_holds_and_gives_up_in_time() -> None:
    change, seen = Change(), []
    assert await change.until(lambda: True, 0)
    assert not await change.until(lambda: bool(seen), 0.01)
    change.poke()

    async def later() -> bool:
        return await change.until(lambda: len(seen) == 2, 5)

    import asyncio

    waiting = asyncio.ensure_future(later())
    await asyncio.sleep(0)
    seen.append(1)
    change.poke()
    await asyncio.sleep(0)
    assert not waiting.done()
    seen.append(2)
    change.poke()
    change.poke()
    assert await waiting
