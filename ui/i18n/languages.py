"""Switches the language while the window runs; compiles the translation where it is missing or older."""

from __future__ import annotations

import hashlib
import logging
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Literal, get_args

import PySide6
from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QLibraryInfo,
    QLocale,
    QObject,
    QStandardPaths,
    QTranslator,
    Signal,
)

Language = Literal["en", "ko"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
SOURCES = Path(__file__).parent
COMPILE_SECONDS = 30

log = logging.getLogger("sidlab.ui")


def tool(name: str) -> str:
    """A program of Qt's that comes with PySide6: lrelease or lupdate."""
    ending = ".exe" if sys.platform == "win32" else ""
    return str(Path(PySide6.__file__).parent / f"{name}{ending}")


def system_language() -> Language:
    """The language the system asks for, if there is a translation; else English."""
    asked = QLocale.system().name().partition("_")[0]
    return "ko" if asked == "ko" else "en"


def compiled(source: Path, cache: Path | None = None) -> Path | None:
    """The .qm of a .ts, made when this very text was not compiled yet; None (and why, in the log) if it can't be.

    It lies in the user's cache under the hash of its source: it is never older, and checkouts don't meet.
    """
    home = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericCacheLocation)
    folder = cache or Path(home or tempfile.gettempdir()) / "sidlab"
    digest = hashlib.sha256(source.read_bytes()).hexdigest()[:16]
    target = folder / f"{source.stem}-{digest}.qm"
    if target.exists():
        return target
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return _compile(source, target)
    except (OSError, subprocess.SubprocessError) as error:
        log.warning("the translation %s could not be compiled: %s", source.name, error)
        return None


def _compile(source: Path, target: Path) -> Path:
    """Compile beside the target, then rename, so that another window never reads half a file."""
    handle, name = tempfile.mkstemp(suffix=".qm", dir=target.parent)
    os.close(handle)
    part = Path(name)
    try:
        command = [tool("lrelease"), "-silent", str(source), "-qm", str(part)]
        subprocess.run(command, check=True, timeout=COMPILE_SECONDS, capture_output=True)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return target


class Languages(QObject):
    """The language in use. Qt tells every widget of a change by itself (LanguageChange)."""

    changed = Signal()

    def __init__(self, language: Language = "en") -> None:
        super().__init__()
        self.language: Language = "en"
        self._installed: list[QTranslator] = []
        self.use(language)

    def use(self, language: Language) -> None:
        """Speak this language from now on; every widget has heard of it when this returns."""
        for translator in self._installed:
            QCoreApplication.removeTranslator(translator)
        self.language = language
        QLocale.setDefault(QLocale(language))
        self._installed = [] if language == "en" else self._load(language)
        for translator in self._installed:
            QCoreApplication.installTranslator(translator)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LanguageChange.value)
        self.changed.emit()

    def _load(self, language: Language) -> list[QTranslator]:
        own = compiled(SOURCES / f"sidlab_{language}.ts")
        qt = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)) / f"qtbase_{language}.qm"
        translators = []
        for path in (qt, own):
            translator = QTranslator(self)
            if path is not None and translator.load(str(path)):
                translators.append(translator)
        return translators
