"""Whose certificate a server shows, told without trusting it."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import hashlib
import ssl
from collections.abc import AsyncIterator

import pytest
import trustme

from harness.ports import free_port
from harness.session.certificate import describe
from harness.session.external import External

LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


@contextlib.asynccontextmanager
async def showing(cert: trustme.LeafCert) -> AsyncIterator[External]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    cert.configure_cert(context)
    port = free_port()
    async with await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", port, ssl=context):
        yield External(f"https://127.0.0.1:{port}")


@pytest.mark.parametrize("until", [None, LONG_AGO], ids=["valid", "expired"])
async def test_it_says_for_whom_by_whom_and_until_when(until: dt.datetime | None) -> None:
    cert = trustme.CA(organization_name="The Authority").issue_cert("a.test", "b.test", not_after=until)
    async with showing(cert) as server:
        said = await describe(server)
    der = ssl.PEM_cert_to_DER_cert(cert.cert_chain_pems[0].bytes().decode())
    assert said.startswith(" (issued to a.test, b.test, by The Authority")
    assert ("until Jan  1 00:00:00 2020 GMT" in said) is (until is not None)
    assert said.endswith(f"SHA-256 {hashlib.sha256(der).hexdigest()})")


async def test_a_server_that_shows_none_has_nothing_said_of_it() -> None:
    port = free_port()
    assert await describe(External(f"https://127.0.0.1:{port}")) == ""
    async with await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", port):
        assert await describe(External(f"https://127.0.0.1:{port}")) == ""
