"""The core's texts, listed so that lupdate finds them, and the frames of those it puts together.

A test compares the list with what the core really offers.
"""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QT_TRANSLATE_NOOP

STATES = (
    QT_TRANSLATE_NOOP("core", "idle"),
    QT_TRANSLATE_NOOP("core", "starting"),
    QT_TRANSLATE_NOOP("core", "running"),
    QT_TRANSLATE_NOOP("core", "ending"),
    QT_TRANSLATE_NOOP("core", "sealed"),
    QT_TRANSLATE_NOOP("core", "failed"),
    QT_TRANSLATE_NOOP("core", "down"),
    QT_TRANSLATE_NOOP("core", "up"),
    QT_TRANSLATE_NOOP("core", "stopping"),
    QT_TRANSLATE_NOOP("core", "waiting"),
    QT_TRANSLATE_NOOP("core", "connecting"),
    QT_TRANSLATE_NOOP("core", "connected"),
    QT_TRANSLATE_NOOP("core", "reconnecting"),
    QT_TRANSLATE_NOOP("core", "gone"),
    QT_TRANSLATE_NOOP("core", "done"),
)

CAUSES = (
    QT_TRANSLATE_NOOP("core", "unknown-sid"),
    QT_TRANSLATE_NOOP("core", "missing-sid"),
    QT_TRANSLATE_NOOP("core", "protocol-version"),
    QT_TRANSLATE_NOOP("core", "unknown-transport"),
    QT_TRANSLATE_NOOP("core", "origin"),
    QT_TRANSLATE_NOOP("core", "bad-upgrade"),
    QT_TRANSLATE_NOOP("core", "polling-after-upgrade"),
    QT_TRANSLATE_NOOP("core", "bad-request"),
    QT_TRANSLATE_NOOP("core", "payload"),
    QT_TRANSLATE_NOOP("core", "other"),
)

REASONS = (
    QT_TRANSLATE_NOOP("reason", "transport error"),
    QT_TRANSLATE_NOOP("reason", "transport close"),
    QT_TRANSLATE_NOOP("reason", "ping timeout"),
    QT_TRANSLATE_NOOP("reason", "client disconnect"),
    QT_TRANSLATE_NOOP("reason", "server disconnect"),
    QT_TRANSLATE_NOOP("reason", "io server disconnect"),
    QT_TRANSLATE_NOOP("reason", "io client disconnect"),
    QT_TRANSLATE_NOOP("reason", "parse error"),
)
"""What a library's reason means. On the charts it stays in the library's own words: they can be searched for."""

CHOICES = (
    QT_TRANSLATE_NOOP("core", "gevent's web server, one process"),
    QT_TRANSLATE_NOOP("core", "gunicorn with two gevent workers and no stickiness"),
    QT_TRANSLATE_NOOP("core", "Werkzeug's development server, threads, no reloader"),
    QT_TRANSLATE_NOOP("core", "Werkzeug's development server with its reloader, as in the incident"),
    QT_TRANSLATE_NOOP("core", "Let nothing pass, and tell no one"),
    QT_TRANSLATE_NOOP("core", "Close connections in good order (FIN)"),
    QT_TRANSLATE_NOOP("core", "Delay what passes"),
    QT_TRANSLATE_NOOP("core", "Refuse new connections"),
    QT_TRANSLATE_NOOP("core", "Reset connections (RST)"),
    QT_TRANSLATE_NOOP("core", "Lose packets"),
    QT_TRANSLATE_NOOP("core", "Deliver packets twice"),
    QT_TRANSLATE_NOOP("core", "Let packets be overtaken"),
    QT_TRANSLATE_NOOP("core", "Flip one bit in packets"),
    QT_TRANSLATE_NOOP("core", "python-socketio AsyncClient over aiohttp, many in one process"),
    QT_TRANSLATE_NOOP("core", "python-socketio Client over requests and websocket-client, in threads"),
    QT_TRANSLATE_NOOP("core", "connects once; a connection that is lost stays lost"),
    QT_TRANSLATE_NOOP("core", "the library's own reconnection, with its default delays"),
    QT_TRANSLATE_NOOP("core", "free play"),
    QT_TRANSLATE_NOOP("core", "Hard kill: the server is gone for two seconds"),
    QT_TRANSLATE_NOOP("core", "The incident: reloader restarts under polling clients"),
    QT_TRANSLATE_NOOP("core", "A reset in the gap of a reload"),
    QT_TRANSLATE_NOOP("core", "The incident's reloads over WebSocket only"),
    QT_TRANSLATE_NOOP("core", "Wi-Fi drops for a moment"),
    QT_TRANSLATE_NOOP("core", "Wi-Fi is lost for longer than the ping limits"),
    QT_TRANSLATE_NOOP("core", "A weak Wi-Fi: packets are lost, and nobody is cut off"),
)

