"""The beginning of an answer's body, decoded: enough to read a refusal or a handshake."""

from __future__ import annotations

import zlib

KEPT_BYTES = 1024
COMPRESSED_BYTES = 16 * 1024
_GZIP_OR_ZLIB = 47  # zlib's window bits: 32 tells the two headers apart, 15 is the largest window


class BodyStart:
    """Keeps the first `KEPT_BYTES` of a body; `full` when more would change nothing.

    Content-Encoding gzip and deflate (in its zlib form, as both servers send it) are undone; a body in any
    other encoding, or broken, or not begun within `COMPRESSED_BYTES`, is kept as far as it could be read.
    """

    def __init__(self, encoding: str = "") -> None:
        self.data = b""
        self.full = encoding not in {"", "identity", "gzip", "x-gzip", "deflate"}
        self._inflater = zlib.decompressobj(_GZIP_OR_ZLIB) if encoding not in {"", "identity"} else None
        self._read = 0

    def feed(self, data: bytes) -> None:
        """Read more of the body."""
        if self._inflater is None:
            self._keep(data)
            return
        for at in range(len(data)):  # a byte at a time: the same is kept however the stream was cut
            if self.full:
                return
            self._inflate(self._inflater, data[at : at + 1])

    def _keep(self, data: bytes) -> None:
        room = KEPT_BYTES - len(self.data)
        self.data += data[:room]
        self.full = self.full or len(self.data) >= KEPT_BYTES

    def _inflate(self, inflater: zlib._Decompress, data: bytes) -> None:
        self._read += 1
        try:
            self._keep(inflater.decompress(data, KEPT_BYTES))
        except zlib.error:
            self.full = True
        self.full = self.full or self._read >= COMPRESSED_BYTES
