"""The look: a palette, a style sheet and fonts made from the tokens; switched while the window runs."""

from __future__ import annotations

import qtawesome
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from ui.style import sheet
from ui.tokens import THEMES, ThemeName, Tokens

SANS = [
    "Inter",
    "Segoe UI",
    "SF Pro Text",
    "Noto Sans",
    "Noto Sans CJK KR",
    "Malgun Gothic",
    "Apple SD Gothic Neo",
    "NanumBarunGothic",
    "NanumGothic",
    "DejaVu Sans",
]
MONO = [
    "JetBrains Mono",
    "Cascadia Mono",
    "SF Mono",
    "Consolas",
    "Noto Sans Mono",
    "DejaVu Sans Mono",
    "Noto Sans Mono CJK KR",
    "NanumGothicCoding",
    "NanumBarunGothic",
]
BASE_PX = 13


def font(pixels: int = BASE_PX, *, bold: bool = False, mono: bool = False) -> QFont:
    """A font of the window: the first installed family that has the letter, in pixels."""
    made = QFont()
    made.setFamilies(MONO if mono else SANS)
    made.setPixelSize(pixels)
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    made.setStyleHint(QFont.StyleHint.Monospace if mono else QFont.StyleHint.SansSerif)
    return made


def system_theme() -> ThemeName:
    """The theme the system asks for; light where it says nothing."""
    dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return "dark" if dark else "light"


class Theme(QObject):
    """The theme in use; `changed` tells whoever paints by hand, or holds icons, to do it again."""

    changed = Signal()

    def __init__(self, app: QApplication, name: ThemeName = "light") -> None:
        super().__init__()
        self._app = app
        self.tokens: Tokens = THEMES[name]
        app.setStyle(QStyleFactory.create("Fusion"))
        app.setFont(font())
        self.use(name)

    def use(self, name: ThemeName) -> None:
        """Switch to a theme."""
        self.tokens = THEMES[name]
        self._app.setPalette(palette(self.tokens))
        self._app.setStyleSheet(sheet(self.tokens))
        self.changed.emit()

    def color(self, name: str) -> QColor:
        """A token's colour by its name."""
        return QColor(getattr(self.tokens, name))

    def icon(self, name: str, color: str = "muted") -> QIcon:
        """An icon of Material Design Icons in a token's colour, fainter where its button is disabled."""
        made: QIcon = qtawesome.icon(
            f"mdi6.{name}", color=getattr(self.tokens, color), color_disabled=self.tokens.strong
        )
        return made


def palette(tokens: Tokens) -> QPalette:
    """Qt's palette from the tokens, for everything the style sheet leaves to the style."""
    made = QPalette()
    roles = QPalette.ColorRole
    for role, color in {
        roles.Window: tokens.background,
        roles.WindowText: tokens.text,
        roles.Base: tokens.surface,
        roles.AlternateBase: tokens.raised,
        roles.Text: tokens.text,
        roles.Button: tokens.raised,
        roles.ButtonText: tokens.text,
        roles.PlaceholderText: tokens.faint,
        roles.Highlight: tokens.accent,
        roles.HighlightedText: tokens.on_accent,
        roles.ToolTipBase: tokens.raised,
        roles.ToolTipText: tokens.text,
        roles.Link: tokens.accent,
        roles.Mid: tokens.border,
        roles.Dark: tokens.strong,
        roles.Light: tokens.raised,
    }.items():
        made.setColor(role, QColor(color))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.faint))
    return made
