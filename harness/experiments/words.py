"""An experiment in plain words, in English: for a terminal, and for `summary` in what scripts read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness.experiments.model import DIAGNOSED, Answer, ArmCount, Report, Word

NAMES = {
    "http_400.total": "400s",
    "http_400.by_body.message": "400s to a POST with a message",
    "http_400.by_body.close-packet": "400s to a POST with the client's close packet",
    "http_400.by_body.poll": "400s to a poll",
    "http_400.by_body.pong": "400s to a POST with a pong",
    "http_400.by_body.other": "400s to something else",
    "http_400.by_cause.bad-upgrade": "400s for an upgrade that is none",
    "http_400.by_cause.unknown-transport": "400s for an unknown transport",
    "http_5xx.total": "answers of 500 and more",
    "clients.count": "pages",
    "clients.sockets_at_end": "sockets alive at the end",
    "messages.duplicated": "messages heard again",
    "messages.sent": "messages sent",
    "messages.delivered": "delivered",
}
"""What the figures are that are added up over runs."""
EFFECTS = {"http_400": "400s", "closes": "resets", "disconnects": "disconnects"}
ORDER: tuple[Word, ...] = ("kept", "rejected", "undecided")


def summary(verdicts: Sequence[Answer], *, whole: bool) -> str:
    """One paragraph: what is kept, what is rejected, what is undecided."""
    parts = ["" if whole else "Ended early: these are the verdicts of the runs there were."]
    for word in ORDER:
        names = [one.hypothesis for one in verdicts if one.verdict == word]
        parts.append(f"{word.capitalize()}: {', '.join(names)}." if names else "")
    return " ".join(part for part in parts if part)


def of_answer(answer: Answer) -> Iterator[str]:
    """A verdict as lines: what is claimed, what happened in how many runs of each arm, and what that means."""
    yield f"{answer.verdict:<9}  {answer.hypothesis}: {answer.claim}"
    if answer.sentence:
        yield f"{'':<11}the document: {answer.sentence}"
    yield f"{'':<11}looked for in each run: {answer.predicts}"
    width = max(len(arm.words) for arm in answer.arms)
    for arm in answer.arms:
        yield f"{'':<13}{arm.words:<{width}}  {arm.happened} of {arm.of} runs{_figures(arm)}"
    if line := numbers(answer):
        yield f"{'':<11}{line}"
    if answer.means:
        yield f"{'':<11}{answer.means}"
    if answer.run:
        yield f"{'':<11}see {answer.run}"


def numbers(answer: Answer) -> str:
    """The test and the effect; of a question about one arm there are none."""
    if answer.p is None or answer.effect is None:
        return ""
    effect = answer.effect
    return (
        f"p = {answer.p:.3g} (Fisher's exact test); {effect.difference:+.0%} of the runs "
        f"(95 %: {effect.low:+.0%} to {effect.high:+.0%})"
    )


def of_report(report: Report) -> Iterator[str]:
    """A whole experiment as lines."""
    yield report.title
    yield f"The arms differ in: {report.differs}."
    for answer in report.verdicts:
        yield ""
        yield from of_answer(answer)
    yield ""
    shares = [f"{some} of {of} {EFFECTS[effect]}" for effect, (some, of) in report.explained.items() if of]
    if shares:
        yield f"Explained by the runs' own diagnoses: {', '.join(shares)}."
    yield report.summary
    yield f"{'done' if report.state == 'done' else 'interrupted'}: {report.folder}"


def _figures(arm: ArmCount) -> str:
    counts = [_figure(path, n) for path, n in arm.figures.items() if n != 0 and not path.startswith(DIAGNOSED)]
    verdicts = [
        f"{path.removeprefix(DIAGNOSED)} in {n}" for path, n in arm.figures.items() if path.startswith(DIAGNOSED)
    ]
    told = f"; {', '.join(counts)}" if counts else ""
    return told + (f"; by their own diagnosis {', '.join(verdicts)}" if verdicts else "")


def _figure(path: str, n: int | None) -> str:
    return f"{NAMES[path]} not known" if n is None else f"{n} {NAMES[path]}"
