"""The options of `run` as click knows them, read by the rules of `harness.options`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from harness import options
from harness.cli.asked import Fault
from harness.cli.lan import LAN
from harness.options import Rule

Function = TypeVar("Function", bound=Callable[..., Any])


class Ruled(click.ParamType[Any]):
    """A value read by a rule."""

    name = "value"

    def __init__(self, rule: Rule[Any]) -> None:
        self.rule = rule

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401, ARG002 - click's
        """The value, from text; OptionError with the rule's words when it is not allowed."""
        return self.rule.check(spoken(param), value) if isinstance(value, str) else value


def spoken(param: click.Parameter | None) -> str:
    """A parameter's name as a person types it."""
    if isinstance(param, click.Option):
        return max(param.opts, key=len)
    return (param.metavar or param.human_readable_name) if param else "value"


FOLDER = click.Path(path_type=Path)
FILE = click.Path(path_type=Path, exists=True, dir_okay=False, readable=True)

TARGET_OPTIONS = (
    click.option("--path", metavar="PATH", type=Ruled(options.PATH), help="The Socket.IO path of that server."),
    click.option(
        "--ca-file",
        metavar="FILE",
        type=FILE,
        help="Certificates to trust besides the system's, in PEM, for https.",
    ),
    click.option(
        "--other",
        "others",
        metavar="URL",
        type=Ruled(options.URL),
        multiple=True,
        help="A further server like that one, for the fault unsticky.",
    ),
    click.option(
        "--host-header",
        metavar="VALUE",
        type=Ruled(options.HOST_HEADER),
        help="What that server is told it was asked for: keep (what clients say), target, or a value. "
        "By default target for https and for names, else keep.",
    ),
)
LISTEN_OPTIONS = (
    click.option(
        "--listen", metavar="HOST:PORT", type=Ruled(options.ADDRESS), help="Where clients find the server."
    ),
    LAN,
)

RAW_OPTION = click.option(
    "--raw",
    is_flag=True,
    help="Record what crosses the wire as it is, cookies, credentials and what people write among it. The run is "
    "labelled so wherever it goes. Without it, those are hashed when they are recorded.",
)
RUN_OPTIONS = (
    click.option(
        "--out", metavar="DIR", type=FOLDER, default="runs", show_default=True, help="Where run folders are made."
    ),
    click.option("--profile", metavar="NAME", help="How the chat server is served; see `list profiles`."),
    click.option(
        "--target", metavar="URL", type=Ruled(options.URL), help="A server that runs already, instead of ours."
    ),
    *TARGET_OPTIONS,
    click.option(
        "--command",
        metavar='"…"',
        type=Ruled(options.COMMAND),
        help='Your own server\'s command line, such as "python run.py"; it is started here, without a shell, and '
        "restarted as the scenario says.",
    ),
    click.option(
        "--url",
        metavar="URL",
        type=Ruled(options.URL),
        help="Where the server that --command starts listens, such as http://127.0.0.1:5000.",
    ),
    click.option(
        "--reload-file",
        metavar="FILE",
        type=FILE,
        help="A file that server watches: a restart by reload touches it.",
    ),
    click.option("--clients", metavar="N", type=Ruled(options.CLIENTS), help="So many clients in all."),
    click.option(
        "--transport", metavar="NAME", type=Ruled(options.TRANSPORT), help="polling, websocket, or upgrade."
    ),
    click.option("--behaviour", metavar="NAME", help="What the clients do; see `list clients`."),
    click.option("--kind", metavar="NAME", help="What the clients are, such as node; see `list clients`."),
    click.option(
        "--library",
        metavar="NAME",
        help="The socket.io-client of clients in JavaScript: a version that `list clients` names, or a path.",
    ),
    click.option("--seed", metavar="N", type=Ruled(options.SEED), help="Where chance begins."),
    click.option("--duration", metavar="S", type=Ruled(options.DURATION), help="Seconds, from when all is ready."),
    *LISTEN_OPTIONS,
    click.option(
        "--via",
        metavar="URL",
        type=Ruled(options.URL),
        help="Clients come by this address of a box before the wire, such as your proxy, that leads to --listen.",
    ),
    RAW_OPTION,
    click.option("--json", is_flag=True, help="Print the summary to standard output, and nothing else there."),
    click.option("--junit", metavar="FILE", type=FOLDER, help="Write the expectations as a JUnit report."),
    click.option(
        "--repeat",
        metavar="N",
        type=Ruled(options.REPEAT),
        default="1",
        help="Run it N times, each with the next seed, and print medians and spread.",
    ),
    click.option(
        "--baseline",
        metavar="FILE",
        type=FILE,
        help="Fail when a figure is worse than in this summary.json, series.json or written baseline.",
    ),
    click.option(
        "--write-baseline",
        metavar="FILE",
        type=FOLDER,
        help="Keep the figures, for --baseline to hold others against.",
    ),
    click.option("--screenshots", is_flag=True, help="Save pictures of the window, without opening one."),
    click.option(
        "--lang",
        "language",
        metavar="LANG",
        type=Ruled(options.LANGUAGE),
        default="en",
        show_default=True,
        help="The report's language: en or ko.",
    ),
    click.option("--quiet", is_flag=True, help="Say nothing while the run goes on."),
)


WIRE_OPTIONS = (
    click.option(
        "--target", metavar="URL", type=Ruled(options.URL), required=True, help="The server: http or https."
    ),
    *TARGET_OPTIONS,
    *LISTEN_OPTIONS,
    click.option(
        "--out", metavar="DIR", type=FOLDER, default="runs", show_default=True, help="Where run folders are made."
    ),
    click.option(
        "--fault",
        "faults",
        metavar="NAME[:KEY=VALUE,…]",
        type=Fault(),
        multiple=True,
        help="Switch a fault on at once; may be given several times. Keys are the fault's parameters, for=SECONDS "
        "(else it lasts), and whom it is aimed at: share=30%, client=, sid=, request=poll, address=.",
    ),
    click.option("--seed", metavar="N", type=Ruled(options.SEED), default="0", help="Where chance begins."),
    RAW_OPTION,
    click.option("--quiet", is_flag=True, help="Say nothing while it goes on."),
)


def wire_options(function: Function) -> Function:
    """Give a command the options of `wire`, as keyword arguments of `WireOptions`."""
    for option in reversed(WIRE_OPTIONS):
        function = option(function)
    return function


def run_options(function: Function) -> Function:
    """Give a command the options of `run`, as keyword arguments of `RunOptions`."""
    for option in reversed(RUN_OPTIONS):
        function = option(function)
    return function
