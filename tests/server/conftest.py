"""Fixtures of the server's tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from served import Served, Watcher

from server.settings import Settings

ORIGIN = "http://127.0.0.1:5000"


@pytest.fixture
def watcher() -> Iterator[Watcher]:
    """One who hears witnesses."""
    one = Watcher()
    yield one
    one.close()


@pytest.fixture
def settings() -> Settings:
    """An ordinary server's settings."""
    return Settings(origins=(ORIGIN,))


@pytest.fixture
def serve(tmp_path: Path, watcher: Watcher) -> Iterator[Callable[..., Served]]:
    """Start real servers; what is left of them ends with the test."""
    started: list[Served] = []

    def start(profile: str, port: int | None = None, *more: str, watched: bool = True) -> Served:
        started.append(Served(profile, tmp_path, watcher if watched else None, port, more))
        return started[-1]

    yield start
    for one in started:
        one.clear()
