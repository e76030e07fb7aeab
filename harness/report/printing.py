"""A report as PDF: a child with Qt prints the page, and gets nothing from anywhere."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from harness.children import child_argv
from harness.session.house import HarnessError

PRINT_SECONDS = 120.0


def print_pdf(page: bytes, pdf: Path) -> None:
    """Write the PDF of a page of HTML. HarnessError, with the way out, when it cannot be made."""
    with tempfile.TemporaryDirectory(prefix="sidlab-") as folder:
        html = Path(folder) / "report.html"
        html.write_bytes(page)
        argv = child_argv("pdf", str(html), str(pdf.absolute()))
        try:
            done = subprocess.run(
                argv, stdin=subprocess.DEVNULL, capture_output=True, timeout=PRINT_SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            raise HarnessError(f"{pdf} was not made within {PRINT_SECONDS:.0f} s; take --format html") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        why = said[-1] if said else f"exit status {done.returncode}"
        raise HarnessError(f"{pdf} cannot be made: {why}; take --format html")
