"""Which kind of file decides which hypothesis: the one table, and what of it stays open for the file at hand."""

from __future__ import annotations

from typing import Literal, NamedTuple

from harness.diagnosis.capture.captured import Captured, Kind
from harness.diagnosis.judge import Diagnosis
from harness.diagnosis.story import Story
from harness.events import WireUnanswered

Trouble = Literal["forgotten", "refused", "5xx", "cut", "wait", "silent"]
"""How a cause shows: session ids that are not known, refusals of which the reason is not known, failures, requests
without an answer, requests that hang, or nothing at all."""

NAMES: dict[Kind, str] = {
    "har": "a HAR from the browser that had the trouble",
    "log": "the server's log of that time, from its start on",
    "packets": "a packet capture",
    "run": "a run in front of that server: sidlab wire --target URL, or sidlab run --target URL",
}


class Decides(NamedTuple):
    """What has to be seen to tell whether a cause was at work, how that shows, and where it is seen."""

    needs: str
    shows: frozenset[Trouble]
    by: tuple[Kind, ...]


def _row(needs: str, shows: str, *by: Kind) -> Decides:
    known: tuple[Trouble, ...] = ("forgotten", "refused", "5xx", "cut", "wait", "silent")
    return Decides(needs, frozenset(one for one in known if one in shows.split()), (*by, "run"))


DECIDES: dict[str, Decides] = {
    "restart-stale-sid": _row("when serving processes began and ended", "forgotten cut", "log", "har", "packets"),
    "worker-recycled": _row(
        "gunicorn's word for it, at log level info: Autorestarting worker", "forgotten cut", "log"
    ),
    "worker-timeout": _row("gunicorn's word for it: WORKER TIMEOUT", "forgotten 5xx cut", "log"),
    "workers-unsticky": _row(
        "which process issued a session id, and which refused it", "forgotten", "log", "har", "packets"
    ),
    "two-servers-one-port": _row("who listens at the port (ss -ltnp), and which process answered", "forgotten"),
    "sticky-cookie-lost": _row("cookies at both sides of any proxy, and which process answered", "forgotten"),
    "threads-starved": _row("the requests of all clients, and how long each waited", "wait", "packets"),
    "ping-timeout": _row("the server's reasons for ending sessions, beside its clock and its load", "forgotten"),
    "clock-jump": _row("the server's clock beside one that does not jump", "forgotten"),
    "post-after-close": _row("the server's exception, and why the session was over before", "5xx"),
    "protocol-version": _row("the words of the refusal", "refused", "log", "har", "packets"),
    "origin-refused": _row("the words of the refusal", "refused", "log", "har", "packets"),
    "upgrade-stripped": _row("the words of the refusal", "refused", "log", "har", "packets"),
    "overlapping-polls": _row(
        "the requests as they reach the server, behind any proxy", "forgotten refused", "packets"
    ),
    "payload-too-large": _row(
        "the status of the answer, or the log of the proxy", "refused", "log", "har", "packets"
    ),
    "too-many-packets": _row("the bodies of POSTs, and whether the server kept up", "silent", "har", "packets"),
    "browser-connection-cap": _row("what waits inside the browser, in all of its tabs", "wait"),
    "cached-handshake": _row("the answers to handshakes of two clients", "forgotten", "har"),
    "keep-alive-race": _row("which connection a request used, and who closed it when", "cut", "packets"),
    "middlebox-reset": _row("captures at both sides of what is between, at the same time", "cut"),
    "network-drop": _row("captures at both sides of what is between, at the same time", "cut"),
    "overload": _row("how long the requests of all clients take, from before the trouble on", "wait forgotten"),
    "gevent-websocket-unconfigured": _row("the server's exception", "5xx", "log", "har", "packets"),
    "socket-leak": _row("how many sockets each page has alive", "silent"),
}


class Open(NamedTuple):
    """A hypothesis that stays undecided. `why`: what of this very file leaves it open; null where it never shows.

    `matters`: trouble that it would explain is in the file, and nothing else explains it.
    """

    hypothesis: str
    needs: str
    by: tuple[Kind, ...]
    why: str | None
    matters: bool


def left_open(captured: Captured) -> frozenset[str]:
    """The hypotheses that a file of this kind, or this very file, can neither keep nor reject."""
    never = {name for name, one in DECIDES.items() if captured.kind not in one.by}
    return frozenset(never | captured.doubts.keys())


def undecided(captured: Captured, diagnosis: Diagnosis, story: Story) -> list[Open]:
    """What stays open, with what would decide it; what matters comes first."""
    trouble = unexplained(captured, diagnosis, story)
    found = [
        _open(name, captured, trouble)
        for name in (one.hypothesis for one in diagnosis.verdicts if one.verdict == "undecided")
        if name in DECIDES
    ]
    return sorted(found, key=lambda one: not one.matters)


def _open(name: str, captured: Captured, trouble: set[Trouble]) -> Open:
    one, why = DECIDES[name], captured.doubts.get(name)
    by = tuple(kind for kind in one.by if kind != captured.kind or kind == "log")  # another log may say it
    return Open(name, one.needs, by, why, matters=bool(one.shows & trouble))


def unexplained(captured: Captured, diagnosis: Diagnosis, story: Story) -> set[Trouble]:
    """What went wrong in the file and is explained by nothing that is kept."""
    explained, total = diagnosis.explained["http_400"]
    reasons = {one.reason for one in story.refusals if one.status == 400} if explained < total else set()
    kept = bool(diagnosis.kept)
    there: dict[Trouble, bool] = {
        "forgotten": bool(reasons & {"unknown-sid", None}),
        "refused": bool(reasons - {"unknown-sid"}),
        "5xx": not kept and any(one.status >= 500 for one in story.refusals),
        "cut": not kept and any(isinstance(one.event, WireUnanswered) for one in captured.records),
        "wait": not kept and any(one.kind not in {"poll", "page"} for one in story.waits),
    }
    return {name for name, seen in there.items() if seen}
