"""The confusion matrix of played runs, as Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from corpus_runs import Played

from harness.diagnosis.hypotheses import hypotheses

EFFECTS = ("http_400", "closes", "disconnects")


def table(played: Sequence[Played]) -> str:
    """A row for what each run was made for, a column for what was kept (by the number of its row), and sums.

    What is true of a run besides what it was made for stands in brackets.
    """
    causes = [one.name for one in hypotheses()]
    rows = [(cause, [one for one in played if one.labelled.cause == cause]) for cause in causes]
    rows.append(("nothing wrong", [one for one in played if not one.labelled.true]))
    rows.append(("two causes", [one for one in played if not one.labelled.cause and one.labelled.true]))
    numbers = range(1, len(causes) + 1)
    head = ["made for", "runs", *map(str, numbers), "none kept", "400s", "resets", "disconnects"]
    lines = [_line(head), _line(["---", *["--:"] * (len(head) - 1)])]
    lines += [_row(number, name, runs, causes) for number, (name, runs) in enumerate(rows, 1)]
    return "\n".join([*lines, "", _total(played)])


def _row(number: int, name: str, runs: list[Played], causes: list[str]) -> str:
    right, besides, wrong = Counter[str](), Counter[str](), Counter[str]()
    for one in runs:
        for kept in one.diagnosis.kept:
            sort = wrong if kept in one.wrong else right if kept == one.labelled.cause else besides
            sort[kept] += 1
    cells = [_cell(right[cause], besides[cause], wrong[cause]) for cause in causes]
    none = sum(not one.diagnosis.kept for one in runs)
    shares = [_share(runs, effect) for effect in EFFECTS]
    label = f"{number} `{name}`" if name in causes else name
    return _line([label, str(len(runs)), *cells, str(none or ""), *shares])


def _cell(right: int, besides: int, wrong: int) -> str:
    parts = [str(right) if right else "", f"({besides})" if besides else "", f"**{wrong} wrong**" if wrong else ""]
    return " ".join(part for part in parts if part)


def _share(runs: Sequence[Played], effect: str) -> str:
    some = sum(one.diagnosis.explained[effect][0] for one in runs)
    total = sum(one.diagnosis.explained[effect][1] for one in runs)
    return f"{some} of {total}" if total else ""


def _total(played: Sequence[Played]) -> str:
    kept = sum(one.found for one in played)
    wrong = sum(bool(one.wrong) for one in played)
    words = dict(zip(EFFECTS, ("400s", "resets", "disconnects"), strict=True))
    shares = ", ".join(f"{_share(played, effect) or '0 of 0'} {words[effect]}" for effect in EFFECTS)
    return f"{len(played)} runs: all there is to find in {kept}, a wrong cause in {wrong}; {shares} explained."


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
