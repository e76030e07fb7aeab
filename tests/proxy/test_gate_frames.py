"""How much a WebSocket message may announce, however its frames are cut."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from harness.proxy.gate.frames import FrameGauge

MOST = 1000


def frame(
    length: int, *, opcode: int = 1, fin: bool = True, masked: bool = True, body: bytes | None = None
) -> bytes:
    """A frame of so many bytes; `body` less than it announces."""
    head = bytes([opcode | (0x80 if fin else 0)])
    mask = 0x80 if masked else 0
    if length < 126:
        head += bytes([mask | length])
    elif length < 65536:
        head += bytes([mask | 126]) + length.to_bytes(2, "big")
    else:
        head += bytes([mask | 127]) + length.to_bytes(8, "big")
    return head + (b"mask" if masked else b"") + (bytes(length) if body is None else body)


def passed(data: bytes, size: int) -> int:
    """How much goes on when it comes in pieces of this size."""
    gauge, total = FrameGauge(MOST), 0
    for at in range(0, len(data), size):
        piece = data[at : at + size]
        fits = gauge.passing(piece)
        total += fits
        if fits < len(piece):
            break
    return total


MESSAGES = st.lists(st.tuples(st.integers(0, MOST), st.booleans()), max_size=8)


@given(MESSAGES, st.integers(1, 300))
def test_messages_within_the_cap_pass_however_they_come(messages: list[tuple[int, bool]], size: int) -> None:
    data = b"".join(
        frame(length // 2, fin=False) + frame(length - length // 2, opcode=0) if split else frame(length)
        for length, split in messages
    )
    assert passed(data, size) == len(data)


@given(MESSAGES, st.integers(1, 300), st.sampled_from([MOST + 1, 65536, 200_000_000, 2**63 - 1]))
def test_what_announces_too_much_ends_before_its_first_byte(
    messages: list[tuple[int, bool]], size: int, length: int
) -> None:
    before = b"".join(frame(length) for length, _ in messages)
    bomb = frame(length, body=bytes(500))
    head = len(bomb) - 500
    assert len(before) <= passed(before + bomb, size) < len(before) + head


def test_the_parts_of_a_message_are_added_up_and_control_frames_are_not() -> None:
    parts = [frame(400, fin=False), frame(100, opcode=9), frame(400, opcode=0, fin=False), frame(100, opcode=10)]
    data = b"".join(parts)
    assert passed(data + frame(200, opcode=0), 7) == len(data) + 208
    assert passed(data + frame(201, opcode=0), 7) < len(data) + 8
    assert passed(data + frame(MOST + 1, opcode=9), 7) < len(data) + 8


def test_after_a_whole_message_the_next_one_has_the_whole_cap_again() -> None:
    data = frame(MOST) * 3 + frame(600, fin=False) + frame(400, opcode=0) + frame(MOST, masked=False)
    assert passed(data, 64) == len(data)
