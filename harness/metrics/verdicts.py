"""What a trial of behaviours came to, in words: what is wrong with each and what is right, by its figures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

LEAKS = (
    "%s leaks: at the end a page has %s sockets alive (%s at most), where one is right. A socket that is only "
    "forgotten goes on reconnecting by itself, beside the one that takes its place."
)
MANY = "%s ends with %s sockets alive a page (%s at most), where one is right."
TWICE = "%s hears messages again: %s arrivals too many, up to %s of one message, since each socket alive hears it."
GONE = "%s ends with pages that have no socket: of %s pages, the one with the fewest sockets has %s."
STILL = (
    "%s does not remove the 400s: it met %s (%s with a message, which is lost, %s with the client's own close "
    "packet), the library's own reconnection %s."
)
BUSY = "While the server was away %s sent %s requests a page, the library's own reconnection %s."
ONE = "%s ends with one socket a page, and nothing was heard twice."
CLEAN = "%s met no 400: without polling there is no POST that could meet a lost session."
TEXTS = (LEAKS, MANY, TWICE, GONE, STILL, BUSY, ONE, CLEAN)
"""Every sentence there is; `%s` stands for the name of a behaviour, or a figure."""

MUCH_MORE, MORE = 1.5, 1.0
"""So many times as much, and so many a page besides, is more than chance makes of the same."""
PLAIN = "plain"
AS_WRITTEN = "singleton-nulled"
OVER_WEBSOCKET = "websocket-only"

Said = dict[str, Any]


def said(behaviours: dict[str, dict[str, Any]]) -> list[Said]:
    """The sentences, with what stands in them and whether they tell of something wrong or right."""
    plain = behaviours.get(PLAIN)
    told: list[Said] = []
    for name, figures in behaviours.items():
        told += _of_sockets(name, figures)
        told += _of_messages(name, figures)
        if plain is not None and name != PLAIN:
            told += _beside(name, figures, plain)
    return told


def _of_sockets(name: str, figures: dict[str, Any]) -> Iterator[Said]:
    sockets = figures["sockets_per_page"]
    if sockets["max"] is None:
        return
    if sockets["max"] > 1:
        yield _wrong(LEAKS if name == AS_WRITTEN else MANY, name, round(sockets["mean"], 2), sockets["max"])
    if sockets["min"] < 1:
        yield _wrong(GONE, name, figures["pages"], sockets["min"])
    if sockets["min"] == sockets["max"] == 1 and not figures["duplicated"]:
        yield _right(ONE, name)


def _of_messages(name: str, figures: dict[str, Any]) -> Iterator[Said]:
    if figures["duplicated"]:
        yield _wrong(TWICE, name, figures["duplicated"], figures["copies_max"])


def _beside(name: str, figures: dict[str, Any], plain: dict[str, Any]) -> Iterator[Said]:
    """What it meets, held against what the library meets by itself."""
    refused, theirs = figures["http_400"], plain["http_400"]
    if refused["total"] and refused["by_body"] is not None:
        bodies = refused["by_body"]
        yield _wrong(STILL, name, refused["total"], bodies["message"], bodies["close-packet"], theirs["total"])
    elif name == OVER_WEBSOCKET and theirs["total"] and not refused["total"]:
        yield _right(CLEAN, name)
    asked, they_asked = _asked_a_page(figures), _asked_a_page(plain)
    by_itself = name != OVER_WEBSOCKET  # there, too, the library asks as often as it sees fit
    if by_itself and asked is not None and they_asked is not None and asked >= MUCH_MORE * they_asked + MORE:
        yield _wrong(BUSY, name, asked, they_asked)


def _asked_a_page(figures: dict[str, Any]) -> float | None:
    asked, pages = figures["requests_while_away"], figures["pages"]
    return round(asked / pages, 2) if asked is not None and pages else None


def _wrong(text: str, *args: str | float) -> Said:
    return {"text": text, "args": list(args), "verdict": "wrong"}


def _right(text: str, *args: str | float) -> Said:
    return {"text": text, "args": list(args), "verdict": "right"}
