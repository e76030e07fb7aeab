"""Made clients of all kinds, a trial of ways to write them, and a LAN: told as the core tells it."""

from __future__ import annotations

from typing import Any

from msgspec import structs
from ui_made import catalogue, snapshot

from harness.commands import ClientGroup
from harness.metrics.verdicts import LEAKS, ONE, STILL, TWICE
from harness.snapshot import Catalogue, Choice, ClientRow, LanCard, LanPlace, Snapshot

TOKEN = "q7Jt0mHk2V9xZ4bC8nLpR3sD6fG1aWyE"
JOIN = f"http://192.168.0.23:20461/#join={TOKEN}&beacon=20463"
PLACES = (LanPlace(interface="eth0", address="192.168.0.23"), LanPlace(interface="wlan0", address="10.0.0.7"))
OFF = LanCard(places=PLACES)
ON = LanCard(on=True, join=JOIN, interface="eth0", address="192.168.0.23", places=PLACES, refused=3)
SHUT = structs.replace(ON, firewall="ufw lets nobody in by port 20461", brings="sudo ufw allow 20461/tcp")
BOTH = ("plain", "no-reconnect", "singleton-nulled", "singleton-closed")


def catalogue_of_all() -> Catalogue:
    """What a core offers that knows kinds in JavaScript too, one of them not there."""
    own = catalogue()
    kinds = (
        Choice(
            name="browser",
            title="pages in QtWebEngine",
            available=False,
            needs="the Python package PySide6-Addons",
            brings="pip install 'sidlab[browser]'",
            offers=(*BOTH, "many-tabs"),
            libraries=("4.5.4", "4.8.3"),
        ),
        Choice(
            name="node",
            title="socket.io-client under Node",
            offers=(*BOTH, "shared-handshake"),
            libraries=("4.5.4", "4.8.3"),
        ),
        Choice(name="python", title="AsyncClient", offers=BOTH),
    )
    names = (*BOTH, "many-tabs", "shared-handshake")
    behaviours = tuple(Choice(name=name, title=f"what {name} does") for name in names)
    trial = Choice(name="fix-on-trial", title="The document's fix on trial")
    return structs.replace(own, kinds=kinds, behaviours=behaviours, scenarios=(*own.scenarios, trial))


def group_of_pages(**changes: Any) -> ClientGroup:
    """Pages under Node, as the trial has them."""
    return structs.replace(
        ClientGroup(group="pages", kind="node", count=5, transports=("polling",), behaviour="singleton-nulled"),
        **changes,
    )


def pages() -> tuple[ClientRow, ...]:
    """A page that leaks, a page in a browser, and two devices, one of them cut off."""
    leaking = ClientRow(
        client="nulled-1",
        group="nulled",
        kind="node",
        state="connected",
        transport="polling",
        last_reason="js:transport error",
        sockets=4,
        reconnects=3,
        http_400=2,
    )
    return (
        leaking,
        structs.replace(leaking, client="pages-1", kind="browser", sockets=1, net_error="net::ERR_EMPTY_RESPONSE"),
        structs.replace(
            leaking,
            client="Kim's phone",
            group="lan",
            kind="device",
            sockets=1,
            browser="Chrome 141 on Android",
            address="192.168.0.31",
            offset=-0.0421,
        ),
        structs.replace(
            leaking,
            client="Lee <b>",
            group="lan",
            kind="device",
            state="reconnecting",
            sockets=0,
            browser="Safari 26 on iOS",
            address="192.168.0.44",
            net_error="net::ERR_CONNECTION_RESET",
        ),
    )


def tried(
    sockets: float, least: int, most: int, twice: int, copies: int, by_body: dict[str, int]
) -> dict[str, Any]:
    """The figures of one behaviour."""
    return {
        "pages": 5,
        "sockets_per_page": {"min": least, "mean": sockets, "max": most},
        "http_400": {"total": sum(by_body.values()), "by_body": by_body},
        "lost": 31,
        "duplicated": twice,
        "copies_max": copies,
        "recovery": {"p50": 1.2, "p95": 3.41, "max": 4.9},
        "requests_while_away": 12,
    }


def trial() -> dict[str, Any]:
    """What the fix as written comes to, as it was measured."""
    return {
        "behaviours": {
            "plain": tried(1.0, 1, 1, 0, 1, {"message": 24, "close-packet": 11}),
            "singleton-nulled": tried(3.8, 3, 4, 620, 4, {"message": 31, "close-packet": 14}),
            "singleton-closed": tried(1.0, 1, 1, 0, 1, {"message": 22, "close-packet": 9}),
        },
        "says": [
            {"text": LEAKS, "args": ["singleton-nulled", 3.8, 4], "verdict": "wrong"},
            {"text": TWICE, "args": ["singleton-nulled", 620, 4], "verdict": "wrong"},
            {"text": STILL, "args": ["singleton-nulled", 45, 31, 14, 35], "verdict": "wrong"},
            {"text": ONE, "args": ["singleton-closed"], "verdict": "right"},
            {"text": STILL, "args": ["singleton-closed", 31, 22, 9, 35], "verdict": "wrong"},
        ],
    }


def calm(**changes: Any) -> Snapshot:
    """A made run without charts and requests: those take longer to draw than all the rest."""
    return snapshot(**{"requests": (), "sessions": (), "touched": (), "buckets": (), "marks": (), **changes})
