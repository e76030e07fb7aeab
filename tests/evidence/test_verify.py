"""Verify finds what does not match, names file and record, and leaves honest folders alone."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest
from made_run import sealed_run

from harness import events as ev
from harness.evidence import verify_files
from harness.evidence.folder import NoRunFolderError
from harness.evidence.opening import opened
from harness.evidence.packing import pack
from harness.evidence.recorder import envelope
from harness.evidence.recount import Counted, recount
from harness.evidence.segments import CHAIN
from harness.evidence.verify import verify

Bar = Callable[[str, object, object, bool], None]


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sealed_run(tmp_path_factory.mktemp("runs"))


@pytest.fixture
def folder(recorded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(recorded, tmp_path / "run"))


def problems(folder: Path) -> list[tuple[str, int | None, str]]:
    verdict = verify(folder)
    assert verdict["ok"] is (not verdict["problems"])
    return [(p["file"], p["record"], p["what"]) for p in verdict["problems"]]


def interrupt(folder: Path) -> None:
    """As a killed session leaves it."""
    (folder / "STATE").write_text("interrupted\n")
    (folder / "manifest.json").unlink()
    (folder / "summary.json").unlink()


def rewrite(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change the summary."""
    file = folder / "summary.json"
    summary = json.loads(file.read_text())
    change(summary)
    file.write_text(json.dumps(summary))


def lines_of(folder: Path, name: str = "wire") -> tuple[Path, list[bytes]]:
    file = folder / "events" / f"{name}.jsonl"
    return file, file.read_bytes().splitlines(keepends=True)


def test_an_honest_folder_is_left_alone(folder: Path) -> None:
    before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    assert problems(folder) == []
    assert verify(str(folder)) == {"ok": True, "problems": []}
    assert {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()} == before


@pytest.mark.parametrize("seed", range(6))
def test_made_histories_are_recounted_alike(tmp_path: Path, seed: int) -> None:
    assert problems(sealed_run(tmp_path, seed)) == []


def test_what_a_killed_session_leaves_holds_as_far_as_it_goes(folder: Path) -> None:
    interrupt(folder)
    file, lines = lines_of(folder)
    file.write_bytes(b"".join(lines[:-3]) + lines[-3][:20])
    assert problems(folder) == []


# --- bits -----------------------------------------------------------------------------------------------------


def covered(folder: Path) -> list[Path]:
    rows = json.loads((folder / "manifest.json").read_text())["files"]
    return [folder / row["path"] for row in rows] + [folder / "manifest.json"]


def flip(folder: Path, draw: Random) -> tuple[str, int]:
    """Flip one bit of the evidence; returns the file and the record it is in."""
    files = covered(folder)
    file = draw.choices(files, [path.stat().st_size for path in files])[0]
    data = bytearray(file.read_bytes())
    at = draw.randrange(len(data))
    data[at] ^= 1 << draw.randrange(8)
    file.write_bytes(data)
    return file.relative_to(folder).as_posix(), bytes(data[:at]).count(b"\n") + 1


def flips_found(folder: Path, times: int) -> int:
    """How many of so many single flips verify finds, naming the file, and the record of an event."""
    draw, found = Random(times), 0
    originals = {path: path.read_bytes() for path in covered(folder)}
    for _ in range(times):
        name, record = flip(folder, draw)
        said = problems(folder)
        files = [file for file, _, _ in said]
        records = [number for file, number, _ in said if file == name]
        found += name in files and (not name.startswith("events/") or record in records)
        (folder / name).write_bytes(originals[folder / name])
    return found


def test_a_flipped_bit_is_found(folder: Path) -> None:
    assert flips_found(folder, 12) == 12


@pytest.mark.torture
@pytest.mark.timeout(900)
def test_every_flipped_bit_is_found(folder: Path, bar: Bar) -> None:
    found = flips_found(folder, 1000)
    bar(
        "bit flips in the evidence found, file and record named", "1000 of 1000", f"{found} of 1000", found == 1000
    )


def test_a_flipped_bit_of_an_interrupted_record_is_found(folder: Path) -> None:
    """Without a manifest, the lines' own checksums still tell."""
    interrupt(folder)
    draw = Random(3)
    file, lines = lines_of(folder)
    for _ in range(10):
        number = draw.randrange(len(lines) - 1)
        line = bytearray(lines[number])
        line[draw.randrange(len(line) - 1)] ^= 1 << draw.randrange(8)
        file.write_bytes(b"".join([*lines[:number], bytes(line), *lines[number + 1 :]]))
        assert [said for said in problems(folder) if said[0] == "events/wire.jsonl"], bytes(line)


# --- events ---------------------------------------------------------------------------------------------------


