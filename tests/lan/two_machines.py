"""Two machines on one cable: network namespaces, and a pair of virtual Ethernet devices (Linux, as root)."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

from harness import netns

_IP = shutil.which("ip", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin") or ""
SERVER, DEVICE = "10.213.7.1", "10.213.7.2"


def lacking() -> str:
    """What is missing here for two machines; empty when nothing is."""
    if not _IP:
        return "no ip command (Debian's iproute2)"
    try:
        os.close(netns.make())
    except OSError as error:
        return f"Linux, as root ({error.strerror or error})"
    return ""


@dataclass(frozen=True)
class Machine:
    """A namespace: its name, the name of its end of the cable, and its address."""

    name: str
    device: str
    address: str

    def inside(self, *argv: str) -> list[str]:
        """The command line that runs this one on the machine."""
        return [_IP, "netns", "exec", self.name, *argv]

    def cable(self, state: str) -> None:
        """Plug it in ("up") or pull it ("down")."""
        ip("-n", self.name, "link", "set", self.device, state)


def ip(*argv: str) -> None:
    done = subprocess.run([_IP, *argv], capture_output=True, text=True, check=False)
    assert done.returncode == 0, (argv, done.stderr)


@contextlib.contextmanager
def two_machines() -> Iterator[tuple[Machine, Machine]]:
    """The one that serves, and the one that joins; both are gone afterwards."""
    server = Machine(f"sidlab-s{os.getpid()}", "lan0", SERVER)
    device = Machine(f"sidlab-d{os.getpid()}", "lan0", DEVICE)
    with contextlib.ExitStack() as stack:
        for one in (server, device):
            ip("netns", "add", one.name)
            stack.callback(ip, "netns", "del", one.name)
            ip("-n", one.name, "link", "set", "lo", "up")
        ip("-n", server.name, "link", "add", "lan0", "type", "veth", "peer", "name", "lan0", "netns", device.name)
        for one in (server, device):
            ip("-n", one.name, "addr", "add", f"{one.address}/24", "dev", one.device)
            one.cable("up")
        yield server, device
