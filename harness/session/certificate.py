"""Whose certificate a server shows: looked at when it was refused, so that a person can tell what to trust.

The certificate is fetched without trusting it, over a connection that carries nothing else, and decoded by
trusting just this one for one more such connection: the standard library decodes none it was not told to trust.
"""

from __future__ import annotations

import asyncio
import hashlib
import ssl
from typing import Any

from harness.session.external import External

LOOK_SECONDS = 2.0
_NO_CHECK_TIME = 0x200000
"""X509_V_FLAG_NO_CHECK_TIME (openssl/x509_vfy.h): an expired certificate is decoded as well."""


async def describe(server: External) -> str:
    """` (issued to …, by …, until …, SHA-256 …)`, as far as it can be found out; nothing when it can't."""
    try:
        async with asyncio.timeout(LOOK_SECONDS):
            shown = await _shown(server, _trusting_all())
            if shown is None:
                return ""
            words = await _words(server, shown)
    except (OSError, TimeoutError):
        return ""
    return f" ({', '.join([*words, f'SHA-256 {hashlib.sha256(shown).hexdigest()}'])})"


async def _words(server: External, shown: bytes) -> list[str]:
    """What it says of itself; nothing for one that OpenSSL cannot take as trusted."""
    try:
        decoded = await _decoded(server, _trusting(shown))
    except OSError:
        return []
    names = [name for _, name in decoded.get("subjectAltName", ())] or [_common(decoded, "subject")]
    return [
        f"issued to {', '.join(names)}",
        f"by {_common(decoded, 'issuer')}",
        f"until {decoded.get('notAfter')}",
    ]


def _common(decoded: dict[str, Any], which: str) -> str:
    """The common name of subject or issuer, or all that is said of it."""
    said = {key: value for part in decoded.get(which, ()) for key, value in part}
    return str(said.get("commonName") or " ".join(said.values()) or "nobody")


def _trusting_all() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _trusting(shown: bytes) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_flags = ssl.VerifyFlags(ssl.VERIFY_X509_PARTIAL_CHAIN | _NO_CHECK_TIME)
    context.load_verify_locations(cadata=shown)
    return context


async def _shown(server: External, context: ssl.SSLContext) -> bytes | None:
    """The certificate as it came (DER)."""
    return (await _look(server, context)).getpeercert(binary_form=True)


async def _decoded(server: External, context: ssl.SSLContext) -> dict[str, Any]:
    found: dict[str, Any] | None = (await _look(server, context)).getpeercert()
    return found or {}


async def _look(server: External, context: ssl.SSLContext) -> ssl.SSLObject:
    """Shake hands, and leave again without a word."""
    _, writer = await asyncio.open_connection(server.host, server.port, ssl=context, server_hostname=server.host)
    try:
        made: ssl.SSLObject = writer.get_extra_info("ssl_object")
        return made
    finally:
        writer.transport.abort()
