"""Names for what went wrong underneath a client: the exception's class and the errno's name, library by library.

aiohttp wraps a refused connection as ClientConnectorError and a reset one as ClientOSError, both with the errno;
requests hides the same three and four layers deep (ConnectionError, MaxRetryError, NewConnectionError,
ConnectionRefusedError), in `args`, `reason` and `__context__`.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trouble:
    """The class of an exception (or `HTTP 400`, `close 1006`), and the name of its errno, such as ECONNREFUSED."""

    error: str
    errno: str | None = None


def chain_of(exc: BaseException) -> list[BaseException]:
    """The exception and what is underneath it, outermost first, each once."""
    chain: list[BaseException] = []
    waiting = [exc]
    while waiting:
        found = waiting.pop(0)
        if not any(found is known for known in chain):
            chain.append(found)
            waiting.extend(_underneath(found))
    return chain


def _underneath(exc: BaseException) -> Iterator[BaseException]:
    hidden = None if exc.__suppress_context__ else exc.__context__
    for below in (*exc.args, getattr(exc, "reason", None), exc.__cause__, hidden):
        if isinstance(below, Exception):  # a cancellation is how a timeout works, not what went wrong
            yield below


def trouble_of(exc: BaseException) -> Trouble:
    """Name an exception: the class that tells most, and the first errno found in it.

    The class that tells most is the innermost one which is not simply an errno by another name (that of
    `ConnectionResetError` stands in `errno` already); without such a one it is the outermost.
    """
    chain = chain_of(exc)
    numbers = [_number(found) for found in chain]
    telling = [type(found).__name__ for found, number in zip(chain, numbers, strict=True) if number is None]
    number = next((number for number in numbers if number is not None), None)
    return Trouble(telling[-1] if telling else type(exc).__name__, _name(number))


def _number(exc: BaseException) -> int | None:
    return exc.errno if isinstance(exc, OSError) else None


def _name(number: int | None) -> str | None:
    return None if number is None else errno.errorcode.get(number, str(number))
