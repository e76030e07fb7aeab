"""A run from the command line: what is printed where, what is left behind, and with which exit status."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import har_check
import psutil
import pytest
from jsonschema import validate

from harness.diagnosis.reading import diagnose_run
from harness.events import RunScreenshot, WireOpened
from harness.evidence import har_file
from harness.evidence.folder import RunFolder
from harness.evidence.opening import opened
from harness.evidence.schemas import summary_schema
from harness.evidence.verify import verify
from harness.replay.glance import glance
from harness.replay.projector import Projector

MAIN = Path(__file__).resolve().parents[2] / "main.py"
SHORT = """
title = "short"
duration = 7.0
seed = 3

[server]
profile = "werkzeug-reloader"

[[clients]]
group = "polling"
count = 3
transports = ["polling"]
rate = 10.0

[[steps]]
at = 1.5
do = "restart"
how = "reload"

[[steps]]
at = 6.0
do = "note"
text = "메모 <b>"

[[expect]]
text = "a stale session id was met"
figure = "http_400.by_cause.unknown-sid"
at_least = 1
"""


def sidlab(*words: str, **more: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(MAIN), *words], capture_output=True, text=True, timeout=100, check=False, **more
    )


def only(out: Path) -> Path:
    (folder,) = out.iterdir()
    return folder


def scenario(tmp_path: Path, text: str = SHORT) -> str:
    path = tmp_path / "short.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module")
def done(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[subprocess.CompletedProcess[str], Path, Path]:
    tmp_path = tmp_path_factory.mktemp("run")
    junit = tmp_path / "junit.xml"
    words = [
        "run",
        scenario(tmp_path),
        "--json",
        "--junit",
        str(junit),
        "--out",
        str(tmp_path / "runs"),
        "--screenshots",
    ]
    crowded = {**os.environ, "SIDLAB_RUNS_LIMIT": "1K"}  # so that it has to say that there is too much
    return sidlab(*words, env=crowded), only(tmp_path / "runs"), junit


Done = tuple[subprocess.CompletedProcess[str], Path, Path]


def test_json_prints_the_summary_and_nothing_else(done: Done) -> None:
    process, folder, _ = done
    assert process.returncode == 0, process.stderr
    summary = json.loads(process.stdout)
    assert summary == json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    validate(summary, summary_schema())
    assert summary["run_id"] == folder.name
    assert summary["outcome"] == "passed"


def test_three_witnesses_agree_and_every_account_balances(done: Done) -> None:
    summary = json.loads(done[0].stdout)
    assert summary["witnesses"]["agree"] is True
    assert summary["witnesses"]["http_400"]["unexplained"] == 0
    assert summary["http_400"]["total"] == sum(summary["http_400"]["by_body"].values()) >= 1
    tap = summary["tap"]
    assert tap["lost"] == 0
    assert tap["bytes_seen"] == tap["bytes_relayed"] + tap["bytes_dropped"] + tap["bytes_undelivered"] > 0
    messages = summary["messages"]
    assert messages["sent"] == messages["delivered"] + messages["lost"] + messages["unknown"] > 0
    assert summary["clients"]["connected_at_end"] == 3


def test_afterwards_diagnose_gives_the_verdicts_of_the_run_byte_for_byte(done: Done) -> None:
    summary = json.loads(done[0].stdout)
    found = [
        {name: getattr(one, name) for name in ("hypothesis", "verdict", "because", "against")}
        for one in diagnose_run(done[1]).verdicts
    ]
    assert json.dumps(found) == json.dumps(summary["findings"])
    assert (found[0]["hypothesis"], found[0]["verdict"]) == ("restart-stale-sid", "kept")


def test_a_replay_of_it_ends_with_the_same_figures_verdicts_and_bars(done: Done) -> None:
    summary = json.loads(done[0].stdout)
    with opened(done[1]) as evidence:
        seen = glance(evidence)
        assert seen is not None
        film = Projector(evidence, seen.first)
        assert film.until(seen.last, budget=1e9)
        told = film.publisher.snapshot(full=True)
    judged = {"outcome", "expectations", "findings"}  # which the run's end adds
    assert without(told.summary, judged) == without(summary, judged)
    assert told.board is not None
    words = {one["hypothesis"]: one["verdict"] for one in summary["findings"]}
    assert {one.hypothesis: one.verdict for one in told.board.verdicts} == words
    assert sorted(told.buckets, key=repr) == sorted(seen.buckets, key=repr)


def without(summary: dict[str, Any], names: set[str]) -> dict[str, Any]:
    return {name: one for name, one in summary.items() if name not in names}


def test_the_folder_holds_what_the_contract_says(done: Done) -> None:
    folder = done[1]
    assert RunFolder.open(folder).state == "sealed"
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    assert meta["seed"] == 3
    assert meta["scenario"]["title"] == "short"
    assert {"python", "system", "flask-socketio"} <= meta["versions"].keys()
    assert {path.name for path in (folder / "charts").iterdir()} == {
        "disconnects.png",
        "http-400.png",
        "sid-churn.png",
    }
    pictures = list((folder / "screenshots").iterdir())
    looks = {f"{name}-{look}.png" for name in ("window", "window-wire") for look in ("dark-en", "light-ko")}
    looks |= {"requests-dark-en.png", "board-dark-en.png"}
    assert looks < {path.name for path in pictures}
    (moment,) = {path.name for path in pictures} - looks
    assert moment.endswith("Z-window-at-reload.png"), "what was done has a picture of its own"
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in pictures)
    told = {
        record.event.path for record in RunFolder.open(folder).records() if isinstance(record.event, RunScreenshot)
    }
    assert told == {f"screenshots/{path.name}" for path in pictures}
    assert {"server.log", "wire.log", "clients-0.log"} <= {path.name for path in (folder / "logs").iterdir()}
    assert "GET /socket.io/" in (folder / "logs" / "server.log").read_text(encoding="utf-8")
    assert verify(folder) == {"ok": True, "problems": []}


def test_the_har_holds_what_crossed_and_its_400s_are_the_summarys(done: Done) -> None:
    folder = done[1]
    entries = har_check.checked(folder)
    assert {one["_client"] for one in entries} == {"polling-1", "polling-2", "polling-3"}
    assert {one["_kind"] for one in entries} == {"handshake", "poll", "post"}
    opened = {
        record.event.conn for record in RunFolder.open(folder).records() if isinstance(record.event, WireOpened)
    }
    assert {one["_conn"] for one in entries if "_conn" in one} <= opened
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert "session.har" not in {row["path"] for row in manifest["files"]}, (
        "it is no evidence: it can be made again"
    )
    before = (folder / "session.har").read_bytes()
    har_file.remake(folder)
    assert (folder / "session.har").read_bytes() == before


def test_the_key_of_the_redaction_is_recorded_nowhere(done: Done) -> None:
    """It is 32 random bytes, in hexadecimal; hashes look alike: the manifest has them, the report the root."""
    root = json.loads((done[1] / "manifest.json").read_bytes())["root"].encode()
    files = [file for file in done[1].rglob("*") if file.suffix in {".jsonl", ".log", ".har", ".html"}]
    files += [done[1] / "meta.json", done[1] / "summary.json"]
    assert len(files) > 5
    alike = {file: set(re.findall(rb"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])", file.read_bytes())) for file in files}
    assert {file.name: found - {root} for file, found in alike.items() if found - {root}} == {}
    assert "hashed" in json.loads((done[1] / "meta.json").read_text(encoding="utf-8"))["redaction"]


def test_the_junit_report_has_a_case_for_each_expectation(done: Done) -> None:
    suite = ET.parse(done[2]).getroot()
    assert [case.get("name") for case in suite.iter("testcase")] == ["a stale session id was met"]
    assert suite.get("failures") == "0"


def test_progress_goes_to_standard_error_and_names_the_folder(done: Done) -> None:
    process, folder, _ = done
    assert "restart reload" in process.stderr
    assert "메모 <b>" in process.stderr
    assert "✓ a stale session id was met" in process.stderr
    assert str(folder) in process.stderr


def test_the_root_hash_is_told_for_the_ticket_and_too_little_room_is_said(done: Done) -> None:
    process, folder, _ = done
    root = json.loads((folder / "manifest.json").read_bytes())["root"]
    assert f"root hash of the evidence, for the ticket: {root}" in process.stderr
    *_, last = process.stderr.splitlines()
    assert re.fullmatch(r"the runs in \S+ take [\d.]+ .iB, more than 1\.0 KiB: `sidlab runs .*` .*asks", last)
    assert folder.is_dir()


def test_an_expectation_that_does_not_hold_is_exit_status_1_and_one_not_known_is_3(tmp_path: Path) -> None:
    text = """
