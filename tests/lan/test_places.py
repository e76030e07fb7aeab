"""Which addresses of a machine are offered to devices, and which comes first."""

from __future__ import annotations

import socket
from types import SimpleNamespace

import psutil
import pytest

from harness.lan import places as room
from harness.lan.places import NoPlaceError, choose, places
from harness.snapshot import LanPlace

LINK = getattr(socket, "AF_PACKET", socket.AF_UNSPEC)
MACHINE = {
    "lo": ["127.0.0.1", "::1"],
    "docker0": ["172.17.0.1"],
    "wlan0": ["fe80::1%wlan0", "2606:4700::5", "192.168.1.5"],
    "eth0": ["203.0.113.7", "10.0.0.2", "fd00::2"],
    "eth1": ["169.254.3.4"],
    "eth2": ["10.9.9.9"],
}


def as_machine(monkeypatch: pytest.MonkeyPatch, addresses: dict[str, list[str]], way_out: str = "") -> None:
    def found(text: str) -> SimpleNamespace:
        return SimpleNamespace(family=socket.AF_INET6 if ":" in text else socket.AF_INET, address=text)

    listed = {
        name: [SimpleNamespace(family=LINK, address="02:00:00:00:00:01"), *map(found, texts)]
        for name, texts in addresses.items()
    }
    monkeypatch.setattr(psutil, "net_if_addrs", lambda: listed)
    monkeypatch.setattr(
        psutil, "net_if_stats", lambda: {name: SimpleNamespace(isup=name != "eth2") for name in addresses}
    )
    monkeypatch.setattr(room, "_way_out", lambda: way_out)


def test_private_ipv4_comes_first_and_what_no_device_reaches_comes_last_or_not_at_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    as_machine(monkeypatch, MACHINE, way_out="10.0.0.2")
    assert [place.address for place in places()] == [
        "10.0.0.2",
        "192.168.1.5",
        "203.0.113.7",
        "169.254.3.4",
        "fd00::2",
        "2606:4700::5",
        "172.17.0.1",
    ]


def test_a_place_is_chosen_by_interface_or_address_or_is_the_likeliest(monkeypatch: pytest.MonkeyPatch) -> None:
    as_machine(monkeypatch, MACHINE)
    assert choose("").address == "192.168.1.5"
    assert choose("wlan0") == LanPlace(interface="wlan0", address="192.168.1.5")
    assert choose("fd00::2") == LanPlace(interface="eth0", address="fd00::2")
    assert choose("127.0.0.1") == LanPlace(interface="loopback", address="127.0.0.1")
    for wrong in ("eth2", "lo", "8.8.8.8", "fe80::1%wlan0"):
        with pytest.raises(NoPlaceError, match=r"there are: wlan0 \(192.168.1.5\), "):
            choose(wrong)


def test_a_machine_without_a_lan_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    as_machine(monkeypatch, {"lo": ["127.0.0.1"]})
    with pytest.raises(NoPlaceError, match="no address on a LAN"):
        choose("")
    with pytest.raises(NoPlaceError, match="there are: none"):
        choose("eth0")


def test_this_machine_s_own_addresses_can_be_asked_for() -> None:
    assert all(not place.address.startswith(("127.", "fe80")) for place in places())
    assert room._way_out() == "" or "." in room._way_out()
