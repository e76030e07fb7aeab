import errno
import hashlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.events import Record, RunNote
from harness.evidence import recorder as module
from harness.evidence import segments as files
from harness.evidence.reading import read_file, read_records
from harness.evidence.recorder import Recorder, envelope
from harness.evidence.segments import CHAIN, Segments, file_name

WRITER = str(Path(__file__).parent.parent / "programs" / "a_writer.py")
EVENT = b'{"type":"run.note","t":1,"text":"x"}'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "events").mkdir()
    return tmp_path


@pytest.fixture
def make(folder: Path) -> Iterator[Callable[..., Recorder]]:
    made: list[Recorder] = []

    def make(**more: Any) -> Recorder:
        made.append(Recorder(folder, **more))
        return made[-1]

    yield make
    for recorder in made:
        recorder.close()


Make = Callable[..., Recorder]


def fill(recorder: Recorder, count: int, sources: tuple[str, ...] = ("wire", "clients-0", "session")) -> None:
    for n in range(1, count + 1):
        recorder.record(n, n * 10, sources[n % len(sources)], EVENT)


def until(holds: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.005)
    assert holds()


def lines(folder: Path) -> int:
    return sum(path.read_bytes().count(b"\n") for path in (folder / "events").iterdir())


# --- the line ---


def test_an_envelope_is_what_the_vocabulary_says() -> None:
    assert envelope((7, 80, "wire", EVENT)) == (
        b'{"seq":7,"at":80,"src":"wire","crc":"59c38134","event":{"type":"run.note","t":1,"text":"x"}}\n'
    )


@given(
    st.integers(0, 2**63 - 1),
    st.integers(0, 2**63 - 1),
    st.text(max_size=20).filter(lambda s: s.isprintable()),
    st.text(),
)
def test_whatever_is_recorded_reads_back(
    tmp_path_factory: pytest.TempPathFactory, seq: int, at: int, src: str, text: str
) -> None:
    path = tmp_path_factory.mktemp("x") / "one.jsonl"
    note = RunNote(t=at, text=text)
    path.write_bytes(envelope((seq, at, src, msgspec.json.encode(note))))
    assert list(read_file(path)) == [Record(seq=seq, at=at, src=src, event=note)]


@pytest.mark.parametrize(
    ("src", "segment", "name"),
    [
        ("wire", 0, "wire.jsonl"),
        ("server-12", 3, "server-12.3.jsonl"),
        ("../a/b.c", 0, "___a_b_c.jsonl"),
        ("", 0, "_.jsonl"),
        ("x" * 300, 0, "x" * 80 + ".jsonl"),
    ],
)
def test_a_file_is_named_after_its_source_and_stays_in_its_folder(src: str, segment: int, name: str) -> None:
    assert file_name(src, segment) == name


# --- the writing ---


def test_everything_offered_is_written_each_source_into_its_file(make: Make, folder: Path) -> None:
    recorder = make()
    fill(recorder, 6000)
    recorder.close()
    assert (recorder.offered, recorder.written, recorder.dropped, recorder.error) == (6000, 6000, 0, None)
    assert recorder.complete
    assert [record.seq for record in read_records(folder / "events")] == list(range(1, 6001))
    assert sorted(path.name for path in (folder / "events").iterdir()) == [
        "clients-0.jsonl",
        "session.jsonl",
        "wire.jsonl",
    ]


def test_a_single_event_is_written_soon_though_nothing_follows(make: Make, folder: Path) -> None:
    recorder = make()
    began = time.monotonic()
    fill(recorder, 1)
    until(lambda: recorder.written == 1)
    assert time.monotonic() - began < 1
    assert lines(folder) == 1


