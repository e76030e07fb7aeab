"""The server's log is evidence: every refusal of Engine.IO is in it, on standard error.

By default python-engineio logs each kind of refusal once at ERROR and later ones at INFO, which nobody sees, so a
log undercounts. INFO is let through here, except a line for each packet, which would hold what people say.
"""

from __future__ import annotations

import logging
import re
from typing import Any

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f]")
NAME = "server.engineio"


class PacketlessLog(logging.LoggerAdapter[logging.Logger]):
    """A logger that drops python-engineio's lines for single packets before they cost anything."""

    def info(self, msg: object, *args: object, **kwargs: Any) -> None:  # noqa: ANN401  # as the library has it
        """Log one line, unless it is a packet's."""
        if not (isinstance(msg, str) and msg.startswith(("%s: Received packet", "%s: Sending packet"))):
            super().info(msg, *args, **kwargs)


class OneLine(logging.Formatter):
    """A record as one line: a refused sid may hold line breaks, which must not make up lines of their own."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # the library's name
        """The record's line without what would break it; a traceback after it keeps its lines."""
        line = super().formatMessage(record)
        return _CONTROL.sub(lambda match: match[0].encode("unicode_escape").decode(), line)


def engineio_log() -> PacketlessLog:
    """The logger to give to `SocketIO(engineio_logger=…)`, writing to standard error."""
    logger = logging.getLogger(NAME)
    if not logger.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(OneLine("%(asctime)s %(levelname)s engineio: %(message)s"))
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
        logger.propagate = False
    return PacketlessLog(logger)
