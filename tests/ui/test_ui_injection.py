"""field.md §3, injection, in the window: sixty payloads as names, texts, reasons; Qt takes none for markup."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from msgspec import structs
from payloads import PAYLOADS, skeleton
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtGui import QAction, QGuiApplication, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from ui_made import catalogue, clients, lines, settle, snapshot

from harness.commands import View
from harness.events import ClientDisconnected, RunNote, WireResponse
from harness.snapshot import Logged, Rejected
from ui.bridge import FedCore
from ui.panels.request_menu import RequestMenu
from ui.panels.topbar import VIEWS
from ui.window import Window

Bar = Callable[[str, object, object, bool], None]
ACTS = {"\u202e", "\x1b", "\u2066", "\x9b"}
"""Letters that turn the direction of text, or begin a sequence: none of them is on the screen."""


def hostile(said: str) -> tuple[Any, ...]:
    """A run in which everything that somebody else has named is called this."""
    shown = snapshot(folder="")
    who = structs.replace(
        clients(1)[0],
        client=said,
        group=said,
        sid=said,
        last_reason=said,
        browser=said,
        net_error=said,
    )
    request = structs.replace(
        shown.requests[0],
        path=said,
        sid=said,
        client=said,
        text=said,
        error=said,
        cause=said,
        body=said,
    )
    session = structs.replace(shown.sessions[0], sid=said, client=said)
    touched = structs.replace(shown.touched[0], client=said, sid=said)
    mark = structs.replace(shown.marks[-1], name=said)
    server = structs.replace(shown.server, why=said, epoch=said, command=said, profile=said, url=said)
    card = structs.replace(catalogue().profiles[0], title=said, needs=said, available=False)
    changed = {"scenario": said, "name": said, "run_id": said, "message": said, "state": "failed"}
    return (
        structs.replace(catalogue(), profiles=(card,), versions={said: said}),
        structs.replace(
            shown,
            **changed,
            server=server,
            clients=(who,),
            requests=(request,),
            sessions=(session,),
            touched=(touched,),
            marks=(mark,),
            plan=tuple(structs.replace(row, do=said, why=said) for row in shown.plan),
        ),
        *lines(1),
        Logged(seq=2, at=1.0, src=said, event=RunNote(t=1, text=said)),
        Logged(
            seq=3,
            at=1.0,
            src="clients-0",
            event=ClientDisconnected(t=1, client=said, generation=1, sid=said, reason=said, error=said),
        ),
        Logged(
            seq=4,
            at=1.0,
            src="wire",
            event=WireResponse(
                t=1, conn=1, n=1, status=400, method="GET", kind="poll", upstream_port=1, sid=said, text=said
            ),
        ),
        Rejected(command="run.start", message=said),
    )


def is_plain(tip: str) -> bool:
    """Whether a tooltip shows its text as it is: no markup, or our own and nothing in it."""
    parts, _ = skeleton(tip)
    return parts in ([], [("div", "style")]) and (parts != [] or not Qt.mightBeRichText(tip))


def texts(widget: QWidget) -> list[str]:
    """What stands on a widget; that Qt takes none of it for markup is seen to here."""
    match widget:
        case QLabel():
            text = widget.text()
            assert widget.textFormat() == Qt.TextFormat.PlainText or not Qt.mightBeRichText(text), text
            return [text]
        case QAbstractButton() | QLineEdit():
            return [widget.text()]
        case QComboBox():
            return [widget.itemText(row) for row in range(widget.count())]
        case QPlainTextEdit():
            return [widget.toPlainText()]
        case QTextEdit():
            pytest.fail(f"{widget.objectName()} shows rich text")
        case QAbstractItemView():
            return cells(widget.model())
        case QMenu():
            return [action.text() for action in widget.actions()]
        case _:
            return []


def cells(model: QAbstractItemModel | None) -> list[str]:
    """What the cells of a table say, which their delegates draw as it is."""
    if model is None:
        return []
    found = []
    for row in range(min(model.rowCount(QModelIndex()), 30)):
        for column in range(model.columnCount(QModelIndex())):
            index = model.index(row, column)
            found.append(str(index.data(Qt.ItemDataRole.DisplayRole) or ""))
            tip = index.data(Qt.ItemDataRole.ToolTipRole)
            assert tip is None or is_plain(str(tip)), tip
    return found


def look(window: QWidget) -> int:
    """See to every text on the window that can be seen; how many there are."""
    seen = 0
    for widget in (window, *window.findChildren(QWidget)):
        if widget.parent() is not None and not widget.isVisibleTo(window) and not isinstance(widget, QMenu):
            continue
        name = f"{type(widget).__name__} {widget.objectName()}"
        assert is_plain(widget.toolTip()), f"{name}: {widget.toolTip()!r}"
        for text in texts(widget):
            assert not set(text) & ACTS, f"{name}: {text!r}"
            seen += bool(text)
    for action in window.findChildren(QAction):
        assert is_plain(action.toolTip()) or not Qt.mightBeRichText(action.text())
    return seen


def test_no_text_of_others_is_markup_in_the_window(kept: tuple[Window, FedCore]) -> None:
    window, core = kept
    for number, payload in enumerate(PAYLOADS):
        window.show_view(VIEWS[number % len(VIEWS)])
        show(window, core, payload)


@pytest.mark.torture
@pytest.mark.parametrize("view", VIEWS)
def test_nor_is_any_on_any_page(kept: tuple[Window, FedCore], view: View, bar: Bar) -> None:
    window, core = kept
    window.show_view(view)
    seen = sum(show(window, core, payload) for payload in PAYLOADS)
    bar(f"injection: window, {view}", "0 run", f"0 of {len(PAYLOADS)} in {seen} texts", seen > 0)


def show(window: Window, core: FedCore, payload: str) -> int:
    core.feed(*hostile(payload))
    window.tick()
    for table in (window.requests, window.log):  # they rest between two looks, which nobody waits for here
        table._catch_up()
    return look(window)


def test_a_whole_event_is_plain_text(kept: tuple[Window, FedCore]) -> None:
    window, core = kept
    core.feed(*hostile(PAYLOADS[0]))
    settle(window)
    window.show_view("overview")
    detail = window.log.open_detail(window.log.model.index(0, 0))
    look(detail)
    detail.close()
    detail.deleteLater()


def test_the_tooltip_shows_the_very_letters() -> None:
    from ui.widgets import tip

    document = QTextDocument()
    for payload in PAYLOADS:
        document.setHtml(tip(payload))
        if payload.isprintable():
            assert document.toPlainText() == payload
        assert not set(document.toPlainText()) & ACTS


def test_a_copied_sid_is_no_formula(kept: tuple[Window, FedCore]) -> None:
    row = structs.replace(snapshot().requests[0], sid="=cmd|' /C calc'!A0\n")
    menu = RequestMenu(kept[0], row)
    (copy,) = [action for action in menu.actions() if action.text() == "Copy the sid"]
    copy.trigger()
    assert QGuiApplication.clipboard().text() == "'=cmd|' /C calc'!A0\\n"
    menu.close()


def test_the_check_sees_markup_where_there_is_some(kept: tuple[Window, FedCore]) -> None:
    words = kept[0].status._right
    words.setTextFormat(Qt.TextFormat.RichText)
    words.setText("<b>bold</b>")
    with pytest.raises(AssertionError):
        look(kept[0])
    words.setTextFormat(Qt.TextFormat.PlainText)
    assert not is_plain("<b>bold</b>")
    assert not is_plain("<div style='x'><img src=x></div>")
