"""The texts of clients (harness/clients): kinds and behaviours by name, and what each is."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QT_TRANSLATE_NOOP

KINDS = (
    QT_TRANSLATE_NOOP("core", "node"),
    QT_TRANSLATE_NOOP("core", "browser"),
    QT_TRANSLATE_NOOP("core", "device"),
    QT_TRANSLATE_NOOP("core", "socket.io-client under Node, many in one process"),
    QT_TRANSLATE_NOOP(
        "core",
        "pages of the chat in QtWebEngine, a profile each, with socket.io-client and the browser's own network",
    ),
)
"""What they are; the kinds in Python are in core_texts."""

BEHAVIOURS = (
    QT_TRANSLATE_NOOP("core", "singleton-nulled"),
    QT_TRANSLATE_NOOP("core", "singleton-closed"),
    QT_TRANSLATE_NOOP("core", "websocket-only"),
    QT_TRANSLATE_NOOP("core", "new-page"),
    QT_TRANSLATE_NOOP("core", "stale-replay"),
    QT_TRANSLATE_NOOP("core", "shared-handshake"),
    QT_TRANSLATE_NOOP("core", "many-tabs"),
    QT_TRANSLATE_NOOP(
        "core", "the document's fix as written: a socket that fails is forgotten, and the next call makes another"
    ),
    QT_TRANSLATE_NOOP(
        "core",
        "the document's fix made right: a socket that fails is closed for good, and the next call makes another",
    ),
    QT_TRANSLATE_NOOP("core", "WebSocket from the first byte, with the library's own reconnection"),
    QT_TRANSLATE_NOOP("core", "the page is loaded anew when its socket fails: the runbook's F5"),
    QT_TRANSLATE_NOOP("core", "goes on posting with its old session id: what the document believes"),
    QT_TRANSLATE_NOOP(
        "core", "a cache answers the handshake, so that a second client uses the first one's session id"
    ),
    QT_TRANSLATE_NOOP("core", "tabs of one browser profile, which share its six connections to a host"),
)
"""Ways to write a client."""

REFUSALS = (
    QT_TRANSLATE_NOOP("core", "a page can ask only the address it came from, so it has no port of its own"),
)
"""Why a group cannot take part."""

PARTS = (QT_TRANSLATE_NOOP("core", "a page can ask only the address it came from, so it has no port of its own"),)

CLIENT_PHRASES = cast(
    "tuple[tuple[str, str], ...]",
    (
        (r"Node (\d+) or newer", QT_TRANSLATE_NOOP("core", "Node %1 or newer")),
        (r"Node (\d+) or newer; (\S+) is (.+)", QT_TRANSLATE_NOOP("core", "Node %1 or newer; %2 is %3")),
        (r"(\S+) from npm, in (\S+)", QT_TRANSLATE_NOOP("core", "%1 from npm, in %2")),
        (r"the extra browser \((\S+)\)", QT_TRANSLATE_NOOP("core", "the extra browser (%1)")),
        (r"the libraries (.+)", QT_TRANSLATE_NOOP("core", "the libraries %1")),
        (
            r"(\S+ \S+) is not installed: there is (.+); or name a file of your own by its path",
            QT_TRANSLATE_NOOP("core", "%1 is not installed: there is %2; or name a file of your own by its path"),
        ),
        (
            r"group (.+?): (\S+) cannot be (\S+): see (.+)",
            QT_TRANSLATE_NOOP("core", "group %1: %2 cannot be %3: see %4"),
        ),
        (r"group (.+?): (.+)", QT_TRANSLATE_NOOP("core", "group %1: %2")),
        (
            r"clients of the kind (\S+) are unavailable here: (.+)",
            QT_TRANSLATE_NOOP("core", "clients of the kind %1 are unavailable here: %2"),
        ),
        (
            r"clients of the kind (\S+) have one library, so none can be chosen for them",
            QT_TRANSLATE_NOOP("core", "clients of the kind %1 have one library, so none can be chosen for them"),
        ),
        (r"(\S+) cannot be read \((.+)\)", QT_TRANSLATE_NOOP("core", "%1 cannot be read (%2)")),
    ),
)
"""What a kind needs, and what is wrong with a library: patterns, and the frames their parts go into."""
