"""What the fuzzer's targets are given: connections as bytes, parts of them, and what chance makes of either.

A connection is written as steps: a byte that says who speaks (even: the client), two with the length, the data.
"""

from __future__ import annotations

import random

from session_made import make
from tap_play import pieces

Steps = list[tuple[str, bytes]]
MOST_STEPS = 40
WHOLE = frozenset(["connection", "brief", "memory", "har", "editor"])
"""Those that are given connections."""


# --- connections as bytes -------------------------------------------------------------------------------------


def steps_of(data: bytes) -> Steps:
    """The steps that any bytes stand for."""
    steps, at = [], 0
    while at + 3 <= len(data) and len(steps) < MOST_STEPS:
        size = int.from_bytes(data[at + 1 : at + 3], "big")
        steps.append(("cs"[data[at] & 1], data[at + 3 : at + 3 + size]))
        at += 3 + size
    return steps


def packed(steps: Steps) -> bytes:
    """Steps as bytes."""
    parts = [(who, piece) for who, data in steps for piece in pieces(data, range(0, len(data), 60_000))]
    return b"".join(bytes([who == "s"]) + len(data).to_bytes(2, "big") + data for who, data in parts)


def made(seed: int) -> bytes:
    """A connection as clients and servers make them, with a byte before it that says how it is cut."""
    return bytes([seed % 256]) + packed(make(random.Random(seed)).steps)


def cuts(data: bytes, how: int) -> list[int]:
    """Where to cut some bytes: at each, or anywhere."""
    if how % 16 == 0 and len(data) < 300:
        return [-1] if len(data) > 1 else []
    draw = random.Random(how)
    return [draw.randint(0, len(data)) for _ in range(how % 5)]


# --- what they are given --------------------------------------------------------------------------------------


def seed_input(target: str, seed: int) -> bytes:
    """An input that is well formed: a connection, or a part of one."""
    if target in WHOLE:
        return made(seed)
    draw = random.Random(seed)
    steps = make(draw).steps
    side = "c" if target == "requests" else "s" if target == "answers" else draw.choice("cs")
    stream = b"".join(data for who, data in steps if who == side)
    if target in {"frames", "payloads", "packets", "redaction"}:
        stream = draw.choice([stream, stream.rpartition(b"\r\n\r\n")[2], *(data for _, data in steps[-3:])])
    return bytes([seed % 256]) + stream


def mutated(data: bytes, draw: random.Random) -> bytes:
    """The same, with some bytes changed, doubled, taken out or swapped; steps of a connection may be."""
    out = bytearray(data)
    for _ in range(draw.choice([1, 1, 2, 4])):
        at, size = draw.randrange(len(out) + 1), draw.choice([1, 1, 2, 8, 64])
        piece = out[at : at + size]
        how = draw.randrange(4)
        if how == 0:
            out[at : at + size] = draw.randbytes(len(piece))
        elif how == 1:
            out[at:at] = piece * draw.choice([1, 2, 30])
        elif how == 2:
            del out[at : at + size]
        else:
            out[at:at] = draw.choice(WORDS)
    return bytes(out)


def reordered(data: bytes, draw: random.Random) -> bytes:
    """A connection with its steps changed: doubled, left out, said by the other, or joined by another's."""
    steps = steps_of(data[1:])
    if not steps:
        return made(draw.randrange(1000))
    at = draw.randrange(len(steps))
    who, said = steps[at]
    how = draw.randrange(5)
    if how == 0:
        steps.insert(at, steps[draw.randrange(len(steps))])
    elif how == 1:
        del steps[at]
    elif how == 2:
        steps[at] = ("s" if who == "c" else "c", said)
    elif how == 3:
        steps[at] = (who, mutated(said, draw))
    else:
        steps[at:at] = make(draw).steps[:3]
    return data[:1] + packed(steps)


WORDS = [
    *(b"\r\n", b"\r\n\r\n", b"\n", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.0 400 \r\n", b"GET / HTTP/1.1\r\n"),
    *(
        b"Content-Length: 5\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"Connection: close\r\n",
        b"Upgrade: websocket\r\n",
    ),
    *(
        b"0\r\n\r\n",
        b"\x1e",
        b"40/a,",
        b'0{"sid":"x"}',
        b"\xff",
        b"\x00",
        b"\x81\x05",
        b"\xc1\x7e",
        b"\x88\x00",
        b"{",
        b'"',
    ),
    *(
        b"d=",
        b'___eio[0]("',
        b"9:",
        b"HEAD",
        b"CONNECT",
        b"\xf0\x9f\x98\x80",
        b"\xed\xa0\x80",
        b"\\ud83d",
        b"Expect: 100-continue\r\n",
    ),
]
