"""Commands of the contract that are not there yet: they say so, and take any arguments."""

from __future__ import annotations

from typing import NamedTuple

import click

from harness.session.house import HarnessError


class Later(NamedTuple):
    """A command that is not there yet: what it will do, and an example."""

    name: str
    help: str
    example: str


LATER = (Later("report", "Write a run's report again.", "report runs/A --lang ko --format html"),)


def later_command(later: Later) -> click.Command:
    """The command that says it is not there yet."""

    @click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
    def say_so(arguments: tuple[str, ...]) -> None:  # noqa: ARG001 - any arguments get the same answer
        raise HarnessError(f"{later.name} is not there yet; see `sidlab --help` for what is")

    callback = click.command(
        name=later.name,
        help=f"{later.help} (Not there yet.)",
        epilog=f"Example: sidlab {later.example}",
        context_settings={"ignore_unknown_options": True},
    )
    return callback(say_so)
