"""Prevention: the rule, what to know it by, the test; and the command that reproduces the run."""

from __future__ import annotations

import shlex
from pathlib import PurePath
from typing import Any

from harness.report.digest import Digest
from harness.report.parts import (
    Block,
    Command,
    Fact,
    Facts,
    Figure,
    Grid,
    Name,
    Paragraph,
    Part,
    Said,
    Section,
    Word,
)
from harness.report.sections.board import words
from harness.report.texts import fix as texts

FREE_PLAY = "window"


def prevention(digest: Digest) -> Section:
    """The section, with the scenario's expectations."""
    kept = [words(name) for name in digest.diagnosis.kept]
    rules: tuple[Part, ...] = tuple(Word(one.remedy) for one in kept) or (Said(texts.NO_RULE),)
    facts = [Fact(Said(texts.RULE), rules)]
    if kept:
        facts.append(Fact(Said(texts.RUNBOOK), (Said(texts.KNOW_IT), *(Word(one.seen) for one in kept))))
    facts.append(Fact(Said(texts.TESTS), (Said(texts.TEST),)))
    blocks: list[Block] = [Facts(tuple(facts))]
    expectations = digest.summary.get("expectations") or []
    if expectations:
        heads = tuple(map(Said, (texts.EXPECTED, texts.HELD, texts.MEASURED_AS)))
        rows = tuple(_row(number, one) for number, one in enumerate(expectations))
        blocks.append(Grid(heads, rows, frozenset({2})))
    return Section("prevention", Said(texts.PREVENTION_TITLE), tuple(blocks))


def again(digest: Digest) -> Section:
    """How to have the same run once more."""
    intro, line = command_line(digest)
    seed = digest.meta.get("seed")
    blocks: list[Block] = [Paragraph((Said(intro),)), Command(line)]
    if isinstance(seed, int):
        blocks.append(Paragraph((Said(texts.SEED, (Name(str(seed)),)),), "muted"))
    return Section("again", Said(texts.AGAIN_TITLE), tuple(blocks))


def command_line(digest: Digest) -> tuple[str, str]:
    """What is said of the command line, and the line itself, as a POSIX shell takes it."""
    called = digest.meta.get("command_line") or []
    asked = called[1:]
    if asked and asked[0] != "_child":
        return texts.COMMAND, shlex.join([*_program(called[0]), *asked, *_seed(digest, asked)])
    scenario = digest.meta.get("scenario")
    name = str(scenario.get("name", "")) if isinstance(scenario, dict) else ""
    if not name or name == FREE_PLAY:
        return texts.BY_HAND, shlex.join(["sidlab", "replay", digest.name])
    return texts.FROM_WINDOW, shlex.join(["sidlab", "run", name, *_seed(digest, [])])


def _program(called: str) -> list[str]:
    """The program by the name under which anybody has it."""
    return ["python", "main.py"] if PurePath(called.replace("\\", "/")).name == "main.py" else ["sidlab"]


def _seed(digest: Digest, asked: list[str]) -> list[str]:
    seed = digest.meta.get("seed")
    there = any(one == "--seed" or one.startswith("--seed=") for one in asked)
    return [] if there or not isinstance(seed, int) or asked[:1] not in ([], ["run"]) else ["--seed", str(seed)]


def _row(number: int, one: dict[str, Any]) -> tuple[Part, ...]:
    held = {True: texts.YES, False: texts.NO}.get(one["held"], texts.NOT_KNOWN)
    measured = one["measured"]
    if isinstance(measured, bool):
        shown: Part = Said(texts.YES if measured else texts.NO)
    else:
        shown = Figure(measured, f"expectations.{number}.measured")
    return Word(one["text"]), Said(held), shown
