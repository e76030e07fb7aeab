"""Clients of all kinds: what the table tells of pages and devices, and what the panel lets one ask for."""

from __future__ import annotations

import pytest
from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot
from ui_clients import calm, catalogue_of_all, group_of_pages, pages
from ui_made import groups, settle

from harness.commands import ClientGroup, RunSetClients
from ui.bridge import FedCore
from ui.i18n.languages import Languages
from ui.panels.client_model import FIELDS
from ui.theme import Theme
from ui.window import Window


@pytest.fixture
def core(kept: tuple[Window, FedCore]) -> FedCore:
    kept[1].sent.clear()
    return kept[1]


@pytest.fixture
def window(kept: tuple[Window, FedCore], core: FedCore) -> Window:
    """The window as it opens, nothing gone to and nothing searched for."""
    made = kept[0]
    made.table.search.clear()
    made.table._client = ""
    made.clients._shown = None
    return made


def show(window: Window, core: FedCore, group: ClientGroup | None = None) -> None:
    made = groups() if group is None else (structs.asdict(group),)
    core.feed(catalogue_of_all(), calm(clients=pages(), groups=made))
    settle(window)


def row_of(window: Window, name: str) -> dict[str, str]:
    model = window.table.model
    number = next(row for row in range(model.rowCount()) if model.name_at(row) == name)
    return {field: model.index(number, column).data() for column, field in enumerate(FIELDS)}


def text(window: Window, name: str) -> str:
    found = window.findChild(QLabel, name)
    assert found is not None
    return found.text() if found.isVisible() else ""


def test_a_leak_stands_out(window: Window, core: FedCore) -> None:
    show(window, core)
    model = window.table.model
    column = FIELDS.index("sockets")
    looks = {model.name_at(row): model.index(row, column) for row in range(model.rowCount())}
    assert row_of(window, "nulled-1")["sockets"] == "4"
    assert looks["nulled-1"].data(Qt.ItemDataRole.FontRole).bold()
    assert looks["nulled-1"].data(Qt.ItemDataRole.ForegroundRole).name() == window.theme.tokens.bad.lower()
    assert looks["pages-1"].data(Qt.ItemDataRole.ForegroundRole) is None
    assert "leak" in looks["nulled-1"].data(Qt.ItemDataRole.ToolTipRole)


def test_the_last_failure_that_a_browser_named_stands_beside_the_reason(window: Window, core: FedCore) -> None:
    show(window, core)
    assert row_of(window, "pages-1")["last_reason"] == "js:transport error · ERR_EMPTY_RESPONSE"
    assert row_of(window, "nulled-1")["last_reason"] == "js:transport error"


def test_a_device_says_browser_address_and_clock(window: Window, core: FedCore, languages: Languages) -> None:
    show(window, core)
    assert text(window, "client-table-count") == "4 · devices: 2"
    assert text(window, "client-detail") == ""
    model, table = window.table.model, window.table.table
    rows = {model.name_at(row): row for row in range(model.rowCount())}
    table.setCurrentIndex(model.index(rows["Kim's phone"], 0))
    assert text(window, "client-detail") == (
        "Kim's phone · device · Chrome 141 on Android · 192.168.0.31 · clock -0.042 s"
    )
    table.setCurrentIndex(model.index(rows["nulled-1"], 0))
    assert text(window, "client-detail") == "nulled-1 · node · sockets alive: 4"
    window.table.search.setText("phone")
    assert text(window, "client-detail").startswith("nulled-1"), "it stays while one searches"
    languages.use("ko")
    assert "살아 있는 소켓 4개" in text(window, "client-detail")


@pytest.mark.parametrize(
    ("words", "found"),
    [("device", 2), ("safari", 1), ("192.168.0.31", 1), ("err_connection_reset", 1), ("browser", 1)],
)
def test_devices_are_found_by_what_is_known_of_them(window: Window, core: FedCore, words: str, found: int) -> None:
    show(window, core)
    window.table.search.setText(words)
    assert window.table.model.rowCount() == found


