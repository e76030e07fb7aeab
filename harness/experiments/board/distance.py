"""What the document says of its remote: gunicorn's gthread, and `-k gevent` in its place."""

from __future__ import annotations

from harness.experiments.arms import arm, people
from harness.experiments.design import Arm, Question, claim_of
from harness.experiments.figures import nobody_gets_through, some

STUCK = "fewer messages arrive than there are clients, though they talk all the time"


def arms(kind: str) -> tuple[Arm, ...]:
    """The document's remote: gthread with one thread and with a hundred, and `-k gevent` as it may turn out."""
    sockets = people(kind=kind, transports=["websocket"])
    polling = people(kind=kind)
    return (
        arm(
            "one-thread",
            "gthread, one thread",
            profile="gunicorn-gthread",
            seconds=8.0,
            clients=polling,
            sound=None,
        ),
        arm(
            "100-threads",
            "gthread, 100 threads",
            profile="gunicorn-gthread-100",
            seconds=8.0,
            clients=polling,
            sound=None,
        ),
        arm(
            "with-gevent-websocket",
            "-k gevent, gevent-websocket installed",
            profile="gunicorn-gevent",
            seconds=7.0,
            clients=sockets,
            sound=None,
        ),
        arm(
            "without-gevent-websocket",
            "-k gevent, not installed",
            profile="gunicorn-gevent-simple",
            seconds=7.0,
            clients=sockets,
            sound=None,
        ),
    )


def questions() -> tuple[Question, ...]:
    """Whether gthread serves Socket.IO, what it lacks, and what the document put in its place."""
    return (
        Question(
            hypothesis="gthread-unsupported",
            claim="gunicorn's gthread worker does not support Socket.IO.",
            sentence="gthread WSGI만으로는 `/socket.io/` 프로토콜이 처리되지 않음",
            predicts=STUCK,
            happened=nobody_gets_through,
            of="100-threads",
            kept="The document is right: clients do not get through, however many threads there are.",
            rejected="The document is wrong: the same worker serves every client when it has threads enough.",
        ),
        Question(
            hypothesis="threads-starved",
            claim=claim_of("threads-starved"),
            predicts=STUCK,
            happened=nobody_gets_through,
            of="one-thread",
            beside="100-threads",
            kept="What the document saw is this: one thread, and a long poll that holds it.",
            rejected="The number of threads makes no difference that counts.",
            diagnosed="threads-starved",
        ),
        Question(
            hypothesis="gevent-websocket-unconfigured",
            claim=claim_of("gevent-websocket-unconfigured"),
            sentence="Procfile을 `gunicorn -k gevent -w 1` 로 변경 … 실시간 알림/채팅이 원격에서도 동작",
            predicts="a request for a WebSocket is answered 500",
            happened=some("http_5xx.total"),
            of="with-gevent-websocket",
            beside="without-gevent-websocket",
            kept="The document's change works, unless gevent-websocket is installed: then no WebSocket opens.",
            rejected="Whether gevent-websocket is installed makes no difference that counts.",
            counted=("http_5xx.total",),
            diagnosed="gevent-websocket-unconfigured",
        ),
    )
