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
from typing import Protocol

from harness.clock import monotonic_ns

READ, WRITE, BROKEN, HUNG = 1, 4, 8, 16
"""EPOLLIN, EPOLLOUT, EPOLLERR (an error is pending: a reset) and EPOLLHUP (both directions are shut)."""

_LOOK_SECONDS = 0.05
_STAY_NS = 1_000_000
"""How long to go on handing over before the loop's timers have their turn."""

Handler = Callable[[int], None]
"""Called with the events that are on."""


def _nothing() -> None:
    """Nobody wants to be called."""


class Poller(Protocol):
    """Watches descriptors; a handler runs as long as what is asked for is on (level-triggered)."""

    def watch(self, fd: int, mask: int, handler: Handler) -> None:
        """Start to watch for READ, WRITE, both, or nothing but a break (0)."""

    def change(self, fd: int, mask: int) -> None:
        """Ask for something else."""

    def hand_to(self, fd: int, mask: int, handler: Handler) -> None:
        """Call another from now on, for what is asked for already."""

    def forget(self, fd: int) -> None:
        """Watch no longer: before the descriptor is closed."""

    def after_each(self, call: Callable[[], None]) -> None:
        """Call it each time when all that was ready has been handed over."""

    def close(self) -> None:
        """End."""


class EpollPoller:
    """The poller of Linux."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._epoll = select.epoll()
        self._handlers: dict[int, Handler] = {}
        self._forgotten: set[int] = set()
        self._after = _nothing
        loop.add_reader(self._epoll.fileno(), self._dispatch)

    def watch(self, fd: int, mask: int, handler: Handler) -> None:
        """Start to watch."""
        self._epoll.register(fd, mask)
        self._handlers[fd] = handler

    def change(self, fd: int, mask: int) -> None:
        """Ask for something else."""
        self._epoll.modify(fd, mask)

    def hand_to(self, fd: int, mask: int, handler: Handler) -> None:  # noqa: ARG002 - epoll knows the mask
        """Call another from now on."""
        self._handlers[fd] = handler

    def forget(self, fd: int) -> None:
        """Watch no longer."""
        if self._handlers.pop(fd, None) is not None:
            self._epoll.unregister(fd)
            self._forgotten.add(fd)

    def after_each(self, call: Callable[[], None]) -> None:
        """Call it at the end of each batch."""
        self._after = call

    def close(self) -> None:
        """End."""
        self._loop.remove_reader(self._epoll.fileno())
        self._epoll.close()

    def _dispatch(self) -> None:
        """Hand over what is ready; there is more at once where much goes by, and the loop's own round is dear."""
        until = monotonic_ns() + _STAY_NS
        while not self._epoll.closed and (batch := self._epoll.poll(0)):
            self._hand_over(batch)
            if monotonic_ns() > until:
                return

    def _hand_over(self, batch: list[tuple[int, int]]) -> None:
        forgotten, handlers = self._forgotten, self._handlers
        forgotten.clear()
        for fd, events in batch:
            # A number closed and used again within this batch would get its predecessor's events.
            if fd not in forgotten:
                handlers[fd](events)
        self._after()


class LoopPoller:
    """The portable poller, over the loop's add_reader and add_writer; breaks are looked for now and then."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._handlers: dict[int, Handler] = {}
        self._idle: set[int] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._after = _nothing

    def watch(self, fd: int, mask: int, handler: Handler) -> None:
        """Start to watch."""
        self._handlers[fd] = handler
        self.change(fd, mask)

    def change(self, fd: int, mask: int) -> None:
        """Ask for something else."""
        handler = self._handlers[fd]
        if mask & READ:
            self._loop.add_reader(fd, self._hand_over, handler, READ)
        else:
            self._loop.remove_reader(fd)
        if mask & WRITE:
            self._loop.add_writer(fd, self._hand_over, handler, WRITE)
        else:
            self._loop.remove_writer(fd)
        self._look_after(fd, idle=mask == 0)

    def hand_to(self, fd: int, mask: int, handler: Handler) -> None:
        """Call another from now on."""
        self._handlers[fd] = handler
        self.change(fd, mask)

    def forget(self, fd: int) -> None:
        """Watch no longer."""
        if self._handlers.pop(fd, None) is not None:
            self._loop.remove_reader(fd)
            self._loop.remove_writer(fd)
            self._look_after(fd, idle=False)

    def after_each(self, call: Callable[[], None]) -> None:
        """Call it after each handler: there are no batches here."""
        self._after = call

    def close(self) -> None:
        """End."""
        for fd in list(self._handlers):
            self.forget(fd)
        if self._timer is not None:
            self._timer.cancel()

    def _hand_over(self, handler: Handler, events: int) -> None:
        handler(events)
        self._after()

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
                self._hand_over(self._handlers[fd], events & (BROKEN | HUNG))
        if self._idle and self._timer is None:
            self._timer = self._loop.call_later(_LOOK_SECONDS, self._look)


def make_poller(loop: asyncio.AbstractEventLoop) -> Poller:
    """The best poller of this system."""
    return EpollPoller(loop) if sys.platform == "linux" else LoopPoller(loop)
