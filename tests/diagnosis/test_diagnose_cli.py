"""`sidlab diagnose` and `list hypotheses`: what a person and a script read."""

import json
from pathlib import Path

import msgspec
import pytest
from histories import History

from harness.diagnosis.reading import diagnose_run
from harness.evidence.recorder import checksum
from main import main


def folder(run: History, at: Path) -> Path:
    """A run folder that holds this history, as the recorder writes it."""
    (at / "events").mkdir(parents=True)
    (at / "STATE").write_text("sealed\n", encoding="ascii")
    with (at / "events" / "x.jsonl").open("wb") as file:
        for record in run.records:
            raw = msgspec.json.encode(record.event)
            crc = checksum(record.seq, record.at, record.src, raw)
            head = f'{{"seq":{record.seq},"at":{record.at},"src":"{record.src}","crc":"{crc}","event":'
            file.write(head.encode() + raw + b"}\n")
    return at


def refused(times: int) -> History:
    run = History()
    for _ in range(times):
        run.answer(400, kind="handshake", cause="origin", body="poll")
    return run


def test_a_folder_gives_the_same_verdicts_as_the_run_did_live(tmp_path: Path) -> None:
    run = refused(3)
    assert diagnose_run(folder(run, tmp_path / "run")) == run.diagnosis()


@pytest.mark.parametrize(("times", "more"), [(3, False), (30, True)])
def test_people_read_the_summary_the_verdicts_and_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], times: int, more: bool
) -> None:
    assert main(["diagnose", str(folder(refused(times), tmp_path / "run"))]) == 0
    out = capsys.readouterr().out
    assert out.startswith("The server does not accept the page's origin (CORS). Explained: ")
    assert f"{times} of {times} 400s" in out
    assert "kept       origin-refused" in out
    assert "what to do: Name the page's exact origin" in out
    assert (" …" in out) is more


def test_nothing_wrong_is_said_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = History()
    run.open("s1", "e1")
    assert main(["diagnose", str(folder(run, tmp_path / "run"))]) == 0
    assert capsys.readouterr().out.startswith("Nothing broke: no 400, no reset and no disconnect, and")


def test_scripts_read_verdicts_shares_and_the_summary(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diagnose", "--json", str(folder(refused(2), tmp_path / "run"))]) == 0
    said = json.loads(capsys.readouterr().out)
    first = said["verdicts"][0]
    assert (first["hypothesis"], first["verdict"], first["because"], first["against"], first["p"]) == (
        "origin-refused",
        "kept",
        [1, 2],
        [],
        None,
    )
    assert said["explained"] == {"http_400": [2, 2], "closes": [0, 0], "disconnects": [0, 0]}
    assert said["summary"].startswith("The server does not accept")


def test_what_is_no_run_folder_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diagnose", str(tmp_path)]) == 2
    assert "FILE: " in capsys.readouterr().err


def test_a_damaged_folder_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = folder(refused(2), tmp_path / "run") / "events" / "x.jsonl"
    file.write_bytes(file.read_bytes().replace(b'"origin"', b'"unknown"', 1))
    assert main(["diagnose", str(tmp_path / "run")]) == 3
    assert "x.jsonl, record 1" in capsys.readouterr().err


def test_the_hypotheses_are_listed_with_what_they_claim(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "hypotheses"]) == 0
    assert "restart-stale-sid" in capsys.readouterr().out
