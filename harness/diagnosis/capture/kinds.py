"""What a file is, by its content: a HAR, a packet capture, or a server's log."""

from __future__ import annotations

import codecs
from pathlib import Path

from harness.diagnosis.capture.captured import Captured, NotACaptureError
from harness.diagnosis.capture.har import captured_har
from harness.diagnosis.capture.log import captured_log
from harness.diagnosis.capture.packets import captured_packets

BYTES = 256 * 1024 * 1024
"""A HAR or a log may be so large."""
PCAP = (
    b"\xd4\xc3\xb2\xa1",
    b"\xa1\xb2\xc3\xd4",
    b"\x4d\x3c\xb2\xa1",
    b"\xa1\xb2\x3c\x4d",
    b"\x0a\x0d\x0d\x0a",
)
"""How packet captures begin: pcap in either order of bytes, with microseconds or nanoseconds, and pcapng."""
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""How PowerShell writes what a program says into a file."""
_HEAD = 4096


def capture_of(file: Path) -> Captured:
    """What a file tells. NotACaptureError when it is none that can be read; OSError."""
    if file.exists() and not file.is_file():
        raise NotACaptureError("it is no ordinary file")
    with file.open("rb") as opened:
        head = opened.read(_HEAD)
    if head.startswith(PCAP):
        return captured_packets(file)
    if file.stat().st_size > BYTES:
        raise NotACaptureError(f"it is larger than {BYTES // 1024**2} MiB")
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"{", b"[{")):
        return captured_har(file.read_bytes())
    if head.startswith(UTF_16):
        return captured_log(file.read_bytes().decode("utf-16", "replace").encode())
    if b"\x00" in head:
        raise NotACaptureError("it is neither text nor a packet capture")
    return captured_log(file.read_bytes())
