"""field.md §3, injection: sixty payloads in each place that shows what others say, and none of them is run.

The page of the chat and the reports in real browsers: tests/torture/test_injection_in_browsers.py. The window:
tests/ui/test_ui_injection.py.
"""

from __future__ import annotations

import io
import json
import re
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree as ET

import msgspec
import pytest
from hostile import PAGES, compared, matrix_of, report_of
from markdown_it import MarkdownIt
from payloads import FORMULAS, PAYLOADS, RAN, skeleton
from rich.console import Console

from harness.cli.ending import tell
from harness.comparing.table import draw as draw_comparison
from harness.events import Crossed, Record, RunNote, RunReady, RunStarted, WireTraffic
from harness.evidence import har_file
from harness.evidence.junit import write_junit
from harness.evidence.logs import LogWriter
from harness.matrix.table import draw as draw_matrix
from harness.plain import cell, json_line, one_line
from harness.progress import Live, Plain
from harness.report.markdown import markdown

HARMLESS = "what somebody says"
ROOT = Path(__file__).resolve().parents[2]


def acts(text: str) -> list[str]:
    """The letters that could act on a terminal, or on whoever reads it."""
    return [one for one in text if one != "\n" and unicodedata.category(one) in {"Cc", "Cf", "Zl", "Zp", "Cs"}]


def rendered(said: str) -> str:
    """The Markdown as GitHub has it: CommonMark with tables, HTML in it allowed."""
    return MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown(report_of(said), "en", str))


