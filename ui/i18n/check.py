"""`python -m ui.i18n.check`: fails when a text is not translated; `--update` brings the .ts files up to date."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

from ui.i18n.languages import LANGUAGES, SOURCES, tool

ROOT = SOURCES.parent
_PLACES = re.compile(r"%(?:\d|n)")


def extract(target: Path) -> None:
    """Bring a .ts file up to date with the sources, dropping what is no longer there."""
    files = sorted(str(path) for path in ROOT.rglob("*.py"))
    command = [tool("lupdate"), "-silent", "-no-obsolete", "-locations", "none", *files, "-ts", str(target)]
    subprocess.run(command, check=True, capture_output=True)


def problems(path: Path) -> Iterator[str]:
    """What is missing or wrong in a .ts file, a line each."""
    for context in ET.parse(path).getroot().iter("context"):  # noqa: S314 - our own file, or lupdate's
        name = context.findtext("name", "")
        for message in context.iter("message"):
            if why := problem(message):
                yield f"{path.name}: {name}: {message.findtext('source', '')!r}: {why}"


def problem(message: ET.Element) -> str:
    """Why a message's translation is not good; empty when it is."""
    translation = message.find("translation")
    if translation is None or translation.get("type"):
        return f"translation is {translation.get('type') if translation is not None else 'missing'}"
    forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
    if not all(form.strip() for form in forms):
        return "translation is empty"
    places = set(_PLACES.findall(message.findtext("source", "")))
    if any(set(_PLACES.findall(form)) != places for form in forms):
        return f"must hold {', '.join(sorted(places)) or 'no place'}"
    return ""


def fresh(path: Path, folder: Path) -> Path:
    """A copy of the .ts file, brought up to date with the sources."""
    copy = folder / path.name
    shutil.copy(path, copy)
    extract(copy)
    return copy


def texts(path: Path) -> set[tuple[str, str]]:
    """Context and source text of every message."""
    root = ET.parse(path).getroot()  # noqa: S314 - our own file, or lupdate's
    return {
        (context.findtext("name", ""), message.findtext("source", ""))
        for context in root.iter("context")
        for message in context.iter("message")
    }


def check(path: Path) -> list[str]:
    """Everything wrong with a committed .ts file."""
    with tempfile.TemporaryDirectory() as folder:
        copy = fresh(path, Path(folder))
        stale = sorted(texts(path) - texts(copy))
        found = [f"{path.name}: {name}: {text!r}: no longer in the sources" for name, text in stale]
        return [*problems(copy), *found]


def main(arguments: list[str]) -> int:
    """Check, or update; returns the exit status."""
    paths = [SOURCES / f"sidlab_{language}.ts" for language in LANGUAGES if language != "en"]
    if "--update" in arguments:
        for path in paths:
            extract(path)
    wrong = [line for path in paths for line in check(path)]
    sys.stdout.write("".join(f"{line}\n" for line in wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
