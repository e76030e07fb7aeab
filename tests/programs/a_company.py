"""Two small processes kept together by server.company: python a_company.py FOLDER PORT PORT [the second].

Each listens and touches FOLDER/<name>-<pid>; a touch of FOLDER/reload starts both anew, one after the other.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from server.company import Company, Part, perform

LISTEN = """
import pathlib, socket, sys, os
one = socket.create_server(("127.0.0.1", int(sys.argv[1])))
said = sys.stdin.readline() if sys.argv[4] else ""
pathlib.Path(sys.argv[2], f"{sys.argv[3]}-{os.getpid()}").write_text(said)
sys.stdin.read()
"""


def start(company: Company) -> Callable[[], None]:
    folder, first, second = sys.argv[1:4]
    program = sys.argv[4:] or [sys.executable, "-c", LISTEN, second, folder, "second", ""]
    told = [sys.executable, "-c", LISTEN, first, folder, "first", "told"]
    parts = [
        Part("first", told, ("127.0.0.1", int(first)), told="hello\n"),
        Part("second", program, ("127.0.0.1", int(second))),
    ]
    company.start(*parts)
    company.reload_on_touch(Path(folder) / "reload")
    (Path(folder) / "ready").touch()
    return lambda: company.restart(*parts)


if __name__ == "__main__":
    perform(start)
