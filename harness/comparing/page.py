"""A comparison as one page: it opens offline, prints, follows the reader's light or dark, and loads nothing.

Whatever comes from a run is text, never markup.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

from jinja2 import Environment

from harness.comparing.model import Comparison
from harness.comparing.table import BY_CHANCE, NO_REPEATS, NOTE, number, word
from harness.evidence.logs import escape

_PAGE = """<!doctype html>
<html lang="{{ language }}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{{ say("Two runs compared") }}</title>
<style>
:root { color-scheme: light dark; --back: #fff; --text: #1a1f27; --muted: #5d6878; --line: #e1e5ea;
  --mark: #7a3ff2; }
@media (prefers-color-scheme: dark) { :root { --back: #1b1f26; --text: #e7eaf0; --muted: #a0a9b8; --line: #2a303a;
  --mark: #b795ff; } }
body { font: 15px/1.5 Inter, "Segoe UI", "Noto Sans", "Noto Sans CJK KR", "Malgun Gothic", sans-serif;
  background: var(--back); color: var(--text); margin: 2rem auto; max-width: 62rem; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1.5rem; }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .8rem .3rem 0; text-align: left; vertical-align: top;
  overflow-wrap: anywhere; }
thead th { color: var(--muted); font-weight: 400; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
tr { break-inside: avoid; } small, .same td, .same th { color: var(--muted); } th { font-weight: 400; }
.beyond th, .beyond td { font-weight: 600; } .beyond td:last-child { color: var(--mark); }
</style></head><body>
<h1>{{ say("Two runs compared") }}</h1>
<table><tbody>{% for name, side in (("A", comparison.a), ("B", comparison.b)) %}
<tr><th>{{ name }}</th><td>{{ clean(side.name) }}</td>
<td>{% if side.runs > 1 %}{{ say("%s runs") | replace("%s", side.runs) }}: {% endif %}
{{ clean(side.scenario) }}, {{ clean(side.profile) }}, {{ clean(side.outcome) }}</td></tr>{% endfor %}
</tbody></table>
{% if comparison.settings %}<h2>{{ say("Made differently") }}</h2>
<table><thead><tr><th></th><th>A</th><th>B</th></tr></thead><tbody>
{% for one in comparison.settings %}<tr><th>{{ clean(one.what) }}</th><td>{{ word(one.a) }}</td>
<td>{{ word(one.b) }}</td></tr>{% endfor %}
</tbody></table>{% endif %}
{% for part, rows in parts %}<h2>{{ heading(*part) }}</h2>
<table><thead><tr><th></th><th class="number">A</th><th class="number">B</th>
<th class="number">{{ say("B less A") }}</th><th>{{ say("By chance?") }}</th></tr></thead><tbody>
{% for one in rows %}
<tr class="{{ 'beyond' if one.beyond_spread else '' if one.differs else 'same' }}"
 data-figure="{{ clean(one.figure) }}"><th>{{ clean(one.name) }}</th>
<td class="number">{{ number(one.a) }}</td><td class="number">{{ number(one.b) }}</td>
<td class="number">{{ number(one.difference, signed=True) }}</td>
<td>{{ say(by_chance[one.beyond_spread]) if one.differs else "" }}</td></tr>{% endfor %}
</tbody></table>{% endfor %}
{% if comparison.findings %}<h2>{{ say("Verdicts") }}</h2>
<table><thead><tr><th></th><th>A</th><th>B</th></tr></thead><tbody>
{% for one in comparison.findings %}<tr class="{{ '' if one.a != one.b else 'same' }}">
<th>{{ clean(one.hypothesis) }}</th><td>{{ say(word(one.a)) }}</td><td>{{ say(word(one.b)) }}</td></tr>{% endfor %}
</tbody></table>{% endif %}
<p><small>{{ say(note) }}</small></p>
</body></html>
"""
_template = Environment(autoescape=True).from_string(_PAGE)
_HEADINGS = {"": "Figures", "group": "Group %s", "trial": "On trial: %s"}


def page(comparison: Comparison, language: str = "en", say: Callable[[str], str] = lambda text: text) -> str:
    """The whole page; `say` gives each of its texts in `language`."""

    def heading(part: str, of: str) -> str:
        return say(_HEADINGS[part]).replace("%s", escape(of))

    known = any(one.beyond_spread is not None for one in comparison.figures)
    return _template.render(
        comparison=comparison,
        parts=[(part, list(found)) for part, found in groupby(comparison.figures, lambda one: (one.part, one.of))],
        heading=heading,
        language=language,
        say=say,
        clean=escape,
        word=word,
        number=number,
        by_chance=BY_CHANCE,
        note=NOTE if known else NO_REPEATS,
    )
