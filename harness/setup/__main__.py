"""`python -m harness.setup [run|dev|browser]`: make the checkout ready to run, to work on, or for pages."""

from __future__ import annotations

import sys

LACKING = 3


def prepare(what: str) -> None:
    """Do what is missing, and leave the marks `make` looks at when nothing is lacking."""
    from harness.setup import environment, page, system
    from harness.setup.words import ROOT

    complete = system.prepare()
    environment.ensure()
    environment.install(ROOT / "requirements" / f"{what}.txt")
    page.prepare()
    if complete:
        for mark in {"run", what}:
            (environment.VENV / f"ready-{mark}").touch()


def prepare_browser() -> None:
    """Bring QtWebEngine and what it needs, beside what a run needs."""
    from harness.setup import environment, system
    from harness.setup.words import ROOT

    system.prepare(system.missing_for_pages)
    prepare("run")
    environment.install_once(ROOT / "requirements" / "browser.txt")


def main(arguments: list[str]) -> int:
    """The exit status: 0 when ready, 2 for bad usage, 3 when something essential is lacking."""
    what = arguments[0] if arguments else "run"
    if len(arguments) > 1 or what not in {"run", "dev", "browser"}:
        sys.stderr.write("usage: python -m harness.setup [run|dev|browser]\n")
        return 2
    if sys.version_info < (3, 11):  # noqa: UP036 - this is where an older Python is told
        sys.stderr.write(f"sidlab needs Python 3.11 or newer; this is {sys.version.split()[0]}\n")
        return LACKING
    from harness.setup.words import SetupError, say

    try:
        prepare_browser() if what == "browser" else prepare(what)
    except SetupError as error:
        say(str(error))
        return LACKING
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
