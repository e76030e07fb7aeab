"""What clients may send."""

from __future__ import annotations

from typing import Any

import pytest

from server.chat import RefusedError
from server.checks import NICK, TEXT, flag_in, id_in, name_in, one_object, text_in


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("Kim", "Kim"),
        ("  김  철수\n", "김 철수"),
        ("x" * NICK, "x" * NICK),
        ("<b>&", "<b>&"),
        ("👩\u200d💻", "👩\u200d💻"),
    ],
)
def test_names_are_one_line_and_stay_what_they_are(value: str, name: str) -> None:
    assert name_in({"nick": value}, "nick", NICK) == name


@pytest.mark.parametrize(
    "value", [None, 7, "", "   ", ["Kim"], {"a": 1}, True, "x" * (NICK + 1), "a\u202eb", "a\x00b", "a\u2066b"]
)
def test_other_names_are_refused(value: Any) -> None:
    with pytest.raises(RefusedError, match="a nick"):
        name_in({"nick": value}, "nick", NICK)


def test_texts_have_lines_and_a_length() -> None:
    assert text_in({"text": "one\ntwo"}) == "one\ntwo"
    for value in (None, 7, "", " \n", "x" * (TEXT + 1), ["x"]):
        with pytest.raises(RefusedError, match="a text"):
            text_in({"text": value})


def test_ids_are_given_or_not() -> None:
    assert id_in({}) is None
    assert id_in({"id": "c#1"}) == "c#1"
    for value in (7, "", "x" * 200):
        with pytest.raises(RefusedError, match="an id"):
            id_in({"id": value})


def test_flags_and_objects() -> None:
    assert flag_in({"on": True}, "on")
    with pytest.raises(RefusedError):
        flag_in({"on": 1}, "on")
    assert one_object(({"a": 1},)) == {"a": 1}
    for args in ((), ("x",), ({}, {}), (None,)):
        with pytest.raises(RefusedError, match="one object"):
            one_object(args)
