"""The texts of experiments (harness/experiments): titles, arms, what is looked for, and what verdicts mean.

A test compares the list with the experiments there are.
"""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QT_TRANSLATE_NOOP

EXPERIMENTS = (
    QT_TRANSLATE_NOOP("core", "Is it a cache that gives one session id to several clients?"),
    QT_TRANSLATE_NOOP("core", "whether answers to handshakes come out of a cache"),
    QT_TRANSLATE_NOOP("core", "out of a cache"),
    QT_TRANSLATE_NOOP("core", "passed on"),
    QT_TRANSLATE_NOOP("core", "there are fewer sessions than clients"),
    QT_TRANSLATE_NOOP("core", "It happens with it and not without it: this is the cause."),
    QT_TRANSLATE_NOOP("core", "It makes no difference that counts: this is not the cause."),
    QT_TRANSLATE_NOOP("core", "The document's board, claim by claim."),
    QT_TRANSLATE_NOOP("core", "what each claim is about, one thing at a time"),
    QT_TRANSLATE_NOOP("core", "the incident: a reload"),
    QT_TRANSLATE_NOOP("core", "the same without a reload"),
    QT_TRANSLATE_NOOP("core", "the same from an origin that is not listed"),
    QT_TRANSLATE_NOOP("core", "the same with EIO=3"),
    QT_TRANSLATE_NOOP("core", "gthread, one thread"),
    QT_TRANSLATE_NOOP("core", "gthread, 100 threads"),
    QT_TRANSLATE_NOOP("core", "-k gevent, gevent-websocket installed"),
    QT_TRANSLATE_NOOP("core", "-k gevent, not installed"),
    QT_TRANSLATE_NOOP("core", "the page untouched"),
    QT_TRANSLATE_NOOP("core", "the fix as written"),
    QT_TRANSLATE_NOOP("core", "the old socket closed first"),
    QT_TRANSLATE_NOOP("core", "a request is answered 400 as in the incident: its session id is unknown"),
    QT_TRANSLATE_NOOP("core", "The document is right: it takes the restart."),
    QT_TRANSLATE_NOOP("core", "It happens without a restart as well."),
    QT_TRANSLATE_NOOP("core", "The POST that is refused is the client's last message, or its own close packet."),
    QT_TRANSLATE_NOOP("core", "no POST that is refused holds anything but a message or a close packet"),
    QT_TRANSLATE_NOOP(
        "core", "This refines the document: a message that was on its way is lost, a close packet is harmless."
    ),
    QT_TRANSLATE_NOOP("core", "Something else is posted, too."),
    QT_TRANSLATE_NOOP("core", "The client goes on posting with the stale session id."),
    QT_TRANSLATE_NOOP("core", "more than two POSTs a client are refused after one restart"),
    QT_TRANSLATE_NOOP("core", "The document is right: it goes on."),
    QT_TRANSLATE_NOOP(
        "core", "Each client posts once or twice after a restart, and then shakes hands anew by itself."
    ),
    QT_TRANSLATE_NOOP("core", "The incident's 400 comes of the page's origin (CORS)."),
    QT_TRANSLATE_NOOP("core", "The incident takes this as well as a restart."),
    QT_TRANSLATE_NOOP(
        "core", "The document is right to reject it: the incident happens without it, and not with it."
    ),
    QT_TRANSLATE_NOOP("core", "An origin that is not listed gives another 400, before there is any session id."),
    QT_TRANSLATE_NOOP("core", "a request is answered 400 in words of its own, and no session id is ever issued"),
    QT_TRANSLATE_NOOP(
        "core", "So the two cannot be taken for each other: its answer says so, and it has no session id."
    ),
    QT_TRANSLATE_NOOP("core", "It cannot be told from the incident so."),
    QT_TRANSLATE_NOOP("core", "The incident's 400 comes of a cookie that did not come back."),
    QT_TRANSLATE_NOOP("core", "the evidence of the run leaves room for it"),
    QT_TRANSLATE_NOOP("core", "No run refutes it."),
    QT_TRANSLATE_NOOP("core", "The document is right to reject it: no answer in any of the runs gave a cookie."),
    QT_TRANSLATE_NOOP("core", "The incident's 400 comes of versions of the protocol that do not fit."),
    QT_TRANSLATE_NOOP(
        "core", "Another version of the protocol gives another 400, before there is any session id."
    ),
    QT_TRANSLATE_NOOP("core", "gunicorn's gthread worker does not support Socket.IO."),
    QT_TRANSLATE_NOOP("core", "fewer messages arrive than there are clients, though they talk all the time"),
    QT_TRANSLATE_NOOP(
        "core", "The document is right: clients do not get through, however many threads there are."
    ),
    QT_TRANSLATE_NOOP(
        "core", "The document is wrong: the same worker serves every client when it has threads enough."
    ),
    QT_TRANSLATE_NOOP("core", "What the document saw is this: one thread, and a long poll that holds it."),
    QT_TRANSLATE_NOOP("core", "The number of threads makes no difference that counts."),
    QT_TRANSLATE_NOOP("core", "a request for a WebSocket is answered 500"),
    QT_TRANSLATE_NOOP(
        "core", "The document's change works, unless gevent-websocket is installed: then no WebSocket opens."
    ),
    QT_TRANSLATE_NOOP("core", "Whether gevent-websocket is installed makes no difference that counts."),
    QT_TRANSLATE_NOOP(
        "core", "The fix as written is right: the socket is set to null, and the next call makes another."
    ),
    QT_TRANSLATE_NOOP("core", "every page ends with one socket at most, and hears nothing twice"),
    QT_TRANSLATE_NOOP("core", "It leaves one socket a page where the untouched page does not."),
    QT_TRANSLATE_NOOP(
        "core", "It does harm: the forgotten socket comes back beside the new one. Untouched pages have one."
    ),
    QT_TRANSLATE_NOOP("core", "The fix is right when the old socket is closed first, its reconnection off."),
    QT_TRANSLATE_NOOP("core", "Closed first, the old socket does not come back: one socket a page."),
    QT_TRANSLATE_NOOP("core", "Closing the old socket first makes no difference that counts."),
    QT_TRANSLATE_NOOP("core", "A fix in the page avoids the 400s of a restart."),
    QT_TRANSLATE_NOOP("core", "no request is answered 400 for an unknown session id"),
    QT_TRANSLATE_NOOP("core", "With the old socket closed first, nothing is refused."),
    QT_TRANSLATE_NOOP(
        "core", "No fix of this kind removes them: what was on its way when the server went is refused."
    ),
    QT_TRANSLATE_NOOP("core", "Is it gevent-websocket that breaks WebSockets under gunicorn -k gevent?"),
    QT_TRANSLATE_NOOP("core", "whether gevent-websocket is installed"),
    QT_TRANSLATE_NOOP("core", "gevent-websocket installed"),
    QT_TRANSLATE_NOOP("core", "not installed"),
    QT_TRANSLATE_NOOP("core", "Is it something on the way that forgets connections which are idle?"),
    QT_TRANSLATE_NOOP("core", "whether idle connections are reset on their way"),
    QT_TRANSLATE_NOOP("core", "reset after 3 s without a byte"),
    QT_TRANSLATE_NOOP("core", "kept however idle"),
    QT_TRANSLATE_NOOP("core", "a client loses its socket, and no 400 follows"),
    QT_TRANSLATE_NOOP("core", "Is it the network that drops connections, while the server loses nothing?"),
    QT_TRANSLATE_NOOP("core", "whether connections are reset on their way"),
    QT_TRANSLATE_NOOP("core", "reset on their way"),
    QT_TRANSLATE_NOOP("core", "left alone"),
    QT_TRANSLATE_NOOP("core", "Is it the page's origin that the server refuses?"),
    QT_TRANSLATE_NOOP("core", "whether the requests' origin is one that the server lists"),
    QT_TRANSLATE_NOOP("core", "an origin that is not listed"),
    QT_TRANSLATE_NOOP("core", "an origin that is listed"),
    QT_TRANSLATE_NOOP("core", "a request is answered 400 for its origin"),
    QT_TRANSLATE_NOOP("core", "Is it a second poll beside the first that takes messages away?"),
    QT_TRANSLATE_NOOP("core", "whether polls are sent twice"),
    QT_TRANSLATE_NOOP("core", "each poll sent twice"),
    QT_TRANSLATE_NOOP("core", "each poll sent once"),
    QT_TRANSLATE_NOOP("core", "more than a tenth of the messages do not arrive"),
    QT_TRANSLATE_NOOP("core", "Is it the size of a message that the server refuses?"),
    QT_TRANSLATE_NOOP("core", "whether a POST is larger than the server's maxPayload"),
    QT_TRANSLATE_NOOP("core", "a byte above maxPayload"),
    QT_TRANSLATE_NOOP("core", "POSTs as they are"),
    QT_TRANSLATE_NOOP("core", "a POST is answered 400"),
    QT_TRANSLATE_NOOP("core", "Is it the silence that costs clients their sessions?"),
    QT_TRANSLATE_NOOP("core", "how long the link is silent, against pingInterval + pingTimeout"),
    QT_TRANSLATE_NOOP("core", "silent for twice as long"),
    QT_TRANSLATE_NOOP("core", "silent for a quarter of it"),
    QT_TRANSLATE_NOOP("core", "a client loses its socket"),
    QT_TRANSLATE_NOOP("core", "Is it a POST that arrives after the server has closed its session?"),
    QT_TRANSLATE_NOOP("core", "whether the link is slower than the server's patience"),
    QT_TRANSLATE_NOOP("core", "700 ms each way"),
    QT_TRANSLATE_NOOP("core", "50 ms each way"),
    QT_TRANSLATE_NOOP("core", "a request is answered 500"),
    QT_TRANSLATE_NOOP("core", "Is it the version of the protocol that the server refuses?"),
    QT_TRANSLATE_NOOP("core", "the version that clients ask for"),
    QT_TRANSLATE_NOOP("core", "EIO=3"),
    QT_TRANSLATE_NOOP("core", "EIO=4"),
    QT_TRANSLATE_NOOP("core", "a request is answered 400 for its version of the protocol"),
    QT_TRANSLATE_NOOP("core", "Is it the restart that leaves clients with session ids nobody knows?"),
    QT_TRANSLATE_NOOP("core", "whether the server is reloaded while clients talk"),
    QT_TRANSLATE_NOOP("core", "with a reload"),
    QT_TRANSLATE_NOOP("core", "without a reload"),
    QT_TRANSLATE_NOOP("core", "a request is answered 400, since its session id is unknown"),
    QT_TRANSLATE_NOOP("core", "Is it the forgotten socket that lives on beside the new one?"),
    QT_TRANSLATE_NOOP("core", "whether a page closes its failed socket before it makes another"),
    QT_TRANSLATE_NOOP("core", "the socket is set to null"),
    QT_TRANSLATE_NOOP("core", "the socket is closed first"),
    QT_TRANSLATE_NOOP("core", "a page ends with more than one socket alive"),
    QT_TRANSLATE_NOOP("core", "Is it the balancer's cookie that does not come back?"),
    QT_TRANSLATE_NOOP("core", "whether the balancer knows clients by a cookie or by their session id"),
    QT_TRANSLATE_NOOP("core", "by a cookie"),
    QT_TRANSLATE_NOOP("core", "by the session id"),
    QT_TRANSLATE_NOOP("core", "Is it the number of threads that leaves clients waiting?"),
    QT_TRANSLATE_NOOP("core", "the number of threads of gunicorn's gthread worker"),
    QT_TRANSLATE_NOOP("core", "one thread"),
    QT_TRANSLATE_NOOP("core", "100 threads"),
    QT_TRANSLATE_NOOP("core", "Is it the number of packets in a POST that loses messages?"),
    QT_TRANSLATE_NOOP("core", "how many messages wait for the next POST"),
    QT_TRANSLATE_NOOP("core", "100 messages a second"),
    QT_TRANSLATE_NOOP("core", "5 messages a second"),
    QT_TRANSLATE_NOOP("core", "Is it a second server at the same port that does not know the sessions?"),
    QT_TRANSLATE_NOOP("core", "whether a second server is started at the same port"),
    QT_TRANSLATE_NOOP("core", "a second server at the port"),
    QT_TRANSLATE_NOOP("core", "one server"),
    QT_TRANSLATE_NOOP("core", "Is it the Upgrade header that somebody takes away?"),
    QT_TRANSLATE_NOOP("core", "whether requests keep their Upgrade header on the way"),
    QT_TRANSLATE_NOOP("core", "the header is taken away"),
    QT_TRANSLATE_NOOP("core", "the header is left"),
    QT_TRANSLATE_NOOP("core", "a request for a WebSocket is answered 400, as no WebSocket"),
    QT_TRANSLATE_NOOP("core", "Is it gunicorn's max_requests that ends sessions?"),
    QT_TRANSLATE_NOOP("core", "whether gunicorn replaces its worker after 300 requests"),
    QT_TRANSLATE_NOOP("core", "max_requests 300"),
    QT_TRANSLATE_NOOP("core", "no max_requests"),
    QT_TRANSLATE_NOOP("core", "Is it gunicorn that kills workers for their silence?"),
    QT_TRANSLATE_NOOP("core", "whether gunicorn's worker is silent while it serves a poll"),
    QT_TRANSLATE_NOOP("core", "a sync worker, 5 s of patience"),
    QT_TRANSLATE_NOOP("core", "a gevent worker"),
    QT_TRANSLATE_NOOP("core", "Is it the second worker that does not know the sessions?"),
    QT_TRANSLATE_NOOP("core", "the number of gunicorn's workers"),
    QT_TRANSLATE_NOOP("core", "two workers"),
    QT_TRANSLATE_NOOP("core", "one worker"),
    QT_TRANSLATE_NOOP("core", "an experiment is going on: stop it first, or wait for its end"),
)

EXPERIMENT_PHRASES: tuple[tuple[str, str], ...] = cast(
    "tuple[tuple[str, str], ...]",
    (
        (
            r"(\S+): there is no experiment on that: one of (.+)",
            QT_TRANSLATE_NOOP("core", "%1: there is no experiment on that: one of %2"),
        ),
        (
            r"the arm (\S+) could not be carried out: ((?s:.+))",
            QT_TRANSLATE_NOOP("core", "the arm %1 could not be carried out: %2"),
        ),
        (
            r"(.+): clients had not come so far when it was over",
            QT_TRANSLATE_NOOP("core", "%1: clients had not come so far when it was over"),
        ),
        (r"(.+): its figures cannot tell", QT_TRANSLATE_NOOP("core", "%1: its figures cannot tell")),
        (
            r"no run folder can be made in (.+): (.+)",
            QT_TRANSLATE_NOOP("core", "no run folder can be made in %1: %2"),
        ),
        (
            r"no folder can be made in (.+): (.+); choose another with --out",
            QT_TRANSLATE_NOOP("core", "no folder can be made in %1: %2; choose another with --out"),
        ),
    ),
)
"""What is put together: a pattern, and the frame its parts go into."""
