"""How the program ends: the exit statuses that scripts rely on, and one line for what went wrong."""

from __future__ import annotations

import io
import os
import sys
import traceback
from collections.abc import Sequence
from enum import IntEnum

import click
from click.exceptions import NoSuchCommand

from harness.cli.fields import Ruled, spoken
from harness.evidence.folder import NoRunFolderError
from harness.options import OptionError, shown
from harness.plain import one_line
from harness.scenarios.reader import ScenarioError
from harness.session.house import HarnessError


class Status(IntEnum):
    """The exit statuses."""

    HELD = 0
    BROKEN = 1
    BAD_INPUT = 2
    UNABLE = 3
    INTERRUPTED = 130
    TERMINATED = 143


def tell(line: str) -> None:
    """One line on standard error."""
    click.echo(f"sidlab: {one_line(' '.join(line.split()))}", err=True)


def perform(program: click.Group, arguments: Sequence[str]) -> int:
    """Carry out a command line and return the exit status; nothing a person can type gives a traceback."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a pipe on Windows may not know every letter
    try:
        status = invoke(program, arguments)
        sys.stdout.flush()
    except Exception as error:  # noqa: BLE001 - each is answered for
        return answer(error)
    except KeyboardInterrupt:
        return Status.INTERRUPTED
    return status


def invoke(program: click.Group, arguments: Sequence[str]) -> int:
    """Carry out a command line; what click's own `main` would do but for its exit statuses and messages."""
    try:
        with program.make_context("sidlab", list(arguments)) as context:
            return int(program.invoke(context) or Status.HELD)
    except click.exceptions.Exit as end:  # of --help and --version
        return end.exit_code


def answer(error: Exception) -> Status:
    """Say what went wrong, and how the program ends."""
    match error:
        case click.UsageError():
            line, status = usage(error), Status.BAD_INPUT
        case OptionError() | ScenarioError() | NoRunFolderError():
            line, status = str(error), Status.BAD_INPUT
        case HarnessError():
            line, status = str(error), Status.UNABLE
        case click.Abort():
            line, status = "", Status.INTERRUPTED
        case BrokenPipeError():  # whoever read our output has enough, as `head` does
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            line, status = "", Status.HELD
        case _:  # a fault of the program itself, never of what was typed
            traceback.print_exception(error)
            line, status = "internal error: please report it together with the lines above", Status.UNABLE
    if line:
        tell(line)
    return status


def usage(error: click.UsageError) -> str:
    """What is wrong with a command line and what is allowed, on one line."""
    if isinstance(error, click.NoSuchOption):
        return f"{shown(error.option_name)}: there is no such option: {listed(option_names(error))}"
    if isinstance(error, NoSuchCommand):
        return f"{shown(error.command_name)}: there is no such command: {listed(command_names(error))}"
    if isinstance(error, click.MissingParameter) and error.param is not None:
        kind = error.param.type
        return f"{spoken(error.param)} is missing" + (f": {kind.rule.allowed}" if isinstance(kind, Ruled) else "")
    return error.format_message()


def listed(names: Sequence[str]) -> str:
    """The names that are allowed, in words."""
    return f"allowed are {', '.join(sorted(names))}" if names else "none is allowed here"


def option_names(error: click.UsageError) -> list[str]:
    """The options that could have stood there."""
    params = error.ctx.command.get_params(error.ctx) if error.ctx else []
    return [spoken(param) for param in params if isinstance(param, click.Option) and not param.hidden]


def command_names(error: click.UsageError) -> list[str]:
    """The commands that could have stood there."""
    group = error.ctx.command if error.ctx else None
    return (
        [name for name, one in group.commands.items() if not one.hidden] if isinstance(group, click.Group) else []
    )
