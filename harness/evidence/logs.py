r"""A child's standard error as a log file: readable text, in which nothing can act on a terminal.

Bytes that are no UTF-8 and every control character except the newline are written as escapes (`\x1b`), and so are
the characters that turn the direction of text. What bears the marks of a secret is left out (harness/redact.py).
The end of the stream is kept in memory, for the event that tells of the child's death.
"""

from __future__ import annotations

import codecs
import unicodedata
from pathlib import Path

from harness.redact import redacted

TAIL_BYTES = 64 * 1024
LONG = 4096
"""From so many bytes on, a write is one of many, and may end anywhere."""
LIMIT_BYTES = 64 * 1024 * 1024
CUT = "\n[the log ends here: it has reached its limit]\n"

_ACTING = {"Cc", "Cf", "Zl", "Zp", "Cs"}


def escape(text: str) -> str:
    """`text` with everything that could act on a terminal or a viewer, except newlines, made visible."""
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    return "".join(map(_escape_character, text))


def _escape_character(character: str) -> str:
    if character == "\n" or unicodedata.category(character) not in _ACTING:
        return character
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")


class LogWriter:
    """One log file. Writing never raises: what went wrong is in `error`, and the tail in memory goes on."""

    def __init__(self, path: Path, limit: int = LIMIT_BYTES) -> None:
        self.error: str | None = None
        self._left = limit
        self._tail = ""
        self._held = ""
        self._decoder = codecs.getincrementaldecoder("utf-8")("backslashreplace")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("ab", buffering=0)
        except OSError as why:
            self.error = str(why)

    @property
    def tail(self) -> str:
        """The last 64 KiB that came, escaped."""
        return self._tail.encode()[-TAIL_BYTES:].decode(errors="ignore")

    def write(self, data: bytes, *, final: bool = False) -> None:
        """Append what the child wrote, without its secrets; `final` also writes what was held back.

        A line that a long write left unfinished waits for its rest: a secret may lie where it was cut.
        """
        text = self._held + self._decoder.decode(data, final)
        cut = not final and len(data) >= LONG and len(text) < TAIL_BYTES
        end = text.rfind("\n") + 1 if cut else len(text)
        text, self._held = escape(redacted(text[:end])), text[end:]
        self._tail = (self._tail + text)[-TAIL_BYTES:]
        if self.error is None:
            self._append(text.encode())

    def _append(self, data: bytes) -> None:
        if not self._left:
            return
        if len(data) > self._left:
            data = data[: self._left] + CUT.encode()
            self._left = 0
        else:
            self._left -= len(data)
        try:
            self._file.write(data)
        except OSError as why:
            self.error = str(why)

    def close(self) -> None:
        """Write what is left and close the file."""
        self.write(b"", final=True)
        if hasattr(self, "_file"):
            self._file.close()
