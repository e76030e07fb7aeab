"""Holds the HAR of a run against the specification, DevTools, a reader no one here wrote, and the summary."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import devtools_import
import jsonschema
from haralyzer import HarParser

SCHEMA = json.loads((Path(__file__).parent / "evidence" / "har-1.2.schema.json").read_text(encoding="utf-8"))


def checked(run: Path) -> list[dict[str, Any]]:
    """The entries of `session.har`, which is what it should be."""
    made = json.loads((run / "session.har").read_bytes())
    jsonschema.Draft202012Validator(SCHEMA).validate(made)
    entries: list[dict[str, Any]] = made["log"]["entries"]
    assert_devtools_shows(made, entries)
    (page,) = HarParser(made).pages
    assert [one.status for one in page.entries] == [one["response"]["status"] for one in entries]
    assert_400s_are_the_summarys(run, entries)
    return entries


def assert_devtools_shows(made: Any, entries: list[dict[str, Any]]) -> None:
    shown = devtools_import.requests(made)
    assert [one.url for one in shown] == [one["request"]["url"] for one in entries]
    frames = [len(one["_webSocketMessages"]) for one in entries if "_webSocketMessages" in one]
    assert [len(one.frames) for one in shown if one.resource_type == "websocket" and one.status == 101] == frames
    assert all(one.error is not None or one.status for one in shown if one.resource_type != "websocket")
    spans = [sum(span for span in one["timings"].values() if span > 0) for one in entries]
    assert all(abs(one["time"] - span) < 0.001 for one, span in zip(entries, spans, strict=True))


def assert_400s_are_the_summarys(run: Path, entries: list[dict[str, Any]]) -> None:
    """All of them, by cause; those of pages are in the HAR and in no figure."""
    figures = json.loads((run / "summary.json").read_text(encoding="utf-8"))["http_400"]
    refused = [one for one in entries if one["response"]["status"] == 400 and one["_kind"] != "page"]
    assert len(refused) == figures["total"]
    causes = Counter(one["_cause"] for one in refused)
    assert causes == {cause: count for cause, count in figures["by_cause"].items() if count}
