"""gunicorn's own ways to fail, as the field tells them apart: bodies, log lines, pids, epochs of real processes.

The catalogue's rows: a worker that is recycled, one that is killed for its silence, starved threads, and
gevent-websocket under a plain gevent worker.
"""

from __future__ import annotations

import http.client
import json
import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import websocket
from served import Served, Watcher, until

from harness.events import ChildHello, ServerAnswered, ServerSidIssued
from server.profiles import profiles

Start = Callable[..., Served]

POLLING = "/socket.io/?EIO=4&transport=polling"
WEBSOCKET = "/socket.io/?EIO=4&transport=websocket"
UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}
LONG_PINGS = ("--ping-interval", "25", "--ping-timeout", "20")
ROUNDTRIPS = 50
PATIENCE = 100.0
"""Seconds: a worker says hello before it loads the application, which takes a busy machine long."""
pytestmark = pytest.mark.skipif(
    bool(profiles()["gunicorn-gevent"].needs()), reason=profiles()["gunicorn-gevent"].needs()
)


@pytest.fixture
def beside() -> Iterator[ThreadPoolExecutor]:
    """Threads for requests that may take their time."""
    with ThreadPoolExecutor() as pool:
        yield pool


def get(served: Served, path: str) -> tuple[int, str]:
    """A request that may take long, on a connection of its own: status and text."""
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=PATIENCE)
    connection.request("GET", path)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


def open_socket(served: Served, client: str, path: str = WEBSOCKET) -> websocket.WebSocket:
    """A WebSocket with the namespace entered."""
    url = f"{served.origin.replace('http', 'ws')}{path}&sidlab={client}"
    one = websocket.create_connection(url, origin=served.origin, timeout=PATIENCE)
    one.recv()
    one.send("40")
    one.recv()
    return one


def ask(one: websocket.WebSocket) -> None:
    """A question over a WebSocket, and its answer."""
    one.send('421["notices",{}]')
    while not (text := one.recv()).startswith("431"):
        if text == "2":
            one.send("3")


def ends(one: websocket.WebSocket) -> bool:
    """Stay until a WebSocket ends, in good order or not."""
    try:
        while text := one.recv():
            if text == "2":
                one.send("3")
    except (websocket.WebSocketException, OSError):
        return True
    return True


def wait_for_log(served: Served, pattern: str, count: int = 1) -> list[str]:
    """What the log has of a pattern, once it has so many."""
    return until(
        lambda: found if len(found := re.findall(pattern, served.log.read_text())) >= count else [],
        pattern,
        PATIENCE,
    )


def wait_until_loaded(served: Served, workers: int) -> None:
    """So many workers have had the application ready."""
    wait_for_log(served, "Server initialized for", workers)


# --- gevent-websocket under plain `-k gevent` -----------------------------------------------------------------


def test_a_websocket_that_nobody_provides_is_500_and_polling_goes_on(serve: Start, watcher: Watcher) -> None:
    served = serve("gunicorn-gevent")
    served.ready()
    [hello] = watcher.wait(ChildHello)
    assert "gevent-websocket" in hello.versions
    sid = served.handshake("some")
    assert '"websocket"' in served.request("GET", POLLING)[1], "the handshake promises an upgrade"
    status, _, port = served.request("GET", f"{WEBSOCKET}&sid={sid}&sidlab=some", headers=UPGRADE)
    assert status == 500
    [answered] = watcher.wait(ServerAnswered, client="some")
    assert (answered.status, answered.remote_port, answered.epoch) == (500, port, hello.epoch)
    reason = "The gevent-websocket server is not configured appropriately"
    assert reason in (answered.text or "")
    assert reason in served.log.read_text()
    assert served.request("POST", f"{POLLING}&sid={sid}", "40")[:2] == (200, "OK")
    assert served.request("GET", f"{POLLING}&sid={sid}")[0] == 200


@pytest.mark.torture
def test_where_it_is_hidden_the_same_workers_serve_it(serve: Start, watcher: Watcher) -> None:
    served = serve("gunicorn-gevent-simple")
    served.ready()
    [hello] = watcher.wait(ChildHello)
    assert "gevent-websocket" not in hello.versions
    one = open_socket(served, "one")
    ask(one)
    one.close()


# --- starved threads ------------------------------------------------------------------------------------------


def test_a_handshake_hangs_without_a_status_while_the_one_thread_is_held(
    serve: Start, watcher: Watcher, beside: ThreadPoolExecutor
) -> None:
    served = serve("gunicorn-gthread", None, *LONG_PINGS)
    served.ready()
    one = open_socket(served, "one")
    second = beside.submit(get, served, f"{POLLING}&sidlab=second")
    for _ in range(ROUNDTRIPS):
        ask(one)
    assert not second.done(), "there is a second thread"
    assert not watcher.of(ServerSidIssued, client="second")
    assert "ERROR" not in served.log.read_text(), "gunicorn knows nothing of it"
    one.close()
    assert second.result(PATIENCE)[0] == 200
    assert len(watcher.of(ChildHello)) == 1


@pytest.mark.torture
def test_a_long_poll_holds_the_one_thread_for_the_ping_interval(
    serve: Start, watcher: Watcher, beside: ThreadPoolExecutor
) -> None:
    served = serve("gunicorn-gthread", None, "--ping-interval", "3", "--ping-timeout", "20")
    served.ready()
    sid = served.handshake("one")
    poll = http.client.HTTPConnection("127.0.0.1", served.port, timeout=PATIENCE)
    poll.request("GET", f"{POLLING}&sid={sid}")
    second = beside.submit(get, served, f"{POLLING}&sidlab=second")
    assert poll.getresponse().read() == b"2", "it ends with a ping"
    poll.close()
    assert second.result(PATIENCE)[0] == 200
    [began] = watcher.wait(ServerSidIssued, client="one")
    [served_at_last] = watcher.wait(ServerSidIssued, client="second")
    assert served_at_last.t - began.t > 2.5e9


