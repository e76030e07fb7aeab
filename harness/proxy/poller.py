"""Readiness of many descriptors, resets included, under an event loop.

A paused asyncio transport does not see its peer's reset, and later the other side gets the blame. An epoll of our
own, itself watched by the loop, reports a broken connection whatever is asked for, a mask of 0 included; and it
hands over a whole batch for one wake-up of the loop. Where there is no epoll, the loop's own readers and writers
do, and poll(2) finds a paused descriptor's reset a little later.
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

_LOOK_SECONDS = 0.05

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

    def afterwards(self, call: Callable[[], None]) -> None:
        """Call it once all that is ready now was handed over; a handler asks for it."""

    def close(self) -> None:
        """End."""


class EpollPoller:
    """The poller of Linux."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._epoll = select.epoll()
        self._handlers: dict[int, Handler] = {}
        self._forgotten: set[int] = set()
        self._afterwards: list[Callable[[], None]] = []
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

    def afterwards(self, call: Callable[[], None]) -> None:
        """Call it at the end of the batch."""
        self._afterwards.append(call)

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
        while self._afterwards:
            calls, self._afterwards = self._afterwards, []
            for call in calls:
                call()


class LoopPoller:
    """The portable poller, over the loop's add_reader and add_writer; breaks are looked for now and then."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._handlers: dict[int, Handler] = {}
        self._idle: set[int] = set()
        self._timer: asyncio.TimerHandle | None = None

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
        self._look_after(fd, idle=mask == 0)

    def forget(self, fd: int) -> None:
        """Watch no longer."""
        if self._handlers.pop(fd, None) is not None:
            self._loop.remove_reader(fd)
            self._loop.remove_writer(fd)
            self._look_after(fd, idle=False)

    def afterwards(self, call: Callable[[], None]) -> None:
        """Call it at once: there are no batches here."""
        call()

    def close(self) -> None:
        """End."""
        for fd in list(self._handlers):
            self.forget(fd)
        if self._timer is not None:
            self._timer.cancel()

    def _look_after(self, fd: int, *, idle: bool) -> None:
        if idle:
            self._idle.add(fd)
        else:
            self._idle.discard(fd)
        if self._idle and self._timer is None and hasattr(select, "poll"):
            self._timer = self._loop.call_later(_LOOK_SECONDS, self._look)

    def _look(self) -> None:
        """Whether one that nothing is wanted of has broken: poll(2) says so whatever is asked for."""
        self._timer = None
        look = select.poll()
        for fd in self._idle:
            look.register(fd, 0)
        for fd, events in look.poll(0):
            if fd in self._idle:
                self._handlers[fd](events & (BROKEN | HUNG))
        if self._idle and self._timer is None:
            self._timer = self._loop.call_later(_LOOK_SECONDS, self._look)


def make_poller(loop: asyncio.AbstractEventLoop) -> Poller:
    """The best poller of this system."""
    return EpollPoller(loop) if sys.platform == "linux" else LoopPoller(loop)
