"""What a report says: at the top what is wrong with the evidence, whole sentences, and nobody else's markup."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from datetime import timedelta, timezone
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest
from report_made import TITLE, ending, opening, restart, sealed

from harness import events as ev
from harness.evidence.folder import write_atomically
from harness.matrix.model import Cell, Finding, Matrix
from harness.report.making import report_at, written
from harness.report.texts import phrases
from main import main
from ui.i18n.plain import speaker

EVIL = "<script>alert(1)</script><img src=x onerror=y>[a](javascript:b) `x` | @all \x1b[31m\u202e"
SEOUL = timezone(timedelta(hours=9))


class Page(HTMLParser):
    """The tags, the text, and what a page would load."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        names = {name for name, _ in attrs}
        assert not names & {"src", "srcset", "style"}
        assert not {name for name in names if name.startswith("on")}
        assert dict(attrs).get("href", "#").startswith("#")

    def handle_data(self, data: str) -> None:
        self.words += f" {data.strip()}"


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return sealed(tmp_path, restart())


def page(path: Path, language: str = "en") -> Page:
    return Page(written(report_at(path, zone=SEOUL), "html", language, speaker(language)).decode())  # type: ignore[arg-type]


def text(path: Path, language: str = "en") -> str:
    return written(report_at(path, zone=SEOUL), "md", language, speaker(language)).decode()  # type: ignore[arg-type]


def test_it_tells_the_incident_as_measured(run: Path) -> None:
    words = " ".join(text(run).split())
    for said in (
        "# Incident RCA: made by hand",
        "Requests answered 400: 3.",
        "Cut off: 2 of 2 clients, 2 times in all.",
        "the longest time 4.50 s, the median 2.00 s",
        "| `10:02:12.000` | `01:02:12.000` | +7.000 | Done on purpose, by the scenario: restart `reload` |",
        "Requests answered 400: 3 (`unknown-sid: message 1, unknown-sid: close-packet 1, unknown-sid: poll 1`)",
        "a message, which is lost: 1; the client's own close packet, which is harmless: 1; a pong: 0; a poll: 1",
        "So no client goes on trying with a dead session id",
        "400s: 3 of 3. Disconnects: 2 of 2.",
        "python main.py run incident --seed 7",
        "Nothing has been added",
    ):
        assert said in words, said


def test_in_korean_it_says_the_same_in_whole_sentences(run: Path) -> None:
    words = page(run, "ko").words
    for said in ("Hypothesis Board", "로컬 vs 원격(배포) 환경", "판정: 유지", "지지:", "증거의 루트 해시"):
        assert said in words, said
    assert "Supports" not in words
    assert "Cut off" not in words


def test_every_sentence_is_translated() -> None:
    say = speaker("ko")
    names = {
        "%1: %2",
        "UTC",
        "Timeline",
        "Fix",
        "Prevention",
        "Root Cause",
        "Rule",
        "Runbook",
        "Tests",
        "Incident",
    }
    names |= {
        "Severity",
        "User Impact",
        "Incident RCA",
        "Incident RCA: %1",
        "Hypothesis Board",
        "Rejected Hypotheses",
    }
    assert {one for one in phrases() if say(one) == one} == names


def test_what_the_built_in_scenarios_expect_is_translated() -> None:
    folder = Path(__file__).parents[2] / "harness/scenarios"
    scenarios = [tomllib.loads(file.read_text()) for file in folder.glob("*.toml")]
    expected = {one["text"] for scenario in scenarios for one in scenario.get("expect", ()) if "text" in one}
    assert expected
    assert [one for one in expected if speaker("ko")(one) == one] == []


def test_the_languages_have_the_same_places() -> None:
    say = speaker("ko")
    for one in phrases():
        assert set(re.findall(r"%\d", one)) == set(re.findall(r"%\d", say(one))), one


def test_nobody_else_s_words_are_markup(tmp_path: Path) -> None:
    told = opening(EVIL)
    told += [
        ev.RunNote(t=5 * 10**9, text=EVIL),
        ev.RunStep(t=5 * 10**9, by="window", do="note", detail={"text": EVIL}),
    ]
    told += [ev.ServerLogged(t=6 * 10**9, said="worker-timeout", pid=1, text=EVIL), ending()]
    folder = sealed(tmp_path, told, versions={EVIL: EVIL}, command_line=["main.py", "run", EVIL])
    write_atomically(
        folder / "added.json", json.dumps(dict.fromkeys(("ticket", "owner", "impact", "notes"), EVIL)).encode()
    )
    for language in ("en", "ko"):
        read = page(folder, language)
        assert not {"script", "img", "link", "iframe", "object", "form"} & read.tags
        assert read.words.count("alert(1)") > 6
        assert "\x1b" not in read.words
        assert "\u202e" not in read.words
        plain = re.sub(r"(`+).*?\1", "", text(folder, language), flags=re.DOTALL)
        assert "<script" not in plain
        assert not re.search(r"(?<!\\)\[a", plain)
        assert "@all" not in plain


