"""How the window is laid out: the column on the left, and the pages beside it.

Each is filled once it has its place: a widget that gets a parent is styled anew, and so is all in it.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QStackedWidget, QVBoxLayout, QWidget

LEFT_WIDTH = 308
SCROLL = 6
SPACE = 8


class Split(QSplitter):
    """Widgets beside or above each other, with their shares of the room."""

    def __init__(self, orientation: Qt.Orientation) -> None:
        super().__init__(orientation)
        self._shares: list[int] = []
        self.setHandleWidth(SPACE)
        self.setChildrenCollapsible(False)

    def put(self, widget: QWidget, share: int) -> None:
        """One more, with so much of the room."""
        self._shares.append(share)
        self.addWidget(widget)
        self.setStretchFactor(self.count() - 1, share)
        self.setSizes(self._shares)


class LeftColumn(QScrollArea):
    """What is set and asked for, panel under panel; it scrolls where the window is low."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(LEFT_WIDTH)

    def fill(self, *panels: QWidget) -> None:
        """Put the panels under each other."""
        page = QFrame(self)
        page.setObjectName("page")
        self.setWidget(page)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, SCROLL, 0)
        column.setSpacing(SPACE)
        for panel in panels:
            column.addWidget(panel)
        column.addStretch(1)


class Overview(Split):
    """The figures above the charts; beside them the clients above the event log."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)

    def fill(self, figures: QWidget, charts: QWidget, table: QWidget, log: QWidget) -> None:
        """Put the panels in their places."""
        middle, right = QWidget(), Split(Qt.Orientation.Vertical)
        self.put(middle, 756)
        self.put(right, 604)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        column.addWidget(figures)
        column.addWidget(charts, 1)
        right.put(table, 420)
        right.put(log, 500)


class WirePage(Split):
    """The requests; beside them a session's life above what faults touched."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)

    def fill(self, requests: QWidget, life: QWidget, touched: QWidget) -> None:
        """Put the panels in their places."""
        right = Split(Qt.Orientation.Vertical)
        self.put(requests, 905)
        self.put(right, 455)
        right.put(life, 560)
        right.put(touched, 360)


class TrialPage(QWidget):
    """The behaviours with their figures above the bars, and what it comes to below."""

    def fill(self, table: QWidget, bars: QWidget, says: QWidget) -> None:
        """Put the panels in their places."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        column.addWidget(table)
        column.addWidget(bars)
        column.addWidget(says, 1)


class BoardPage(QWidget):
    """What happened, above the hypotheses; beside them the one gone to, its evidence, and its experiment."""

    def fill(
        self, summary: QWidget, board: QWidget, detail: QWidget, evidence: QWidget, experiment: QWidget
    ) -> None:
        """Put the panels in their places."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        column.addWidget(summary)
        across, right, shown = Split(Qt.Orientation.Horizontal), QWidget(), Split(Qt.Orientation.Vertical)
        column.addWidget(across, 1)
        across.put(board, 730)
        across.put(right, 630)
        beside = QVBoxLayout(right)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(SPACE)
        beside.addWidget(shown, 1)
        beside.addWidget(experiment)
        shown.put(detail, 400)
        shown.put(evidence, 260)


class MatrixPage(QStackedWidget):
    """The heat table above the findings, beside the cell gone to; or, in their place, what lies behind a cell."""

    def fill(self, heat: QWidget, findings: QWidget, cell: QWidget, evidence: QWidget) -> None:
        """Put the panels in their places."""
        board, left = Split(Qt.Orientation.Horizontal), Split(Qt.Orientation.Vertical)
        self.addWidget(board)
        self.addWidget(evidence)
        board.put(left, 930)
        board.put(cell, 322)
        left.put(heat, 560)
        left.put(findings, 160)

    def show_evidence(self) -> None:
        """Show what lies behind a cell."""
        self.setCurrentIndex(1)

    def show_board(self) -> None:
        """Show the matrix."""
        self.setCurrentIndex(0)