FIGURES = (
    QT_TRANSLATE_NOOP("core", "Disconnects by reason"),
    QT_TRANSLATE_NOOP("core", "400s by cause"),
    QT_TRANSLATE_NOOP("core", "New session ids"),
    QT_TRANSLATE_NOOP("core", "events"),
    QT_TRANSLATE_NOOP("core", "1/s"),
)

PARAMETERS = (
    QT_TRANSLATE_NOOP("core", "direction"),
    QT_TRANSLATE_NOOP("core", "then"),
    QT_TRANSLATE_NOOP("core", "end"),
    QT_TRANSLATE_NOOP("core", "delay"),
    QT_TRANSLATE_NOOP("core", "jitter"),
    QT_TRANSLATE_NOOP("core", "up is towards the server"),
    QT_TRANSLATE_NOOP("core", "what becomes of it when the fault ends"),
    QT_TRANSLATE_NOOP("core", "who gets the FIN"),
    QT_TRANSLATE_NOOP("core", "who gets the RST"),
    QT_TRANSLATE_NOOP("core", "percent"),
    QT_TRANSLATE_NOOP("core", "of the packets"),
    QT_TRANSLATE_NOOP("core", "it waits so long"),
    QT_TRANSLATE_NOOP("core", "added each way"),
    QT_TRANSLATE_NOOP("core", "more or less, drawn evenly"),
)

VALUES = {
    "both": QT_TRANSLATE_NOOP("value", "both"),
    "down": QT_TRANSLATE_NOOP("value", "down"),
    "up": QT_TRANSLATE_NOOP("value", "up"),
    "deliver": QT_TRANSLATE_NOOP("value", "deliver"),
    "reset": QT_TRANSLATE_NOOP("value", "reset"),
    "client": QT_TRANSLATE_NOOP("value", "client"),
    "server": QT_TRANSLATE_NOOP("value", "server"),
}
"""The values of parameters: words of their own, since `up` is a state of the server elsewhere."""

