"""A hidden package is as good as not installed, to everything that could ask."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import subprocess
import sys

import pytest
from served import ROOT, environment

from server.hiding import hide

ASKED = """
import importlib, importlib.metadata as metadata, importlib.util, json, sys
from server.hiding import hide
hide(sys.argv[1:])
said = {"spec": importlib.util.find_spec("geventwebsocket") is not None}
said["listed"] = any(one.metadata["Name"] == "gevent-websocket" for one in metadata.distributions())
try:
    said["version"] = metadata.version("gevent_websocket")
except metadata.PackageNotFoundError:
    said["version"] = None
try:
    from geventwebsocket import handler
    said["imported"] = True
except ImportError:
    said["imported"] = False
importlib.invalidate_caches()
import engineio.async_drivers.gevent as driver
said["driver"] = driver.SimpleWebSocketWSGI is not None
print(json.dumps(said))
"""


def ask(*hidden: str) -> dict[str, object]:
    """What a process of its own says of gevent-websocket."""
    argv = [sys.executable, "-W", "error", "-c", ASKED, *hidden]
    done = subprocess.run(argv, cwd=ROOT, env=environment(None), capture_output=True, check=True, timeout=60)
    return dict(json.loads(done.stdout))


def test_what_is_hidden_is_not_there() -> None:
    assert ask("geventwebsocket") == {
        "spec": False,
        "listed": False,
        "version": None,
        "imported": False,
        "driver": True,
    }


def test_what_is_not_hidden_is_there() -> None:
    assert ask() == {
        "spec": True,
        "listed": True,
        "version": importlib.metadata.version("gevent-websocket"),
        "imported": True,
        "driver": False,
    }


def test_what_is_imported_already_cannot_be_hidden() -> None:
    with pytest.raises(RuntimeError, match="too late to hide json"):
        hide(("json",))


def test_hiding_leaves_the_other_modules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    for name in [one for one in sys.modules if one.partition(".")[0] == "geventwebsocket"]:
        monkeypatch.delitem(sys.modules, name)  # other tests may have needed it
    before = importlib.metadata.version("Flask")
    hide(("geventwebsocket",))
    assert importlib.util.find_spec("geventwebsocket") is None
    assert importlib.util.find_spec("wave") is not None
    assert importlib.metadata.version("flask") == before
