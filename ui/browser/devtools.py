"""The DevTools protocol's messages: commands that are numbered and answered, and events in between."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from harness.frames import UNREADABLE

Then = Callable[[dict[str, Any]], None]
Hear = Callable[[str, msgspec.Raw], None]


class _Message(msgspec.Struct):
    id: int | None = None
    method: str = ""
    params: msgspec.Raw = msgspec.Raw(b"{}")
    result: dict[str, Any] | None = None
    error: dict[str, Any] | None = None


_decoder = msgspec.json.Decoder(_Message)


class Conversation:
    """Commands out through `send`, events in to `hear(method, params)`; what cannot be read goes to `fail`."""

    def __init__(self, send: Callable[[str], None], hear: Hear, fail: Callable[[str], None]) -> None:
        self._send = send
        self._hear = hear
        self._fail = fail
        self._number = 0
        self._open = False
        self._early: list[str] = []
        self._waiting: dict[int, Then] = {}

    def ask(self, method: str, params: dict[str, Any] | None = None, then: Then | None = None) -> None:
        """Send a command, when the way is open; `then` is given its result, or {"error": …}."""
        self._number += 1
        if then is not None:
            self._waiting[self._number] = then
        text = msgspec.json.encode({"id": self._number, "method": method, "params": params or {}}).decode()
        if self._open:
            self._send(text)
        else:
            self._early.append(text)

    def opened(self) -> None:
        """The way is open: send what has waited."""
        self._open = True
        early, self._early = self._early, []
        for text in early:
            self._send(text)

    def closed(self) -> None:
        """The way is closed for good: whoever waits for an answer is given an error."""
        self._open = False
        waiting, self._waiting = self._waiting, {}
        for then in waiting.values():
            then({"error": {"message": "the page is gone"}})

    def take(self, text: str) -> None:
        """A message has come."""
        try:
            message = _decoder.decode(text)
            if message.id is None:
                self._hear(message.method, message.params)
                return
        except UNREADABLE as why:
            self._fail(f"DevTools said what cannot be read: {why}")
            return
        if then := self._waiting.pop(message.id, None):
            then({"error": message.error} if message.result is None else message.result)
