"""The style sheet: what Fusion and the palette do not say."""

from __future__ import annotations

from ui.tokens import Tokens

_SHEET = """
* {{ outline: none; }}
QToolTip {{ background: {raised}; color: {text}; border: 1px solid {strong}; padding: 4px 6px; }}
QFrame#card {{ background: {surface}; border: 1px solid {border}; border-radius: 8px; }}
QFrame#bar {{ background: {surface}; border: none; border-bottom: 1px solid {border}; }}
QFrame#status {{ background: {background}; border: none; border-top: 1px solid {border}; }}
QFrame#banner {{ background: {raised}; border: 1px solid {bad}; border-radius: 6px; }}
QFrame#banner[role="warn"] {{ border-color: {warn}; }}
QFrame#banner[role="ok"] {{ border-color: {border}; }}
QLabel[role="title"] {{ font-weight: 600; color: {text}; }}
QLabel[role="muted"] {{ color: {muted}; }}
QLabel[role="faint"] {{ color: {faint}; }}
QLabel[role="ok"] {{ color: {ok}; }}
QLabel[role="warn"] {{ color: {warn}; }}
QLabel[role="bad"] {{ color: {bad}; }}
QPushButton, QToolButton {{ background: {raised}; border: 1px solid {border}; border-radius: 6px; padding: 0 10px;
  min-height: 26px; color: {text}; }}
QToolButton[flat="true"] {{ background: transparent; border-color: transparent; padding: 0; min-width: 28px; }}
QToolButton[popupMode="1"] {{ padding-right: 13px; }}
QToolButton::menu-button {{ border: none; width: 13px; }}
QPushButton:hover, QToolButton:hover, QToolButton[flat="true"]:hover {{
  border-color: {strong}; background: {hover}; }}
QPushButton:pressed, QToolButton:pressed {{ background: {border}; }}
QPushButton:focus, QToolButton:focus, QToolButton[flat="true"]:focus {{ border-color: {accent}; }}
QPushButton:disabled, QToolButton:disabled {{ color: {faint}; background: transparent; }}
QPushButton:checked, QToolButton:checked {{ border-color: {accent}; color: {accent}; background: {chosen}; }}
QPushButton[role="primary"] {{ background: {accent}; border-color: {accent}; color: {on_accent};
  font-weight: 600; }}
QPushButton[role="primary"]:hover {{ border-color: {text}; }}
QPushButton[role="primary"]:disabled {{ background: {border}; border-color: {border}; color: {faint}; }}
QPushButton[role="danger"] {{ color: {bad}; }}
QPushButton[role="danger"]:disabled {{ color: {faint}; }}
QPushButton[role="live"] {{ color: {warn}; border-color: {warn}; }}
QPushButton[role="segment"], QPushButton[role="segment-off"], QPushButton[role="small"],
QPushButton[role="live"] {{
  min-height: 22px; padding: 0 8px; font-size: 12px; }}
QPushButton[role="tight"], QPushButton[role="tight-off"], QPushButton[role="tick"] {{
  min-height: 22px; padding: 0 3px; font-size: 12px; }}
QPushButton[role="tight-off"], QPushButton[role="segment-off"] {{ color: {faint}; border-style: dashed; }}
QLineEdit, QAbstractSpinBox, QComboBox {{ background: {raised}; border: 1px solid {strong}; border-radius: 6px;
  padding: 0 8px; min-height: 26px; color: {text}; selection-background-color: {accent}; }}
QAbstractSpinBox QLineEdit {{ border: none; padding: 0; min-height: 0; background: transparent; }}
QLineEdit QToolButton {{ border: none; padding: 0; min-height: 0; background: transparent; }}
QLineEdit:read-only {{ border-color: {border}; }}
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus, QComboBox:on {{ border-color: {accent}; }}
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled {{ color: {faint}; border-color: {border}; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ width: 0; border: none; }}
QComboBox::drop-down {{ border: none; width: 20px; }}
QComboBox QAbstractItemView {{ background: {raised}; border: 1px solid {strong};
  selection-background-color: {chosen}; selection-color: {text}; }}
QMenu {{ background: {raised}; border: 1px solid {strong}; padding: 4px; }}
QMenu::item {{ padding: 5px 16px; border-radius: 4px; }}
QMenu::item:selected {{ background: {chosen}; }}
QTableView {{ background: {surface}; alternate-background-color: {stripe}; border: none; gridline-color: {surface};
  selection-background-color: {chosen}; selection-color: {text}; }}
QTableView:focus {{ border: none; }}
QHeaderView, QHeaderView::section {{ background: {surface}; color: {muted}; border: none; font-weight: 400; }}
QHeaderView::section {{ border-bottom: 1px solid {border}; padding: 0 6px; }}
QScrollArea, QScrollArea > QWidget > QWidget#page {{ background: transparent; border: none; }}
QScrollBar {{ background: transparent; border: none; margin: 0; }}
QScrollBar:vertical {{ width: 8px; }}
QScrollBar:horizontal {{ height: 8px; }}
QScrollBar::handle {{ background: {strong}; border-radius: 4px; min-height: 24px; min-width: 24px; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
  background: none; border: none; width: 0; height: 0; }}
QProgressBar {{ background: {border}; border: none; border-radius: 2px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 2px; }}
QSplitter::handle {{ background: transparent; }}
QPlainTextEdit {{ background: {background}; border: 1px solid {border}; border-radius: 6px; color: {text}; }}
"""


def mixed(one: str, other: str, share: float) -> str:
    """A colour between two: `share` of `other`, the rest of `one`; both and the result as #RRGGBB."""
    pairs = zip(bytes.fromhex(one[1:]), bytes.fromhex(other[1:]), strict=True)
    return "#" + bytes(round(a + (b - a) * share) for a, b in pairs).hex().upper()


def sheet(tokens: Tokens) -> str:
    """The style sheet in a theme's colours."""
    made = {name: getattr(tokens, name) for name in tokens.__dataclass_fields__ if name != "series"}
    return _SHEET.format(
        **made,
        hover=mixed(tokens.raised, tokens.strong, 0.25),
        chosen=mixed(tokens.surface, tokens.accent, 0.14),
        stripe=mixed(tokens.surface, tokens.background, 0.55),
    )
