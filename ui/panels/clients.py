"""The client panel: how many of which kind there should be; Apply asks for it."""

from __future__ import annotations

from typing import Any

import msgspec

from harness.commands import ClientGroup, RunSetClients
from harness.events import Transport
from harness.snapshot import Choice as Offer
from ui.fields import Check, Choice, Decimal, Whole
from ui.i18n import core
from ui.model import Model, Topic
from ui.offers import lacking
from ui.panels import Send
from ui.panels.idle import idle
from ui.panels.library import LibraryChoice
from ui.theme import Theme
from ui.widgets import Button, Card, clicked, label, paragraph

TOPICS: frozenset[Topic] = frozenset({"snapshot", "catalogue"})
TRANSPORTS: dict[str, tuple[Transport, ...]] = {
    "upgrade": ("polling", "websocket"),
    "polling": ("polling",),
    "websocket": ("websocket",),
}
PLAIN = "plain"
LIBRARY = 3
"""Which of the captions is the library's."""
_MOST = 5000


class ClientsPanel(Card):
    """The simulated clients, group by group."""

    topics = TOPICS

    def __init__(self, theme: Theme, send: Send) -> None:
        super().__init__("clients")
        self._send = send
        self._groups: dict[str, ClientGroup] = {}
        self._shown: ClientGroup | None = None
        self._kinds: dict[str, Offer] = {}
        self._behaviours: tuple[Offer, ...] = ()
        self._against = idle(None)
        self._make(theme)
        self._arrange()
        self._connect()
        self.retranslate()

    def refresh(self, model: Model) -> None:
        """Show the groups there are; what is being edited stays until the group itself changes."""
        self._against = idle(model)
        self._groups = {one.group: one for one in map(group_of, model.snapshot.groups)}
        self.group.fill([(name, name) for name in self._groups] or [("clients", "clients")])
        if model.catalogue is not None:
            self._kinds = {one.name: one for one in model.catalogue.kinds}
            self._behaviours = model.catalogue.behaviours
            self._offer()
        self._load()
        self._allow()

    def retranslate(self) -> None:
        """Set every text again."""
        self.title.setText(self.tr("Clients"))
        for caption, words in zip(
            self._captions,
            (
                self.tr("Group"),
                self.tr("Count"),
                self.tr("Kind"),
                self.tr("Library"),
                self.tr("Transport"),
                self.tr("Behaviour"),
            ),
            strict=True,
        ):
            caption.setText(words)
        for field, words in (
            (self.group, self.tr("Client group")),
            (self.count, self.tr("Count of clients")),
            (self.kind, self.tr("Kind of client")),
            (self.library, self.tr("Version of the client's library")),
            (self.transport, self.tr("Transport")),
            (self.behaviour, self.tr("Behaviour")),
            (self.rate, self.tr("Messages a second and client")),
        ):
            field.setAccessibleName(words)
        self.rate.setToolTip(self.tr("Messages a second and client"))
        self.rate.setSuffix(self.tr(" msg/s"))
        self.transport.fill([(name, " → ".join(ways)) for name, ways in TRANSPORTS.items()])
        self.resend.setText(self.tr("HTTP re-send"))
        self.resend.setAccessibleName(self.resend.text())
        self.resend.setToolTip(
            self.tr("The HTTP library sends a failed request again by itself: it can hide a reset (aiohttp does)")
        )
        self.apply.say(self.tr("Apply"))
        self.library.retranslate()
        self._offer()
        self._allow()

    def wanted(self) -> ClientGroup:
        """The group as the fields have it; what has no field stays as it is."""
        before = self._groups.get(self.group.chosen(), ClientGroup(group=self.group.chosen() or "clients"))
        kind = self.kind.chosen() or before.kind
        return msgspec.structs.replace(
            before,
            kind=kind,
            count=self.count.value(),
            transports=TRANSPORTS[self.transport.chosen()],
            behaviour=self.behaviour.chosen() or before.behaviour,
            rate=self.rate.value(),
            http_retry=self.resend.isChecked(),
            library=self.library.wanted(before.library if kind == before.kind else ""),
        )

    def _make(self, theme: Theme) -> None:
        self._captions = [label() for _ in range(6)]
        self.group, self.kind = Choice("group"), Choice("kind")
        self.library, self._needs = LibraryChoice(), paragraph("warn", "kind-needs")
        self.transport, self.behaviour = Choice("transport"), Choice("behaviour")
        self.count, self.rate = Whole("count"), Decimal("rate")
        self.count.setRange(0, _MOST)
        self.rate.setRange(0, 1000)
        self.rate.setDecimals(2)
        self.resend = Check()
        self.resend.setObjectName("resend")
        self.apply = Button(theme, "apply-clients", "check", "accent")

    def _arrange(self) -> None:
        self.line(self.title)
        fields = (self.group, self.count, self.kind, self.library, self.transport, self.behaviour)
        for caption, field in zip(self._captions, fields, strict=True):
            row = self.field(caption, field)
            if field is self.count:
                row.addWidget(self.rate, 1)
            if field is self.kind:
                self.rows.addWidget(self._needs)
        self.line(self.resend, None, self.apply)

    def _connect(self) -> None:
        self.group.currentIndexChanged.connect(lambda _row: self._load())
        clicked(self.apply, self._apply)
        self.kind.currentIndexChanged.connect(lambda _row: self._offer())
        for choice in (self.kind, self.library, self.transport, self.behaviour):
            choice.currentIndexChanged.connect(lambda _row: self._allow())
        self.count.valueChanged.connect(lambda _value: self._allow())
        self.rate.valueChanged.connect(lambda _value: self._allow())
        self.resend.toggled.connect(lambda _on: self._allow())

    def _offer(self) -> None:
        """The kinds there are, and what a client of the chosen kind can be."""
        self.kind.fill([(name, core(name)) for name in self._kinds])
        for row, one in enumerate(self._kinds.values()):
            self.kind.set_reason(row, core(one.title), lacking(one))
        kind = self._kinds.get(self.kind.chosen())
        fitting = [one for one in self._behaviours if kind is None or not kind.offers or one.name in kind.offers]
        before = self.behaviour.chosen()
        self.behaviour.fill([(one.name, core(one.name)) for one in fitting])
        if self.behaviour.chosen() != before:
            self.behaviour.choose(PLAIN)
        for row, one in enumerate(fitting):
            self.behaviour.set_reason(row, core(one.title), lacking(one))
        self.library.offer(() if kind is None else kind.libraries)
        for part in (self.library, self._captions[LIBRARY]):
            part.setVisible(kind is not None and bool(kind.libraries))
        self._needs.setText(lacking(kind))
        self._needs.setVisible(bool(lacking(kind)))

    def _load(self) -> None:
        group = self._groups.get(self.group.chosen())
        if group is None or group == self._shown:
            return
        self._shown = group
        self.count.setValue(group.count)
        self.kind.choose(group.kind)
        self._offer()
        self.library.choose_library(group.library)
        self.transport.choose(next(name for name, ways in TRANSPORTS.items() if ways == group.transports))
        self.behaviour.choose(group.behaviour)
        self.rate.setValue(group.rate)
        self.resend.setChecked(group.http_retry)

    def _allow(self) -> None:
        needs = lacking(self._kinds.get(self.kind.chosen()))
        same = self._shown is not None and self.wanted() == self._shown
        against = self._against or needs or (self.tr("Nothing is changed") if same else "")
        self.apply.allow(against, self.tr("Make the group be exactly this"))

    def _apply(self) -> None:
        self.apply.setEnabled(False)
        self._send(RunSetClients(group=self.wanted()))


def group_of(plain: dict[str, Any]) -> ClientGroup:
    """A group from a snapshot's plain data."""
    return msgspec.convert(plain, ClientGroup)
