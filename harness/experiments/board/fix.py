"""The document's fix on trial: pages side by side through the same reload."""

from __future__ import annotations

from harness.experiments.arms import people
from harness.experiments.board.incident import RELOAD, RELOADER
from harness.experiments.design import Arm, Question
from harness.experiments.figures import BODIES, UNKNOWN_SID, every, more_than, negated, none, somebody_came_back
from harness.scenarios.reader import from_data

TRIED = {
    "plain": "the page untouched",
    "singleton-nulled": "the fix as written",
    "singleton-closed": "the old socket closed first",
}
"""Behaviours, each a group of its own in one run."""
PAGES = ("clients.count", "clients.sockets_at_end", "messages.duplicated", "http_400.total")
ONE_SOCKET = every(negated(more_than("pages.sockets.max", 1)), none("messages.duplicated"))
ONE_A_PAGE = "every page ends with one socket at most, and hears nothing twice"


def arms(kind: str) -> tuple[Arm, ...]:
    """They share their runs, and are told apart by their groups."""
    data = {
        "title": "The fix on trial",
        "duration": 20.0,
        "server": {"profile": RELOADER},
        "clients": [people(group=name, behaviour=name, kind=kind, rate=10.0, http_retry=True) for name in TRIED],
        "steps": [RELOAD],
    }
    scenario = from_data(data, "pages")
    return tuple(Arm(name, words, scenario, group=name, sound=somebody_came_back) for name, words in TRIED.items())


def questions() -> tuple[Question, ...]:
    """The fix as it is written, what it lacks, and what no fix of its kind can do."""
    return (
        Question(
            hypothesis="fix-as-written",
            claim="The fix as written is right: the socket is set to null, and the next call makes another.",
            sentence="window.__appSocket = null로 두어, 다음 getAppSocket() 호출 시 새 핸드셰이크(새 sid)로 연결",
            predicts=ONE_A_PAGE,
            happened=ONE_SOCKET,
            of="singleton-nulled",
            beside="plain",
            kept="It leaves one socket a page where the untouched page does not.",
            rejected="It does harm: the forgotten socket comes back beside the new one. Untouched pages have one.",
            counted=PAGES,
        ),
        Question(
            hypothesis="fix-closed",
            claim="The fix is right when the old socket is closed first, its reconnection off.",
            predicts=ONE_A_PAGE,
            happened=ONE_SOCKET,
            of="singleton-closed",
            beside="singleton-nulled",
            kept="Closed first, the old socket does not come back: one socket a page.",
            rejected="Closing the old socket first makes no difference that counts.",
            counted=PAGES,
        ),
        Question(
            hypothesis="fix-avoids-the-400",
            claim="A fix in the page avoids the 400s of a restart.",
            sentence="이를 통해 stale sid로 반복 POST하는 구간을 줄이고",
            predicts="no request is answered 400 for an unknown session id",
            happened=none(UNKNOWN_SID),
            of="singleton-closed",
            kept="With the old socket closed first, nothing is refused.",
            rejected="No fix of this kind removes them: what was on its way when the server went is refused.",
            counted=BODIES,
        ),
    )
