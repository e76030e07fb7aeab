"""What a person sees while a matrix is measured: how its frames are told (see harness/following.py)."""

from __future__ import annotations

from harness.following import At, Following, follow
from harness.matrix.model import MatrixCell, MatrixFound, MatrixPlanned
from harness.matrix.table import line

Frame = MatrixPlanned | MatrixCell | MatrixFound


class Saying:
    """Puts frames into lines, and knows which cells are under way."""

    def __init__(self) -> None:
        self._running: list[str] = []

    def line(self, frame: Frame) -> str:
        """A frame as a line worth reading, or nothing."""
        match frame:
            case MatrixPlanned(cells=cells, jobs=jobs, folder=folder):
                away = sum(not one.available for one in cells)
                lacking = f", {away} unavailable" if away else ""
                return f"{len(cells) - away} cells to measure{lacking}, {jobs} at a time, into {folder}"
            case MatrixCell(state="measured", done=done, total=total, cell=cell):
                return f"[{done}/{total}] {line(cell)}"
            case MatrixFound(finding=finding) if finding.notable:
                return f"{finding.profile}: {finding.title}: {finding.value} {finding.unit}".rstrip()
            case _:
                return ""

    def at(self, frame: Frame) -> At | None:
        """How far it is; of several cells under way the last one begun."""
        if not isinstance(frame, MatrixCell):
            return None
        name = " × ".join(frame.cell.key)
        self._running = [one for one in self._running if one != name]
        if frame.state == "running":
            self._running.append(name)
        return At(frame.done, frame.total, self._running[-1] if self._running else "")


def following(*, quiet: bool) -> Following[Frame]:
    """The progress that fits where standard error goes."""
    return follow(Saying(), "matrix", quiet=quiet)