def test_a_report_in_markdown_has_the_same_elements_whatever_is_said() -> None:
    lines = {("p",), ("br",)}  # a quote has as many as were written
    usual = [one for one in skeleton(rendered(HARMLESS))[0] if one not in lines]
    for payload in PAYLOADS:
        parts = [one for one in skeleton(rendered(payload))[0] if one not in lines]
        assert parts == usual, payload
        assert acts(markdown(report_of(payload), "en", str)) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_the_same_elements_whatever_is_said(name: str) -> None:
    for payload in PAYLOADS:
        page = PAGES[name](payload)
        parts, text = skeleton(page)
        assert parts == skeleton(PAGES[name](HARMLESS))[0]
        assert (RAN in text) == (RAN in payload), "it is there to be read"
        (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
        assert "default-src 'none'" in policy
        assert not re.search(r"script-src|http|\*", policy), "it loads nothing, and runs nothing"


# --- terminals and logs ---------------------------------------------------------------------------------------


def test_a_log_holds_no_letter_that_acts(tmp_path: Path) -> None:
    for payload in PAYLOADS:
        log = LogWriter(tmp_path / "server.log")
        log.write(payload.encode("utf-8", "surrogatepass") + b"\n")
        log.close()
        written = (tmp_path / "server.log").read_text(encoding="utf-8")
        assert acts(written) == []
        assert acts(log.tail) == []


class Journal:
    def listen(self, listener: Callable[[Record], None]) -> None:
        self.hear = listener


@pytest.mark.parametrize("kind", [Plain, Live])
def test_progress_shows_what_is_said_on_one_line(
    kind: type[Plain] | type[Live], monkeypatch: pytest.MonkeyPatch
) -> None:
    for payload in PAYLOADS:
        screen = io.StringIO()
        monkeypatch.setattr(sys, "stderr", screen)
        run: Any = SimpleNamespace(journal=Journal(), scenario=SimpleNamespace(name="s", duration=1.0))
        shown = kind(run)
        run.journal.hear(Record(seq=1, at=0, src="session", event=RunNote(t=0, text=payload)))
        shown.say(payload)
        said = screen.getvalue()
        assert acts(said) == []
        assert said.count("\n") == 2
        assert one_line(payload) in said


def test_what_went_wrong_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    for payload in PAYLOADS:
        tell(f"{payload} is not allowed")
        said = capsys.readouterr().err
        assert acts(said) == []
        assert said.count("\n") == 1


def drawn(what: Any) -> str:
    screen = io.StringIO()
    Console(file=screen, width=400, color_system=None, force_terminal=False).print(what)
    return screen.getvalue()


def tables(said: str) -> Iterator[Any]:
    yield draw_matrix(matrix_of(said))
    yield draw_comparison(compared(said), every=True)


def test_tables_show_it_as_it_is() -> None:
    for payload in PAYLOADS:
        for table in tables(payload):
            assert acts(drawn(table)) == []


def test_json_for_a_person_s_terminal_reads_back() -> None:
    for payload in PAYLOADS:
        line = json_line({"text": payload})
        assert json.loads(line) == {"text": payload}
        assert acts(line) == []
        assert "\n" not in line


# --- files that other programs open ---------------------------------------------------------------------------


def test_a_junit_report_is_xml_whatever_is_expected(tmp_path: Path) -> None:
    for payload in PAYLOADS:
        expected = {"text": payload, "held": False, "measured": payload}
        summary = {"scenario": "s", "duration": 1.0, "started": "now", "expectations": [expected]}
        write_junit(tmp_path / "junit.xml", summary)
        suite = ET.parse(tmp_path / "junit.xml").getroot()
        assert [one.tag for one in suite.iter()] == ["testsuite", "testcase", "failure"]
        (case,) = suite
        if payload.isprintable():
            assert case.get("name") == payload


def crossed(payload: str) -> list[Record]:
    one = Crossed(
        conn=1,
        n=1,
        began=1,
        asked=2,
        answered=3,
        ended=4,
        http="HTTP/1.1",
        method="GET",
        target=f"/{payload}",
        kind="poll",
        ending="complete",
        status=400,
        client=payload,
        sid=payload,
        got=9,
        got_body=payload,
    )
    events = (
        RunStarted(t=0, run_id=payload, scenario=payload, title=payload, profile="p", wall="2026-01-02", seed=1),
        RunReady(t=0, url="http://127.0.0.1:5000/", upstream=""),
        WireTraffic(t=1, exchanges=(one,)),
    )
    return [Record(seq=n, at=0, src="wire", event=event) for n, event in enumerate(events, 1)]


def test_a_har_is_json_and_says_it_as_it_crossed() -> None:
    for payload in PAYLOADS:
        file, records = io.BytesIO(), crossed(payload)
        har_file.write(partial(iter, records), file, Path(tempfile.gettempdir()))
        (entry,) = msgspec.json.decode(file.getvalue())["log"]["entries"]
        assert entry["response"]["content"]["text"] == payload
        assert not any(byte < 0x20 and byte != 0x0A for byte in file.getvalue())


def test_what_is_copied_calculates_nothing() -> None:
    for payload in PAYLOADS:
        copied = cell(payload)
        assert acts(copied) == []
        assert "\n" not in copied
        assert not copied.startswith(("=", "+", "-", "@", "\t", "|", "%"))
        assert copied.startswith("'") or payload not in FORMULAS[:-1]


@pytest.mark.parametrize("word", ["-kTz3fQ9AAAB", "3f9a-77120_x", "http://127.0.0.1:20453"])
def test_what_is_no_formula_is_copied_as_it_is(word: str) -> None:
    assert cell(word) == word


# --- the chat's pages -----------------------------------------------------------------------------------------

_MARKUP = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser|"
    r"createContextualFragment|srcdoc|javascript:|set(?:Timeout|Interval)\(\s*[\"'`]|\.setAttribute\(\s*[\"'`](?:on|href|src)"
)


@pytest.mark.parametrize("script", sorted((ROOT / "server/static").glob("*.js")), ids=lambda path: path.name)
def test_no_script_of_the_pages_makes_markup_of_text(script: Path) -> None:
    assert _MARKUP.findall(script.read_text(encoding="utf-8")) == []
