"""A namespace of our own has a loopback interface that is down until somebody needs it."""

from __future__ import annotations

import os
import socket

import pytest

from harness import netns

LACKING = netns.lacking()


@pytest.mark.skipif(bool(LACKING), reason=f"namespaces need {LACKING}")
def test_it_can_be_listened_at_once_it_is_up() -> None:
    namespace = netns.make()
    try:
        with netns.inside(namespace):
            with socket.socket() as early, pytest.raises(OSError, match="unreachable"):
                early.connect(("127.0.0.1", 9))
            netns.open_loopback()
            with socket.create_server(("127.0.0.1", 0)) as server:
                socket.create_connection(server.getsockname(), timeout=5).close()
    finally:
        os.close(namespace)


def test_elsewhere_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(netns.sys, "platform", "darwin")
    with pytest.raises(OSError, match="need Linux"):
        netns.open_loopback()
