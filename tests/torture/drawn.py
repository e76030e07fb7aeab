"""Scenarios drawn from a seed: a random fault at a random time, clients and a profile; what may be found in each.

What is drawn is judged by what was done, so `true` is all that may be kept; nothing has to be.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from harness.scenarios.corpus import Labelled
from harness.scenarios.reader import from_data

SECONDS = 11.0
PROFILES = ("gevent", "werkzeug", "gunicorn-gthread-100", "gunicorn-gevent-simple", "node")
KINDS = ("python", "python-threads", "node")
TRANSPORTS = (["polling"], ["websocket"], ["polling", "websocket"])
Data = dict[str, Any]
Drawn = tuple[Data, set[str], str]


def drawn(seed: int, number: int) -> Labelled:
    """The scenario of this seed and number."""
    random = Random(f"{seed} {number}")
    data, true, box = random.choice(DRAWERS)(random, world(random))
    name = f"drawn-{seed}-{number}"
    return Labelled(scenario=from_data(data, name), cause="", true=frozenset(true), sought=frozenset(), box=box)


def world(random: Random) -> Data:
    """Clients, and how they are served."""
    group = {
        "group": "g",
        "kind": random.choice(KINDS),
        "count": random.randint(2, 6),
        "transports": random.choice(TRANSPORTS),
        "rate": round(random.uniform(0.5, 8.0), 1),
    }
    interval, timeout = random.choice(((25, 20), (25, 20), (2, 2), (3, 5)))
    return {
        "title": "drawn",
        "duration": SECONDS,
        "seed": random.randint(0, 1000),
        "server": {"profile": random.choice(PROFILES), "ping_interval": interval, "ping_timeout": timeout},
        "clients": [group],
        "steps": [],
    }


def at_some_time(random: Random, data: Data, do: str, **more: Any) -> Data:
    data["steps"].append({"at": round(random.uniform(2.0, 5.0), 1), "do": do, **more})
    return data


def nothing(_random: Random, data: Data) -> Drawn:
    return data, set(), ""


def restart(random: Random, data: Data) -> Drawn:
    how = random.choice(("graceful", "kill", "crash"))
    return at_some_time(random, data, "restart", how=how), {"restart-stale-sid"}, ""


def silent(random: Random, data: Data) -> Drawn:
    """Nothing passes for a while, or the server says nothing: pings may come too late by it."""
    duration = round(random.uniform(1.0, 6.0), 1)
    if random.random() < 0.5:
        done = at_some_time(random, data, "fault", fault="blackhole", duration=duration)
    else:
        done = at_some_time(random, data, "server", way="hang", duration=duration)
    return done, {"ping-timeout", "too-many-packets"}, ""


def slow(random: Random, data: Data) -> Drawn:
    """Slow is not broken; what is said meanwhile may come in one POST, and short pings too late."""
    delay = round(random.uniform(20.0, 400.0))
    return at_some_time(random, data, "fault", fault="latency", delay=delay), {"too-many-packets"}, ""


def thin(random: Random, data: Data) -> Drawn:
    rate = round(random.uniform(4.0, 64.0), 1)
    return at_some_time(random, data, "fault", fault="bandwidth", rate=rate), {"too-many-packets"}, ""


def pieces(random: Random, data: Data) -> Drawn:
    return at_some_time(random, data, "fault", fault="slice", size=random.randint(1, 200)), set(), ""


def errors(random: Random, data: Data) -> Drawn:
    """A proxy's own errors are none of the causes."""
    code = random.choice((502, 503, 504))
    return at_some_time(random, data, "fault", fault="status", code=code, duration=2.0), set(), ""


def dropped(random: Random, data: Data) -> Drawn:
    return data, {"network-drop"}, f"flap:down_for=0.2,up_for={random.uniform(2.5, 5.0):.1f},how=reset"


def forgotten(random: Random, data: Data) -> Drawn:
    data["clients"][0]["rate"] = 0.0
    after = random.uniform(2.2, 3.5)
    return data, {"middlebox-reset", "network-drop"}, f"idle-cut:after={after:.1f}"


def refused(random: Random, data: Data) -> Drawn:
    """Handshakes that come while the fault is on are changed."""
    fault, cause = random.choice(
        (
            ("wrong-version", "protocol-version"),
            ("bad-origin", "origin-refused"),
            ("strip-upgrade", "upgrade-stripped"),
            ("cached-handshake", "cached-handshake"),
        )
    )
    count = data["clients"][0]["count"]
    data["clients"][0]["count"] = 0
    data["steps"] = [{"at": 0.2, "do": "fault", "fault": fault}, {"at": 1.0, "do": "clients", "group": "g"}]
    data["steps"][1]["count"] = count
    return data, {cause}, ""


def changed(random: Random, data: Data) -> Drawn:
    fault, cause = random.choice((("big-payload", "payload-too-large"), ("overlap-poll", "overlapping-polls")))
    return at_some_time(random, data, "fault", fault=fault, duration=4.0), {cause, "post-after-close"}, ""


def astray(random: Random, data: Data) -> Drawn:
    data["server"]["profile"], cause = random.choice(
        (
            ("round-robin-2", "workers-unsticky"),
            ("gunicorn-gthread-4", "workers-unsticky"),
            ("cookie-2", "sticky-cookie-lost"),
        )
    )
    return data, {cause}, ""


DRAWERS: tuple[Callable[[Random, Data], Drawn], ...] = (
    nothing,
    restart,
    silent,
    slow,
    thin,
    pieces,
    errors,
    dropped,
    forgotten,
    refused,
    changed,
    astray,
)