def test_a_line_that_is_wrong_is_named(folder: Path) -> None:
    interrupt(folder)
    file, lines = lines_of(folder)
    odd = envelope((7, 1, "wire", b'{"type":"wire.odd"}'))
    odder = envelope((8, 1, "wire", b"{nothing}"))
    lines[9:13] = [lines[9].replace(b'"t":', b'"u":'), b"noise\n", odd, odder]
    file.write_bytes(b"".join(lines))
    said = [(record, what) for name, record, what in problems(folder) if name == "events/wire.jsonl"]
    assert said[:4] == [
        (10, "crc"),
        (11, "no envelope"),
        (12, "an event has a type and a time t"),
        (13, "crc"),
    ]


def test_numbers_are_each_there_once_and_in_order(folder: Path) -> None:
    interrupt(folder)
    file, lines = lines_of(folder)
    file.write_bytes(b"".join([*lines[:5], lines[6], lines[5], *lines[7:], lines[9]]))
    said = problems(folder)
    assert ("events/wire.jsonl", 7, said[0][2]) == said[0]
    assert any("is there twice" in what for _, _, what in said)


def test_a_missing_number_is_told_when_it_was_acknowledged(folder: Path) -> None:
    file, lines = lines_of(folder)
    file.write_bytes(b"".join(lines[:-1]))
    assert any("are missing" in what for _, _, what in problems(folder))
    interrupt(folder)
    assert problems(folder) == []
    far = envelope((100_000, 1, "wire", b'{"type":"wire.odd","t":1}'))
    file.write_bytes(b"".join(lines) + far)
    assert any("are missing" in what for _, _, what in problems(folder))


def test_a_sealed_record_ends_well(folder: Path) -> None:
    file, lines = lines_of(folder, "session")
    file.write_bytes(b"".join(lines[:-1]) + lines[-1].rstrip(b"\n"))
    said = [what for _, _, what in problems(folder)]
    assert "torn last line" in said
    assert "a sealed record ends with run.ended; this one does not" in said


# --- the folder -----------------------------------------------------------------------------------------------


def test_what_is_no_run_folder(tmp_path: Path) -> None:
    assert problems(tmp_path / "none") == [(str(tmp_path / "none"), None, "is no folder")]
    assert problems(tmp_path) == [("STATE", None, "is missing")]
    (tmp_path / "STATE").write_text("nonsense")
    assert problems(tmp_path)[0][0] == "STATE"


def test_an_empty_sealed_folder_lacks_everything(tmp_path: Path) -> None:
    (tmp_path / "STATE").write_text("sealed")
    assert [name for name, _, _ in problems(tmp_path)] == ["events", "manifest.json", "summary.json"]


def test_files_that_came_went_or_changed(folder: Path) -> None:
    (folder / "logs" / "server.log").write_text("another line\n")
    (folder / "logs" / "more.log").write_text("x")
    (folder / "screenshots" / "one.png").unlink()
    (folder / "screenshots" / "two.png").symlink_to(folder / "meta.json")
    (folder / "meta.json").unlink()
    said = problems(folder)
    assert ("logs/more.log", None, "is not in the manifest") in said
    assert ("screenshots/one.png", None, "is in the manifest and missing") in said
    assert ("screenshots/two.png", None, "is not in the manifest") in said
    assert ("meta.json", None, "is in the manifest and missing") in said
    assert ("logs/server.log", None, "its SHA-256 is not the manifest's") in said


def test_evidence_is_files(folder: Path) -> None:
    file = folder / "logs" / "server.log"
    copy = folder / "copy"
    file.rename(copy)
    file.symlink_to(copy)
    assert problems(folder) == [("logs/server.log", None, "is no ordinary file")]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda m: m.update(schema=2), "has not the form of a manifest"),
        (lambda m: m.update(files=3), "has not the form of a manifest"),
        (lambda m: m.pop("root"), "has not the form of a manifest"),
        (lambda m: m["files"].append(3), "has a row that is none"),
        (lambda m: m["files"][0].update(path=3), "has a row that is none"),
        (lambda m: m["files"].pop(), "its root hash is not that of its rows"),
        (lambda m: m.update(root="0"), "its root hash is not that of its rows"),
    ],
)
def test_a_manifest_that_is_wrong(folder: Path, change: Callable[[dict[str, Any]], None], what: str) -> None:
    file = folder / "manifest.json"
    content = json.loads(file.read_text())
    change(content)
    file.write_text(json.dumps(content))
    assert ("manifest.json", None, what) in problems(folder)


@pytest.mark.parametrize(("text", "what"), [("{", "is not JSON"), ("[]", "is no JSON object")])
def test_documents_that_are_none(folder: Path, text: str, what: str) -> None:
    for name in ("manifest.json", "summary.json"):
        (folder / name).write_text(text)
    assert [(name, what in said) for name, _, said in problems(folder)] == [
        ("manifest.json", True),
        ("summary.json", True),
    ]


