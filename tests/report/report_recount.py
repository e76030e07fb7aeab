"""Counts every figure of a report once more, by its query, from the recorded lines alone: another way each."""

from __future__ import annotations

import json
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from harness.evidence.recount import Counted, recount

S = 1_000_000_000
Event = dict[str, Any]


class Queries(HTMLParser):
    """Every figure of a page: its query and its value, as written there."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        here = dict(attrs)
        if "data-query" in here:
            value = here.get("value") if tag == "data" else here.get("data-value")
            self.found.append((here["data-query"] or "", value or ""))


class Recounted:
    """The events of a run folder, and what any query of a report comes to."""

    def __init__(self, folder: Path) -> None:
        lines = [line for file in (folder / "events").glob("*.jsonl") for line in file.read_text().splitlines()]
        envelopes = sorted(map(json.loads, lines), key=lambda one: one["seq"])
        self.summary = json.loads((folder / "summary.json").read_text())
        self.events: list[tuple[int, Event]] = [(one["seq"], one["event"]) for one in envelopes]
        self.by_seq = dict(self.events)
        self.counted = recount([Counted(one["seq"], one["src"], one["event"]) for one in envelopes])
        self.end = min((e["t"] for _, e in self.events if e["type"] == "run.ending"), default=10**30)
        self.ready = next((e["t"] for _, e in self.events if e["type"] == "run.ready"), 0)

    def value(self, query: str) -> float | None:
        first, _, rest = query.partition(".")
        special = {
            "event": self._event,
            "count": self._count,
            "back": self._back,
            "cut_off": self._cut_off,
            "charts": self._bar,
            "expectations": self._expectations,
        }
        if first in special:
            return special[first](rest)
        if query == "refused.most":
            return max(Counter(e["sid"] for e in self._refusals() if e.get("sid")).values(), default=0)
        if query in {f"explained.{effect}.of" for effect in ("http_400", "disconnects")}:
            by_server = [e for e in self._refusals() if e.get("answered_by") != "wire"]
            return len(by_server) if "400" in query else len(self._of("client.disconnected"))
        return look(self.counted, query)

    def _of(self, kind: str) -> list[Event]:
        return [
            e for _, e in self.events if e["type"] == kind and e["t"] <= self.end and e.get("client") != "~probe"
        ]

    def _refusals(self) -> list[Event]:
        return [e for e in self._of("wire.response") if e["status"] == 400 and e["kind"] != "page"]

    def _event(self, rest: str) -> float:
        seq, _, what = rest.partition(".")
        event = self.by_seq[int(seq)]
        if what == "at":
            return float((event["t"] - self.ready) / S)
        own = [(n, e) for n, e in self.events if e.get("client") == event["client"] and n < int(seq)]
        since = None
        for _, one in own:
            if one["type"] == "client.disconnected" and since is None:
                since = one["t"]
            elif one["type"] == "client.connected":
                since = None
        assert since is not None
        return float((event["t"] - since) / S)

    def _count(self, rest: str) -> int:
        if rest.startswith("wire.fault-touched."):
            number = int(rest.rpartition(".")[2])
            return sum(e["type"] == "wire.fault-touched" and e["id"] == number for _, e in self.events)
        kind, _, span = rest.rpartition(".")
        first, last = map(int, span.split("-"))
        there = [
            e for n, e in self.events if first <= n <= last and e["t"] <= self.end and e.get("client") != "~probe"
        ]
        if kind == "client.disconnected":
            return sum(e["type"] == kind for e in there)
        answers = [e for e in there if e["type"] == "wire.response" and e["kind"] != "page"]
        return sum(e["status"] == 400 if kind.endswith("400") else e["status"] >= 500 for e in answers)

    def _back(self, rest: str) -> int:
        first, last = map(int, rest.split("-"))
        gone: set[str] = set()
        back = 0
        for number, event in self.events:
            if event["t"] <= self.end and event["type"] == "client.disconnected":
                gone.add(event["client"])
            elif event["t"] <= self.end and event["type"] == "client.connected" and event["client"] in gone:
                gone.remove(event["client"])
                back += first <= number <= last
        return back

    def _spells(self) -> dict[str, list[tuple[float, bool]]]:
        """Of each client, each time it had no socket left, in seconds, and whether that lasted to the end."""
        spells: dict[str, list[tuple[float, bool]]] = {}
        for name in dict.fromkeys(e["client"] for e in self._of("client.started")):
            spells[name] = []
            alive: set[int] = set()
            since = None
            for _, event in self.events:
                if event.get("client") != name or event["t"] > self.end:
                    continue
                if event["type"] in {"client.started", "client.stopped"}:
                    alive, since = set(), None
                elif event["type"] == "client.connected":
                    alive.add(event["generation"])
                    if since is not None:
                        spells[name].append(((event["t"] - since) / S, False))
                    since = None
                elif event["type"] == "client.disconnected":
                    alive.discard(event["generation"])
                    since = event["t"] if since is None and not alive else since
            if since is not None:
                spells[name].append(((self.end - since) / S, True))
        return spells

    def _cut_off(self, rest: str) -> float | None:
        spells = self._spells()
        every = sorted(long for one in spells.values() for long, _ in one)
        if rest.startswith("client."):
            name, _, what = rest.removeprefix("client.").rpartition(".")
            own = [long for long, _ in spells[name]]
            refused = sum(e.get("client") == name for e in self._refusals())
            return {"times": len(own), "longest": max(own), "total": sum(own), "refused": refused}[what]
        return {
            "clients": sum(bool(one) for one in spells.values()),
            "of": len(spells),
            "times": len(every),
            "longest": max(every, default=None),
            "median": every[(len(every) - 1) // 2] if every else None,
            "still": sum(lasting for one in spells.values() for _, lasting in one),
        }[rest]

    def _bar(self, rest: str) -> int:
        figure, _, keyed = rest.partition(".")
        key, _, start = keyed.rpartition(".")
        kinds = {"http-400": self._refusals(), "disconnects": self._of("client.disconnected")}
        there = kinds.get(figure, self._of("wire.sid-issued"))
        probed = {e.get("sid") for _, e in self.events if e.get("client") == "~probe"} - {None}
        label = {"http-400": "cause", "disconnects": "reason"}.get(figure)
        return sum(
            (label is None or (e.get(label) or "other") == key)
            and (e["t"] - self.ready) // S == float(start)
            and e.get("sid") not in probed
            for e in there
        )

    def _expectations(self, rest: str) -> float | None:
        held = [one["held"] for one in self.summary["expectations"]]
        counts = {"held": held.count(True), "broken": held.count(False), "count": len(held)}
        return (
            counts[rest]
            if rest in counts
            else self.summary["expectations"][int(rest.partition(".")[0])]["measured"]
        )


def look(found: Any, path: str) -> Any:
    """The value at a dotted path, whose keys may hold dots."""
    parts = path.split(".")
    for cut in range(len(parts), 0, -1):
        key = ".".join(parts[:cut])
        if isinstance(found, dict) and key in found:
            return found[key] if cut == len(parts) else look(found[key], ".".join(parts[cut:]))
    return None
