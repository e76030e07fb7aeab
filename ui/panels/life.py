"""A session's life beside the request list: who opened it and when, its requests, its end, and what came after."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from harness.snapshot import RequestRow, SessionRow
from ui.asking import short_sid
from ui.i18n import who
from ui.life import life
from ui.model import Model, Topic
from ui.panels.life_model import WHAT, LifeModel
from ui.panels.tables import BOTTOM, Table, ToneDelegate, WholeRows
from ui.telling import printable
from ui.theme import Theme, font
from ui.traffic import Key, Traffic
from ui.waterfall import took_text
from ui.widgets import UNKNOWN, Card, Elided, IconButton, clicked, label

TOPICS: frozenset[Topic] = frozenset({"requests"})
MOST = 5_000
"""So many requests of one session are shown, the latest."""
SAMPLES = ["00:00.000 ", "+12.3 ms  ", "●  namespace xx", "400 unknown-sid · message · 4 ms"]


class LifePanel(Card):
    """The session of the request that was gone to. `chosen`: a request of it was gone to here."""

    topics = TOPICS
    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__("life", (12, 10, 4, BOTTOM))
        self.sid, self._run = "", ""
        self._row: RequestRow | None = None
        self._kept: dict[Key, RequestRow] = {}
        self._traffic = Traffic()
        self._make(theme)
        self._arrange()
        clicked(self.earlier, lambda: self.show_session(self._traffic.beside(self.sid, -1)))
        clicked(self.later, lambda: self.show_session(self._traffic.beside(self.sid, 1)))
        self.table.resized.connect(self._in_sight)
        for signal in (self.table.activated, self.table.clicked):
            signal.connect(lambda index: self._choose(index.row()))
        self.retranslate()

    def refresh(self, model: Model) -> None:
        """Show the session as it stands."""
        self._traffic = model.traffic
        if model.snapshot.run_id != self._run:
            self._run = model.snapshot.run_id
            self._turn_to("", None)
        if self.isVisible():
            self._draw()

    def show_request(self, row: RequestRow) -> None:
        """Show the session that a request is of, and where in it that is."""
        self._turn_to(row.sid, row)
        self._mark()

    def show_session(self, sid: str) -> None:
        """Show a session by its sid."""
        if sid:
            self._turn_to(sid, None)

    def _turn_to(self, sid: str, row: RequestRow | None) -> None:
        if sid != self.sid:
            self._kept.clear()
        self.sid, self._row = sid, row
        self._draw()

    def retranslate(self) -> None:
        """Set every text again."""
        self.title.setText(self.tr("Session"))
        self.earlier.say(self.tr("The same client's session before this one"))
        self.later.say(self.tr("The same client's next session"))
        self.table.setAccessibleName(self.tr("Life of the session"))
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.model.columnCount() - 1)
        self.table.fit()
        self._draw()

    def _make(self, theme: Theme) -> None:
        self._name = Elided("", "life-sid")
        self._name.setFont(font(12, mono=True))
        self._name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.earlier = IconButton(theme, "session-earlier", "chevron-left")
        self.later = IconButton(theme, "session-later", "chevron-right")
        self._who, self._counts = Elided("muted", "life-who"), Elided("muted", "life-counts")
        self._said, self._less = Elided("faint", "life-said"), Elided("faint", "life-less")
        self.table, self.model = Table("life-rows"), LifeModel(theme)
        self.table.setModel(self.model)
        self.table.setSelectionMode(self.table.SelectionMode.SingleSelection)
        self._delegate = ToneDelegate(theme)
        self.table.setItemDelegateForColumn(WHAT, self._delegate)
        self.table.columns(SAMPLES, 3, spare=(0,))
        self._empty = label(role="faint", name="no-life")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def _arrange(self) -> None:
        row = self.line(self.title)
        row.setContentsMargins(0, 0, 8, 0)
        row.addWidget(self._name, 1)
        row.addWidget(self.earlier)
        row.addWidget(self.later)
        for one in (self._who, self._counts, self._said):
            self.rows.addWidget(one)
        room = QVBoxLayout()
        room.addWidget(self.table)
        self.rows.addLayout(room, 1)
        self._whole = WholeRows(self.table, room)
        self.rows.addWidget(self._less)
        over = QVBoxLayout(self.table.viewport())
        over.addWidget(self._empty)

    def _draw(self) -> None:
        session = self._traffic.sessions.get(self.sid) if self.sid else None
        requests = self._requests()
        self._name.set(short_sid(self.sid), self.sid)
        self._who.set(self._life_of(session) if session is not None else "")
        self._counts.set(self._count_of(session) if session is not None else "")
        known = session is not None and session.requests > len(requests) > 0
        self._less.set(self._rest_of(session, len(requests)) if known and session is not None else "")
        self._said.set("" if self._row is None else said_of(self._row))
        for one in (self._who, self._counts, self._said, self._less):
            one.setVisible(bool(one.text()))
        self.earlier.setEnabled(bool(self._traffic.beside(self.sid, -1)))
        self.later.setEnabled(bool(self._traffic.beside(self.sid, 1)))
        if self.model.show(life(session, requests)):
            self._mark()
        self._say_empty()

    def _requests(self) -> list[RequestRow]:
        """The session's requests; what gives way in the list stays here while one looks at its session."""
        if not self.sid:
            return [] if self._row is None else [self._row]
        self._kept |= {(row.conn, row.n): row for row in self._traffic.of_session(self.sid)}
        for key in list(self._kept)[: max(0, len(self._kept) - MOST)]:
            del self._kept[key]
        return sorted(self._kept.values(), key=lambda row: row.began)

    def _say_empty(self) -> None:
        nothing = self.model.rowCount() == 0
        self._empty.setVisible(nothing)
        self._empty.setText(
            self.tr("Of this session nothing is here any more")
            if self.sid
            else self.tr("Choose a request: here is the life of its session")
        )

    def _mark(self) -> None:
        """Go to the line of the request that led here."""
        place = self.model.place_of((self._row.conn, self._row.n)) if self._row is not None else -1
        if place >= 0:
            self.table.setCurrentIndex(self.model.index(place, WHAT))
            self.table.show_row(place, self.table.ScrollHint.PositionAtCenter)

    def _in_sight(self) -> None:
        """The lines above and below it come and go: keep the request in sight."""
        if self.table.currentIndex().isValid():
            self.table.show_row(self.table.currentIndex().row(), self.table.ScrollHint.EnsureVisible)

    def _choose(self, number: int) -> None:
        row = self.model.line_at(number).request
        if row is not None:
            self._row = row
            self._draw()
            key: Key = (row.conn, row.n)
            self.chosen.emit(key)

    def _life_of(self, session: SessionRow) -> str:
        way = "polling → websocket" if session.upgraded is not None else session.transport
        lived = (
            "" if session.ended is None or session.opened is None else took_text(session.ended - session.opened)
        )
        words = self.tr("lived %1").replace("%1", lived) if lived else self.tr("lives")
        if session.ended is not None and not lived:
            words = self.tr("ended")
        if session.opened is None:
            words = self.tr("nobody saw it open")
        return " · ".join(filter(None, (session.client or UNKNOWN, way, words)))

    def _count_of(self, session: SessionRow) -> str:
        words = [self.tr("requests: %n", "", session.requests), self.tr("refused: %n", "", session.refused)]
        if session.messages is not None:
            up, down = session.messages
            words.append(self.tr("messages ↑%1 ↓%2").replace("%1", f"{up:,}").replace("%2", f"{down:,}"))
        if session.ended is not None and session.by:
            words.append(self.tr("ended by %1").replace("%1", who(session.by)))
        return " · ".join(words)

    def _rest_of(self, session: SessionRow, here: int) -> str:
        words = self.tr("%1 of its %2 requests are here; the run folder has all of them")
        return words.replace("%1", f"{here:,}").replace("%2", f"{session.requests:,}")


def said_of(row: RequestRow) -> str:
    """The words of a refusal, and what was asked for."""
    return printable((f"{row.status} {row.text} ← " if row.text else "") + f"{row.method} {row.path}")
