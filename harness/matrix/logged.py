"""What a server's log says, for an explanation: complaints, exceptions, what gunicorn calls its workers. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

MOST = 160
"""So many characters of somebody else's words."""

_EXCEPTION = re.compile(r"^(?:[A-Za-z_]\w*\.)*[A-Z]\w*(?:Error|Exception|Exit): .+")
_THREADS = re.compile(r"\] ([0-9]+) x (?:gthread|sync) with ([0-9]+) threads each$")
_COMPLAINT = re.compile(r"^server: |\b(?:ERROR|CRITICAL|refused|not available|cannot|No module)\b|rror:")


def capacity(log: Sequence[str], most: int) -> str:
    """How much is served at a time, in the words of what serves: gunicorn names its worker when it starts.

    `most`: so many requests were seen to be held at once, of which some may have waited themselves; the log of one
    of our gunicorns says how many threads there are.
    """
    there = [int(found[1]) * int(found[2]) for line in log if (found := _THREADS.search(line))]
    most = min([most, *there])
    threads = any("Using worker: gthread" in line for line in log)
    workers = any("Using worker: sync" in line for line in log)
    one = (
        "one thread"
        if threads
        else "one worker that serves one request at a time"
        if workers
        else "one request at a time"
    )
    return one if most == 1 else f"no more than {most} requests at a time"


def last_exception(log: Sequence[str]) -> str:
    """The last line of a log by which a Python traceback ends; empty when there is none."""
    return next((line.strip()[:MOST] for line in reversed(log) if _EXCEPTION.match(line.strip())), "")


def last_complaint(log: Sequence[str]) -> str:
    """The last line of a log that says what is wrong: an exception, else an error; empty when none does."""
    lines = [line.strip() for line in log if line.strip()]
    complaint = next((line for line in reversed(lines) if _COMPLAINT.search(line)), "")
    return last_exception(lines) or complaint[:MOST]


def without_class(text: str) -> str:
    """An exception's own words, without the name of its class and what follows its first sentence."""
    words = text.partition(": ")[2] if _EXCEPTION.match(text) else text
    return words.partition(". ")[0][:MOST]


def without_time(text: str) -> str:
    """A line of a log without the time and process it begins with."""
    return re.sub(r"^(\[[^\]]*\] ?)+|^[\d:.,TZ -]{8,}", "", text)


def without_sid(text: str) -> str:
    """A refusal without the session id in it, so that alike ones are counted together."""
    return re.sub(r"(Invalid session) [^\s\"]+", r"\1", text)
