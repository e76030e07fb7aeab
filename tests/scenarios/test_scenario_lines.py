"""Keys are found on their lines, whatever stands around them."""

from __future__ import annotations

import tomllib

from hypothesis import given, settings
from hypothesis import strategies as st

from harness.scenarios.lines import lines

TEXT = '''# [not] a = table
title = "x [y] = 3"
duration = 20.0 # a = 2

[server] # [clients]
"profile" = "p"
a.b = 1

[[clients]]
group = "p"
transports = [
  "polling", # foo = 3
  "]",
]
[[clients]]
text = """
[[clients]]
"quotes"" # """
'quo=ted' = {request = "poll", x = [1,
  2]}
raw = \'\'\'
[x]
\'\'\'
[clients.sub]
x = 1
[[clients.many]]
y = 1
[[clients.many]]
y = 1
'''


def test_each_key_has_its_line() -> None:
    found = lines(TEXT)
    assert found == {
        ("title",): 2,
        ("duration",): 3,
        ("server",): 5,
        ("server", "profile"): 6,
        ("server", "a"): 7,
        ("server", "a", "b"): 7,
        ("clients", 0): 9,
        ("clients", 0, "group"): 10,
        ("clients", 0, "transports"): 11,
        ("clients", 1): 15,
        ("clients", 1, "text"): 16,
        ("clients", 1, "quo=ted"): 19,
        ("clients", 1, "raw"): 21,
        ("clients", 1, "sub"): 24,
        ("clients", 1, "sub", "x"): 25,
        ("clients", 1, "many", 0): 26,
        ("clients", 1, "many", 0, "y"): 27,
        ("clients", 1, "many", 1): 28,
        ("clients", 1, "many", 1, "y"): 29,
    }


VALUES = st.sampled_from(
    [
        "1",
        '"a = b"',
        "'[x]'",
        "[1, 2]",
        '[\n  "[[a]]", # ]\n]',
        '"""\nx = 1\n[y]\n"""',
        "'''\n\"\"\"\n'''",
        "{a = 1}",
    ]
)
KEYS = st.lists(st.sampled_from([f"k{n}" for n in range(9)] + ['"q.k"', "'r=k'"]), unique=True, max_size=6)
BLANKS = st.sampled_from(["", "\n", "# a = 1\n", "   # [t]\n\n"])


@given(st.lists(st.tuples(st.sampled_from(["steps", "clients"]), KEYS), max_size=6), st.data())
@settings(max_examples=100)
def test_made_documents(tables: list[tuple[str, list[str]]], data: st.DataObject) -> None:
    text, expected, count = "", {}, {"steps": 0, "clients": 0}
    for table, keys in tables:
        text += data.draw(BLANKS)
        path = (table, count[table])
        count[table] += 1
        expected[path] = text.count("\n") + 1
        text += f"[[{table}]]\n"
        for key in keys:
            text += data.draw(BLANKS)
            expected[(*path, key.strip("\"'"))] = text.count("\n") + 1
            text += f"{key} = {data.draw(VALUES)}\n"
    tomllib.loads(text)
    assert lines(text) == expected
