"""Every sentence of the report, in English, one file for each of its parts; `%1`, `%2` … stand for what goes in.

The window's translations hold them too (ui/i18n/report_texts.py); a test compares the lists.
"""

from __future__ import annotations

import importlib
import pkgutil


def phrases() -> frozenset[str]:
    """All of them."""
    modules = [importlib.import_module(f"{__name__}.{one.name}") for one in pkgutil.iter_modules(__path__)]
    values = [value for module in modules for name, value in vars(module).items() if name.isupper()]
    return frozenset(text for one in values for text in ([one] if isinstance(one, str) else one))