DEEDS = (
    QT_TRANSLATE_NOOP("core", "reset"),
    QT_TRANSLATE_NOOP("core", "close"),
    QT_TRANSLATE_NOOP("core", "refuse"),
    QT_TRANSLATE_NOOP("core", "blackhole"),
    QT_TRANSLATE_NOOP("core", "latency"),
    QT_TRANSLATE_NOOP("core", "loss"),
    QT_TRANSLATE_NOOP("core", "duplicate"),
    QT_TRANSLATE_NOOP("core", "reorder"),
    QT_TRANSLATE_NOOP("core", "corrupt"),
    QT_TRANSLATE_NOOP("core", "restart"),
    QT_TRANSLATE_NOOP("core", "start"),
    QT_TRANSLATE_NOOP("core", "stop"),
    QT_TRANSLATE_NOOP("core", "graceful"),
    QT_TRANSLATE_NOOP("core", "kill"),
    QT_TRANSLATE_NOOP("core", "reload"),
    QT_TRANSLATE_NOOP("core", "screenshot"),
    QT_TRANSLATE_NOOP("core", "server-down"),
    QT_TRANSLATE_NOOP("core", "all"),
    QT_TRANSLATE_NOOP("core", "all faults"),
    QT_TRANSLATE_NOOP("core", "upgrade"),
    QT_TRANSLATE_NOOP("core", "polling"),
    QT_TRANSLATE_NOOP("core", "websocket"),
    QT_TRANSLATE_NOOP("core", "python"),
    QT_TRANSLATE_NOOP("core", "python-threads"),
    QT_TRANSLATE_NOOP("core", "plain"),
    QT_TRANSLATE_NOOP("core", "no-reconnect"),
    QT_TRANSLATE_NOOP("core", "no run is going: start one first"),
    QT_TRANSLATE_NOOP("core", "the wire is not there yet: a fault needs a run"),
    QT_TRANSLATE_NOOP("core", "the server is not there yet: start a run first"),
    QT_TRANSLATE_NOOP("core", "the run is not open yet: clients need a server"),
    QT_TRANSLATE_NOOP("core", "the server did not reload"),
    QT_TRANSLATE_NOOP("core", "ended"),
)

PHRASES = cast(
    "tuple[tuple[str, str], ...]",
    (
        (r"restart \((.+)\)", QT_TRANSLATE_NOOP("core", "restart (%1)")),
        (r"stop \((.+)\)", QT_TRANSLATE_NOOP("core", "stop (%1)")),
        (r"note: (.+)", QT_TRANSLATE_NOOP("core", "note: %1")),
        (r"lift (.+)", QT_TRANSLATE_NOOP("core", "lift %1")),
        (r"clients (.+): (\d+)", QT_TRANSLATE_NOOP("core", "clients %1: %2")),
        (r"(.+) in the gap: (.+) for ([\d.]+) s", QT_TRANSLATE_NOOP("core", "%1 in the gap: %2 for %3 s")),
        (r"(.+) in the gap: (.+)", QT_TRANSLATE_NOOP("core", "%1 in the gap: %2")),
        (r"([a-z]+(?:-[a-z]+)*): (.+) for ([\d.]+) s", QT_TRANSLATE_NOOP("core", "%1: %2 for %3 s")),
        (r"([a-z]+(?:-[a-z]+)*): (.+)", QT_TRANSLATE_NOOP("core", "%1: %2")),
        (
            r"(.+) acts on packets: run a scenario that has it among its steps",
            QT_TRANSLATE_NOOP("core", "%1 acts on packets: run a scenario that has it among its steps"),
        ),
        (
            r"Linux, as root, with /dev/net/tun \((.+)\)",
            QT_TRANSLATE_NOOP("core", "Linux, as root, with /dev/net/tun (%1)"),
        ),
        (r"(\d+%) of (.+)", QT_TRANSLATE_NOOP("core", "%1 of %2")),
        (r"request (.+)", QT_TRANSLATE_NOOP("core", "request %1")),
        (
            r"the profile (.+) is unavailable here: (.+)",
            QT_TRANSLATE_NOOP("core", "the profile %1 is unavailable here: %2"),
        ),
        (
            r"the profile (.+) has no reload: restart it gracefully or by kill",
            QT_TRANSLATE_NOOP("core", "the profile %1 has no reload: restart it gracefully or by kill"),
        ),
        (
            r"the process (.+) has ended by itself \((.+)\): see (.+)",
            QT_TRANSLATE_NOOP("core", "the process %1 has ended by itself (%2): see %3"),
        ),
        (r"did not answer within (\d+) s", QT_TRANSLATE_NOOP("core", "did not answer within %1 s")),
        (
            r"the server \(profile (.+)\) (.+): see (.+) in the run folder",
            QT_TRANSLATE_NOOP("core", "the server (profile %1) %2: see %3 in the run folder"),
        ),
    ),
)
"""What the core puts together: a pattern, and the frame its parts go into. (To Qt a text is an `object`.)"""
