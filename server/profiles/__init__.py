"""The profiles there are: every module in this folder that has a `PROFILE`. Dropping a file in is enough.

Finding them imports no web server: a profile imports what it alone needs when it is asked to serve.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from server.profile import Profile

DEFAULT = "gevent"


@cache
def profiles() -> dict[str, Profile]:
    """Every profile by its name: the default first, the others by name."""
    found = [import_module(f"{__name__}.{module.name}").PROFILE for module in pkgutil.iter_modules(__path__)]
    return {profile.name: profile for profile in sorted(found, key=lambda one: (one.name != DEFAULT, one.name))}


def catalogue() -> list[dict[str, object]]:
    """What can be chosen: `[{"name", "title", "available", "needs", "brings", "hides", "restarts"}]`."""
    return [profile.describe() for profile in profiles().values()]
