"""Has coverage follow greenlets where gevent serves, and nowhere else.

Where they are followed, CPython 3.11 may spin for good when two threads end at once: greenlet lets go of what was
kept of the one in a pending call, and a traced function called there waits for the pending call of the other.
"""

from __future__ import annotations

import sys

from coverage import CoveragePlugin
from coverage.plugin_support import Plugins
from coverage.types import TConfigSectionOut, TConfigurable

_IN_THREADS = ("werkzeug", "gthread")
"""What the names of those profiles have in them that serve without gevent."""


class Tracing(CoveragePlugin):
    """Asked once a process, when it begins."""

    def configure(self, config: TConfigurable) -> None:
        """Set what runs beside what in this process, by its command line."""
        words = sys.orig_argv
        in_threads = any(name in word for word in words for name in _IN_THREADS)
        by_gevent = words[1:3] == ["-m", "server"] and not in_threads
        config.set_option("run:concurrency", ["thread", "greenlet"] if by_gevent else ["thread"])


def coverage_init(plugins: Plugins, _options: TConfigSectionOut) -> None:
    """How coverage finds it."""
    plugins.add_configurer(Tracing())
