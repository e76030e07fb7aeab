"""A run is opened the same from its folder and from its bundle; what is hostile is refused and does nothing."""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from hostile_zips import HOSTILE, NO_ZIP, archive, info
from made_run import sealed_run

from harness.evidence import bundle as rules
from harness.evidence.bundle import Bundle, HostileBundleError, is_bundle
from harness.evidence.folder import NoRunFolderError
from harness.evidence.opening import DOCUMENT_BYTES, Evidence, opened
from harness.evidence.packing import pack
from harness.evidence.reading import DamagedRecordError, read_records
from harness.evidence.verify import verify

Bar = Callable[[str, object, object, bool], None]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sealed_run(tmp_path_factory.mktemp("runs"))


@pytest.fixture(scope="module")
def zipped(run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("bundles") / "one.zip"
    with opened(run) as evidence:
        pack(evidence, out)
    return out


@pytest.fixture(params=["folder", "bundle"])
def evidence(request: pytest.FixtureRequest, run: Path, zipped: Path) -> Iterator[Evidence]:
    with opened(run if request.param == "folder" else zipped) as evidence:
        yield evidence


# --- the same for both ----------------------------------------------------------------------------------------


def test_all_of_a_run_is_there(evidence: Evidence, run: Path) -> None:
    assert (evidence.name, evidence.state) == (run.name, "sealed")
    assert evidence.path.is_absolute()
    for name, there in [("meta", evidence.meta), ("summary", evidence.summary), ("manifest", evidence.manifest)]:
        assert there == json.loads((run / f"{name}.json").read_bytes())
    assert list(evidence.records()) == list(read_records(run / "events"))


def test_files_are_named_by_room_and_opened_by_name(evidence: Evidence, run: Path) -> None:
    assert evidence.names() == sorted(p.relative_to(run).as_posix() for p in run.rglob("*") if p.is_file())
    assert evidence.names("screenshots") == ["screenshots/one.png"]
    assert evidence.names("charts") == []
    for name in evidence.names():
        with evidence.open(name) as file:
            assert file.read() == (run / name).read_bytes()
        assert evidence.size(name) == (run / name).stat().st_size
    assert evidence.files.odd() == []


def test_records_can_be_chosen(evidence: Evidence, run: Path) -> None:
    events = run / "events"
    assert list(evidence.records(("session",))) == list(read_records(events, ("session",)))
    holding = list(evidence.records(("wire",), b"request"))
    assert holding == list(read_records(events, ("wire",), b"request"))
    assert holding


@pytest.mark.parametrize("name", ["none.json", "../outside", "/etc/passwd", "events", "logs/link.log", ""])
def test_what_is_not_there_is_not_opened(evidence: Evidence, name: str) -> None:
    with pytest.raises(FileNotFoundError):
        evidence.open(name)
    with pytest.raises(FileNotFoundError):
        evidence.size(name)


# --- folders --------------------------------------------------------------------------------------------------


@pytest.fixture
def copy(run: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(run, tmp_path / run.name))


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_of_a_folder_are_not_followed(copy: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.log").write_text("secret")
    (copy / "logs" / "link.log").symlink_to(tmp_path / "outside" / "secret.log")
    (copy / "charts" / "more").symlink_to(tmp_path / "outside")
    os.mkfifo(copy / "logs" / "pipe.log")
    with opened(copy) as evidence:
        assert {"logs/link.log", "logs/pipe.log", "charts/more"} == set(evidence.files.odd())
        assert not [name for name in evidence.names() if "link" in name or "secret" in name or "pipe" in name]
        for name in ("logs/link.log", "charts/more/secret.log", "logs/pipe.log"):
            with pytest.raises(FileNotFoundError):
                evidence.open(name)


def test_what_a_broken_write_left_is_no_file_of_the_run(copy: Path) -> None:
    (copy / ".summary.json.0a1b2c3d").write_text("{")
    (copy / "screenshots" / ".odd.png").write_text("x")
    with opened(copy) as evidence:
        assert ".summary.json.0a1b2c3d" not in evidence.names()
        assert "screenshots/.odd.png" in evidence.names()  # where evidence lies, nothing is passed over


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("meta.json", None, "is missing"),
        ("meta.json", "[]", "is no JSON object"),
        ("summary.json", "{", "is not JSON"),
        ("manifest.json", "[" * 100_000, "is not JSON"),
    ],
)
def test_documents_that_are_none_are_damage(copy: Path, name: str, text: str | None, what: str) -> None:
    (copy / name).unlink()
    if text is not None:
        (copy / name).write_text(text)
    with opened(copy) as evidence, pytest.raises(DamagedRecordError, match=what) as error:
        getattr(evidence, name.removesuffix(".json"))
    assert error.value.file == name


