"""The incident as a whole: what was seen, how severe it was, and whom it hit, as measured."""

from __future__ import annotations

from statistics import median_low

from harness.report.cutoff import Client
from harness.report.digest import Digest
from harness.report.figures import count, known
from harness.report.parts import Block, Fact, Facts, Figure, Grid, Name, Paragraph, Part, Said, Section, Tone, Word
from harness.report.texts import incident as texts

SHOWN = 20
"""So many clients have a row of their own; the figures are of all."""


def incident(digest: Digest) -> Section:
    """The section."""
    tone, severity = _severity(digest)
    facts = Facts(
        (
            Fact(Said(texts.INCIDENT), _what(digest)),
            Fact(Said(texts.SCENARIO), (_served(digest),)),
            Fact(Said(texts.OUTCOME), _outcome(digest)),
            Fact(Said(texts.SEVERITY), (*severity, Said(texts.SEVERITY_LEVEL)), tone),
            Fact(Said(texts.IMPACT), _impact(digest)),
        )
    )
    return Section("incident", Said(texts.TITLE), (facts, *_clients(digest)))


def _served(digest: Digest) -> Said:
    title = digest.clock.title or str(digest.summary.get("scenario", ""))
    return Said(texts.SERVED, (Word(title), Name(str(digest.summary.get("profile", "")))))


def _what(digest: Digest) -> tuple[Part, ...]:
    says: list[Part] = []
    if count(digest, "http_400.total"):
        says.append(Said(texts.REFUSED, (known(digest, "http_400.total"),)))
    if count(digest, "http_5xx.total"):
        says.append(Said(texts.ERRORS, (known(digest, "http_5xx.total"),)))
    if count(digest, "disconnects.total"):
        says.append(Said(texts.LOST, (known(digest, "disconnects.total"),)))
    resets = (known(digest, "closes.rst_from_server"), known(digest, "closes.injected"))
    if any(one.value for one in resets):
        says.append(Said(texts.RESETS, resets))
    return tuple(says) or (Said(texts.QUIET),)


def _outcome(digest: Digest) -> tuple[Part, ...]:
    held = [one.get("held") for one in digest.summary.get("expectations") or ()]
    outcome = digest.summary.get("outcome")
    if not held:
        return (Said(texts.NOTHING_EXPECTED),)
    if outcome == "passed":
        return (Said(texts.PASSED, (Figure(held.count(True), "expectations.held"), _of(held))),)
    if outcome == "failed":
        return (Said(texts.FAILED, (Figure(held.count(False), "expectations.broken"), _of(held))),)
    return (Said(texts.UNKNOWN),)


def _of(held: list[object]) -> Figure:
    return Figure(len(held), "expectations.count")


def _severity(digest: Digest) -> tuple[Tone, tuple[Part, ...]]:
    cut, lost = digest.cut_off, count(digest, "messages.lost")
    if not cut.clients:
        return "", (Said(texts.NO_CLIENTS),)
    if cut.out:
        return "bad", (Said(texts.SEVERITY_LASTING, (Figure(cut.out, "cut_off.still"),)),)
    if cut.were_cut:
        return "fair", (Said(texts.SEVERITY_BROKEN),)
    return ("fair", (Said(texts.SEVERITY_LOSS),)) if lost else ("good", (Said(texts.SEVERITY_NONE),))


def _impact(digest: Digest) -> tuple[Part, ...]:
    cut = digest.cut_off
    if not cut.clients:
        return (Said(texts.NO_CLIENTS),)
    hit = cut.were_cut
    spells = sorted(spell for one in hit.values() for spell in cut.lasting(one))
    who = (Figure(len(hit), "cut_off.clients"), Figure(len(cut.clients), "cut_off.of"))
    says: list[Part] = [Said(texts.CUT, (*who, Figure(sum(one.cut for one in hit.values()), "cut_off.times")))]
    if spells:
        longest = Figure(spells[-1], "cut_off.longest", "s")
        says.append(Said(texts.HOW_LONG, (longest, Figure(median_low(spells), "cut_off.median", "s"))))
    if cut.out:
        says.append(Said(texts.STILL, (Figure(cut.out, "cut_off.still"),)))
    ways = ("lost", "sent", "unknown", "duplicated")
    says.append(Said(texts.MESSAGES, tuple(known(digest, f"messages.{way}") for way in ways)))
    at_end = (known(digest, "clients.connected_at_end"), known(digest, "clients.count"))
    return (*says, Said(texts.CONNECTED, at_end))


def _clients(digest: Digest) -> tuple[Block, ...]:
    """Those who were cut off, the longest first."""
    cut = digest.cut_off
    hit = sorted(cut.were_cut.items(), key=lambda row: -sum(cut.lasting(row[1])))
    if not hit:
        return ()
    heads = (texts.CLIENT, texts.KIND, texts.TIMES, texts.LONGEST, texts.IN_ALL, texts.REFUSALS)
    rows = tuple(_row(digest, name, client) for name, client in hit[:SHOWN])
    grid = Grid(tuple(map(Said, heads)), rows, frozenset({2, 3, 4, 5}))
    left = len(hit) - len(rows)
    rest = (Paragraph((Said(texts.MORE_CLIENTS, (Figure(left, "cut_off.not_shown"),)),), "muted"),) if left else ()
    return (grid, *rest)


def _row(digest: Digest, name: str, client: Client) -> tuple[Part, ...]:
    spells, query = digest.cut_off.lasting(client), f"cut_off.client.{name}"
    return (
        Name(name),
        Word(client.kind),
        Figure(client.cut, f"{query}.times"),
        Figure(max(spells, default=None), f"{query}.longest", "s"),
        Figure(sum(spells) if spells else None, f"{query}.total", "s"),
        Figure(client.refused, f"{query}.refused"),
    )