title = "quiet"
duration = 1.0
[[expect]]
figure = "http_5xx.total"
at_least = 1
"""
    broken = sidlab("run", scenario(tmp_path, text), "--out", str(tmp_path / "runs"))
    assert (broken.returncode, broken.stdout) == (1, "")
    unknown = sidlab(
        "run",
        scenario(tmp_path, text.replace("http_5xx.total", "clients.recovery.max")),
        "--out",
        str(tmp_path / "more"),
    )
    assert unknown.returncode == 3
    assert "? clients.recovery.max" in unknown.stderr


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_run_is_sealed_as_that_and_leaves_nothing(
    tmp_path: Path, number: signal.Signals, status: int
) -> None:
    words = [sys.executable, str(MAIN), "run", scenario(tmp_path), "--out", str(tmp_path / "runs")]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        while "ready at" not in process.stderr.readline():
            assert process.poll() is None
        tree = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(number)
        assert process.wait(40) == status
    _, alive = psutil.wait_procs(tree, timeout=20)
    assert alive == []
    folder = only(tmp_path / "runs")
    assert RunFolder.open(folder).state == "interrupted"
    assert json.loads((folder / "summary.json").read_text())["outcome"] == "unknown"
    assert not (folder / "session.har").exists(), "whoever interrupts does not wait; it can be made later"
    assert verify(folder)["ok"]


BAD = [
    (["run", "no-such"], 2, "no such scenario"),
    (["run", "incident", "--clients", "-3"], 2, "--clients: -3 is not allowed"),
    (["run", "incident", "--profile", "no-such"], 2, "there is no profile 'no-such'"),
    (["run", "incident", "--nonsense"], 2, "--nonsense"),
    (
        ["run", "incident", "--target", "http://127.0.0.1:9"],
        2,
        "incident.toml:30: steps[1].do: restart needs a server",
    ),
    (["compare", "one", "other"], 2, "one is not there"),
]


@pytest.mark.parametrize(("words", "status", "said"), BAD)
def test_bad_input_is_one_line_with_the_way_out(words: list[str], status: int, said: str, tmp_path: Path) -> None:
    process = sidlab(*words, cwd=tmp_path)
    assert process.returncode == status
    assert process.stdout == ""
    (line,) = process.stderr.splitlines()
    assert said in line
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_key_is_refused_with_its_line(tmp_path: Path) -> None:
    process = sidlab("run", scenario(tmp_path, SHORT.replace("seed = 3", "sead = 3")), cwd=tmp_path)
    assert process.returncode == 2
    assert "short.toml:4: sead" in process.stderr
    assert len(process.stderr.splitlines()) == 1


def test_a_taken_port_names_its_owner_and_another_port(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        words = ["run", scenario(tmp_path), "--listen", f"127.0.0.1:{port}", "--out", str(tmp_path / "runs")]
        process = sidlab(*words)
    assert process.returncode == 3
    (line,) = process.stderr.splitlines()
    assert f"port {port}" in line
    assert f"(pid {os.getpid()})" in line
    assert "is free" in line


@pytest.mark.skipif(os.name == "nt", reason="needs a file size limit, which Windows does not have")
def test_a_disk_that_takes_no_more_is_never_a_pass(tmp_path: Path) -> None:
    import resource

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, 64 * 1024))

    words = ["run", scenario(tmp_path), "--json", "--quiet", "--out", str(tmp_path / "runs")]
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    unmeasured["PYTHONDONTWRITEBYTECODE"] = "1"  # what is compiled under the limit would be cut off, and kept so
    process = sidlab(*words, preexec_fn=limit, env=unmeasured)  # coverage's own file would be too large, too
    assert process.returncode == 3, process.stderr
    (line,) = process.stderr.splitlines()
    assert "File too large" in line
    assert json.loads(process.stdout)["outcome"] == "unknown"


@pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="needs to mount a small disk: root on Linux"
)
def test_a_full_disk_is_one_line_and_never_a_pass(tmp_path: Path) -> None:
    out = tmp_path / "runs"
    out.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(out)], check=True)
    try:
        process = sidlab("run", scenario(tmp_path), "--json", "--quiet", "--out", str(out))
        assert process.returncode == 3, process.stderr
        (line,) = process.stderr.splitlines()
        assert "No space left on device" in line
        assert json.loads(process.stdout)["outcome"] == "unknown"
        assert RunFolder.open(only(out)).state == "interrupted"
    finally:
        subprocess.run(["umount", str(out)], check=True)


def test_a_clients_process_that_dies_ends_the_run_and_is_named(tmp_path: Path) -> None:
    words = [sys.executable, str(MAIN), "run", scenario(tmp_path), "--out", str(tmp_path / "runs")]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        while "ready at" not in process.stderr.readline():
            assert process.poll() is None
        shard = next(
            child for child in psutil.Process(process.pid).children() if "clients-0" in " ".join(child.cmdline())
        )
        shard.kill()
        said = process.stderr.read()
        assert process.wait(20) == 3
    assert "the process clients-0 has ended by itself (SIGKILL)" in said
