"""A small form made from a JSON Schema: one field a property, with its unit and limits."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from ui.fields import Choice, Decimal, Whole
from ui.i18n import core, parameter_words, sentence, value_words
from ui.widgets import Elided, tip

CAPTION_WIDTH = 76
_WIDEST = 1_000_000
_LARGEST = 2**31 - 1
"""What a field for whole numbers can hold: Qt's are of 32 bits."""
Field = QCheckBox | QLineEdit | Choice | Decimal | Whole


class SchemaForm(QWidget):
    """Fields for the properties of a schema; `values` gives what they hold, by property."""

    def __init__(self) -> None:
        super().__init__()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(6)
        self._schema: dict[str, Any] = {}
        self._fields: dict[str, Field] = {}
        self._captions: dict[str, Elided] = {}
        self._lines: list[QWidget] = []
        self.hide()

    def set_schema(self, schema: dict[str, Any]) -> None:
        """Show the fields of this schema; what was entered stays when it is the same one."""
        if schema == self._schema:
            return
        self._schema = schema
        for line in self._lines:
            self._rows.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines, self._fields, self._captions = [], {}, {}
        for name, raw in properties(schema).items():
            self._add(name, simple(raw, schema))
        self.setVisible(bool(self._fields))
        self.retranslate()

    def values(self) -> dict[str, Any]:
        """What the fields hold; an optional one that is left empty is not in it."""
        held = {name: _value(field) for name, field in self._fields.items()}
        return {name: value for name, value in held.items() if value is not None}

    def retranslate(self) -> None:
        """Set the captions again."""
        for name, caption in self._captions.items():
            about = simple(properties(self._schema)[name], self._schema)
            why = core(str(about.get("description", "")))
            caption.set(sentence(parameter_words(str(about.get("title") or name)).replace("_", " ")), why)
            hint = tip(why)
            field = self._fields[name]
            if isinstance(field, Choice):
                field.fill(options(about))
            self._fields[name].setToolTip(hint)
            self._fields[name].setAccessibleName(caption.text())

    def _add(self, name: str, about: dict[str, Any]) -> None:
        field = make_field(about)
        field.setObjectName(f"param-{name}")
        caption = Elided("muted")
        caption.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        caption.setFixedWidth(CAPTION_WIDTH)
        caption.setBuddy(field)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(caption)
        row.addWidget(field, 1)
        self._rows.addWidget(line)
        self._lines.append(line)
        self._fields[name], self._captions[name] = field, caption


def properties(schema: dict[str, Any]) -> dict[str, Any]:
    """The properties of a schema, whether they stand in it or behind its `$ref`."""
    found = resolved(schema, schema).get("properties", {})
    return {name: about for name, about in found.items() if name != "type"}


def resolved(about: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """What a `$ref` into the schema's own `$defs` means."""
    reference = str(about.get("$ref", ""))
    if not reference:
        return about
    return {
        **schema.get("$defs", {}).get(reference.rpartition("/")[2], {}),
        **{k: v for k, v in about.items() if k != "$ref"},
    }


def simple(raw: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """A property without references; one that may be null is its other type, marked as `optional`."""
    about = resolved(raw, schema)
    kinds = about.get("anyOf", [])
    if {"type": "null"} not in kinds:
        return about
    other = next((resolved(kind, schema) for kind in kinds if kind != {"type": "null"}), {})
    return {**other, **{key: value for key, value in about.items() if key != "anyOf"}, "optional": True}


def make_field(about: dict[str, Any]) -> Field:
    """The field for one property."""
    default = about.get("default")
    if "enum" in about:
        choice = Choice("")
        choice.fill(options(about))
        choice.choose(str(default))
        return choice
    kind = about.get("type")
    if kind == "boolean":
        box = QCheckBox()
        box.setChecked(bool(default))
        return box
    if kind in {"integer", "number"}:
        return _number(about, default)
    return QLineEdit("" if default is None else str(default))


def options(about: dict[str, Any]) -> list[tuple[str, str]]:
    """The values an enumeration allows, with their words in the language in use."""
    return [(str(one), value_words(str(one))) for one in about.get("enum", ())]


def _number(about: dict[str, Any], default: object) -> Decimal | Whole:
    low = about.get("minimum", about.get("exclusiveMinimum", 0))
    high = about.get("maximum", about.get("exclusiveMaximum", _WIDEST))
    field: Decimal | Whole
    if about.get("type") == "integer":
        field = Whole()
        low, high = int(low) + ("exclusiveMinimum" in about), int(high) - ("exclusiveMaximum" in about)
        low, high = max(low, -_LARGEST), min(high, _LARGEST)
    else:
        field = Decimal()
        step = 0.001
        field.setDecimals(3)
        low, high = low + step * ("exclusiveMinimum" in about), high - step * ("exclusiveMaximum" in about)
    if about.get("optional"):
        low -= 1
        field.setSpecialValueText("–")
    field.setProperty("optional", bool(about.get("optional")))
    field.setRange(low, high)
    unit = str(about.get("x-unit", ""))
    field.setSuffix(f" {unit}" if unit else "")
    field.setValue(default if isinstance(default, int | float) else low)  # type: ignore[arg-type]  # its own kind
    return field


def _value(field: Field) -> Any:  # noqa: ANN401 - a parameter is a number, a word, or yes and no
    if isinstance(field, QCheckBox):
        return field.isChecked()
    if isinstance(field, Choice):
        return field.chosen()
    if isinstance(field, QLineEdit):
        return field.text()
    return None if field.property("optional") and field.value() == field.minimum() else field.value()
