import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.events import RunNote
from harness.evidence.folder import NoRunFolderError, RunFolder, write_atomically
from harness.evidence.reading import DamagedRecordError, read_records
from harness.evidence.recorder import Recorder, envelope
from harness.frames import encode

NOW = datetime(2026, 11, 23, 6, 50, 37, tzinfo=UTC)
WRITES_AND_DIES = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from harness.evidence.folder import RunFolder
from harness.evidence.recorder import Recorder
folder = RunFolder.create(Path(sys.argv[1]), "killed", datetime.now(UTC))
recorder = Recorder(folder.path)
recorder.record(1, 10, "session", b'{"type":"run.note","t":1,"text":"x"}')
recorder.sync()
print(folder.path, flush=True)
sys.stdin.read()
os.kill(os.getpid(), 9)
"""


def note(n: int) -> bytes:
    return encode(RunNote(t=n, text=str(n))).rstrip()


# --- the folder and its state ---


def test_a_new_folder_is_recording_and_has_all_its_rooms(tmp_path: Path) -> None:
    folder = RunFolder.create(tmp_path / "runs", "incident", NOW.astimezone(timezone(timedelta(hours=9))))
    assert folder.path.is_absolute()
    assert folder.path.parent == tmp_path / "runs"
    assert folder.path.name.startswith("20261123T065037Z-incident-")
    assert {path.name for path in folder.path.iterdir()} == {
        *("STATE", "meta.json", "events", "logs", "charts", "screenshots")
    }
    assert (folder.path / "STATE").read_text() == "recording\n"
    assert folder.state == RunFolder.open(folder.path).state == RunFolder.reopen(folder.path).state == "recording"


@pytest.mark.parametrize(
    ("scenario", "part"),
    [
        ("../../etc/x", "etc-x"),
        ("", "run"),
        ("재시작", "재시작"),
        ("a b\n\x1b[31m", "a-b---31m"),
        ("x" * 300, "x" * 60),
    ],
)
def test_a_scenarios_name_cannot_lead_elsewhere(tmp_path: Path, scenario: str, part: str) -> None:
    folder = RunFolder.create(tmp_path, scenario, NOW)
    assert folder.path.parent == tmp_path
    assert folder.path.name[len("20261123T065037Z-") : -len("-abcdef")] == part


def test_two_runs_of_one_second_have_folders_of_their_own(tmp_path: Path) -> None:
    assert len({RunFolder.create(tmp_path, "x", NOW).path for _ in range(10)}) == 10


@pytest.mark.parametrize("state", ["sealed", "interrupted"])
def test_a_sealed_folder_stays_what_it_is(tmp_path: Path, state: str) -> None:
    folder = RunFolder.create(tmp_path, "x", NOW)
    folder.seal(state)
    assert folder.state == state
    assert (folder.path / "STATE").read_text() == f"{state}\n"
    assert RunFolder.reopen(folder.path).state == state


def test_a_folder_whose_writer_was_killed_reopens_as_interrupted_with_all_it_had(tmp_path: Path) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITES_AND_DIES, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert writer.stdout
    path = Path(writer.stdout.readline().strip())
    assert RunFolder.reopen(path).state == "recording"  # it lives
    writer.communicate()
    before = {file: file.read_bytes() for file in path.rglob("*") if file.is_file() and file.name != "STATE"}
    assert RunFolder.open(path).state == "interrupted"
    assert (path / "STATE").read_text() == "recording\n"  # looking changes nothing
    folder = RunFolder.reopen(path)
    assert folder.state == "interrupted"
    assert (path / "STATE").read_text() == "interrupted\n"
    assert [record.seq for record in folder.records()] == [1]
    assert before == {file: file.read_bytes() for file in before}


@pytest.mark.parametrize(
    "writer",
    [
        {"pid": os.getpid(), "created": 1.0},  # another process has this pid now
        {"pid": "x", "created": 1.0},
        {"pid": os.getpid(), "created": None},
        {},
        None,
        7,
    ],
)
def test_a_writer_that_is_not_named_right_is_dead(tmp_path: Path, writer: object) -> None:
    folder = RunFolder.create(tmp_path, "x", NOW)
    (folder.path / "meta.json").write_text(json.dumps({"writer": writer}))
    assert RunFolder.open(folder.path).state == "interrupted"


def test_what_is_noted_about_a_run_reads_back_beside_its_writer(tmp_path: Path) -> None:
    folder = RunFolder.create(tmp_path, "x", NOW)
    folder.write_meta({"seed": 7, "title": "리로드"})
    meta = RunFolder.open(folder.path).meta
    assert meta["writer"]["pid"] == os.getpid()
    assert {**meta, "writer": None} == {"seed": 7, "title": "리로드", "writer": None}


@pytest.mark.parametrize("state", [None, "", "running", "\x1b[31m" * 20, b"\xff"])
def test_what_is_no_run_folder_is_refused_in_one_line(tmp_path: Path, state: str | bytes | None) -> None:
    if state is not None:
        (tmp_path / "STATE").write_bytes(state if isinstance(state, bytes) else state.encode())
    with pytest.raises(NoRunFolderError) as error:
        RunFolder.open(tmp_path)
    assert "STATE" in str(error.value)
    assert str(error.value).isprintable()


@pytest.mark.parametrize("meta", [None, "", "{", "[]", b"\xff"])
def test_meta_that_cannot_be_read_is_told(tmp_path: Path, meta: str | bytes | None) -> None:
    folder = RunFolder.create(tmp_path, "x", NOW)
    (folder.path / "meta.json").unlink()
    if meta is not None:
        (folder.path / "meta.json").write_bytes(meta if isinstance(meta, bytes) else meta.encode())
    with pytest.raises(NoRunFolderError, match=r"meta\.json"):
        RunFolder.open(folder.path)


def test_a_write_that_fails_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "STATE"
    write_atomically(path, b"old")

    def fail(_: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_cannot_be_furnished_is_not_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        RunFolder.create(tmp_path / "runs", "x", NOW)
    assert list((tmp_path / "runs").iterdir()) == []


# --- reading back ---


def recorded(folder: Path, sources: list[str]) -> Path:
    """A folder with one note from each source, in order."""
    (folder / "events").mkdir(parents=True)
    recorder = Recorder(folder)
    for seq, src in enumerate(sources, 1):
        recorder.record(seq, seq * 100, src, note(seq))
    recorder.close()
    return folder / "events"


@settings(max_examples=25)
@given(st.lists(st.sampled_from(["session", "wire", "clients-0", "server-7"]), min_size=1, max_size=40))
def test_all_files_are_one_story_in_the_sessions_order(
    tmp_path_factory: pytest.TempPathFactory, sources: list[str]
) -> None:
    events = recorded(tmp_path_factory.mktemp("run") / "x", sources)
    read = list(read_records(events))
    assert [(r.seq, r.at, r.src) for r in read] == [(n, n * 100, src) for n, src in enumerate(sources, 1)]
    assert [r.event for r in read] == [RunNote(t=n, text=str(n)) for n in range(1, len(sources) + 1)]


@settings(max_examples=50)
@given(st.data())
def test_a_torn_last_line_is_passed_over_and_nothing_else_is_lost(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    events = recorded(tmp_path_factory.mktemp("run") / "x", ["wire"] * 5 + ["session"] * 5)
    whole = (events / "wire.jsonl").read_bytes()
    cut = data.draw(st.integers(0, len(whole)))
    (events / "wire.jsonl").write_bytes(whole[:cut])
    kept = whole[:cut].count(b"\n")
    assert [r.seq for r in read_records(events)] == [*range(1, kept + 1), *range(6, 11)]


@settings(max_examples=200)
@given(st.data())
def test_every_flipped_bit_is_found_and_named(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    events = recorded(tmp_path_factory.mktemp("run") / "x", ["wire"] * 3)
    path = events / "wire.jsonl"
    content = bytearray(path.read_bytes())
    at = data.draw(st.integers(0, len(content) - 2))  # the last newline's loss is a torn line
    content[at] ^= 1 << data.draw(st.integers(0, 7))
    path.write_bytes(content)
    with pytest.raises(DamagedRecordError) as error:
        list(read_records(events))
    number = path.read_bytes()[:at].count(b"\n") + 1
    assert (error.value.file, error.value.record) == ("events/wire.jsonl", number)
    assert str(error.value).startswith(f"events/wire.jsonl, record {number}: ")


@pytest.mark.parametrize(
    ("line", "what"),
    [
        (b"\n", "truncated"),
        (b"garbage\n", "malformed"),
        (b'{"seq":1}\n', "missing required field"),
        (envelope((1, 1, "wire", note(1))).replace(b'"at":1', b'"at":2'), "crc"),
        (envelope((1, 1, "wire", b'{"type":"run.unheard-of","t":1}')), "Invalid value"),
    ],
)
def test_a_line_that_is_no_record_is_damage(tmp_path: Path, line: bytes, what: str) -> None:
    (tmp_path / "wire.jsonl").write_bytes(envelope((1, 1, "wire", note(1))) + line)
    with pytest.raises(DamagedRecordError, match=what) as error:
        list(read_records(tmp_path))
    assert error.value.record == 2


def test_a_line_too_long_to_be_one_of_ours_is_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harness.evidence.reading.LINE_BYTES", 1000)
    (tmp_path / "wire.jsonl").write_bytes(b"x" * 1000)
    with pytest.raises(DamagedRecordError, match="too long"):
        list(read_records(tmp_path))


def test_a_folder_without_events_has_no_records(tmp_path: Path) -> None:
    (tmp_path / "sub.jsonl").mkdir()
    assert list(read_records(tmp_path)) == []
