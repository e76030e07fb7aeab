"""Well-formed bytes, and bytes that were changed by chance: no parser says or does what it must not."""

from __future__ import annotations

import random

import fuzz_inputs as inputs
import fuzz_targets as fuzz
import pytest

EACH = 25
FOUND = {
    # llhttp takes them for whole requests of HTTP/0.9, one byte before the end of a head, or behind empty lines
    "requests": [
        b"HEAD /x\n\r\nGET /y HTTP/1.1\r\nHost: x\r\n\r\n",
        b"\r\n\r\nGET /\n\r\nGET /\n",
        b"GET /\n\r\n\r\n",
    ],
}
"""What was cut in two ways and read in two ways once."""


@pytest.mark.parametrize("name", fuzz.TARGETS)
def test_changed_bytes(name: str) -> None:
    target = fuzz.TARGETS[name]
    for seed in range(EACH if name != "memory" else 3):
        draw = random.Random(seed)
        data = inputs.seed_input(name, seed)
        target(data)
        target(inputs.mutated(data, draw))
        if name in inputs.WHOLE:
            target(inputs.reordered(data, draw))


@pytest.mark.parametrize("name", FOUND)
def test_what_was_found_once(name: str) -> None:
    for data in FOUND[name]:
        for how in range(256):
            fuzz.TARGETS[name](bytes([how]) + data)
