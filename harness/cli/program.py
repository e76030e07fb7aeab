"""The commands. What needs the window or the chat server is handed in by the composition root."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from harness.cli.comparing import compare_command
from harness.cli.exporting import export_command
from harness.cli.fields import FOLDER, Ruled, run_options, wire_options
from harness.cli.keeping import runs_command
from harness.cli.lan import LAN
from harness.cli.listing import LISTS, print_list
from harness.cli.matrix import matrix_command
from harness.cli.replaying import replay_command
from harness.cli.reporting import report_command
from harness.cli.testing import experiment_command
from harness.experiments.asked import ExperimentOptions
from harness.matrix.plan import MatrixOptions
from harness.options import ROOT, OptionError, RunOptions, one_of
from harness.session.house import Speakers
from harness.snapshot import Choice
from harness.wire_options import WireOptions


@dataclass(frozen=True)
class Doors:
    """What the composition root can do and the core cannot: each returns the exit status where it says int."""

    window: Callable[[str | None], int]
    run: Callable[[str, RunOptions], int]
    wire: Callable[[WireOptions], int]
    matrix: Callable[[MatrixOptions], int]
    experiment: Callable[[ExperimentOptions], int]
    replay: Callable[[Path], int]
    profiles: Callable[[], tuple[Choice, ...]]
    speak: Speakers = lambda _language: str


def program(doors: Doors) -> click.Group:
    """The whole command line."""

    @click.group(
        invoke_without_command=True,
        epilog="Without a command, the window opens. Example: sidlab run incident",
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    @click.version_option(package_name="sidlab", message="sidlab %(version)s")
    @LAN
    @click.pass_context
    def sidlab(context: click.Context, lan: str | None) -> int | None:
        """Reproduce, show and prove why Socket.IO connections break on a LAN."""
        if context.invoked_subcommand is None:
            return doors.window(lan)
        if lan is not None:
            raise OptionError(f"--lan: it belongs behind `{context.invoked_subcommand}`")
        return None

    runs = (run_command(doors), wire_command(doors))
    measured = (*runs, matrix_command(doors.matrix), experiment_command(doors.experiment))
    here = (*measured, list_command(doors), verify_command(), diagnose_command(), doctor_command(doors))
    after = (export_command(), runs_command(), compare_command(doors.speak), replay_command(doors.replay))
    for command in (*here, *after):
        sidlab.add_command(command)
    sidlab.add_command(report_command(doors.speak))
    return sidlab


def run_command(doors: Doors) -> click.Command:
    """`run SCENARIO`."""

    @click.command(
        epilog="Example: sidlab run incident --clients 10 --json; with a server of your own: "
        'sidlab run incident --command "python run.py" --url http://127.0.0.1:5000 --reload-file run.py'
    )
    @click.argument("scenario", metavar="SCENARIO")
    @run_options
    def run(scenario: str, **options: Any) -> int:  # noqa: ANN401 - RunOptions names and types them
        """Run a scenario without a window. SCENARIO is a built-in name or the path of a TOML file."""
        return doors.run(scenario, RunOptions(**options))

    return run


def wire_command(doors: Doors) -> click.Command:
    """`wire`."""

    @click.command(epilog="Example: sidlab wire --target http://127.0.0.1:5000 --fault latency:delay=200,for=30")
    @wire_options
    def wire(**options: Any) -> int:  # noqa: ANN401 - WireOptions names and types them
        """Run only the wire, in front of a server of your own, until it is interrupted.

        Clients that use the address it prints reach that server through it.
        """
        return doors.wire(WireOptions(**options))

    return wire


def list_command(doors: Doors) -> click.Command:
    """`list WHAT`."""

    @click.command(name="list", epilog="Example: sidlab list profiles")
    @click.argument("what", metavar="WHAT", type=Ruled(one_of(*LISTS)))
    @click.option("--json", "as_json", is_flag=True, help="As a JSON array.")
    def list_(what: str, as_json: bool) -> int:
        """Print what there is, one a line: scenarios, profiles, faults, clients or hypotheses."""
        return print_list(what, doors.profiles, as_json=as_json)

    return list_


def verify_command() -> click.Command:
    """`verify RUN`."""

    @click.command(epilog="Example: sidlab verify runs/20260101T120000Z-incident-1a2b3c")
    @click.argument("run", metavar="RUN", type=FOLDER)
    @click.option(
        "--root", metavar="HASH", type=Ruled(ROOT), help="The root hash that it is to have, from the ticket."
    )
    @click.option("--json", "as_json", is_flag=True, help="As a JSON object.")
    def verify(run: Path, root: str | None, as_json: bool) -> int:
        """Recount the evidence of a run folder or bundle with separate code, and say what does not match."""
        from harness.cli.verifying import print_verdict

        return print_verdict(run, as_json=as_json, root=root)

    return verify


def diagnose_command() -> click.Command:
    """`diagnose FILE`."""

    @click.command(epilog="Example: sidlab diagnose runs/20260101T120000Z-incident-1a2b3c --json")
    @click.argument("file", metavar="FILE", type=FOLDER)
    @click.option("--json", "as_json", is_flag=True, help="As a JSON object.")
    def diagnose(file: Path, as_json: bool) -> int:
        """Name the cause of what a run, a HAR, a server's log or a packet capture shows.

        A verdict on each hypothesis, with the events, entries, lines or packets it rests on, and what would decide
        the rest. A run is a folder, or a zip made by export; a log is one of gunicorn, Werkzeug, gevent or nginx.
        Packet captures are read with tshark.
        """
        from harness.cli.diagnosing import print_diagnosis

        return print_diagnosis(file, as_json=as_json)

    return diagnose


def doctor_command(doors: Doors) -> click.Command:
    """`doctor`."""

    @click.command(epilog="Example: sidlab doctor --json")
    @click.option("--json", "as_json", is_flag=True, help="As a JSON array.")
    def doctor(as_json: bool) -> int:
        """Say what on this machine is ready, what is missing, and the command that mends it."""
        from harness.cli.examining import print_findings

        return print_findings(doors.profiles(), as_json=as_json)

    return doctor
