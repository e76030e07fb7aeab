"""What a file is, by its content; whatever bytes it holds, it is read or refused in one line."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from saved_har import BASE, Saved
from test_capture_log import one_worker

from harness.diagnosis.capture import decides
from harness.diagnosis.capture.captured import ENTRY, NotACaptureError
from harness.diagnosis.capture.decides import DECIDES
from harness.diagnosis.capture.har import captured_har
from harness.diagnosis.capture.kinds import PCAP, capture_of
from harness.diagnosis.capture.verdicts import concluded, diagnose_capture
from harness.diagnosis.hypotheses import hypotheses
from main import main

TEXT = st.text(max_size=30)
URL = st.one_of(TEXT, st.builds(lambda end: f"{BASE}{end}", TEXT), st.just(f"{BASE}&sid=s1"))
BODY = st.one_of(st.none(), st.fixed_dictionaries({}, optional={"text": TEXT, "encoding": st.just("base64")}))
HEADERS = st.lists(
    st.fixed_dictionaries({"name": st.sampled_from(["Server", "cookie", "Origin"]), "value": TEXT}), max_size=3
)
ENTRY_OF_A_HAR = st.fixed_dictionaries(
    {
        "startedDateTime": st.one_of(
            st.just("2026-01-01T09:00:00Z"), st.just("9999-12-31T23:59:59-23:00"), st.just("")
        ),
        "request": st.fixed_dictionaries(
            {"method": st.sampled_from(["GET", "POST", ""]), "url": URL},
            optional={"headers": HEADERS, "postData": BODY},
        ),
        "response": st.fixed_dictionaries(
            {"status": st.integers(-2, 600)}, optional={"content": BODY, "_error": TEXT, "headers": HEADERS}
        ),
    },
    optional={
        "time": st.one_of(st.none(), st.floats(-5, 1e300)),
        "pageref": TEXT,
        "_webSocketMessages": st.lists(st.just({"type": "receive", "data": "0{"}), max_size=2),
    },
)
LINE = st.sampled_from(
    [
        *one_worker().lines,
        "Invalid session s1",
        "[",
        " * Detected change in 'x', reloading",
        "WORKER TIMEOUT (pid:11)",
    ]
)


def read(data: bytes, file: Path) -> None:
    """Read it as whatever it is: a conclusion, or one line that says why there is none."""
    file.write_bytes(data)
    why = ""
    try:
        diagnose_capture(file)
    except NotACaptureError as refused:
        why = str(refused)
    assert "\n" not in why


SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@SLOW
@given(data=st.binary(max_size=300))
def test_no_bytes_are_too_strange(data: bytes, tmp_path: Path) -> None:
    if not data.startswith(PCAP):  # those are tshark's
        read(data, tmp_path / "x")


@SLOW
@given(entries=st.lists(ENTRY_OF_A_HAR, max_size=4))
def test_no_har_is_too_strange(entries: list[object], tmp_path: Path) -> None:
    saved = Saved()
    saved.entries = entries  # type: ignore[assignment]
    read(saved.bytes(), tmp_path / "x")


@SLOW
@given(lines=st.lists(st.one_of(LINE, st.text(max_size=60)), max_size=12))
def test_no_log_is_too_strange(lines: list[str], tmp_path: Path) -> None:
    read("\n".join(lines).encode("utf-8", "surrogatepass"), tmp_path / "x")


def test_content_tells_and_no_name_does(tmp_path: Path) -> None:
    file = tmp_path / "capture.pcap"
    file.write_bytes(b"\xef\xbb\xbf \n" + Saved().open(0, "s1").bytes())
    assert capture_of(file).kind == "har"
    file.write_bytes(one_worker().bytes())
    assert capture_of(file).kind == "log"
    file.write_bytes(one_worker().bytes().decode().encode("utf-16"))  # as PowerShell writes it
    assert capture_of(file).kind == "log"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no line of it"),
        (b"\x7fELF\x00\x01", "neither text nor"),
        (b"\xff\xfe\x00", "no line of it"),
        (b"{}", "log"),
    ],
)
def test_what_is_none_of_them_is_refused_with_what_is_allowed(
    data: bytes, why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "x"
    file.write_bytes(data)
    assert main(["diagnose", str(file)]) == 2
    err = capsys.readouterr().err
    assert why in err
    assert "allowed is a run folder, a zip" in err
    assert err.count("\n") == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes in the file system")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x")
    assert main(["diagnose", str(tmp_path / "x")]) == 2


def test_every_hypothesis_has_something_that_decides_it() -> None:
    assert DECIDES.keys() == {one.name for one in hypotheses()}
    assert all(one.by[-1] == "run" and one.shows for one in DECIDES.values())
    assert decides.NAMES.keys() == ENTRY.keys()


def test_what_a_kind_never_shows_stays_open_whatever_it_shows() -> None:
    found = concluded(captured_har(Saved().open(0, "s1").bytes()))
    words = {one.hypothesis: one.verdict for one in found.diagnosis.verdicts}
    assert {words[name] for name, one in DECIDES.items() if "har" not in one.by} == {"undecided"}
    assert not any(one.matters for one in found.still_open)  # nothing went wrong


def test_a_request_that_hung_may_have_waited_for_a_thread() -> None:
    saved = Saved().open(0, "s1").add(1, BASE, 200, "{}", took=9000)
    matter = {one.hypothesis for one in saved.concluded().still_open if one.matters}
    assert matter == {"threads-starved", "browser-connection-cap", "overload"}


def test_a_bundle_is_read_in_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.make_archive(str(tmp_path / "x"), "zip", tmp_path)
    assert main(["diagnose", str(tmp_path / "x.zip")]) == 2  # a zip, and no bundle
    assert capsys.readouterr().err.startswith("sidlab: FILE: ")
