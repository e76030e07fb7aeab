"""What real browsers and servers saved of labelled runs, cut down to what matters: never a wrong cause.

The HARs come of tests/torture/test_captures_chromium.py, the logs of the labelled corpus' run folders;
nginx wrote its log before a server that cut, reset and refused.
"""

import json
from pathlib import Path

import pytest

from harness.diagnosis.capture.har import captured_har
from harness.diagnosis.capture.verdicts import concluded, diagnose_capture

FOLDER = Path(__file__).with_name("captures")
KEPT = {
    "chromium-restart-stale-sid.har": "restart-stale-sid",
    "chromium-workers-unsticky.har": "workers-unsticky",
    "chromium-origin-refused.har": "origin-refused",
    "chromium-protocol-version.har": "protocol-version",
    "gunicorn-gevent-websocket-unconfigured.log": "gevent-websocket-unconfigured",
    "gunicorn-worker-recycled.log": "worker-recycled",
    "gunicorn-worker-timeout.log": "worker-timeout",
    "gunicorn-workers-unsticky.log": "workers-unsticky",
    "nginx-payload-too-large.log": "payload-too-large",
    "protocol-version.log": "protocol-version",
    "werkzeug-origin-refused.log": "origin-refused",
    "werkzeug-restart-stale-sid.log": "restart-stale-sid",
    "werkzeug-upgrade-stripped.log": "upgrade-stripped",
}
STRANGERS = {"gunicorn-worker-timeout.log": 2}
"""400s of session ids that the blocked worker had served nobody with."""
OPEN = {
    "chromium-network-drop.har": "network-drop",
    "chromium-worker-recycled.har": "worker-recycled",
    "chromium-worker-timeout.har": "worker-timeout",
    "werkzeug-two-servers-one-port.log": "two-servers-one-port",
}
"""What nobody can tell of these files."""


def test_every_file_is_judged() -> None:
    assert {one.name for one in FOLDER.iterdir()} == KEPT.keys() | OPEN.keys()


@pytest.mark.parametrize("name", KEPT)
def test_the_cause_is_kept_and_explains_every_400(name: str) -> None:
    found = diagnose_capture(FOLDER / name).diagnosis
    explained, total = found.explained["http_400"]
    assert (found.kept, explained) == ((KEPT[name],), total - STRANGERS.get(name, 0))


@pytest.mark.parametrize("name", OPEN)
def test_what_a_file_cannot_tell_stays_open_with_what_would_decide_it(name: str) -> None:
    found = diagnose_capture(FOLDER / name)
    assert found.diagnosis.kept == ()
    cause = next(one for one in found.still_open if one.hypothesis == OPEN[name])
    assert cause.matters
    assert "run" in cause.by


@pytest.mark.parametrize("browser", ["WebInspector", "Firefox", "WebKit Web Inspector"])
def test_other_browsers_exports_of_the_same_lead_nowhere_else(browser: str) -> None:
    for name, cause in KEPT.items():
        if name.endswith(".har"):
            har = json.loads((FOLDER / name).read_text(encoding="utf-8"))
            har["log"]["creator"] = {"name": browser, "version": "1"}
            for entry in har["log"]["entries"]:
                failure = entry["response"].pop("_failureText", None)
                entry["response"]["status"] = max(entry["response"]["status"], 0)
                entry["response"] |= {} if browser == "Firefox" else {"_error": failure}
            kept = concluded(captured_har(json.dumps(har).encode())).diagnosis.kept
            # Chromium's leaves cookies out, so that one that was lost would look the same
            assert kept == (() if browser == "WebInspector" and cause == "workers-unsticky" else (cause,))