def test_a_document_is_bounded(copy: Path) -> None:
    with (copy / "summary.json").open("wb") as file:
        file.truncate(DOCUMENT_BYTES + 1)
    with opened(copy) as evidence, pytest.raises(DamagedRecordError, match="larger than 64 MiB"):
        _ = evidence.summary


def test_a_run_that_was_cut_off_has_neither_summary_nor_manifest(copy: Path) -> None:
    (copy / "STATE").write_text("recording\n")
    (copy / "meta.json").write_text("{}")  # nobody writes it any more
    (copy / "summary.json").unlink()
    (copy / "manifest.json").unlink()
    with opened(copy) as evidence:
        assert (evidence.state, evidence.summary, evidence.manifest) == ("interrupted", None, None)


# --- bundles --------------------------------------------------------------------------------------------------


def test_a_bundle_without_a_folder_in_it_is_named_after_its_file(run: Path, tmp_path: Path) -> None:
    path = tmp_path / "by hand.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for file in sorted(run.rglob("*")):  # as people zip: with folders
            made.write(file, file.relative_to(run))
    with opened(path) as evidence:
        assert evidence.name == "by hand"
        assert list(evidence.records()) == list(read_records(run / "events"))
    assert verify(path)["ok"]


def test_a_bundle_that_says_recording_is_interrupted(tmp_path: Path) -> None:
    path = tmp_path / "one.zip"
    archive(path, (info("run/STATE"), b"recording\n"), (info("run/meta.json"), b"{}"), good=False)
    with opened(path) as evidence:
        assert evidence.state == "interrupted"


