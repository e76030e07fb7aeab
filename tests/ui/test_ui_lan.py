"""The LAN in the window: off until asked for, plain to see while it is on, and its token on no picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import segno
from msgspec import structs
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from test_ui_languages import cut
from ui_clients import JOIN, OFF, ON, SHUT, TOKEN, calm, pages
from ui_made import catalogue, clients, settle

from harness.commands import RunSwitchLan
from harness.lan.firewall import defender, finding, firewalld, iptables, macos, nftables, ufw
from harness.snapshot import LanCard
from ui.bridge import FedCore
from ui.capture import FINE, Stamp, picture, veiled
from ui.i18n import phrase
from ui.i18n.languages import Languages
from ui.qr import QUIET, SIDE
from ui.tokens import LIGHT
from ui.window import SIZE, SMALLEST, Window

VERSIONS = {"sidlab": "0.1.0"}


@pytest.fixture
def core(kept: tuple[Window, FedCore]) -> FedCore:
    kept[1].sent.clear()
    return kept[1]


@pytest.fixture
def window(kept: tuple[Window, FedCore], core: FedCore) -> Window:
    """The window, with the LAN off and nothing open."""
    made = kept[0]
    made.lan.hide()
    made.resize(*SIZE)
    made.lan.place.choose("")
    core.feed(catalogue(), calm())
    settle(made)
    return made


def show(window: Window, core: FedCore, card: LanCard, **changes: object) -> None:
    core.feed(calm(lan=card, clients=(*clients(), *pages()), **changes))
    settle(window)


@pytest.fixture
def opened(qtbot: QtBot, window: Window, core: FedCore) -> Window:
    """The window while the LAN takes part, with the dialog open."""
    show(window, core, SHUT)
    window.lan.open_it()
    laid_out(qtbot, window)
    return window


def laid_out(qtbot: QtBot, window: Window) -> None:
    """Wait until the dialog is as high as what it shows needs."""
    dialog = window.lan
    qtbot.waitUntil(lambda: dialog.height() == dialog._column.totalHeightForWidth(dialog.width()))


def text(window: Window, name: str) -> str:
    label = window.findChild(QLabel, name)
    assert label is not None, name
    return label.text()


def pressed(qtbot: QtBot, window: Window, name: str) -> None:
    button = window.findChild(QPushButton, name) or window.findChild(QToolButton, name)
    assert button is not None, name
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_it_is_off_until_somebody_asks(qtbot: QtBot, window: Window, core: FedCore) -> None:
    show(window, core, OFF)
    assert window.bar.lan.text() == "LAN"
    assert not window.lan.isVisible()
    pressed(qtbot, window, "lan")
    assert window.lan.isVisible()
    assert text(window, "lan-state") == "Off"
    assert not window.lan.code.isVisible()
    window.lan.place.choose("10.0.0.7")
    pressed(qtbot, window, "lan-on")
    assert core.sent == [RunSwitchLan(on=True, interface="10.0.0.7")]
    assert text(window, "lan-state") == "Off", "it is on when the core says so"
    assert not window.lan.on.isEnabled()
    show(window, core, OFF)
    assert window.lan.on.isEnabled(), "it was refused, and can be asked for again"


def test_the_place_is_the_cores_choice_unless_one_is_named(qtbot: QtBot, window: Window, core: FedCore) -> None:
    show(window, core, OFF)
    window.lan.open_it()
    pressed(qtbot, window, "lan-on")
    assert core.sent == [RunSwitchLan(on=True)]


def test_without_a_run_it_cannot_be_switched_on(window: Window, core: FedCore) -> None:
    show(window, core, LanCard(), state="sealed")
    assert not window.lan.on.isEnabled()
    assert "No run" in window.lan.on.toolTip()


def test_while_it_is_on_the_top_bar_says_where(qtbot: QtBot, opened: Window, core: FedCore) -> None:
    assert opened.bar.lan.text() == "LAN: 192.168.0.23"
    assert opened.bar.lan.property("role") == "live"
    assert text(opened, "lan-state") == "On"
    assert text(opened, "lan-devices") == "1 connected of 2"
    assert text(opened, "lan-refused") == "3"
    assert opened.lan.place.chosen() == "192.168.0.23"
    assert not opened.lan.place.isEnabled()
    pressed(qtbot, opened, "lan-off")
    assert core.sent == [RunSwitchLan(on=False)]
    show(opened, core, OFF)
    assert opened.bar.lan.text() == "LAN"
    assert not opened.lan.code.isVisible()


def test_a_core_that_is_gone_lets_nobody_in(window: Window, core: FedCore) -> None:
    show(window, core, ON)
    window.model.core_ended()
    window._refresh_all()
    assert window.bar.lan.text() == "LAN"


def test_an_address_that_nobody_offers_is_shown_while_it_is_the_one(opened: Window, core: FedCore) -> None:
    show(opened, core, structs.replace(ON, interface="loopback", address="127.0.0.1"))
    assert opened.lan.place.currentText() == "loopback · 127.0.0.1"


def test_a_firewall_is_named_with_what_opens_it(qtbot: QtBot, opened: Window, core: FedCore) -> None:
    assert text(opened, "lan-firewall") == "Ufw lets nobody in by port 20461"
    assert opened.lan.brings.text() == "sudo ufw allow 20461/tcp"
    pressed(qtbot, opened, "copy-lan-brings")
    assert QGuiApplication.clipboard().text() == "sudo ufw allow 20461/tcp"
    show(opened, core, ON)
    assert not opened.lan.brings.isVisible()


def test_why_it_could_not_be_switched_on_is_said(window: Window, core: FedCore) -> None:
    show(window, core, LanCard(why="eth7 has no address: <choose> another"))
    window.lan.open_it()
    assert text(window, "lan-why") == "Eth7 has no address: <choose> another"
    assert window.lan.on.isEnabled()


def test_the_link_is_copied_whole_and_shown_without_its_token(qtbot: QtBot, opened: Window) -> None:
    address = opened.findChild(QLineEdit, "lan-address")
    assert address is not None
    assert address.text() == "http://192.168.0.23:20461/"
    pressed(qtbot, opened, "copy-join")
    assert QGuiApplication.clipboard().text() == JOIN


def test_no_text_of_the_window_holds_the_token(opened: Window) -> None:
    for widget in [opened, *opened.findChildren(QWidget)]:
        said = [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription(), widget.windowTitle()]
        said.append(widget.text() if isinstance(widget, QLabel | QLineEdit | QPushButton) else "")
        assert not any(TOKEN in words for words in said), widget.objectName()


def test_the_code_is_the_link_with_its_quiet_zone(opened: Window) -> None:
    expected = tuple(bytes(row) for row in segno.make(JOIN, error="m", micro=False).matrix)
    assert opened.lan.code.modules == expected
    image = opened.lan.code.grab().toImage()
    ratio = image.devicePixelRatio()
    count = len(expected)
    each = SIDE // (count + 2 * QUIET)
    edge = (SIDE - each * count) // 2
    assert edge >= QUIET * each
    for y, row in enumerate(expected):
        for x, dark in enumerate(row):
            middle = QPoint(round((edge + (x + 0.5) * each) * ratio), round((edge + (y + 0.5) * each) * ratio))
            assert (image.pixelColor(middle).lightness() < 128) == bool(dark), (x, y)


def dark_share(image: QImage, place: QRect) -> float:
    """How much of a part of a picture is black, as no colour of the themes is."""
    part = image.copy(place).convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(part.constBits(), dtype=np.uint32) & 0xFFFFFF
    return float((pixels == 0).mean())


def test_no_picture_shows_the_code(opened: Window) -> None:
    """Not of the window, in front of which the dialog lies, and not even of the dialog itself."""
    code = opened.lan.code
    stamp = Stamp.now("run", VERSIONS)
    of_window, of_dialog = picture(opened, stamp, LIGHT), picture(opened.lan, stamp, LIGHT)
    corner = code.mapTo(opened.lan, QPoint(0, 0)) * FINE
    place = QRect(corner, code.size() * FINE)
    assert dark_share(of_dialog, place) == 0
    assert dark_share(of_window, of_window.rect()) == 0
    shown = QImage(of_dialog.size(), QImage.Format.Format_RGB32)
    shown.setDevicePixelRatio(FINE)
    opened.lan.render(shown, QPoint(0, 0))
    assert dark_share(shown, place) > 0.2, "without the veil it would be there"


def test_the_veil_is_lifted_again_and_nothing_moves(opened: Window) -> None:
    before = (opened.lan.size(), opened.lan.code.geometry())
    seen: list[bool] = []

    def failing() -> None:
        seen.append(opened.lan.code.isVisible())
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"), veiled(opened):
        failing()
    assert seen == [False]
    assert opened.lan.code.isVisible()
    settle(opened)
    assert (opened.lan.size(), opened.lan.code.geometry()) == before


def test_a_saved_picture_holds_no_token_in_its_texts(opened: Window, core: FedCore, tmp_path: Path) -> None:
    core.feed(calm(lan=SHUT, folder=str(tmp_path)))
    settle(opened)
    path = opened.capture()
    assert path is not None
    assert TOKEN.encode() not in path.read_bytes()
    assert TOKEN not in str(core.sent)


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("card", [OFF, SHUT])
def test_the_dialog_is_as_high_as_what_it_shows(
    qtbot: QtBot, opened: Window, core: FedCore, languages: Languages, language: str, card: LanCard
) -> None:
    languages.use(language)  # type: ignore[arg-type]
    show(opened, core, card)
    laid_out(qtbot, opened)
    assert cut(opened) == []
    assert not opened.lan.code.isVisible() or opened.lan.code.height() == SIDE


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_bar_has_room_for_the_address(
    opened: Window, core: FedCore, languages: Languages, language: str
) -> None:
    opened.resize(*SMALLEST)
    languages.use(language)  # type: ignore[arg-type]
    show(opened, core, LanCard(on=True, join=JOIN, address="192.168.100.100"))
    assert opened.bar.lan.fontMetrics().horizontalAdvance(opened.bar.lan.text()) <= opened.bar.lan.width() - 20
    assert opened.width() == SMALLEST[0]
    assert not opened.bar._subtitle.isVisible(), "the run's name needs its room"
    opened.resize(*SIZE)
    settle(opened)
    assert opened.bar._subtitle.isVisible()


def test_what_the_core_says_of_the_lan_is_translated(languages: Languages) -> None:
    languages.use("ko")
    finders = (ufw, firewalld, nftables, iptables, macos, defender)
    for words in (finding.NOT_KNOWN.words, macos.BLOCKS_ALL, *(finder.WORDS for finder in finders)):
        assert phrase(words) != words, words
    taken = "port 8461 of 192.168.0.23 is taken by nginx (pid 7): devices cannot report there"
    assert "nginx (pid 7)" in phrase(taken) != taken
    nowhere = "eth7 is no interface and no address of this machine; there are: eth0 (192.168.0.23)"
    assert phrase(nowhere).startswith("eth7")
    assert "eth0 (192.168.0.23)" in phrase(nowhere) != nowhere
