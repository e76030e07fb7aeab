"""Forms from JSON Schemas: each type of field, its limits, what it leaves out."""

from typing import Annotated, Literal

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from ui.forms import SchemaForm
from ui.theme import Theme


class Inner(msgspec.Struct):
    """A fault's parameters, of every type there is."""

    delay: Annotated[float, msgspec.Meta(ge=0, le=60, extra_json_schema={"x-unit": "s"})] = 2.5
    share: Annotated[float, msgspec.Meta(gt=0, le=1)] = 0.5
    count: Annotated[int, msgspec.Meta(gt=0, lt=10)] = 3
    limit: int | None = None
    way: Literal["up", "down"] = "up"
    loud: bool = True
    note: str = "x"


@pytest.fixture
def form(qtbot: QtBot, theme: Theme) -> SchemaForm:
    made = SchemaForm()
    qtbot.addWidget(made)
    made.set_schema(msgspec.json.schema(Inner))
    return made


def test_the_defaults_are_what_the_struct_has(form: SchemaForm) -> None:
    assert form.values() == {"delay": 2.5, "share": 0.5, "count": 3, "way": "up", "loud": True, "note": "x"}
    assert msgspec.convert(form.values(), Inner) == Inner()


def test_fields_keep_to_the_limits_of_the_schema(form: SchemaForm) -> None:
    for name, asked, held in (("delay", 99, 60), ("share", 0, 0.001), ("count", 10, 9)):
        form._fields[name].setValue(asked)  # type: ignore[union-attr]
        assert form.values()[name] == held, name
    msgspec.convert(form.values(), Inner)


def test_a_limit_beyond_what_a_field_can_hold_is_what_it_can_hold(qtbot: QtBot, theme: Theme) -> None:
    form = SchemaForm()
    qtbot.addWidget(form)
    about = {"type": "integer", "minimum": 0, "maximum": 2**40, "default": 1000, "x-unit": "B"}
    form.set_schema({"properties": {"after": about}})
    assert form.values() == {"after": 1000}
    form._fields["after"].setValue(2**31 - 1)  # type: ignore[union-attr]
    assert form.values() == {"after": 2**31 - 1}


def test_an_optional_number_can_be_given_and_taken_back(form: SchemaForm) -> None:
    limit = form._fields["limit"]
    limit.setValue(0)  # type: ignore[union-attr]
    assert form.values()["limit"] == 0
    limit.setValue(limit.minimum())  # type: ignore[union-attr]
    assert "limit" not in form.values()
    assert limit.text() == "–"


def test_units_stand_beside_the_number(form: SchemaForm) -> None:
    assert form._fields["delay"].text() == "2.5 s"


def test_the_same_schema_keeps_what_was_entered_and_none_hides_the_form(form: SchemaForm) -> None:
    form._fields["count"].setValue(7)  # type: ignore[union-attr]
    form.set_schema(msgspec.json.schema(Inner))
    assert form.values()["count"] == 7
    form.set_schema({})
    assert form.isHidden()
    assert form.values() == {}
