"""Where a chunked body ends (RFC 9112, 7.1). Whether it is well formed is llhttp's to say."""

from __future__ import annotations

import re

_LINE_BYTES = 64
"""What is kept of a line: a chunk's size needs no more, and of a trailer only whether it is empty."""
_SIZE = re.compile(rb"[0-9A-Fa-f]{1,16}")
"""chunk-size = 1*HEXDIG, as far as 64 bits hold it. Python's own int() reads signs and underscores besides."""


class ChunkedEnd:
    """Follows one chunked body, cut anywhere. `found`: its end has been reached."""

    __slots__ = ("_last", "_line", "_skip", "found")

    def __init__(self) -> None:
        self.found = False
        self._skip = 0
        self._line = b""
        self._last = False

    def end(self, data: bytes, at: int) -> int:
        """Where the body ends in `data`, read from `at` on, or the data's end. ValueError: a size that is none."""
        size = len(data)
        while at < size and not self.found:
            if self._skip:
                step = min(self._skip, size - at)
                self._skip -= step
                at += step
                continue
            stop = data.find(b"\n", at) + 1
            self._line = (self._line + data[at : stop or size])[:_LINE_BYTES]
            at = stop or size
            if stop:
                self._line_done(self._line.strip())
        return at

    def _line_done(self, line: bytes) -> None:
        self._line = b""
        if self._last:
            self.found = not line
        else:
            digits = line.partition(b";")[0].strip()
            if _SIZE.fullmatch(digits) is None:
                raise ValueError(f"{digits[:20]!r} is no chunk's size")
            size = int(digits, 16)
            self._last = not size
            self._skip = size + len(b"\r\n") if size else 0
