"""What the document blames for the incident, and what it does not: one thing added, or taken away.

`incident` is what it tells of: clients that poll, and a reload. An origin that is not listed and another version
of the protocol are what it rejected by argument; here the incident has to come, or stay away, by itself.
"""

from __future__ import annotations

from harness.events import Cause
from harness.experiments.arms import Table, arm, people, step
from harness.experiments.design import Arm, Happened, Question, claim_of
from harness.experiments.figures import (
    BODIES,
    CLOSE_PACKET,
    MESSAGE,
    OTHER_BODY,
    PONG,
    UNKNOWN_SID,
    every,
    everybody_came,
    more_a_client,
    none,
    not_rejected,
    some,
    somebody_came_back,
)

RELOADER = "werkzeug-reloader"
RELOAD = step(5.0, "restart", how="reload")
SECONDS = 13.0
POSTS = (MESSAGE, CLOSE_PACKET, PONG, OTHER_BODY)
AS_IN_THE_INCIDENT = "a request is answered 400 as in the incident: its session id is unknown"


def arms(kind: str) -> tuple[Arm, ...]:
    """The incident, and the same with one thing added or taken away."""
    unlisted = step(0.0, "fault", fault="bad-origin")
    older = step(0.0, "fault", fault="wrong-version", version="3")
    return (
        _incident("incident", "the incident: a reload", kind, (RELOAD,), somebody_came_back),
        _incident("no-reload", "the same without a reload", kind, (), everybody_came),
        _incident("unlisted-origin", "the same from an origin that is not listed", kind, (unlisted, RELOAD)),
        _incident("eio-3", "the same with EIO=3", kind, (older, RELOAD)),
    )


def _incident(name: str, words: str, kind: str, steps: tuple[Table, ...], sound: Happened | None = None) -> Arm:
    return arm(
        name,
        words,
        profile=RELOADER,
        seconds=SECONDS,
        clients=people(kind=kind, rate=10.0, http_retry=True),
        late=True,
        steps=steps,
        sound=sound,
    )


def questions() -> tuple[Question, ...]:
    """The cause the document kept, with what refines it; and the two it rejected."""
    return (
        Question(
            hypothesis="restart-stale-sid",
            claim=claim_of("restart-stale-sid"),
            sentence="서버 재시작/리로더로 연결이 끊긴 뒤 stale sid로 POST",
            predicts=AS_IN_THE_INCIDENT,
            happened=some(UNKNOWN_SID),
            of="incident",
            beside="no-reload",
            kept="The document is right: it takes the restart.",
            rejected="It happens without a restart as well.",
            counted=BODIES,
            diagnosed="restart-stale-sid",
        ),
        Question(
            hypothesis="last-words",
            claim="The POST that is refused is the client's last message, or its own close packet.",
            predicts="no POST that is refused holds anything but a message or a close packet",
            happened=every(none(PONG), none(OTHER_BODY)),
            of="incident",
            kept="This refines the document: a message that was on its way is lost, a close packet is harmless.",
            rejected="Something else is posted, too.",
            counted=BODIES,
        ),
        Question(
            hypothesis="goes-on-posting",
            claim="The client goes on posting with the stale session id.",
            sentence="클라이언트가 기존 stale sid로 계속 POST",
            predicts="more than two POSTs a client are refused after one restart",
            happened=more_a_client(POSTS, 2),
            of="incident",
            kept="The document is right: it goes on.",
            rejected="Each client posts once or twice after a restart, and then shakes hands anew by itself.",
            counted=BODIES,
        ),
        *_rejected(
            "origin-refused",
            arm="unlisted-origin",
            sentence="CORS/쿠키로 인한 400",
            claim="The incident's 400 comes of the page's origin (CORS).",
            another="An origin that is not listed gives another 400, before there is any session id.",
            cause="origin",
        ),
        Question(
            hypothesis="sticky-cookie-lost",
            claim="The incident's 400 comes of a cookie that did not come back.",
            sentence="CORS/쿠키로 인한 400",
            predicts="the evidence of the run leaves room for it",
            happened=not_rejected("sticky-cookie-lost"),
            of="incident",
            kept="No run refutes it.",
            rejected="The document is right to reject it: no answer in any of the runs gave a cookie.",
            diagnosed="sticky-cookie-lost",
        ),
        *_rejected(
            "protocol-version",
            arm="eio-3",
            sentence="클라이언트·서버 프로토콜 버전 불일치",
            claim="The incident's 400 comes of versions of the protocol that do not fit.",
            another="Another version of the protocol gives another 400, before there is any session id.",
            cause="protocol-version",
        ),
    )


def _rejected(
    hypothesis: str, *, arm: str, sentence: str, claim: str, another: str, cause: Cause
) -> tuple[Question, Question]:
    """Whether the incident comes of this, and what comes of it instead."""
    return (
        Question(
            hypothesis=hypothesis,
            claim=claim,
            sentence=sentence,
            predicts=AS_IN_THE_INCIDENT,
            happened=some(UNKNOWN_SID),
            of=arm,
            beside="incident",
            kept="The incident takes this as well as a restart.",
            rejected="The document is right to reject it: the incident happens without it, and not with it.",
            diagnosed=hypothesis,
        ),
        Question(
            hypothesis=f"{hypothesis}-another-400",
            claim=another,
            predicts="a request is answered 400 in words of its own, and no session id is ever issued",
            happened=every(some(f"http_400.by_cause.{cause}"), none("sids.issued")),
            of=arm,
            beside="incident",
            kept="So the two cannot be taken for each other: its answer says so, and it has no session id.",
            rejected="It cannot be told from the incident so.",
        ),
    )
