"""What the core says of the LAN (harness/lan, harness/session/lan.py): patterns, and what stands alone."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QT_TRANSLATE_NOOP

PARTS = (
    QT_TRANSLATE_NOOP("core", "this machine has no address on a LAN: connect it, and try again"),
    QT_TRANSLATE_NOOP("core", "none"),
    QT_TRANSLATE_NOOP("core", "gate"),  # stands where a fault's name does, for what the gate to the LAN ended
    QT_TRANSLATE_NOOP("core", "the wire did not listen on the LAN: see logs/wire.log"),
    QT_TRANSLATE_NOOP("core", "the beacon did not listen on the LAN: see logs/beacon.log"),
    QT_TRANSLATE_NOOP("core", "the run is not open yet: the LAN needs a server"),
    QT_TRANSLATE_NOOP(
        "core",
        "the server has Werkzeug's debugger on, which runs the code of whoever reaches it: "
        "switch it off there (use_debugger=False)",
    ),
    QT_TRANSLATE_NOOP("core", "the process beacon has ended by itself: see logs/beacon.log in the run folder"),
)

FIREWALLS = (
    QT_TRANSLATE_NOOP("core", "whether a firewall keeps devices out is not known: it can only be asked as root"),
    QT_TRANSLATE_NOOP("core", "the firewall ufw is on, and no rule of it lets devices in"),
    QT_TRANSLATE_NOOP("core", "the firewall firewalld is on, and its zone does not let devices in"),
    QT_TRANSLATE_NOOP(
        "core", "the kernel's packet filter (iptables) drops what comes in unless a rule lets it in"
    ),
    QT_TRANSLATE_NOOP(
        "core", "the kernel's packet filter (nftables) drops what comes in unless a rule lets it in"
    ),
    QT_TRANSLATE_NOOP("core", "the firewall of macOS is on: it lets devices in once this program is allowed"),
    QT_TRANSLATE_NOOP("core", "the firewall of macOS blocks all incoming connections"),
    QT_TRANSLATE_NOOP("core", "the firewall of Windows is on: it lets devices in once a rule allows these ports"),
)
"""What may keep devices out."""

LAN_PHRASES = cast(
    "tuple[tuple[str, str], ...]",
    (
        (
            r"(\S+) is no interface and no address of this machine; there are: (.+)",
            QT_TRANSLATE_NOOP("core", "%1 is no interface and no address of this machine; there are: %2"),
        ),
        (
            r"port (\d+) of (\S+) is taken by (.+): devices cannot report there",
            QT_TRANSLATE_NOOP("core", "port %1 of %2 is taken by %3: devices cannot report there"),
        ),
        (r"devices cannot report at (\S+): (.+)", QT_TRANSLATE_NOOP("core", "devices cannot report at %1: %2")),
        (r"there is no free port at (\S+): (.+)", QT_TRANSLATE_NOOP("core", "there is no free port at %1: %2")),
    ),
)
"""What is put together: a pattern, and the frame its parts go into."""
