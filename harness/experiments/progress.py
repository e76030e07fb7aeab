"""What a person sees of an experiment while it goes on: how its frames are told (see harness/following.py)."""

from __future__ import annotations

from harness.experiments.model import Answer, ExperimentPlanned, ExperimentTold
from harness.following import At, Following, follow

Frame = ExperimentPlanned | ExperimentTold


class Saying:
    """Puts frames into lines worth reading; what has been said already is not said again."""

    def __init__(self) -> None:
        self._said: dict[str, str] = {}

    def line(self, frame: Frame) -> str:
        """The frame's line, or nothing."""
        if isinstance(frame, ExperimentPlanned):
            return (
                f"{frame.title} {frame.total} runs, {frame.jobs} at a time, about {frame.seconds:.0f} s, "
                f"into {frame.folder}"
            )
        now = {one.hypothesis: standing(one) for one in frame.verdicts}
        news = [line for name, line in now.items() if self._said.get(name) != line]
        self._said = now
        return f"[{frame.done}/{frame.total}] {'; '.join(news)}" if frame.done and news else ""

    def at(self, frame: Frame) -> At | None:
        """How far it is, and which runs are under way."""
        if isinstance(frame, ExperimentPlanned):
            return None
        return At(frame.done, frame.total, ", ".join(frame.running))


def standing(answer: Answer) -> str:
    """A question as it stands: its verdict, and in how many runs of each arm it happened."""
    arms = ", ".join(f"{arm.words} {arm.happened}/{arm.of}" for arm in answer.arms)
    return f"{answer.hypothesis} {answer.verdict} ({arms})"


def following(*, quiet: bool) -> Following[Frame]:
    """The progress that fits where standard error goes."""
    return follow(Saying(), "runs", quiet=quiet)
