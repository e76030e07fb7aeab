"""However a stream is cut, the tap tells the same; and of streams that h11 made, it tells what h11 said."""

from __future__ import annotations

from collections.abc import Iterable

import h11
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tap_play import Steps, play, recorded, told
from test_tap_framings import FRAMINGS
from test_tap_lost import CANNOT

TRANSCRIPTS: list[Steps] = [
    *recorded().values(),
    *(steps for steps, _ in FRAMINGS.values()),
    *(steps for steps, _ in CANNOT.values() if max(len(data) for _, data in steps) < 2000),
]
CUTS = st.lists(st.lists(st.integers(0, 700), max_size=8), max_size=6)

BODIES = st.lists(st.integers(1, 40).map(lambda size: b"z" * size), max_size=3)
STATUSES = st.sampled_from([200, 204, 304, 400, 404, 405, 413, 500])
LENGTH_OR_CHUNKS = st.sampled_from(["Content-Length", "Transfer-Encoding"])


def message(sender: h11.Connection, receiver: h11.Connection, events: Iterable[h11.Event]) -> bytes:
    """The bytes of a message, which h11 at the other end has read too."""
    data = b"".join(sender.send(event) or b"" for event in events)
    receiver.receive_data(data)
    while type(receiver.next_event()) not in {h11.NEED_DATA, h11.PAUSED}:
        pass
    return data


def framing(how: str, body: list[bytes]) -> list[tuple[str, str]]:
    return [(how, str(sum(map(len, body))) if how == "Content-Length" else "chunked")]


@st.composite
def exchanges(draw: st.DrawFn) -> tuple[Steps, list[str]]:
    """The bytes of some requests and answers on one connection, and what is to be told of them."""
    client, server = h11.Connection(h11.CLIENT), h11.Connection(h11.SERVER)
    steps: list[tuple[str, bytes]] = []
    expected: list[str] = []
    for n in range(1, draw(st.integers(1, 4)) + 1):
        method, status = draw(st.sampled_from(["GET", "POST", "HEAD"])), draw(STATUSES)
        asked = draw(BODIES) if method == "POST" else []
        headers = [("Host", "x"), *(framing(draw(LENGTH_OR_CHUNKS), asked) if asked else [])]
        request = [h11.Request(method=method, target="/a?b", headers=headers), *data(asked)]
        steps.append(("c", message(client, server, request)))
        for _ in range(draw(st.integers(0, 2))):
            hint = [h11.InformationalResponse(status_code=103, headers=[])]
            steps.append(("s", message(server, client, hint)))
        body = [] if method == "HEAD" or status in {204, 304} else draw(BODIES)
        headers = (
            [] if status in {204, 304} else framing(draw(LENGTH_OR_CHUNKS), body or [b"z"] * (method == "HEAD"))
        )
        answer = [h11.Response(status_code=status, headers=headers), *data(body)]
        steps.append(("s", message(server, client, answer)))
        expected += [f"{n} {method} page", outcome(n, status, method, body)]
        client.start_next_cycle()
        server.start_next_cycle()
    return steps, expected


def data(body: list[bytes]) -> list[h11.Event]:
    return [*(h11.Data(data=part) for part in body), h11.EndOfMessage()]


def outcome(n: int, status: int, method: str, body: list[bytes]) -> str:
    kind = f" {'poll' if method == 'GET' else 'other'}" if status >= 400 else ""
    cause = " other" if status == 400 else ""
    return f"{n} -> {status}{kind}{cause}"


def check_cuts(steps: Steps, cuts: list[list[int]]) -> None:
    assert play(steps, cuts) == play(steps)


def check_h11(made: tuple[Steps, list[str]], cuts: list[list[int]]) -> None:
    steps, expected = made
    assert told(play(steps, cuts)) == expected


@given(st.sampled_from(TRANSCRIPTS), CUTS)
def test_any_cut_of_any_transcript(steps: Steps, cuts: list[list[int]]) -> None:
    check_cuts(steps, cuts)


@given(exchanges(), CUTS)
def test_streams_made_by_h11(made: tuple[Steps, list[str]], cuts: list[list[int]]) -> None:
    check_h11(made, cuts)


@pytest.mark.torture
@pytest.mark.timeout(600)
@settings(max_examples=10_000)
@given(st.sampled_from(TRANSCRIPTS), CUTS)
def test_many_cuts_of_any_transcript(steps: Steps, cuts: list[list[int]]) -> None:
    check_cuts(steps, cuts)


@pytest.mark.torture
@pytest.mark.timeout(600)
@settings(max_examples=5_000)
@given(exchanges(), CUTS)
def test_many_streams_made_by_h11(made: tuple[Steps, list[str]], cuts: list[list[int]]) -> None:
    check_h11(made, cuts)
