"""Readiness of many descriptors, resets included, under an event loop.

A paused asyncio transport does not see its peer's reset, and later the other side gets the blame. An epoll of our
own, itself watched by the loop, reports a broken connection whatever is asked for, a mask of 0 included; and it
hands over a whole batch for one wake-up of the loop. Where there is no epoll, the loop's own readers and writers
do: there a paused descriptor's reset is seen when it is next read or written.
"""

from __future__ import annotations

import asyncio
import select
import sys
from collections.abc import Callable
from functools import partial
from typing import Protocol

READ, WRITE, BROKEN, HUNG = 1, 4, 8, 16
"""EPOLLIN, EPOLLOUT, EPOLLERR (an error is pending: a reset) and EPOLLHUP (both directions are shut)."""

Handler = Callable[[int], None]
"""Called with the events that are on."""


class Poller(Protocol):
    """Watches descriptors; a handler runs as long as what is asked for is on (level-triggered)."""

    def watch(self, fd: int, mask: int, handler: Handler) -> None:
        """Start to watch for READ, WRITE, both, or nothing but a break (0)."""

    def change(self, fd: int, mask: int) -> None:
        """Ask for something else."""

    def forget(self, fd: int) -> None:
        """Watch no longer: before the descriptor is closed."""

    def close(self) -> None:
        """End."""


class EpollPoller:
    """The poller of Linux."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._epoll = select.epoll()
        self._handlers: dict[int, Handler] = {}
        self._forgotten: set[int] = set()
        loop.add_reader(self._epoll.fileno(), self._dispatch)

    def watch(self, fd: int, mask: int, handler: Handler) -> None:
        """Start to watch."""
        self._epoll.register(fd, mask)
        self._handlers[fd] = handler

    def change(self, fd: int, mask: int) -> None:
        """Ask for something else."""
        self._epoll.modify(fd, mask)

    def forget(self, fd: int) -> None:
        """Watch no longer."""
        if self._handlers.pop(fd, None) is not None:
            self._epoll.unregister(fd)
            self._forgotten.add(fd)

    def close(self) -> None:
        """End."""
        self._loop.remove_reader(self._epoll.fileno())
        self._epoll.close()

    def _dispatch(self) -> None:
        self._forgotten.clear()
        for fd, events in self._epoll.poll(0):
            # A number closed and used again within this batch would get its predecessor's events.
            if fd not in self._forgotten:
                self._handlers[fd](events)


class LoopPoller:
    """The portable poller, over the loop's add_reader and add_writer."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._handlers: dict[int, Handler] = {}

    def watch(self, fd: int, mask: int, handler: Handler) -> None:
        """Start to watch."""
        self._handlers[fd] = handler
        self.change(fd, mask)

    def change(self, fd: int, mask: int) -> None:
        """Ask for something else."""
        handler = self._handlers[fd]
        if mask & READ:
            self._loop.add_reader(fd, partial(handler, READ))
        else:
            self._loop.remove_reader(fd)
        if mask & WRITE:
            self._loop.add_writer(fd, partial(handler, WRITE))
        else:
            self._loop.remove_writer(fd)

    def forget(self, fd: int) -> None:
        """Watch no longer."""
        if self._handlers.pop(fd, None) is not None:
            self._loop.remove_reader(fd)
            self._loop.remove_writer(fd)

    def close(self) -> None:
        """End."""
        for fd in list(self._handlers):
            self.forget(fd)


def make_poller(loop: asyncio.AbstractEventLoop) -> Poller:
    """The best poller of this system."""
    return EpollPoller(loop) if sys.platform == "linux" else LoopPoller(loop)
