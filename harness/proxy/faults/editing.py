"""What a fault of requests is: it is asked about each one it is aimed at, before any of it goes on."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar, Literal

from harness.events import RequestKind
from harness.proxy.edit.edits import Asked, Edit, Memory
from harness.proxy.faults.base import Fault

Times = Literal["once", "always"]
TIMES = "once for each client, or each time"
ENGINE_IO: tuple[RequestKind, ...] = ("handshake", "poll", "post", "upgrade", "websocket")
"""The requests of a client to its Engine.IO server."""


class EditingFault(Fault, frozen=True):
    """A fault that changes a request on its way, answers it, repeats it, or changes its answer.

    It sets in between two requests: one that is under way when it begins is let through, and so is all that is
    not plain HTTP/1 (harness/proxy/edit/framing.py), requests with `Expect`, and chunked ones. `elsewhere`: new
    connections go to each of several servers in turn.
    """

    family: ClassVar[str] = "http"
    elsewhere: ClassVar[bool] = False

    @abstractmethod
    def edit(self, request: Asked, memory: Memory) -> Edit | None:
        """What to do about it; None lets it pass. `memory` is this fault's alone, for as long as it is on."""
