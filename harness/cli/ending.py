"""How the program ends: the exit statuses that scripts rely on, and one line for what went wrong."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from enum import IntEnum

import click
from click.exceptions import NoSuchCommand

from harness.cli.fields import Ruled, spoken
from harness.options import OptionError, shown
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
    click.echo(f"sidlab: {' '.join(line.split())}", err=True)


def perform(program: click.Group, arguments: Sequence[str]) -> int:
    """Carry out a command line and return the exit status; nothing a person can type gives a traceback."""
    try:
        status = int(program.main(list(arguments), prog_name="sidlab", standalone_mode=False) or Status.HELD)
        sys.stdout.flush()
    except (click.UsageError, OptionError) as error:
        tell(usage(error) if isinstance(error, click.UsageError) else str(error))
        return Status.BAD_INPUT
    except HarnessError as error:
        tell(str(error))
        return Status.UNABLE
    except (click.Abort, KeyboardInterrupt):
        return Status.INTERRUPTED
    except BrokenPipeError:  # whoever read our output has enough, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Status.HELD
    except Exception:  # noqa: BLE001 - a fault of the program itself, never of what was typed
        traceback.print_exc()
        tell("internal error: please report it together with the lines above")
        return Status.UNABLE
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