def test_a_file_that_cannot_be_read(folder: Path) -> None:
    (folder / "summary.json").unlink()
    (folder / "summary.json").mkdir()
    assert problems(folder) == [("summary.json", None, "is missing")]


# --- the chain ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run whose sources have several segments, as a killed session leaves it."""
    run = sealed_run(tmp_path_factory.mktemp("cut"), segment=4_000)
    assert problems(run) == []
    interrupt(run)
    return run


@pytest.fixture
def chained(cut: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(cut, tmp_path / "run"))


def links(folder: Path) -> list[str]:
    return (folder / "events" / CHAIN).read_text().splitlines(keepends=True)


def relink(folder: Path, rows: list[str]) -> None:
    (folder / "events" / CHAIN).write_text("".join(rows))


def test_full_segments_are_held_against_the_chain_without_a_manifest(chained: Path) -> None:
    assert len(links(chained)) > 3
    assert problems(chained) == []
    relink(chained, [*links(chained), links(chained)[0][:30]])  # killed while it was written
    assert problems(chained) == []


def test_a_changed_full_segment_is_found_though_its_lines_are_whole(chained: Path) -> None:
    name = links(chained)[0].split()[-1]
    file = chained / "events" / name
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(lines[:-1]))
    assert (f"events/{name}", None, "is not the full segment that the chain tells of") in problems(chained)
    file.unlink()
    assert (f"events/{name}", None, "is missing") in problems(chained)


@pytest.mark.parametrize(
    ("change", "record", "what"),
    [
        (lambda rows: [rows[1], rows[0], *rows[2:]], 1, "does not follow from the link before it"),
        (lambda rows: [rows[0], *rows[2:]], 2, "does not follow from the link before it"),
        (lambda rows: ["0" * 64 + rows[0][64:], *rows[1:]], 1, "does not follow from the link before it"),
        (lambda rows: [rows[0], "noise\n", *rows[1:]], 2, "no link"),
    ],
)
def test_a_chain_that_was_changed(
    chained: Path, change: Callable[[list[str]], list[str]], record: int, what: str
) -> None:
    relink(chained, change(links(chained)))
    assert (f"events/{CHAIN}", record, what) in problems(chained)


def test_a_segment_whose_forerunner_is_told_of_nowhere(chained: Path) -> None:
    relink(chained, links(chained)[:1])
    assert any(what.startswith("follows a segment") for _, _, what in problems(chained))
    (chained / "events" / CHAIN).unlink()  # older folders have none
    assert problems(chained) == []


def test_a_sealed_chain_is_whole(tmp_path: Path) -> None:
    run = sealed_run(tmp_path, segment=4_000)
    with (run / "events" / CHAIN).open("a") as file:
        file.write("torn")
    assert (f"events/{CHAIN}", len(links(run)), "torn last line") in problems(run)


# --- bundles --------------------------------------------------------------------------------------------------


def test_a_bundle_is_verified_as_its_folder_is(folder: Path, tmp_path: Path) -> None:
    def bundled() -> list[tuple[str, int | None, str]]:
        with opened(folder) as evidence:
            pack(evidence, tmp_path / "one.zip")
        return problems(tmp_path / "one.zip")

    assert bundled() == []
    file, lines = lines_of(folder)
    file.write_bytes(b"".join(lines[:3]) + b"noise\n" + b"".join(lines[4:]))
    assert bundled() == problems(folder) != []
    interrupt(folder)
    assert bundled() == problems(folder) != []


def test_what_is_no_bundle_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.har").write_text("{}")
    with pytest.raises(NoRunFolderError, match="refused"):
        verify(tmp_path / "x.har")


def test_a_bundle_that_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "x.zip").touch()
    monkeypatch.setattr("harness.evidence.verify.Bundle", fail)
    with pytest.raises(NoRunFolderError, match=r"x\.zip cannot be read: Permission denied"):
        verify(tmp_path / "x.zip")


# --- what only somebody else would write ----------------------------------------------------------------------


def test_lines_and_documents_without_end_are_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harness.evidence.verify.LINE_BYTES", 5_000)
    monkeypatch.setattr(verify_files, "DOCUMENT_BYTES", 1024**2)
    interrupt(folder)
    (folder / "events" / "wire.jsonl").write_bytes(b"x" * 6_000)
    with (folder / "summary.json").open("wb") as file:
        file.truncate(1024**2 + 1)
    said = problems(folder)
    assert ("events/wire.jsonl", 1, "too long") in said
    assert ("summary.json", None, "is larger than 1 MiB") in said


