"""A page is loaded until it is there, is given its application, and is one client however often it is loaded."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from made_page import HERE, SECOND, Browser, Page

from harness.events import (
    ChildFailed,
    ClientAttempt,
    ClientCapped,
    ClientConnected,
    ClientConnectError,
    ClientDisconnected,
    ClientStarted,
    ClientStopped,
)
from ui.browser.served import answer

CONNECTED = {"type": "client.connected", "generation": 1, "sid": "s1", "socket_id": "k", "transport": "polling"}
GONE = {"type": "client.disconnected", "generation": 1, "sid": "s1", "reason": "js:transport error"}


@pytest.fixture
def browser() -> Browser:
    return Browser()


def opened(browser: Browser, **group: object) -> Page:
    browser.run(**group)
    browser.pages[-1].loads()
    return browser.pages[-1]


def begun(page: Page) -> dict[str, object]:
    """What its application was begun with."""
    [words] = [one for one in page.expressions if ".begin(" in one]
    page.asked.clear()
    given = words.partition(".begin(")[2].removesuffix("))") + ")"
    return dict(json.loads(given.removesuffix(")")))


def test_a_page_is_asked_for_by_its_clients_name_and_begins_when_it_is_there(browser: Browser) -> None:
    browser.run(rate=2.0, transports=("polling",))
    [page] = browser.pages
    [started] = browser.of(ClientStarted)
    assert (started.client, started.library) == ("p-1", "socket.io-client 4.5.4")
    method, where = page.asked[-1] if page.asked[-1][0] == "Page.navigate" else page.asked[-2]
    address = urlsplit(where["url"])
    assert (method, address.netloc) == ("Page.navigate", "127.0.0.1:8400")
    assert parse_qs(address.query) == {
        "sidlab": ["p-1"],
        "nick": ["p-1"],
        "room": ["p-1"],
        "transports": ["polling"],
    }
    page.says("Page.domContentEventFired", timestamp=1.0)  # of the empty page
    assert page.expressions == []
    page.loads()
    given = begun(page)
    assert given["spec"]["behaviour"] == "plain"
    assert given["counts"] == {"generation": 0, "said": 0}
    assert (given["rate"], given["to"], given["own"]) == (2.0, ["p-1"], False)


def test_a_page_that_cannot_be_loaded_is_loaded_again(browser: Browser) -> None:
    browser.run()
    [page] = browser.pages
    page.says("Page.frameNavigated", frame={"url": "chrome-error://chromewebdata/", "unreachableUrl": HERE})
    page.says("Page.domContentEventFired", timestamp=1.0)
    assert page.expressions == []
    browser.ring()
    assert [method for method, _ in page.asked].count("Page.navigate") == 2
    page.says("Page.frameNavigated", frame={"url": "http://elsewhere/", "parentId": "1"})
    page.loads()
    assert begun(page)


def test_what_the_driver_says_has_our_time_and_the_networks_name_for_a_failure(browser: Browser) -> None:
    page = opened(browser)
    browser.clock.t += SECOND
    page.tells(0.5, **CONNECTED)
    browser.clock.t += SECOND // 2
    request = {"url": f"{HERE}/socket.io/?transport=polling&sid=s1", "method": "GET"}
    now = browser.clock.t / SECOND
    page.says("Network.requestWillBeSent", requestId="r", timestamp=now, request=request)
    page.says("Network.loadingFailed", requestId="r", timestamp=now, errorText="net::ERR_EMPTY_RESPONSE")
    page.tells(1.0, **GONE, error="xhr poll error")
    [connected], [gone] = browser.of(ClientConnected), browser.of(ClientDisconnected)
    assert (connected.t, gone.t) == (101 * SECOND, 101 * SECOND + SECOND // 2)
    assert gone.error == "net::ERR_EMPTY_RESPONSE"
    page.tells(1.1, type="client.connect-error", error="xhr poll error", text="xhr poll error")
    [error] = browser.of(ClientConnectError)
    assert (error.error, error.text) == ("net::ERR_EMPTY_RESPONSE", "xhr poll error")
    page.tells(1.2, type="client.disconnected", generation=1, sid="s1", reason="js:io client disconnect")
    assert browser.of(ClientDisconnected)[-1].error is None


def test_what_is_loaded_anew_is_the_same_client_and_goes_on_counting(browser: Browser) -> None:
    page = opened(browser)
    begun(page)
    page.tells(0.1, type="client.started", group="p", kind="browser", transports=[], behaviour="plain", room="p-1")
    page.tells(0.2, **CONNECTED)
    page.tells(0.3, type="client.sent", n=4, sid="s1", to=["p-1"])
    page.loads()  # F5
    assert begun(page)["counts"] == {"generation": 1, "said": 4}
    [gone] = browser.of(ClientDisconnected)
    assert (gone.generation, gone.sid, gone.reason) == (1, "s1", "js:page unload")
    assert len(browser.of(ClientStarted)) == 1


def test_a_page_cannot_speak_for_others_or_say_what_is_no_event(browser: Browser) -> None:
    page = opened(browser)
    page.tells(0.1, **CONNECTED, client="somebody-else")
    assert browser.of(ClientConnected)[0].client == "p-1"
    for wrong in ({"type": "run.note", "text": "x"}, {"type": "client.connected"}):
        with pytest.raises(ValueError, match=r"cannot say|missing"):
            page.tells(0.2, **wrong)


def test_an_application_that_breaks_and_a_page_that_crashes_are_told(browser: Browser) -> None:
    page = opened(browser)
    page.answers(exceptionDetails={"text": "Uncaught", "exception": {"description": "TypeError: io\n at x"}})
    page.says("Inspector.targetCrashed")
    assert [one.message for one in browser.of(ChildFailed)] == [
        "client p-1: its page could not begin: TypeError: io",
        "client p-1: its page has crashed",
    ]
    page.says("Some.otherEvent")


def test_who_is_to_go_leaves_the_server_first_but_is_not_waited_for(browser: Browser) -> None:
    page = opened(browser)
    page.answers(result={})
    browser.run(count=0)
    assert "page.stop()" in page.expressions[-1]
    assert not browser.of(ClientStopped)
    browser.ring()
    assert page.closed
    page.answers(result={})
    assert len(browser.of(ClientStopped)) == 1


def test_a_client_that_changes_is_another_page_whose_numbers_go_on(browser: Browser) -> None:
    page = opened(browser)
    page.answers(result={})
    page.tells(0.1, **CONNECTED)
    browser.run(rate=3.0)
    assert "page.tune(3.0, [" in page.expressions[-1]
    browser.run(transports=("websocket",))
    browser.run(transports=("websocket",))
    assert len(browser.pages) == 1
    browser.ring()
    old, new = browser.pages
    assert (old.closed, new.closed) == (True, False)
    new.loads()
    assert begun(new)["counts"]["generation"] == 1
    browser.seats.quiet()
    assert "page.tune(0.0" in new.expressions[-1]


def test_tabs_of_one_person_share_a_profile_and_others_have_one_each(browser: Browser) -> None:
    browser.run(count=2)
    browser.run(count=2, behaviour="many-tabs")
    browser.ring()
    profiles = [page.profile for page in browser.pages]
    assert profiles == ["p-1", "p-2", "tabs of p", "tabs of p"]


def test_of_a_cached_handshake_the_others_wait_for_the_first(browser: Browser) -> None:
    browser.run(count=2, behaviour="shared-handshake")
    first, second = browser.pages
    first.loads()
    second.loads()
    assert begun(first)["shared"] == {}
    assert second.expressions == []
    browser.ring()
    assert second.expressions == []
    payload = json.dumps({"at": 0.1, "shared": {"sid": "s1"}})
    first.says("Runtime.bindingCalled", name="sidlabTell", payload=payload)
    browser.ring()
    assert begun(second)["shared"] == {"p": {"sid": "s1"}}


def test_everything_said_so_far_is_heard_before_a_flush_is_answered(browser: Browser) -> None:
    done: list[str] = []
    browser.seats.sync(lambda: done.append("nobody"))
    browser.run(count=2)
    browser.seats.sync(lambda: done.append("all"))
    first, second = browser.pages
    first.answers(result={})
    assert done == ["nobody"]
    second.answers(result={})
    assert done == ["nobody", "all"]


def test_when_all_are_to_leave_the_last_one_tells(browser: Browser) -> None:
    done: list[str] = []
    browser.run(count=2)
    browser.seats.leave(lambda: done.append("gone"))
    assert done == ["gone"]
    assert len(browser.of(ClientStopped)) == 2


def test_a_library_that_is_not_there_is_refused(browser: Browser) -> None:
    with pytest.raises(ValueError, match=r"no socket\.io-client none"):
        browser.run(library="none")


def test_the_drivers_files_come_from_us_and_nothing_else_does(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser)
    page.says("Fetch.requestPaused", requestId="f", request={"url": f"{HERE}/~sidlab/page.mjs"})
    method, said = page.asked[-1]
    assert (method, said["requestId"], said["responseCode"]) == ("Fetch.fulfillRequest", "f", 200)
    assert b"export async function begin" in base64.b64decode(said["body"])
    library = tmp_path / "io.js"
    library.write_text("self.io = 1")

    def served(path: str) -> bytes | None:
        said = answer(HERE + path, library)
        return base64.b64decode(said.get("body", "")) if said["responseCode"] == 200 else None

    assert served("/static/chat.js?v=2") == b""
    assert served("/~sidlab/socket.io.js") == b"self.io = 1"
    assert b"makeClient" in (served("/~sidlab/js/client.mjs") or b"")
    for other in ("/~sidlab/js/../spec.py", "/~sidlab/js/none.mjs", "/~sidlab/client.mjs", "/~sidlab/"):
        assert served(other) is None


def test_a_400_is_told_with_what_it_answered(browser: Browser) -> None:
    page = opened(browser)
    page.answers(result={})
    now = browser.clock.t / SECOND
    url = f"{HERE}/socket.io/?transport=polling&sid=s1"
    for body in ({"body": '"Invalid session s1"'}, {"body": "IkluIg==", "base64Encoded": True}, {"error": {}}):
        asked = {"url": url, "method": "POST", "postData": "1"}
        page.says("Network.requestWillBeSent", requestId="r", timestamp=now, request=asked)
        page.says("Network.responseReceived", requestId="r", timestamp=now, response={"status": 400})
        page.says("Network.loadingFinished", requestId="r", timestamp=now)
        assert page.asked[-1] == ("Network.getResponseBody", {"requestId": "r"})
        page.answers(**body)
    assert [one.text for one in browser.of(ClientAttempt)] == ['"Invalid session s1"', '"In"', ""]


def test_who_waits_for_a_connection_is_told(browser: Browser) -> None:
    browser.run(count=2, behaviour="many-tabs")
    first, second = browser.pages
    now = browser.clock.t / SECOND
    asked = {"url": f"{HERE}/", "method": "GET"}
    for number in range(6):
        first.says("Network.requestWillBeSent", requestId=str(number), timestamp=now, request=asked)
        first.says("Network.requestWillBeSentExtraInfo", requestId=str(number))
    second.says("Network.requestWillBeSent", requestId="r", timestamp=now, request=asked)
    browser.clock.t += SECOND
    browser.seats.look()
    [capped] = browser.of(ClientCapped)
    assert (capped.client, capped.open, capped.waiting) == ("p-2", 6, 1)


def test_a_page_that_goes_while_it_waits_begins_nothing(browser: Browser) -> None:
    browser.run(count=2, behaviour="shared-handshake")
    first, second = browser.pages
    first.loads()
    second.loads()
    browser.run(count=0)
    browser.ring()
    assert not [one for one in second.expressions if ".begin(" in one]
    second.says("Page.frameNavigated", frame={"url": "chrome-error://x/", "unreachableUrl": HERE})
    browser.ring()
    assert [method for method, _ in second.asked].count("Page.navigate") == 1
