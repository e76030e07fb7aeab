"""The evidence itself: whether its witnesses agree, its root hash, where figures come from; what is wrong."""

from __future__ import annotations

from harness.discretion import is_raw
from harness.report.digest import Damage, Digest
from harness.report.figures import known
from harness.report.parts import (
    Block,
    Command,
    Fact,
    Facts,
    Figure,
    Grid,
    Item,
    Name,
    Paragraph,
    Part,
    Points,
    Quote,
    Said,
    Section,
)
from harness.report.texts import evidence as texts
from harness.report.texts import incident as heads

LISTED = 20
QUERIES = (texts.BY_SUMMARY, texts.BY_EVENT, texts.BY_COUNT, texts.BY_CUT, texts.BY_BOARD, texts.BY_CHART)


def evidence(digest: Digest) -> Section:
    """The section."""
    blocks: list[Block] = [_witnesses(digest), Paragraph((_agree(digest),))]
    if digest.root is None:
        blocks.append(Paragraph((Said(heads.NO_ROOT),)))
    else:
        blocks += [Paragraph((Said(texts.HASH),)), Command(digest.root), Paragraph((Said(texts.WORTH),), "muted")]
    blocks += [Paragraph((Said(texts.VERIFY),)), Command(f"sidlab verify {digest.name}")]
    blocks.append(Points((Item(Said(texts.QUERIES), tuple(map(Said, QUERIES)), "muted"),)))
    return Section("evidence", Said(texts.TITLE), tuple(blocks))


def warnings(digest: Digest) -> tuple[Part, ...]:
    """What is to be known of this run before anything else; nothing when all is as it should be."""
    says: list[Part] = [Said(texts.RAW)] if is_raw(digest.meta) else []
    if digest.damage:
        says += [Said(texts.DAMAGED), *map(_damage, digest.damage[:LISTED])]
        if more := len(digest.damage) - LISTED if len(digest.damage) > LISTED else 0:
            says.append(Said(texts.MORE_DAMAGE, (Figure(more, "damage.not_shown"),)))
        says.append(Said(texts.READ_UP_TO))
    if digest.state != "sealed":
        says.append(Said(texts.INTERRUPTED))
    if digest.counted:
        says.append(Said(texts.COUNTED))
    return tuple(says)


def added(digest: Digest) -> Section:
    """What people have added, apart from what was measured."""
    kept = digest.added
    short = ((texts.TICKET, kept.ticket), (texts.OWNER, kept.owner), (texts.LEVEL, kept.severity))
    facts = tuple(Fact(Said(label), (Name(text),)) for label, text in short if text)
    blocks: list[Block] = [Paragraph((Said(texts.ADDED_NOTE),), "muted")]
    blocks += [Facts(facts)] if facts else []
    for label, text in ((texts.ACTUAL, kept.impact), (texts.NOTES, kept.notes)):
        blocks += [Paragraph((Said(label),)), Quote(text)] if text else []
    if len(blocks) == 1:
        blocks = [Paragraph((Said(texts.NOTHING_ADDED),), "muted")]
    return Section("added", Said(texts.ADDED_TITLE), tuple(blocks))


def _damage(one: Damage) -> Said:
    if one.record:
        return Said(texts.ONE_DAMAGE, (Name(one.file), Name(str(one.record)), Name(one.what)))
    return Said(texts.WHOLE_FILE, (Name(one.file), Name(one.what)))


def _witnesses(digest: Digest) -> Grid:
    titles = (texts.WITNESS, texts.WIRE, texts.SERVER, texts.CLIENTS)
    labels = {"http_400": texts.REFUSED, "disconnects": texts.DISCONNECTS, "sids": texts.SIDS}
    sides = ("wire", "server", "clients")
    rows: tuple[tuple[Part, ...], ...] = tuple(
        (Said(label), *(known(digest, f"witnesses.{what}.{side}") for side in sides))
        for what, label in labels.items()
    )
    return Grid(tuple(map(Said, titles)), rows, frozenset({1, 2, 3}))


def _agree(digest: Digest) -> Said:
    agree = digest.summary.get("witnesses", {}).get("agree")
    return Said({True: texts.AGREE, False: texts.DISAGREE}.get(agree, texts.ALONE))
