"""The matrix as one page: it opens offline, prints, follows the reader's light or dark, and loads nothing.

A cell says in words what its colour says. Whatever comes from a log or a profile is text, never markup.
"""

from __future__ import annotations

from jinja2 import Environment

from harness.matrix.model import Cell, Matrix
from harness.matrix.table import explained, particulars, word

TONES = {"green": "good", "yellow": "fair", "red": "bad", "dim": "none"}

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>How it is served: {{ matrix.cells | length }} cells</title>
<style>
:root { color-scheme: light dark; --back: #fff; --text: #1a1f27; --muted: #5d6878; --line: #e1e5ea;
  --good: #15803d; --fair: #b45309; --bad: #c4302b; }
@media (prefers-color-scheme: dark) { :root { --back: #1b1f26; --text: #e7eaf0; --muted: #a0a9b8; --line: #2a303a;
  --good: #4ade80; --fair: #f5b14c; --bad: #ff7a73; } }
body { font: 15px/1.5 Inter, "Segoe UI", "Noto Sans", "Noto Sans CJK KR", "Malgun Gothic", sans-serif;
  background: var(--back); color: var(--text); margin: 2rem auto; max-width: 76rem; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0 2rem; }
th, td { border-bottom: 1px solid var(--line); padding: .4rem .8rem .4rem 0; text-align: left;
  vertical-align: top; }
tr { break-inside: avoid; }
small, .none { color: var(--muted); }
.good { color: var(--good); } .fair { color: var(--fair); } .bad { color: var(--bad); }
td b { display: block; }
</style></head><body>
<h1>How it is served</h1>
<p><small>{{ matrix.folder }}</small></p>
<table><thead><tr><th>profile</th><th>client</th>{% for one in transports %}<th>{{ one }}</th>{% endfor %}
</tr></thead>
<tbody>{% for profile, client, cells in rows %}
<tr><th>{{ profile }}</th><td>{{ client }}</td>
{% for cell in cells %}<td>{% if cell %}{% set said, tone = word(cell) %}
<b class="{{ tones[tone] }}">{{ said }}</b>{% if cell.works is not none %}{% for one in particulars(cell) %}
<small>{{ one }}</small><br>{% endfor %}{% endif %}{% endif %}</td>{% endfor %}</tr>{% endfor %}
</tbody></table>
{% if reasons %}<h2>Why</h2><ul>{% for one in reasons %}<li>{{ one }}</li>{% endfor %}</ul>{% endif %}
{% if matrix.findings %}<h2>Findings</h2>
<table><thead><tr><th>profile</th><th>finding</th><th>value</th><th></th></tr></thead><tbody>
{% for one in matrix.findings %}<tr><th>{{ one.profile }}</th><td>{{ one.title }}</td>
<td{% if one.notable %} class="fair"{% endif %}>{{ "not known" if one.value is none else one.value }}
{{ one.unit if one.value is not none }}</td><td><small>{{ one.text }}</small></td></tr>{% endfor %}
</tbody></table>{% endif %}
</body></html>
"""
_template = Environment(autoescape=True).from_string(_PAGE)


def page(matrix: Matrix) -> str:
    """The whole page."""
    transports = tuple(dict.fromkeys(one.transport for one in matrix.cells))
    by_key: dict[tuple[str, str, str], Cell] = {one.key: one for one in matrix.cells}
    who = dict.fromkeys((one.profile, one.client) for one in matrix.cells)
    return _template.render(
        matrix=matrix,
        transports=transports,
        rows=[
            (profile, client, [by_key.get((profile, one, client)) for one in transports])
            for profile, client in who
        ],
        reasons=[one for one in explained(matrix.cells) if one],
        word=word,
        particulars=particulars,
        tones=TONES,
    )
