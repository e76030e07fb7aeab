"""The kind `node`: socket.io-client under Node, many in one process (harness/clients/node/)."""

from __future__ import annotations

import os

from harness import libraries
from harness.clients import node_program
from harness.clients.spec import Kind

KIND = Kind(
    "node",
    "socket.io-client under Node, many in one process",
    dialect="js",
    needs=node_program.needs,
    brings="make setup" if os.name == "posix" else "py -m harness.setup",
    child="node-clients",
    libraries=libraries.versions,
)
