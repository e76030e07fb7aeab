"""Text of no known structure (a log's lines, a command line, a refusal's page) without the secrets that are in it.

What crosses the wire is redacted by its structure (harness/proxy/tap/redaction.py). Here only the marks are known
that secrets carry: a name before them (`token=…`, `"apiKey": "…"`, `--password …`, `Authorization: …`), a place
(before the @ of an address, in its query, behind its #), or a shape (`Bearer …`, a JSON web token). A secret that
bears no mark is not known as one. Names are written in all ways there are: apiKey, API_KEY, --api-key.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

MARK = "~redacted"
KEPT_QUERY = frozenset({"EIO", "transport", "sid", "t", "j", "b64", "sidlab"})
"""Engine.IO's own words, which diagnosis needs, and the name of a simulated client."""

_HINTS = (
    *("pass", "pwd", "pw", "secret", "token", "key", "auth", "cookie", "jwt", "credential", "sig", "dsn", "pin"),
    *("otp", "bearer", "basic", "eyj", "sidlab-join", "websocket-protocol"),
)
_NAME = (
    r"(?:passw(?:or)?d|passphrase|pwd|secret|token|credential|authorization|cookie|jwt|signature|sidlab-join|"
    r"Sec-WebSocket-Protocol|"
    r"Debugger PIN|(?:api|access|private|signing|encryption|session)[-_.]?key)[\w.-]{0,40}"
    r"|(?<![\w.])(?:auth|pass|sig|dsn|pin|otp|pw)(?![\w.-])"
)
_ANSI = r"(?:\x1b\[[0-9;]*m)*"
_JOINT = rf"{_ANSI}\\?(?:[\"']?\]?{_ANSI}[ \t]*(?:=>|[:=])|[\"'],){_ANSI}[ \t]*{_ANSI}\[?(?:\\|b(?=[\"']))?"
_VALUE = (
    r'"(?:[^"\\\n]|\\.)*"?'
    r"|'(?:[^'\\\n]|\\.)*'?"
    r"|(?:Bearer|Basic|Digest|Token|Negotiate)[ \t]+[^\s\"',;\x1b]+"
    r"|[^\s,;&\"'<>(){}\[\]\x1b]+"
)
_NAMED = re.compile(rf"(?P<name>{_NAME})(?P<joint>{_JOINT})(?P<value>{_VALUE})", re.IGNORECASE)
_HEADER = re.compile(
    r"((?:authorization|cookie|sec-websocket-protocol)[ \t]*:[ \t]*)[^\s\"'][^\n]*", re.IGNORECASE
)
_OPTION = re.compile(
    rf"(?P<name>(?<!\S)--?[\w-]{{0,40}}?(?:{_NAME}))(?P<joint>[ \t]+)(?P<value>{_VALUE})", re.IGNORECASE
)
_IS_OPTION = re.compile(rf"--?[\w-]*?(?:{_NAME})", re.IGNORECASE)
_USERINFO = re.compile(r"(//|(?<![\w:./-])(?=[\w.+-]{1,64}:))[^\s/@\"'<>?#]{1,500}@(?=[\w.\[-])")
_QUERY = re.compile(r"([?&#](?:amp;)?)([\w.%\[\]-]+)=([^&\s\"'<>#]+)")
_SCHEME = re.compile(r"\b(Bearer|Basic)([ \t]+)[A-Za-z0-9._~+/=-]{8,}", re.IGNORECASE)
_JWT = re.compile(r"\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)?")


def redacted(text: str) -> str:
    """The text with `~redacted` in the place of each secret in it; of any length, and of many lines."""
    if "@" in text:
        text = _USERINFO.sub(rf"\1{MARK}@", text)
    if "=" in text:
        text = _QUERY.sub(_in_query, text)
    if not _hints(text):
        return text  # most logs are lines of requests: those are to cost next to nothing
    return "".join(_of_line(line) if _hints(line) else line for line in text.splitlines(keepends=True))


def redacted_words(words: Sequence[str]) -> tuple[str, ...]:
    """The words of a command line; what follows an option that names a secret is one."""
    before = ("", *words)
    return tuple(
        MARK if _IS_OPTION.fullmatch(last) and not word.startswith("-") else redacted(word)
        for last, word in zip(before, words, strict=False)
    )


def _hints(text: str) -> bool:
    low = text.lower()
    return any(hint in low for hint in _HINTS)


def _of_line(line: str) -> str:
    for pattern, with_what in ((_HEADER, rf"\1{MARK}"), (_SCHEME, rf"\1\2{MARK}"), (_JWT, MARK)):
        line = pattern.sub(with_what, line)
    return _OPTION.sub(_named, _NAMED.sub(_named, line))


def _in_query(found: re.Match[str]) -> str:
    return found[0] if found[2] in KEPT_QUERY else f"{found[1]}{found[2]}={MARK}"


def _named(found: re.Match[str]) -> str:
    value = found["value"]
    quote = value[:1] if value[:1] in "\"'" else ""
    end = quote if len(value) > 1 and value.endswith(quote) else ""
    return f"{found['name']}{found['joint']}{quote}{MARK}{end}"
