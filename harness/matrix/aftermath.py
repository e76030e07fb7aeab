"""What is worth words though clients got through: who heard whom, and what a restart came to. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from harness.clock import seconds
from harness.matrix.causes import Case
from harness.matrix.logged import MOST
from harness.matrix.seen import Seen


def apart(case: Case) -> str:
    """Messages that did not reach clients whom another process serves."""
    seen = case.seen
    pairs = {(_process(seen, name, t), _process(seen, one, t)) for name, one, t in _missed(seen)}
    if not pairs or any(one == other for one, other in pairs):
        return ""
    count = len({process for pair in pairs for process in pair})
    return f"a message reaches only clients of the same process: {count} processes share no message queue"


def _missed(seen: Seen) -> Iterator[tuple[str, str, int]]:
    """Messages, by sender, recipient and time, that did not arrive though both were connected before the quiet."""
    for name, life in seen.clients.items():
        for n, (t, to) in life.said.items():
            for one in to:
                there = t < seen.phases.get("idle", 0) and _process(seen, one, t) and _process(seen, name, t)
                if there and (name, n) not in seen.clients[one].heard:
                    yield name, one, t


def _process(seen: Seen, name: str, t: int) -> str:
    """The process that serves a client at `t`, by its epoch; empty for none that is known."""
    socket = seen.clients[name].socket_at(t)
    return "" if socket is None else seen.served.get(socket.sid, "")


def did_not_answer_again(case: Case) -> str:
    """A restart after which the server did not answer in time."""
    seen = case.seen
    if "back" not in seen.phases or (seen.restarted is not None and seen.restarted.ok):
        return ""
    took = seconds(seen.phases["back"] - seen.until)
    return f"the server did not answer again within {took:.0f} s after the restart ({seen.restart})"


def went_on(case: Case) -> str:
    """A restart by which nobody was disconnected."""
    seen = case.seen
    there = seen.met_the_restart
    if not there or any(life.sockets[-1].t > seen.until for life in there.values()) or not_back(case):
        return ""
    waited = seconds(seen.frozen - seen.until)
    return (
        f"the old process went on serving after the restart ({seen.restart}): "
        f"nobody lost its connection in {waited:.0f} s"
    )


def not_back(case: Case) -> str:
    """Clients that are not served when all is over, whether they know that or not."""
    seen = case.seen
    there = seen.met_the_restart
    away = [life for name, life in there.items() if not seen.is_served_at(name, seen.frozen)]
    if not away:
        return ""
    errors = [life.errors[-1].text for life in away if life.errors]
    waited = seconds(seen.frozen - seen.until)
    said = f"{len(away)} of {len(there)} clients were not back {waited:.0f} s after the restart"
    return f"{said}: {errors[0][:MOST]}" if errors else said
