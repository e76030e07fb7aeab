"""Threads that are all held, told from a server that was blocked once."""

from histories import History

from harness.events import RunStarted, WireRequest, WireResponse


def starved(*moments: float, poll: float = 4.0) -> History:
    """At each moment a POST is answered that had waited for a poll, which began `poll` seconds before."""
    run = History()
    limits = {"ping_interval": 4, "ping_timeout": 3}
    run.say(RunStarted(t=0, run_id="r", scenario="s", title="", profile="", wall="", seed=1, **limits))
    run.open("s1", "e1")
    for number, moment in enumerate(moments):
        polling, posting = 10 * number + 1, 10 * number + 2
        run.at(moment - poll)
        run.say(WireRequest(t=run.t, conn=polling, n=1, method="GET", kind="poll", path="/", sid="s1"))
        run.at(moment - poll + 0.5)
        run.say(WireRequest(t=run.t, conn=posting, n=1, method="POST", kind="post", path="/", sid="s1"))
        run.at(moment)
        for conn, kind, method in ((polling, "poll", "GET"), (posting, "post", "POST")):
            answer = {"conn": conn, "kind": kind, "method": method, "upstream_port": conn}
            run.say(WireResponse(t=run.t, n=1, status=200, **answer))
    return run


def test_posts_that_wait_for_polls_to_end_at_several_moments() -> None:
    assert starved(10, 20).diagnosis().kept == ("threads-starved",)


def test_once_is_not_enough() -> None:
    assert starved(10).word("threads-starved") == "undecided"
    assert starved(10, 10.3).word("threads-starved") == "undecided"


def test_polls_that_end_early_free_no_thread() -> None:
    assert starved(10, 20, poll=3.0).word("threads-starved") == "undecided"


def test_moments_that_are_close_to_each_other_are_one() -> None:
    assert starved(10, 10.6, 20).diagnosis().kept == ("threads-starved",)


def test_who_waits_still_refutes_nothing_and_who_does_not_refutes() -> None:
    run = History()
    run.open("s1", "e1")
    assert run.word("threads-starved") == "rejected"
    run.say(WireRequest(t=1, conn=5, n=1, method="POST", kind="post", path="/", sid="s1"))
    assert run.word("threads-starved") == "undecided"


def test_what_comes_of_starving_is_not_kept_beside_it() -> None:
    run = starved(10, 20)
    run.post("s1", 40)
    found = run.diagnosis()
    assert found.kept == ("threads-starved",)
    assert {one.hypothesis: one.verdict for one in found.verdicts}["too-many-packets"] == "undecided"
