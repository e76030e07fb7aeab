"""A HAR in the making, as browsers save it."""

import json
from pathlib import Path
from typing import Any

from harness.diagnosis.capture.har import captured_har
from harness.diagnosis.capture.verdicts import Concluded, concluded

BASE = "http://10.0.0.5:5000/socket.io/?EIO=4&transport=polling"
WERKZEUG = [{"name": "Server", "value": "Werkzeug/3.1.9 Python/3.11.2"}]
GUNICORN = [{"name": "server", "value": "gunicorn"}]


class Saved:
    """Entries of a HAR; each begins at second `at`. `answer`: the headers of all answers."""

    def __init__(self, by: str = "Firefox", answer: list[dict[str, str]] | None = None) -> None:
        self.entries: list[dict[str, Any]] = []
        self.by = by
        self.answer = answer or []

    def add(self, at: float, url: str, status: int, text: str = "", **more: Any) -> "Saved":
        request = {"method": more.get("method", "GET"), "url": url, "headers": more.get("headers", [])}
        if "body" in more:
            request["postData"] = {"mimeType": "text/plain", "text": more["body"]}
        headers = more.get("answer", self.answer if status > 0 else [])
        response: dict[str, Any] = {"status": status, "headers": headers, "content": {}}
        if text:
            response["content"]["text"] = text
        if "error" in more:
            response["_error"] = more["error"]
        began = f"2026-01-01T09:00:{at:06.3f}+09:00"
        entry = {"startedDateTime": began, "time": more.get("took", 10), "request": request, "response": response}
        self.entries.append({**entry, "cache": {}, "pageref": more.get("page", "page_1"), **more.get("entry", {})})
        return self

    def open(self, at: float, sid: str, timeout: int = 20000, **more: Any) -> "Saved":
        opening = {"sid": sid, "upgrades": [], "pingTimeout": timeout, "pingInterval": 25000}
        return self.add(at, BASE, 200, f"0{json.dumps(opening)}", **more)

    def refuse(self, at: float, sid: str, **more: Any) -> "Saved":
        return self.add(at, f"{BASE}&sid={sid}", 400, json.dumps(f"Invalid session {sid}"), **more)

    def serve(self, at: float, sid: str, **more: Any) -> "Saved":
        return self.add(at, f"{BASE}&sid={sid}", 200, "2", **more)

    def cut(self, at: float, sid: str, error: str = "net::ERR_EMPTY_RESPONSE", **more: Any) -> "Saved":
        return self.add(at, f"{BASE}&sid={sid}", 0, error=error, **more)

    def bytes(self) -> bytes:
        log = {"version": "1.2", "creator": {"name": self.by, "version": "1"}, "entries": self.entries}
        return json.dumps({"log": log}).encode()

    def at(self, folder: Path) -> Path:
        file = folder / "saved.har"
        file.write_bytes(self.bytes())
        return file

    def concluded(self) -> Concluded:
        return concluded(captured_har(self.bytes()))

    def kept(self) -> tuple[str, ...]:
        return self.concluded().diagnosis.kept

    def word(self, hypothesis: str) -> str:
        verdicts = self.concluded().diagnosis.verdicts
        return next(one.verdict for one in verdicts if one.hypothesis == hypothesis)

    def why(self, hypothesis: str) -> str | None:
        return next(one.why for one in self.concluded().still_open if one.hypothesis == hypothesis)