def test_a_table_of_markdown_keeps_its_columns(tmp_path: Path) -> None:
    folder = sealed(tmp_path, [*opening(), ev.RunNote(t=5 * 10**9, text="a | b"), ending()])
    row = next(line for line in text(folder).splitlines() if "a \\| b" in line)
    assert len(re.findall(r"(?<!\\)\|", row)) == 6


def test_a_damaged_run_says_so_at_the_top(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = run / "events/wire.jsonl"
    file.write_bytes(file.read_bytes().replace(b'"status":400', b'"status":200', 1))
    assert main(["report", str(run), "--format", "md"]) == 1
    assert capsys.readouterr().out == f"{run}/report.md\n"
    top = (run / "report.md").read_text().partition("## Incident RCA")[0]
    assert "This run's evidence is damaged" in top
    assert re.search(r"`events/wire.jsonl`, record `\d+`: `crc`", top)


@pytest.mark.parametrize("name", ["summary.json", "meta.json", "manifest.json", "added.json"])
@pytest.mark.parametrize("data", [b"[]", b"{", b'{"expectations": 3, "ticket": [], "root": 1, "command_line": 5}'])
def test_a_document_that_is_none_does_no_harm(run: Path, name: str, data: bytes) -> None:
    (run / name).write_bytes(data)
    words = page(run).words
    assert name in words or data.startswith(b'{"e')
    assert "Requests answered 400" in words


def test_without_a_summary_its_figures_are_counted(run: Path) -> None:
    (run / "summary.json").unlink()
    (run / "STATE").write_text("interrupted\n")
    words = page(run).words
    assert "its figures were counted from the events" in words
    assert "This run was interrupted" in words
    assert "Requests answered 400:" in words


def test_what_is_not_known_is_not_said_to_be_nothing(tmp_path: Path) -> None:
    folder = sealed(tmp_path, [ev.WireListening(t=1, listener=0, host="127.0.0.1", port=1), ending()])
    words = page(folder).words
    assert "whom it hit is not known" in words
    assert "when it was recorded is not known" in words
    assert "not known" in words


def test_a_bundle_is_reported_beside_itself(run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(run), "--out", str(tmp_path / "b.zip")]) == 0
    shutil.rmtree(run)
    assert main(["report", str(tmp_path / "b.zip"), "--lang", "ko"]) == 0
    made = tmp_path / f"{run.name}-report.html"
    assert TITLE in made.read_text(encoding="utf-8")
    assert str(made) in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["report", "no-such"], "no-such is not there"),
        (["report", "."], "is no run folder"),
        (["report", ".", "--format", "doc"], "--format: doc is not allowed: one of html, md, pdf"),
        (["report", ".", "--lang", "fr"], "--lang: fr is not allowed: one of en, ko"),
    ],
)
def test_what_is_no_run_is_refused_in_one_line(
    arguments: list[str],
    words: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    told = capsys.readouterr().err
    assert words in told
    assert told.count("\n") == 1


def test_a_place_that_cannot_be_written_is_named(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", str(run), "--out", str(run / "STATE" / "x.html")]) == 3
    assert "name another file with --out" in capsys.readouterr().err


def cells() -> Matrix:
    works = Cell(
        profile="gevent", transport="polling", client="python", available=True, works=True, handshake=True
    )
    away = Cell(profile="node", transport="websocket", client="python", available=False, needs="Node")
    finding = Finding(profile="gevent", finding="f", title="Title", value=None, unit="ms", text=EVIL)
    return Matrix(cells=(works, away), findings=(finding,), folder="runs/m")


def test_a_matrix_has_a_report_and_stands_in_those_of_its_runs(tmp_path: Path) -> None:
    write_atomically(tmp_path / "matrix.json", msgspec.json.encode(cells()))
    run = sealed(tmp_path, restart())
    for path in (tmp_path, run):
        words = page(path).words
        assert "As measured in the matrix" in words
        assert "works" in words
        assert "unavailable" in words
    (tmp_path / "matrix.json").write_text("{}")
    assert main(["report", str(tmp_path)]) == 2
