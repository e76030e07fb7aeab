"""The HAR entry of what never crossed the wire, since its port was closed; a browser lists it like any other."""

from __future__ import annotations

from typing import Any

from harness.events import ClientAttempt
from harness.evidence.har import PAGE, PHASES, RESOURCES, UNKNOWN, UNKNOWN_TYPE, milliseconds
from harness.evidence.har_wire import Crossing

REFUSED = (
    "nothing of it crossed the wire: its client was refused, and told so; of its address the query is unknown"
)
CONNECTION_REFUSED = "net::ERR_CONNECTION_REFUSED"


def refusal(attempt: ClientAttempt, began: int, crossing: Crossing) -> dict[str, Any]:
    """The entry of a connect that was refused, as its client told it: nothing of it crossed the wire."""
    took = milliseconds(attempt.t - began)
    nothing = {"httpVersion": "", "cookies": [], "headers": [], "headersSize": UNKNOWN}
    return {
        "pageref": PAGE,
        "startedDateTime": crossing.clock.text(began),
        "time": took,
        "request": {
            "method": attempt.method,
            "url": crossing.url.rstrip("/") + (crossing.path or "/"),
            "queryString": [],
            "bodySize": UNKNOWN,
            **nothing,
        },
        "response": {
            "status": 0,
            "statusText": "",
            "content": {"size": UNKNOWN, "mimeType": UNKNOWN_TYPE},
            "redirectURL": "",
            "bodySize": UNKNOWN,
            "_error": CONNECTION_REFUSED,
            **nothing,
        },
        "cache": {},
        "timings": {"blocked": UNKNOWN, "dns": UNKNOWN, "connect": took, "ssl": UNKNOWN}
        | dict.fromkeys(PHASES, 0),
        "serverIPAddress": crossing.host,
        "connection": crossing.port,
        "_resourceType": RESOURCES.get(attempt.kind, "xhr"),
        "_sid": attempt.sid,
        "_client": attempt.client,
        "_kind": attempt.kind,
        "_error": CONNECTION_REFUSED,
        "comment": REFUSED,
    }