@pytest.mark.torture
def test_with_a_hundred_threads_nobody_waits(serve: Start) -> None:
    served = serve("gunicorn-gthread-100", None, *LONG_PINGS)
    served.ready()
    one = open_socket(served, "one")
    assert served.handshake("second")
    ask(one)
    one.close()


# --- max_requests ---------------------------------------------------------------------------------------------


def use_up(served: Served, requests: int) -> None:
    """Ask so often, each time on a connection that the server may close."""
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=PATIENCE)
    for _ in range(requests):
        connection.request("GET", "/robots.txt")
        connection.getresponse().read()
    connection.close()


def recycled(served: Served, watcher: Watcher, times: int) -> None:
    """Use a worker up, and see who follows: its sessions are gone."""
    sid = served.handshake(f"life{times}")
    use_up(served, 300)
    old, new = watcher.wait(ChildHello, count=times + 1)[-2:]
    assert old.pid != new.pid
    assert old.epoch != new.epoch
    wait_until_loaded(served, times + 1)
    for method, body in (("GET", None), ("POST", "1")):
        status, text, _ = served.request(method, f"{POLLING}&sid={sid}&sidlab=life{times}", body)
        assert (status, text) == (400, f'"Invalid session {sid}"')
    for answered in watcher.wait(ServerAnswered, count=2, client=f"life{times}"):
        assert (answered.cause, answered.epoch) == ("unknown-sid", new.epoch)
    assert len(wait_for_log(served, r"\[(\d+)\] \[INFO\] Autorestarting worker", times)) == times
    assert wait_for_log(served, r"Booting worker with pid: (\d+)", times + 1)[-1] == str(new.pid)


def test_a_recycled_worker_takes_its_sessions_with_it(serve: Start, watcher: Watcher) -> None:
    served = serve("gunicorn-recycling")
    served.ready()
    recycled(served, watcher, 1)
    assert served.process.poll() is None, "the master stays"


@pytest.mark.torture
def test_it_happens_again_and_again_by_the_count_of_requests(serve: Start, watcher: Watcher) -> None:
    served = serve("gunicorn-recycling")
    served.ready()
    for times in range(1, 5):
        recycled(served, watcher, times)
    assert len({hello.pid for hello in watcher.of(ChildHello)}) == 5
    assert served.process.poll() is None


# --- the worker's timeout -------------------------------------------------------------------------------------


def in_order(served: Served, *words: str) -> None:
    """The log has these, one after another."""
    text, at = served.log.read_text(), 0
    for word in words:
        at = text.find(word, at)
        assert at >= 0, f"no {word!r} behind the others in the log"


@pytest.mark.torture
def test_a_held_poll_costs_a_sync_worker_its_life(
    serve: Start, watcher: Watcher, beside: ThreadPoolExecutor
) -> None:
    served = serve("gunicorn-timeout", None, *LONG_PINGS)
    served.ready()
    [old] = watcher.wait(ChildHello)
    sid = served.handshake("one")
    served.request("POST", f"{POLLING}&sid={sid}", "40")
    served.request("GET", f"{POLLING}&sid={sid}")
    poll = beside.submit(get, served, f"{POLLING}&sid={sid}")
    watcher.wait(ChildHello, count=2)
    assert poll.result(PATIENCE)[0] == 500
    wait_until_loaded(served, 2)
    status, text, _ = served.request("POST", f"{POLLING}&sid={sid}&sidlab=one", '42["notices",{}]')
    assert (status, json.loads(text)) == (400, f"Invalid session {sid}")
    _, new = watcher.of(ChildHello)
    [answered] = watcher.wait(ServerAnswered, client="one", cause="unknown-sid")
    assert answered.epoch == new.epoch
    in_order(served, f"WORKER TIMEOUT (pid:{old.pid})", f"Booting worker with pid: {new.pid}")


@pytest.mark.torture
def test_a_websocket_costs_a_sync_worker_its_life(serve: Start, watcher: Watcher) -> None:
    served = serve("gunicorn-timeout", None, *LONG_PINGS)
    served.ready()
    one = open_socket(served, "one")
    assert ends(one)
    one.shutdown()
    old, new = watcher.wait(ChildHello, count=2)
    in_order(served, f"WORKER TIMEOUT (pid:{old.pid})", f"Booting worker with pid: {new.pid}")


@pytest.mark.torture
def test_after_a_reload_gthread_serves_its_websockets_until_the_master_kills_it(
    serve: Start, watcher: Watcher
) -> None:
    served = serve("gunicorn-gthread-100", None, *LONG_PINGS)
    served.ready()
    one = open_socket(served, "one")
    served.file.touch()
    old, new = watcher.wait(ChildHello, count=2)
    ask(one)
    wait_until_loaded(served, 2)
    assert served.handshake("two").startswith(new.epoch)
    heard: list[bool] = []
    thread = threading.Thread(target=lambda: heard.append(ends(one)))
    thread.start()
    wait_for_log(served, rf"WORKER TIMEOUT \(pid:{old.pid}\)")
    thread.join(30)
    assert heard == [True]
