"""What the record of a run can hold, as its meta.json says: nothing has to be blacked out later.

Unless somebody asked for a raw record: then nothing is, and it is labelled wherever it goes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from harness.redact import MARK

_POLICY = {
    "raw": False,
    "policy": "structure is kept, what people and their secrets say is hashed where the wire reads it",
    "kept": "request paths, Engine.IO's own query values, session ids and socket ids of this run, names of "
    "simulated clients, statuses, sizes, times, headers that say how a connection is made, names and attributes "
    "of cookies, kinds of packets, namespaces, ack ids, event names, object keys, numbers, truth values, nulls, "
    "how an answer of 400 is worded (1,024 bytes at most), and a refusal of a namespace (120 characters)",
    "hashed": "cookies, credentials, texts, and the values of other headers and query parameters: ~ and 10 "
    "hexadecimal digits, equal for equal values within this run; the key is the run's own and is recorded nowhere",
    "never_recorded": "pages, files and other bodies that are none of Socket.IO's; binary data; the ends of long "
    "bodies",
    "left_out": "of logs, command lines and refusals: what is named as a secret (password, token, secret, apiKey, "
    "Authorization, Cookie and their like), what stands before the @ of an address or in its query, bearer tokens "
    f"and JSON web tokens: {MARK} in their place",
    "as_written": "logs/*.log, but for that: what the server and the programs around it print",
}
_RAW_POLICY = {
    "raw": True,
    "policy": "raw, as --raw asked for: what crossed the wire stands here as it crossed, cookies, credentials and "
    "what people wrote among it; keep and share this folder as you would those",
    "kept": "headers, targets and the texts of bodies and messages, whole or to where long ones are cut",
    "hashed": "nothing",
    "never_recorded": _POLICY["never_recorded"],
    "left_out": _POLICY["left_out"],
    "as_written": _POLICY["as_written"],
}

RAW = (
    "raw record: cookies, credentials and what people wrote stand in this run as they crossed the wire; "
    "keep and share it as you would those"
)
"""What is said wherever such a run is told of."""


def policy(*, raw: bool) -> dict[str, Any]:
    """What a run's meta.json says of its own record."""
    return dict(_RAW_POLICY if raw else _POLICY)


def is_raw(meta: Mapping[str, Any]) -> bool:
    """Whether the run of this meta.json was recorded as it crossed. Anybody may have written it."""
    found = meta.get("redaction")
    return isinstance(found, dict) and found.get("raw") is True
