"""The window's languages. Texts of the core are translated here, since the core itself speaks English only."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from ui.i18n.client_texts import CLIENT_PHRASES
from ui.i18n.comparing_texts import COMPARING_PHRASES
from ui.i18n.core_texts import PHRASES
from ui.i18n.experiment_texts import EXPERIMENT_PHRASES
from ui.i18n.lan_texts import LAN_PHRASES
from ui.i18n.matrix_texts import MATRIX_PHRASES
from ui.i18n.room_texts import ROOM_PHRASES
from ui.i18n.server_texts import SERVER_PHRASES

_FRAMES = (
    *ROOM_PHRASES,
    *MATRIX_PHRASES,
    *EXPERIMENT_PHRASES,
    *SERVER_PHRASES,
    *LAN_PHRASES,
    *CLIENT_PHRASES,
    *COMPARING_PHRASES,
    *PHRASES,
)
_PATTERNS = [(re.compile(pattern), template) for pattern, template in _FRAMES]


def core(text: str) -> str:
    """A text of the core in the language in use; one that nobody has translated stays as it is."""
    return QCoreApplication.translate("core", text) if text else ""


def value_words(value: str) -> str:
    """The value of a parameter in words; apart from `core`, where `up` is a state of the server."""
    return QCoreApplication.translate("value", value)


def parameter_words(name: str) -> str:
    """The name of a parameter in words, where it must not be taken for something else of that name."""
    words = QCoreApplication.translate("parameter", name)
    return core(name) if words == name else words


def deed(did: str) -> str:
    """What a fault did to a connection, in words."""
    return QCoreApplication.translate("deed", did)


def who(name: str) -> str:
    """Who ended something: the client, the server, or a fault by its name."""
    return value_words(name) if name in {"client", "server"} else core(name)


def meaning(reason: str) -> str:
    """A reason as its library says it, and after it what that means in the language in use."""
    dialect, _, words = reason.partition(":")
    known = QCoreApplication.translate("reason", words) if words else ""
    return reason if known in {"", words} else f"{reason}: {known} ({dialect})"


def sentence(text: str) -> str:
    """Words as they begin a line: the first letter large, where the script knows that."""
    return text[:1].upper() + text[1:]


def phrase(text: str, say: Callable[[str], str] = core) -> str:
    """A text the core has put together (a step in words, a message): its frame and its parts are translated.

    `say` translates a text that stands alone; one that it knows is taken for no other.
    """
    if (words := say(text)) != text:
        return words
    for pattern, template in _PATTERNS:
        if found := pattern.fullmatch(text):
            words = say(template)
            for number, part in enumerate(found.groups(), start=1):
                words = words.replace(f"%{number}", phrase(part or "", say))
            return words
    return words
