"""The matrix as a page: what it says, and that nobody else's words are markup in it."""

from html.parser import HTMLParser

from harness.matrix.model import Cell, Finding, Matrix
from harness.matrix.page import page

EVIL = "<script>alert(1)</script><img src=x onerror=y>"


class Read(HTMLParser):
    """The tags and the text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not {name for name, _ in attrs} & {"src", "href", "onerror"}

    def handle_data(self, data: str) -> None:
        self.words += f" {data.strip()}"


def cells() -> tuple[Cell, ...]:
    good = Cell(profile="gevent", transport="polling", client="python", available=True, works=True, handshake=True)
    bad = Cell(
        profile="gevent",
        transport="websocket",
        client="python",
        available=True,
        works=False,
        handshake=True,
        http_400={"unknown-sid": 3},
        why=EVIL,
        reasons=(EVIL,),
    )
    away = Cell(profile="node", transport="polling", client="python", available=False, needs="Node")
    return good, bad, away


def test_the_page_says_what_the_table_says() -> None:
    finding = Finding(profile="gevent", finding="f", title="Title", value=44.0, unit="ms", text=EVIL, notable=True)
    unknown = Finding(profile="node", finding="g", title="Other", value=None, unit="ms", text="")
    read = Read(page(Matrix(cells=cells(), findings=(finding, unknown), folder="runs/x")))
    for word in ("works", "fails", "3 × 400", "unavailable", "44.0", "not known", "runs/x", EVIL):
        assert word in read.words, word
    assert not {"script", "img", "link", "iframe"} & set(read.tags)


def test_without_reasons_and_findings_there_are_no_headings_for_them() -> None:
    read = Read(page(Matrix(cells=cells()[:1])))
    assert "h2" not in read.tags
