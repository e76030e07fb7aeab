"""Why an Engine.IO server answered 400, read from the answer, in two dialects.

python-engineio (engineio/server.py, `_bad_request`) answers a JSON string. Node's engine.io (lib/server.ts,
`abortRequest`) answers `{"code": …, "message": …}`, and to a refused WebSocket upgrade the bare message
(`abortUpgrade`). HTTP servers refuse what they cannot parse with pages of their own.
"""

from __future__ import annotations

import msgspec

from harness.events import Cause
from harness.proxy.tap.engineio import leading_json
from harness.proxy.tap.request import RequestView

_WHOLE: dict[str, Cause] = {
    "Not an accepted origin.": "origin",
    "Invalid websocket upgrade": "bad-upgrade",
    "Unexpected HTTP request": "polling-after-upgrade",
    "Invalid JSONP index number": "bad-request",
    "Not connected": "bad-request",
}
_BEGINNING: tuple[tuple[str, Cause], ...] = (
    ("The client is using an unsupported version", "protocol-version"),
    ("'Session ", "unknown-sid"),  # "'Session is disconnected' <sid>": closed while the request was on its way
    ("Missing or invalid Sec-WebSocket", "bad-upgrade"),  # Node's ws
    ("Invalid Upgrade header", "bad-upgrade"),  # Node's ws
)
_NO_ORIGIN = " is not an accepted origin."
"""engineio/async_server.py names the origin; engineio/server.py does not."""
_NODE_MESSAGES = {
    "Transport unknown": 0,
    "Session ID unknown": 1,
    "Bad handshake method": 2,
    "Bad request": 3,
    "Unsupported protocol version": 5,
}
_NODE_CODES: dict[int, Cause] = {0: "unknown-transport", 1: "unknown-sid", 5: "protocol-version"}


class Asked(msgspec.Struct, frozen=True):
    """What is known of the refused request besides its head.

    `upgrading`: it has `Upgrade: websocket`. `on_websocket`: its session was seen on WebSocket. `too_long`: its
    body is longer than the server's OPEN packet allowed.
    """

    head: RequestView
    upgrading: bool = False
    on_websocket: bool = False
    too_long: bool = False


def cause_of(text: str, asked: Asked) -> Cause:
    """The cause of a 400 whose body begins with `text`; a JSON string may be cut: it quotes any sid."""
    found = leading_json(text.lstrip())
    if found is None:
        return _from_message(text.strip().removeprefix('"'), asked)
    answer = found[0]
    if isinstance(answer, str):
        return _from_message(answer, asked)
    code = answer.get("code")
    return _from_node(code, asked) if isinstance(code, int) else "other"


def _from_message(message: str, asked: Asked) -> Cause:
    if message in _NODE_MESSAGES:
        return _from_node(_NODE_MESSAGES[message], asked)
    if message in _WHOLE:
        return _WHOLE[message]
    if message.startswith("Invalid session "):
        return "missing-sid" if asked.head.sid is None else "unknown-sid"
    if message.endswith(_NO_ORIGIN):
        return "origin"
    if message == "Invalid transport":
        return _invalid_transport(asked)
    known = (cause for beginning, cause in _BEGINNING if message.startswith(beginning))
    return next(known, None) or _unexplained(message, asked)


def _unexplained(message: str, asked: Asked) -> Cause:
    """A 400 that says no more than its status, in some page. One that was cut before its body says nothing."""
    if "bad request" not in message.casefold():
        return "other"
    return "payload" if asked.too_long else "bad-request"


def _invalid_transport(asked: Asked) -> Cause:
    """python-engineio's word for three things: no such transport, no Upgrade header, polling after upgrade."""
    if asked.head.transport == "websocket":
        return "unknown-transport" if asked.upgrading else "bad-upgrade"
    return "polling-after-upgrade" if asked.on_websocket else "unknown-transport"


def _from_node(code: int, asked: Asked) -> Cause:
    """Node's codes; 2 is any method but GET without a sid, 3 a transport that does not fit the session."""
    head = asked.head
    if code == 2:
        return "missing-sid" if head.method == "POST" else "bad-request"
    if code == 3 and head.transport == "websocket":
        return "bad-upgrade"
    if code == 3 and head.sid is not None:
        return "polling-after-upgrade"
    return _NODE_CODES.get(code, "bad-request" if code == 3 else "other")
