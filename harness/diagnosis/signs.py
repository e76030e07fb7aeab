"""The signs in plain words: what was seen that speaks for a hypothesis or against it, and how often."""

from __future__ import annotations

from harness.snapshot import Phrase

GONE = {
    "issued-by-a-process-that-gave-way": "Refused by the process that took over from the one that had issued the "
    "session id: %s",
    "lost-when-it-ended": "Connections that clients lost when the process that served them ended: %s",
    "reset-when-it-ended": "Connections that the server reset around the end of a process: %s",
    "forgotten-sooner-than-a-timeout": "Session ids refused sooner after they had been served than any ping "
    "timeout: %s",
    "no-process-ended": "The one serving process never ended.",
    "no-worker-recycled": "The log says of no worker that it was recycled.",
    "no-worker-timed-out": "The log says of no worker that it timed out.",
}

COMPANY = {
    "refused-while-its-issuer-lives": "Refused by a process while the one that had issued the session id was "
    "alive and serving: %s",
    "served-after-it-was-refused": "Session ids that were refused, and served well after that: %s",
    "refused-as-soon-as-handed-out": "Session ids refused as soon as they had been handed out: %s",
    "one-process-at-a-time": "At no time did more than one process serve.",
    "refused-without-its-cookie": "Refused by another process, in a request without the cookie that came with the "
    "session: %s",
    "no-cookie-was-given": "No handshake's answer set a cookie.",
    "refused-by-a-server-started-apart": "Refused by a server that was started apart, while the one that had "
    "issued the session id was serving: %s",
}

SILENCE = {
    "refused-after-its-timeout": "Refused after the server had given the session up for want of a pong: %s",
    "lost-after-its-timeout": "Connections lost after the server had given the session up for want of a pong: %s",
    "client-heard-no-ping": "Connections that a client gave up, having heard no ping: %s",
    "no-session-timed-out": "Sessions ended, and none of them by a ping timeout.",
    "timed-out-at-a-jump": "Sessions given up right after the server's clock had jumped: %s",
    "refused-after-a-jump": "Refused after their session had been given up at a jump of the clock: %s",
    "lost-at-a-jump": "Connections lost after a jump of the clock: %s",
    "no-clock-jumped": "The serving processes' clocks went evenly.",
    "waited-for-polls-to-end": "Requests that waited until a long poll was over and its thread was free: %s",
    "waited-for-a-poll-to-end": "Requests that were answered when a long poll was over, at one moment only: %s",
    "forgotten-before-it-was-joined": "Refused, so late that sessions without a namespace had timed out: %s",
    "answers-slower-and-slower": "Handshakes and POSTs were answered later and later, while answers kept coming.",
    "issued-late": "Handshakes waited for the server itself: it issued their sessions late.",
    "asked-for-a-session-again": "Clients that asked for a session again before they had the first one: %s",
    "refused-meanwhile": "Refused meanwhile by the process that had issued the session id: %s",
    "lost-meanwhile": "Connections that clients lost meanwhile: %s",
    "answers-stayed-quick": "Handshakes and POSTs were answered quickly all the time.",
    "nothing-waited": "No handshake and no POST had to wait.",
    "waited-in-the-browser": "Requests that waited inside the browser for a free connection: %s",
    "no-browser-took-part": "No browser took part.",
}

HANDSHAKES = {
    "refused-for-its-version": "Refused for the version of the protocol: %s",
    "refused-for-its-origin": "Refused for the page's origin: %s",
    "handshakes-answered": "Handshakes were answered with a session, and none was refused for that.",
    "two-clients-one-id": "Session ids that two clients used: %s",
    "refused-while-shared": "Refused in sessions that two clients shared: %s",
    "lost-while-shared": "Connections lost in sessions that two clients shared: %s",
    "each-its-own-id": "Every client had session ids of its own.",
}

REQUESTS = {
    "websocket-taken-for-a-request": "Requests for a WebSocket that were taken for ordinary ones: %s",
    "failed-with-its-word": "Upgrades that failed with gevent-websocket's own word: %s",
    "websockets-work": "WebSockets were opened, and none failed like that.",
    "posted-too-many": "POSTs of more than 16 packets: %s",
    "posts-hold-few-packets": "No POST held more than 16 packets.",
    "failed-after-the-end": "POSTs that failed with 500 after the end of their session: %s",
    "refused-for-its-size": "POSTs refused for their size: %s",
    "posts-were-taken": "POSTs were taken, and none failed like that.",
    "two-polls-at-once": "Sessions with two polls under way at once: %s",
    "refused-after-that": "Refused in such a session after that: %s",
    "lost-after-that": "Connections lost in such a session after that: %s",
    "one-poll-at-a-time": "No session had two polls under way at once.",
}

CONNECTIONS = {
    "reset-by-neither": "Connections reset by neither of their ends: %s",
    "reset-after-idling": "Connections reset by neither of their ends, each after the same time of silence: %s",
    "lost-to-it": "Clients that lost their connection to such a reset: %s",
    "nobody-lost-anything": "No connection was lost.",
    "no-reset-by-neither": "No connection was reset but by one of its ends.",
    "closed-at-that-moment": "Requests on a kept connection that the server was just closing: %s",
    "every-request-was-read": "Every request on a kept connection was read.",
    "two-sockets-alive": "Sockets alive beside an older one of the same client: %s",
    "message-came-twice": "Messages that reached such a client once more: %s",
    "one-socket-at-a-time": "No client had two sockets alive at once.",
}

SIGNS: dict[str, str] = {**GONE, **COMPANY, **SILENCE, **HANDSHAKES, **REQUESTS, **CONNECTIONS}
"""Every sign that weighs something: a sentence, with a %s where it matters how often it was seen."""


def said(sign: str, count: int) -> Phrase:
    """A sign that was seen so often, as a sentence."""
    text = SIGNS[sign]
    return Phrase(text, (count,) if "%s" in text else ())
