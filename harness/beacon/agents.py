"""A browser in short words, from its user agent: `Chrome 143, Android`. Nothing of the text itself is passed on.

User agents name their ancestors too (Edge says Chrome and Safari), so the first that fits counts.
"""

from __future__ import annotations

import re

UNKNOWN = "a browser"

_BROWSERS = (
    ("Edge", re.compile(r"\bEdg(?:A|iOS)?/(\d{1,4})")),
    ("Opera", re.compile(r"\bOPR/(\d{1,4})")),
    ("Samsung Internet", re.compile(r"\bSamsungBrowser/(\d{1,4})")),
    ("Whale", re.compile(r"\bWhale/(\d{1,4})")),
    ("Firefox", re.compile(r"\b(?:Firefox|FxiOS)/(\d{1,4})")),
    ("Chrome", re.compile(r"\b(?:(?:Headless)?Chrome|CriOS)/(\d{1,4})")),
    ("Safari", re.compile(r"\bVersion/(\d{1,4})[\d.]* (?:Mobile/\w+ )?Safari/")),
)
_SYSTEMS = (
    ("iPhone", re.compile(r"\biPhone\b")),
    ("iPad", re.compile(r"\biPad\b")),
    ("Android", re.compile(r"\bAndroid\b")),
    ("Windows", re.compile(r"\bWindows NT\b")),
    ("macOS", re.compile(r"\bMac OS X\b")),
    ("ChromeOS", re.compile(r"\bCrOS\b")),
    ("Linux", re.compile(r"\bLinux\b")),
)


def browser_of(agent: str) -> str:
    """Browser, its main version and the system, as far as the user agent names ones we know."""
    found = ((name, pattern.search(agent)) for name, pattern in _BROWSERS)
    browser = next((f"{name} {match[1]}" for name, match in found if match), UNKNOWN)
    system = next((name for name, pattern in _SYSTEMS if pattern.search(agent)), "")
    return f"{browser}, {system}" if system else browser