@pytest.mark.parametrize("case", [*HOSTILE, *NO_ZIP, "not there", "a folder"])
def test_a_hostile_archive_is_refused_in_one_line_and_nothing_is_written(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    path = home / "bundle.zip"
    prepare(case, path)
    monkeypatch.chdir(home)
    monkeypatch.setenv("TMPDIR", str(home))
    before = everything(tmp_path)
    with pytest.raises(NoRunFolderError) as error, opened(path):
        pass
    assert str(error.value).isprintable()
    assert "bundle.zip" in str(error.value)
    assert everything(tmp_path) == before


def prepare(case: str, path: Path) -> None:
    if case in HOSTILE:
        HOSTILE[case](path)
    elif case in NO_ZIP:
        path.write_bytes(NO_ZIP[case])
    elif case == "a folder":
        path.mkdir()


def everything(path: Path) -> dict[str, int]:
    return {str(one): one.lstat().st_size for one in path.rglob("*")}


@pytest.mark.torture
def test_hostile_archives_are_refused_at_once(tmp_path: Path, bar: Bar) -> None:
    took, refused = [], 0
    for number, write in enumerate(HOSTILE.values()):
        path = tmp_path / f"{number}.zip"
        write(path)
        began = time.monotonic()
        try:
            with opened(path):
                pass
        except NoRunFolderError:
            refused += 1
        took.append(time.monotonic() - began)
    names = {one.name for one in tmp_path.parent.rglob("*")}
    held = refused == len(HOSTILE) >= 40 and max(took) < 2 and not any("evil" in name for name in names)
    bar("hostile archives refused", "40, each within 2 s", f"{refused}, slowest {max(took):.3f} s", held)
    assert held


def test_a_large_file_is_refused_by_its_size_alone(tmp_path: Path) -> None:
    path = tmp_path / "large.zip"
    with path.open("wb") as file:
        file.write(rules.MAGIC)
        file.truncate(rules.MOST_BYTES + 1)  # a sparse file
    with pytest.raises(HostileBundleError, match="larger than 2 GiB"):
        Bundle(path)


@pytest.mark.skipif(sys.platform == "win32", reason="pipes have no place in a folder there")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert not is_bundle(tmp_path / "pipe")


def test_a_bundle_that_cannot_be_read_is_told(zipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("harness.evidence.opening.is_bundle", fail)
    with pytest.raises(NoRunFolderError, match="cannot be read: Permission denied"), opened(zipped):
        pass


def damaged(zipped: Path, path: Path, part: bytes) -> Path:
    """A copy in whose file that is named by `part` a byte is another one."""
    data = bytearray(zipped.read_bytes())
    at = bytes(data).index(part) + len(part) + 40
    data[at] ^= 0x55
    path.write_bytes(data)
    return path


def test_damage_within_a_bundle_is_told_with_its_file(zipped: Path, tmp_path: Path) -> None:
    path = damaged(zipped, tmp_path / "one.zip", b"/events/wire.jsonl")
    with opened(path) as evidence:
        with pytest.raises(DamagedRecordError) as error:
            list(evidence.records())
        assert error.value.file == "events/wire.jsonl"
        with pytest.raises(OSError, match="damaged in the bundle"), evidence.open("events/wire.jsonl") as file:
            file.read()
    assert "events/wire.jsonl" in {problem["file"] for problem in verify(path)["problems"]}


def test_damaged_documents_and_heads_are_told(zipped: Path, tmp_path: Path) -> None:
    path = damaged(zipped, tmp_path / "one.zip", b"/summary.json")
    with opened(path) as evidence, pytest.raises(DamagedRecordError, match="damaged in the bundle"):
        _ = evidence.summary
    data = zipped.read_bytes()
    path.write_bytes(data.replace(b"/logs/server.log", b"/logs/server.lag", 1))  # the name before the bytes
    with opened(path) as evidence, pytest.raises(OSError, match="damaged in the bundle"):
        evidence.open("logs/server.log")
    archive(path, (info("run/logs/é.log"), b"x"))
    path.write_bytes(path.read_bytes().replace("é".encode(), b"\xff\xff", 1))
    with opened(path) as evidence, pytest.raises(OSError, match="damaged in the bundle"):
        evidence.open("logs/é.log")
    path.write_bytes(data.replace(b"/events/wire.jsonl", b"/events/wore.jsonl", 1))
    with opened(path) as evidence, pytest.raises(DamagedRecordError) as error:
        list(evidence.records())
    assert error.value.file == "events/wire.jsonl"


def test_no_flipped_bit_of_a_bundle_changes_unseen_what_is_read(zipped: Path, tmp_path: Path) -> None:
    """Either it is refused, or something is found, or every byte of every file is what it was."""
    draw, path = Random(9), tmp_path / "one.zip"
    good = zipped.read_bytes()
    with opened(zipped) as evidence:
        before = contents(evidence)
    for _ in range(15):
        data = bytearray(good)
        data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
        path.write_bytes(data)
        try:
            with opened(path) as evidence:
                assert not verify(path)["ok"] or contents(evidence) == before
        except (NoRunFolderError, OSError):
            continue


def contents(evidence: Evidence) -> dict[str, bytes]:
    found = {}
    for name in evidence.names():
        with evidence.open(name) as file:
            found[name] = file.read()
    return found


def test_a_stream_of_a_bundle_behaves_as_a_file(zipped: Path) -> None:
    with opened(zipped) as evidence, evidence.open("meta.json") as file:
        assert file.readable()
        assert isinstance(json.load(io.TextIOWrapper(file, "utf-8")), dict)
