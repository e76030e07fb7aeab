"""Who waits for a connection of his browser is told, once, and only while the cap is why."""

from __future__ import annotations

from made_page import SECOND, Clock

from ui.browser.cap import PATIENCE, Pool
from ui.browser.times import Times

URL = "http://127.0.0.1:8400/socket.io/?transport=polling"


def full(pool: Pool, count: int = 6) -> None:
    for number in range(count):
        pool.asked(("a", str(number)), URL, 0)
        pool.sent(("a", str(number)))


def test_what_waits_behind_six_is_told_once() -> None:
    pool = Pool()
    full(pool)
    pool.asked(("b", "1"), URL, 0)
    pool.asked(("b", "2"), URL, SECOND)
    assert pool.look(PATIENCE - 1) == []
    [capped] = pool.look(PATIENCE)
    assert (capped.client, capped.host, capped.open, capped.waiting) == ("b", "127.0.0.1:8400", 6, 2)
    assert capped.took == 0.5
    assert pool.look(PATIENCE + 1) == []
    [later] = pool.look(2 * SECOND)
    assert (later.took, later.waiting) == (1.0, 2)


def test_waiting_for_anything_else_is_not_the_cap() -> None:
    pool = Pool()
    full(pool, 5)
    pool.asked(("b", "1"), URL, 0)
    assert pool.look(SECOND) == []
    pool.asked(("a", "6"), "http://127.0.0.1:9999/", 0)
    pool.sent(("a", "6"))  # another host has connections of its own
    assert pool.look(SECOND) == []


def test_a_connection_that_is_free_again_counts_no_more() -> None:
    pool = Pool()
    full(pool)
    pool.asked(("b", "1"), URL, 0)
    pool.over(("a", "3"))
    pool.over(("a", "unheard of"))
    assert pool.look(SECOND) == []
    pool.asked(("a", "7"), URL, 0)
    pool.sent(("a", "7"))
    pool.left("b")
    assert pool.look(SECOND) == []


def test_a_clock_that_is_ours_is_taken_as_it_is() -> None:
    clock = Clock(50 * SECOND)
    times = Times(clock)
    assert times.offset is None
    assert times.ours(49.995) == 49_995_000_000
    assert times.offset == 5_000_000


def test_of_another_clock_the_fastest_message_tells_the_difference() -> None:
    clock = Clock(50 * SECOND)
    times = Times(clock)
    assert times.ours(1.0) == 50 * SECOND
    clock.t += SECOND
    assert times.ours(2.2) == 51 * SECOND  # came faster: the first was told 0.2 s late
    clock.t += SECOND
    assert times.ours(2.9) == 51 * SECOND + 700_000_000