def test_each_kind_has_an_icon_in_the_themes_colour(window: Window, core: FedCore, theme: Theme) -> None:
    show(window, core)
    model = window.table.model
    icons = {model.name_at(row): model.index(row, 0).data(Qt.ItemDataRole.DecorationRole) for row in range(4)}
    images = {name: icon.pixmap(14, 14).toImage() for name, icon in icons.items()}
    assert images["Kim's phone"] == images["Lee <b>"]
    assert images["Kim's phone"] != images["nulled-1"] != images["pages-1"]
    theme.use("dark")
    again = model.index(0, 0).data(Qt.ItemDataRole.DecorationRole).pixmap(14, 14).toImage()
    assert again != images[model.name_at(0)]


def offered(window: Window) -> list[str]:
    choice = window.clients.behaviour
    return [str(choice.itemData(row)) for row in range(choice.count())]


def test_a_kind_offers_only_the_behaviours_it_can_have(window: Window, core: FedCore) -> None:
    show(window, core)
    panel = window.clients
    panel.kind.choose("node")
    assert "shared-handshake" in offered(window)
    assert "many-tabs" not in offered(window)
    panel.behaviour.choose("shared-handshake")
    panel.kind.choose("python")
    assert "shared-handshake" not in offered(window)
    assert panel.behaviour.chosen() == "plain"


def test_a_kind_that_is_not_there_says_what_brings_it(window: Window, core: FedCore) -> None:
    show(window, core)
    panel = window.clients
    panel.count.setValue(9)
    assert panel.apply.isEnabled()
    panel.kind.choose("browser")
    assert text(window, "kind-needs").endswith("pip install 'sidlab[browser]'")
    assert not panel.apply.isEnabled()
    assert "sidlab[browser]" in panel.apply.toolTip().replace("&#x27;", "'")
    panel.kind.choose("python")
    assert text(window, "kind-needs") == ""


def test_the_library_is_a_version_or_a_file_of_ones_own(
    qtbot: QtBot, window: Window, core: FedCore, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(window, core, group_of_pages())
    panel = window.clients
    assert panel.library.isVisible()
    assert panel.library.currentText() == "4.5.4, the incident's"
    panel.library.choose("4.8.3")
    apply = window.findChild(QPushButton, "apply-clients")
    assert apply is not None
    qtbot.mouseClick(apply, Qt.MouseButton.LeftButton)
    assert core.sent == [RunSetClients(group=group_of_pages(library="4.8.3"))]
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    panel.library.setCurrentIndex(panel.library.count() - 1)
    panel.library.activated.emit(panel.library.count() - 1)
    assert panel.library.currentText() == "4.5.4, the incident's", "no file was named"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("/home/kim/my/socket.io.js", ""))
    panel.library.setCurrentIndex(panel.library.count() - 1)
    panel.library.activated.emit(panel.library.count() - 1)
    assert panel.library.currentText() == "socket.io.js"
    assert panel.wanted().library == "/home/kim/my/socket.io.js"


def test_a_group_keeps_its_library_and_loses_it_with_its_kind(window: Window, core: FedCore) -> None:
    show(window, core, group_of_pages(library="/home/kim/io.js"))
    panel = window.clients
    assert panel.library.currentText() == "io.js"
    assert panel.wanted() == group_of_pages(library="/home/kim/io.js"), "nothing is changed"
    panel.kind.choose("python")
    assert not panel.library.isVisible()
    assert panel.wanted().library == ""


def test_what_is_typed_survives_another_snapshot(window: Window, core: FedCore, languages: Languages) -> None:
    show(window, core, group_of_pages())
    panel = window.clients
    panel.library.choose("4.8.3")
    panel.behaviour.choose("shared-handshake")
    show(window, core, group_of_pages())
    languages.use("ko")
    assert (panel.library.chosen(), panel.behaviour.chosen()) == ("4.8.3", "shared-handshake")


def test_names_have_the_room_they_need_within_bounds(window: Window, core: FedCore) -> None:
    show(window, core)
    table = window.table.table
    short = table.columnWidth(0)
    long = structs.replace(pages()[0], client="singleton-closed-1")
    core.feed(calm(clients=(long,)))
    settle(window)
    wider = table.columnWidth(0)
    assert wider > short
    core.feed(calm(clients=(structs.replace(long, client="x" * 200),)))
    settle(window)
    assert table.columnWidth(0) < 2 * short