def test_a_batch_is_one_write_for_each_source(make: Make, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    writes: list[int] = []
    append = Segments.append

    def count(self: Segments, src: str, data: bytes) -> None:
        writes.append(data.count(b"\n"))
        append(self, src, data)

    monkeypatch.setattr(Segments, "append", count)
    monkeypatch.setattr(module, "BATCH_SECONDS", 60)  # only the number of events makes it write
    recorder = make()
    fill(recorder, module.BATCH_EVENTS, ("wire", "session"))
    until(lambda: recorder.written == module.BATCH_EVENTS)
    assert writes == [1000, 1000]


def test_sync_returns_when_all_offered_before_is_on_the_disk(
    make: Make, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    sync = files.datasync
    monkeypatch.setattr(files, "datasync", lambda fd: (synced.append(lines(folder)), sync(fd)))
    monkeypatch.setattr(module, "SYNC_SECONDS", 60)
    monkeypatch.setattr(module, "BATCH_SECONDS", 60)
    recorder = make()
    fill(recorder, 10)
    assert synced == []
    assert recorder.sync() is True
    assert synced == [10, 10, 10]
    recorder.close()
    assert recorder.sync() is True
    assert recorder.sync() is True


def test_the_disk_is_synced_each_second_though_nothing_follows(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SYNC_SECONDS", 0.1)
    synced: list[int] = []
    monkeypatch.setattr(files, "datasync", synced.append)
    recorder = make()
    fill(recorder, 1)
    until(lambda: len(synced) == 1)
    fill(recorder, 1)
    until(lambda: len(synced) == 2)


def test_segments_are_closed_when_full_and_read_back_in_order(make: Make, folder: Path) -> None:
    recorder = make(segment=500)
    for n in range(1, 31):
        recorder.record(n, n, "wire", EVENT)
        recorder.sync()
    recorder.close()
    written = list((folder / "events").glob("*.jsonl"))
    assert {"wire.jsonl", "wire.1.jsonl", "wire.4.jsonl"} < {path.name for path in written}
    assert all(path.stat().st_size < 700 for path in written)
    assert [record.seq for record in read_records(folder / "events")] == list(range(1, 31))


def test_each_full_segment_is_tied_to_the_one_before(make: Make, folder: Path) -> None:
    recorder = make(segment=300)
    for n in range(1, 21):
        recorder.record(n, n, "wire" if n % 3 else "session", EVENT)
        recorder.sync()
    recorder.close()
    rows = (folder / "events" / CHAIN).read_text().splitlines()
    link, told = "", []
    for row in rows:
        said, _, rest = row.partition(" ")
        link = hashlib.sha256(f"{link} {rest}".encode()).hexdigest()
        assert said == link
        digest, size, records, name = rest.split()
        data = (folder / "events" / name).read_bytes()
        assert (hashlib.sha256(data).hexdigest(), len(data), data.count(b"\n")) == (
            digest,
            int(size),
            int(records),
        )
        told.append(name)
    every = {path.name for path in (folder / "events").glob("*.jsonl")}
    assert len(told) == 4
    assert every - set(told) == {"wire.3.jsonl", "session.1.jsonl"}  # those that were not full yet


def test_what_is_urgent_is_synced_without_waiting(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SYNC_SECONDS", 60)
    monkeypatch.setattr(module, "BATCH_SECONDS", 60)
    synced = threading.Event()
    monkeypatch.setattr(files, "datasync", lambda _: synced.set())
    recorder = make()
    fill(recorder, 3)
    recorder.hurry()
    assert synced.wait(10)
    assert recorder.written == 3


def test_no_more_files_are_open_than_allowed_and_none_is_begun_anew(folder: Path) -> None:
    segments = Segments(folder / "events", most_open=2)
    for n in range(1, 31):
        segments.append(f"server-{n % 5}", envelope((n, n, f"server-{n % 5}", EVENT)))
        assert len(segments._open) <= 2
    segments.close()
    assert segments.lines == 30
    assert [record.seq for record in read_records(folder / "events")] == list(range(1, 31))


# --- the account when it cannot be written ---


class Stuck:
    """A disk that hangs until it is let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.go = threading.Event()
        self.reached = threading.Event()
        append = Segments.append

        def hang(segments: Segments, src: str, data: bytes) -> None:
            self.reached.set()
            self.go.wait(20)
            append(segments, src, data)

        monkeypatch.setattr(Segments, "append", hang)


def test_an_overloaded_recorder_drops_counts_and_never_blocks(
    make: Make, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Stuck(monkeypatch)
    recorder = make(limit=100 * len(EVENT))
    fill(recorder, 1)
    assert disk.reached.wait(10)
    began = time.monotonic()
    fill(recorder, 5000)
    assert time.monotonic() - began < 2
    assert not recorder.complete
    assert (recorder.offered, recorder.written, recorder.dropped) == (5001, 0, 4900)
    disk.go.set()
    recorder.close()
    assert (recorder.offered, recorder.written, recorder.dropped) == (5001, 101, 4900)
    assert lines(folder) == 101
    assert recorder.error is None


def test_a_disk_that_hangs_at_the_end_is_an_error(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = Stuck(monkeypatch)
    recorder = make()
    fill(recorder, 1)
    assert disk.reached.wait(10)
    fill(recorder, 5)
    assert recorder.sync(timeout=0.05) is False
    recorder.close(timeout=0.05)
    assert recorder.error == "the disk does not answer"
    assert (recorder.offered, recorder.written, recorder.dropped) == (6, 0, 5)
    disk.go.set()
    until(lambda: recorder.written == 1)
    recorder.close()
    assert recorder.error == "the disk does not answer"


def test_what_comes_after_the_close_is_dropped(make: Make) -> None:
    recorder = make()
    recorder.close()
    fill(recorder, 3)
    assert (recorder.offered, recorder.written, recorder.dropped) == (3, 0, 3)


@pytest.mark.parametrize("failing", ["write", "sync", "close", "open"])
def test_the_first_error_ends_the_writing_for_good_and_is_told(
    make: Make, folder: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    close = Segments.close

    def fail(first: object, *_: object) -> None:
        if failing == "close":
            close(cast("Segments", first))
        raise OSError(errno.EIO, "broken " + failing)

    broken = {"write": (Segments, "append"), "sync": (files, "datasync"), "open": (files, "FileIO")}
    monkeypatch.setattr(*broken.get(failing, (Segments, "close")), fail)
    recorder = make()
    fill(recorder, 10)
    synced = recorder.sync()
    fill(recorder, 5)
    recorder.close()
    assert recorder.error
    assert recorder.error.endswith("broken " + failing)
    assert not recorder.complete
    assert synced == (failing == "close")
    assert recorder.offered == recorder.written + recorder.dropped == 15
    assert lines(folder) == recorder.written
    assert recorder.sync() is False


def test_lines_written_whole_before_a_short_write_are_counted_as_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full(files.FileIO):
        def write(self, data: Any) -> int:  # as a disk with room for 100 bytes does
            if not (room := 100 - self.tell()):
                raise OSError(errno.ENOSPC, "No space left on device")
            return super().write(bytes(data)[:room])

    monkeypatch.setattr(files, "FileIO", Full)
    segments = Segments(folder / "events")
    line = envelope((1, 1, "wire", EVENT))
    with pytest.raises(OSError, match="No space"):
        segments.append("wire", line * 3)
    segments.close()
    assert segments.lines == 1
    assert len(list(read_file(folder / "events" / "wire.jsonl"))) == 1
    assert len(line) < 100 < 2 * len(line)


@settings(max_examples=30)
@given(st.lists(st.sampled_from("rrrrrsc"), max_size=60), st.integers(50, 400))
def test_offered_is_written_and_dropped_whatever_happens(
    tmp_path_factory: pytest.TempPathFactory, acts: list[str], limit: int
) -> None:
    folder = tmp_path_factory.mktemp("run")
    (folder / "events").mkdir()
    recorder = Recorder(folder, limit=limit)
    for n, act in enumerate(acts, 1):
        if act == "r":
            recorder.record(n, n, "wire", EVENT)
        elif act == "s":
            recorder.sync()
        else:
            recorder.close()
    recorder.close()
    assert recorder.offered == acts.count("r") == recorder.written + recorder.dropped
    assert lines(folder) == recorder.written


# --- a small disk, a small file ---


def write_with(folder: Path, *prefix: str, count: int = 3000) -> dict[str, Any]:
    """Let another process record `count` events; its account as it printed it."""
    argv = [*prefix, sys.executable, WRITER, str(folder), "count", str(count)]
    done = subprocess.run(argv, capture_output=True, text=True, timeout=60, check=True)
    offered, written, dropped, synced, *error = done.stdout.split(maxsplit=4)
    return {
        "offered": int(offered),
        "written": int(written),
        "dropped": int(dropped),
        "synced": synced == "True",
        "error": " ".join(error).strip(),
    }


def check_account(folder: Path, account: dict[str, Any], count: int) -> None:
    """Never a false success: an error, or all of it; and what was called written reads back."""
    assert account["offered"] == count == account["written"] + account["dropped"]
    read = [record.seq for record in read_records(folder / "events")]
    assert len(read) == account["written"]
    if account["error"]:
        assert not account["synced"]
        assert account["dropped"]
    else:
        assert read == list(range(1, count + 1))
    for path in (folder / "events").iterdir():
        assert path.read_bytes().count(b"\n") == sum(1 for _ in read_file(path))


def check_outcomes(errors: list[str], says: str) -> None:
    """The smallest fails in the right words; of many sizes the largest succeeds, and none beyond fails again."""
    assert says in errors[0]
    if len(errors) > 1:
        failed = [bool(error) for error in errors]
        assert not failed[-1]
        assert failed == sorted(failed, reverse=True)


@pytest.mark.skipif(sys.platform == "win32", reason="RLIMIT_FSIZE")
@pytest.mark.parametrize("kib", [0, 4, 8, 40, pytest.param(None, id="all", marks=pytest.mark.torture)])
def test_a_file_that_may_not_grow_is_an_error_and_never_a_success(tmp_path: Path, kib: int | None) -> None:
    outcomes = []
    for limit in range(0, 204, 4) if kib is None else [kib]:
        folder = tmp_path / str(limit)
        (folder / "events").mkdir(parents=True)
        account = write_with(folder, *limited(limit * 1024))
        outcomes.append(account["error"])
        check_account(folder, account, 3000)
    check_outcomes(outcomes, "File too large")


def limited(size: int) -> list[str]:
    program = (  # a module compiled under the limit would be cut off, and kept so
        "import os, resource, sys; size = int(sys.argv[1]); os.environ['PYTHONDONTWRITEBYTECODE'] = '1';"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY));"
        "os.execv(sys.argv[2], sys.argv[2:])"
    )
    return [sys.executable, "-c", program, str(size)]


def can_mount() -> bool:
    if sys.platform != "linux" or os.geteuid():
        return False
    return subprocess.run(["unshare", "-m", "true"], check=False).returncode == 0


@pytest.mark.parametrize("kib", [12, 64, pytest.param(None, id="all", marks=pytest.mark.torture)])
def test_a_full_disk_is_an_error_and_never_a_success(tmp_path: Path, kib: int | None) -> None:
    if not can_mount():
        pytest.skip("needs to mount a small disk: root on Linux")
    outcomes = []
    for size in range(12, 604, 4) if kib is None else [kib]:
        folder = tmp_path / str(size)
        kept = tmp_path / f"kept-{size}"
        folder.mkdir()
        script = (
            f"mount -t tmpfs -o size={size}k none {folder} && mkdir {folder}/events"
            f' && "$@" && cp -r {folder}/events {kept}'
        )
        account = write_with(folder, "unshare", "-m", "sh", "-c", script, "sh")
        kept.rename(folder / "events")
        outcomes.append(account["error"])
        check_account(folder, account, 3000)
    check_outcomes(outcomes, "No space left on device")


# --- a writer that is killed ---


@pytest.mark.parametrize("rounds", [10, pytest.param(200, marks=pytest.mark.torture)])
def test_nothing_acknowledged_is_lost_with_a_killed_writer(
    tmp_path: Path, rounds: int, bar: Callable[[str, object, object, bool], None]
) -> None:
    lost = torn = 0
    for number in range(rounds):
        folder = tmp_path / str(number)
        (folder / "events").mkdir(parents=True)
        acknowledged = kill_writer(folder, after=number * 7919 % 12)
        for path in (folder / "events").iterdir():
            rest = path.read_bytes().rpartition(b"\n")[2]
            torn += bool(rest)
            assert rest.count(b"\n") == 0
        read = [record.seq for record in read_records(folder / "events")]
        lost += max(0, acknowledged - len(read))
        assert read[:acknowledged] == list(range(1, acknowledged + 1))
    assert lost == 0
    if rounds > 10:
        bar(
            "writer killed", "0 acknowledged events lost", f"{lost} lost, {torn} torn in {rounds} kills", lost == 0
        )


def kill_writer(folder: Path, after: int) -> int:
    """Kill a writer once it has acknowledged `after` times; how many events it had acknowledged then."""
    writer = subprocess.Popen([sys.executable, WRITER, str(folder), "forever"], stdout=subprocess.PIPE)
    assert writer.stdout
    while after and writer.stdout.readline():
        after -= 1
    writer.send_signal(signal.SIGKILL)
    said = re.findall(rb"(\d+)\n", writer.communicate(timeout=10)[0])
    return int(said[-1]) if said else 0