@pytest.mark.parametrize(
    "body", [b'{"type":"client.started","t":1}', b'{"type":"wire.request","t":1,"client":[1]}']
)
def test_events_that_are_not_ours_are_told_and_nothing_breaks(folder: Path, body: bytes) -> None:
    file, lines = lines_of(folder, "session")
    file.write_bytes(b"".join(lines) + envelope((100_000, 1, "wire", body)))
    assert any(what.startswith("cannot be recounted") for _, _, what in problems(folder))


@pytest.mark.parametrize("src", [b'"\\ud800"', b'"\\x"'])
def test_odd_names_of_sources_are_no_envelopes(folder: Path, src: bytes) -> None:
    file, lines = lines_of(folder)
    file.write_bytes(lines[0].replace(b'"wire"', src, 1) + b"".join(lines[1:]))
    assert ("events/wire.jsonl", 1, "crc") in problems(folder)


# --- figures --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("http_400.total", 1_000),
        ("http_400.by_cause.unknown-sid", 0),
        ("http_400.by_cause.payload", 3),
        ("http_400.by_body.message", None),
        ("http_5xx.total", -1),
        ("disconnects.total", 99),
        ("disconnects.by_reason.js:transport close", 1),
        ("sids.issued", 0),
        ("closes.injected", 10_000),
        ("messages.lost", 0),
        ("messages.delivered", 5),
        ("clients.connected_at_end", 70),
        ("clients.recovery.max", 0.001),
        ("clients.reconnects", True),
        ("witnesses.http_400.server", 1),
        ("witnesses.sids.clients", 1),
        ("groups.g.http_400.total", 0),
        ("groups.g", None),
        ("faults.0.touched", -1),
        ("faults.1.lifted", None),
        ("faults.1.began", 17.5),
        ("faults.1.connections.0.client", "c0"),
        ("faults.1.connections", []),
        ("faults", None),
        ("tap.bytes_added", 0),
        ("tap.bytes_seen", 1),
        ("tap.lost", 0),
    ],
)
def test_a_figure_that_is_not_what_the_events_say(folder: Path, path: str, value: object) -> None:
    def change(summary: dict[str, Any]) -> None:
        *blocks, last = path.split(".")
        block: Any = summary
        for name in blocks:
            block = block[int(name)] if isinstance(block, list) else block[name]
        assert block.get(last) != value
        block[last] = value

    rewrite(folder, change)
    said = problems(folder)
    assert said
    assert all(name == "summary.json" and what.startswith(path) for name, _, what in said)


def test_a_run_without_wire_and_clients_has_less_to_recount(tmp_path: Path) -> None:
    (tmp_path / "events").mkdir()
    (tmp_path / "STATE").write_text("interrupted\n")
    answered = ev.ServerAnswered(t=5, status=400, epoch="e", remote_port=1, n=1, method="GET")
    line = envelope((1, 6, "server-1", msgspec.json.encode(answered)))
    (tmp_path / "events" / "server-1.jsonl").write_bytes(line)
    summary = {"witnesses": {"http_400": {"server": 1}, "disconnects": {"server": 0}, "sids": {"server": 0}}}
    (tmp_path / "summary.json").write_text(json.dumps(summary))
    assert problems(tmp_path) == []


def test_a_stopped_client_ends_its_sessions_and_no_server_says_nothing() -> None:
    started = ev.ClientStarted(
        t=1, client="c", group="g", kind="python", transports=("polling",), behaviour="plain", room="c"
    )
    connected = ev.ClientConnected(t=2, client="c", generation=1, sid="s", socket_id="x", transport="polling")
    events = [started, connected, ev.ClientSent(t=3, client="c", n=1, sid="s", to=("c",))]
    stopped = ev.ClientStopped(t=4, client="c")

    def lost(events: list[ev.Event]) -> int:
        plain = [msgspec.json.decode(msgspec.json.encode(event)) for event in events]
        counted = recount(Counted(n, "clients-0", event) for n, event in enumerate(plain, 1))
        assert "server" not in counted["witnesses"]["http_400"]
        found: int = counted["messages"]["lost"]
        return found

    assert lost(list(events)) == 0
    assert lost([*events, stopped]) == 1
    died = ev.RunProcessExited(t=5, role="clients", name="clients-0", pid=1, signal="SIGKILL")
    assert lost([*events, stopped, died]) == 0


def test_figures_that_an_older_program_did_not_know_are_not_asked_for(folder: Path) -> None:
    def older(summary: dict[str, Any]) -> None:
        for name in ("pages", "attempts", "away", "faults", "trial"):
            summary.pop(name, None)
            for group in summary["groups"].values():
                group.pop(name, None)
        del summary["messages"]["copies_max"]

    rewrite(folder, older)
    assert problems(folder) == []
    rewrite(folder, lambda summary: summary.pop("http_400"))
    assert problems(folder)
