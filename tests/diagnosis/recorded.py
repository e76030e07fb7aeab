"""Recorded runs of the corpus: as much of each as diagnosis looks at, one `NAME.jsonl.xz` a run.

`SIDLAB_RECORD=1 make torture ARGS="-k corpus"` makes them anew (tests/torture/test_corpus.py).
"""

from __future__ import annotations

import lzma
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from msgspec import structs

from harness.diagnosis.admit import admitted
from harness.diagnosis.told import Told
from harness.events import AnyEvent, ClientReceived, Event, Framed, Record, WireRequest, WireTraffic

FOLDER = Path(__file__).parent / "recorded"
_LINE = msgspec.json.Decoder(tuple[int, str, AnyEvent])


def recorded() -> list[Path]:
    """The files there are, by name."""
    return sorted(FOLDER.glob("*.jsonl.xz"))


def read(file: Path) -> Iterator[Record]:
    """The records of one run."""
    for line in lzma.decompress(file.read_bytes()).splitlines():
        seq, src, event = _LINE.decode(line)
        yield Record(seq=seq, at=event.t, src=src, event=event)


def write(records: Iterable[Record], file: Path) -> None:
    """Keep of these what diagnosis looks at."""
    lines = [msgspec.json.encode((one.seq, one.src, one.event)) for one in _kept(list(records))]
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(lzma.compress(b"\n".join(lines), preset=9))


def _kept(records: list[Record]) -> Iterator[Record]:
    folded = Told().heeds
    heard = Counter(_message(one.event) for one in records if isinstance(one.event, ClientReceived))
    for record in records:
        event = record.event
        if isinstance(event, ClientReceived) and heard[_message(event)] < 2:
            continue
        seen = admitted(record) if isinstance(event, folded) else None
        slim = _slim(seen.event) if seen else None
        if seen and slim:
            yield structs.replace(seen, event=slim)


def _message(event: ClientReceived) -> tuple[str, str, int]:
    return event.client, event.sender, event.n


def _slim(event: Event) -> Event | None:
    if isinstance(event, WireRequest):
        return structs.replace(event, path="/", origin=None)
    if isinstance(event, WireTraffic):
        last = {one.conn: _bare(one) for one in event.messages}
        return WireTraffic(t=event.t, messages=tuple(last.values())) if last else None
    return event


def _bare(message: Framed) -> Framed:
    return structs.replace(message, data=None)
