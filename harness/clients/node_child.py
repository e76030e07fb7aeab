"""How clients under Node become a child: this process enters their network, and then becomes Node.

What the kernel was told about this process (it dies with its parent, it lives in that network) stays so across
exec (prctl(2), network_namespaces(7)), and its pid and pipes are Node's from then on.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from harness import netns
from harness.clients.node_program import find_node, needs
from harness.frames import die_with_parent
from harness.setup.page import FOLDER

SCRIPT = Path(__file__).parent / "node" / "main.mjs"
LACKING = 3


def main(argv: Sequence[str]) -> NoReturn:
    """Be the child named by the first word, in the network namespace at the path that is the second, if any."""
    name, *where = argv
    node = find_node()
    if node is None:
        sys.stderr.write(f"{name}: {needs()}\n")
        sys.exit(LACKING)
    if where:
        netns.enter(where[0])
    die_with_parent()
    command = [node, str(SCRIPT), name, str(FOLDER)]
    if sys.platform == "win32":  # there exec starts another process, and the parent would see this one end
        sys.exit(subprocess.call(command))
    os.execv(node, command)  # noqa: S606 - no shell is wanted
