"""Two polls of one session at once."""

import pytest
from histories import History

from harness.events import WireRequest, WireResponse


def poll(run: History, conn: int, sid: str | None = "s1") -> None:
    run.say(WireRequest(t=run.t, conn=conn, n=1, method="GET", kind="poll", path="/", sid=sid))


def over(run: History, conn: int, sid: str | None = "s1", status: int = 200) -> None:
    answer = {"method": "GET", "kind": "poll", "upstream_port": conn, "sid": sid}
    run.say(WireResponse(t=run.t, conn=conn, n=1, status=status, **answer))


def beside(lasted: float) -> History:
    run = History()
    run.open("s1", "e1", None)
    poll(run, 1)
    poll(run, 3, "s2")
    run.at(1)
    poll(run, 2)
    run.at(1 + lasted)
    over(run, 2)
    return run


def test_polls_beside_each_other_with_what_comes_of_it() -> None:
    run = beside(0.5)
    run.at(2)
    over(run, 1, status=400)
    over(run, 3, "s2", status=400)
    run.lose("a", 1, "s1")
    run.lose("b", 1, "s2")
    found = run.diagnosis()
    assert found.kept == ("overlapping-polls",)
    assert found.explained == {"http_400": (1, 2), "closes": (0, 0), "disconnects": (1, 2)}


def test_one_that_is_sent_again_at_once_is_none() -> None:
    assert beside(0.01).word("overlapping-polls") == "undecided"


@pytest.mark.parametrize("sid", ["s1", None])
def test_one_at_a_time_refutes(sid: str | None) -> None:
    run = History()
    run.open("s1", "e1", None)
    for conn in (1, 2):
        poll(run, conn, sid)
        over(run, conn, sid)
    assert run.word("overlapping-polls") == "rejected"
