"""Commands are numbered and answered, events go to who hears them, and nonsense is told."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from ui.browser.devtools import Conversation


class Far:
    """The other end."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.heard: list[tuple[str, Any]] = []
        self.failed: list[str] = []
        self.talk = Conversation(self._sent, self._heard, self.failed.append)

    def _sent(self, text: str) -> None:
        self.sent.append(json.loads(text))

    def _heard(self, method: str, params: msgspec.Raw) -> None:
        if method == "Bad.event":
            raise ValueError("out of shape")
        self.heard.append((method, json.loads(bytes(params))))


def test_what_is_asked_early_waits_until_the_way_is_open() -> None:
    far = Far()
    far.talk.ask("Page.enable")
    assert far.sent == []
    far.talk.opened()
    far.talk.ask("Page.reload", {"ignoreCache": True})
    assert far.sent == [
        {"id": 1, "method": "Page.enable", "params": {}},
        {"id": 2, "method": "Page.reload", "params": {"ignoreCache": True}},
    ]


def test_answers_find_who_asked() -> None:
    far, answers = Far(), []
    far.talk.opened()
    far.talk.ask("One", then=answers.append)
    far.talk.ask("Two", then=answers.append)
    far.talk.ask("Three", then=answers.append)
    far.talk.take('{"id":2,"error":{"message":"no"}}')
    far.talk.take('{"id":1,"result":{"a":1}}')
    far.talk.take('{"id":77,"result":{}}')
    assert answers == [{"error": {"message": "no"}}, {"a": 1}]
    far.talk.closed()
    assert answers[2] == {"error": {"message": "the page is gone"}}


def test_events_are_heard_and_nonsense_is_told() -> None:
    far = Far()
    far.talk.take('{"method":"Network.x","params":{"requestId":"1"},"sessionId":"s"}')
    far.talk.take('{"method":"Page.y"}')
    assert far.heard == [("Network.x", {"requestId": "1"}), ("Page.y", {})]
    far.talk.take("not json")
    far.talk.take('{"method":"Bad.event"}')
    assert [one.partition(": ")[0] for one in far.failed] == ["DevTools said what cannot be read"] * 2
