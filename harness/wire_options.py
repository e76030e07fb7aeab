"""What can be asked of the wire alone, in front of a server of the person's own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from harness.commands import RunApplyFault
from harness.options import check_listen, check_others, check_raw
from harness.scenarios.model import Scenario, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class WireOptions:
    """The options of `wire`. `target`, `path`, `ca_file`, `host_header` and `others` are of the server (External).

    `listen`: where the wire accepts, by default a free port of loopback; `lan` and `raw` as with RunOptions.
    """

    target: str
    listen: tuple[str, int] | None = None
    lan: str | None = None
    raw: bool = False
    out: Path = Path("runs")
    path: str | None = None
    ca_file: Path | None = None
    host_header: str | None = None
    others: tuple[str, ...] = ()
    faults: tuple[RunApplyFault, ...] = ()
    seed: int = 0
    quiet: bool = False

    def __post_init__(self) -> None:
        """OptionError when other machines could reach it unasked, or two options do not go together."""
        check_listen(self.listen, lan=self.lan is not None)
        check_others(self.target, self.others)
        check_raw(raw=self.raw, lan=self.lan is not None)

    @property
    def scenario(self) -> Scenario:
        """A run without clients or an end of its own, whose faults begin with it."""
        steps = tuple(Step(at=0.0, do="fault", command=fault) for fault in self.faults)
        title = f"the wire in front of {self.target}"
        return Scenario(name="wire", title=title, duration=None, seed=self.seed, steps=steps)
