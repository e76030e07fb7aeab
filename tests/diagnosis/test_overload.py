"""A line that grows at a server, told from a server that is blocked and from a way that is slow."""

import pytest
from histories import History

from harness.events import ServerSidIssued, WireRequest, WireResponse, WireSidIssued


def shake(run: History, conn: int, client: str, asked: float, waited: float, *, own: float = 1.0) -> None:
    """A handshake is answered so long after it was asked; its id was issued after that share of the wait."""
    sid, kind = f"s{conn}", "handshake"
    run.at(asked)
    run.say(WireRequest(t=run.t, conn=conn, n=1, method="GET", kind=kind, path="/", client=client))
    run.at(asked + own * waited)
    run.say(ServerSidIssued(t=run.t, sid=sid, epoch="e1", client=client))
    run.at(asked + waited)
    run.say(WireResponse(t=run.t, conn=conn, n=1, status=200, method="GET", kind=kind, upstream_port=conn))
    run.say(WireSidIssued(t=run.t, conn=conn, sid=sid, transport="polling", client=client))


def line(*waits: float, own: float = 1.0, apart: float = 1.0, again: bool = True) -> History:
    """Handshakes that are answered one after the other, `apart` in time, each after its wait."""
    run = History()
    run.at(0).serve("e1", 11)
    for number, waited in enumerate(waits):
        client = "a" if again else f"client-{number}"
        shake(run, number + 1, client, 10 + apart * number - waited, waited, own=own)
    return run


GROWING = (0.1, 0.6, 1.0, 1.5, 2.2, 3.0)


def test_answers_that_come_later_and_later_to_clients_that_ask_again() -> None:
    run = line(*GROWING)
    run.refuse("s3", "e1")
    run.lose("a", 3, "s3")
    found = run.diagnosis()
    assert found.kept == ("overload",)
    assert found.explained == {"http_400": (1, 1), "closes": (0, 0), "disconnects": (1, 1)}


@pytest.mark.parametrize(
    "run",
    [
        line(*GROWING, own=0.5),
        line(*GROWING, again=False),
        line(*GROWING, apart=4.0),
        line(0.1, 3.0, 3.1, 3.0, 3.1),
        line(0.1, 0.5, 0.7, 1.0, 1.5),
    ],
    ids=["the way is slow", "nobody asks again", "it answers now and then", "it is slow at once", "not that slow"],
)
def test_what_is_not_all_of_it_is_undecided(run: History) -> None:
    assert run.word("overload") == "undecided"


def test_answers_at_once_refute() -> None:
    assert line(0.1, 0.1, 0.2).word("overload") == "rejected"


def test_an_id_of_which_the_server_says_nothing_was_not_issued_late() -> None:
    run = line(*GROWING)
    for session in run.told.story.sessions.values():
        session.epoch = None
    assert run.word("overload") == "undecided"


def test_what_came_before_the_line_began_is_none_of_it() -> None:
    run = History()
    run.at(0).serve("e1", 11)
    run.at(1).open("s9", "e1")
    run.at(2).refuse("s9", "e1")
    run.lose("b", 1, "s9")
    for record in line(*GROWING).records[1:]:
        run.say(record.event)
    found = run.diagnosis()
    assert "overload" in found.kept
    assert found.explained["http_400"] == (0, 1)
