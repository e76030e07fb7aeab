"""The JSON Schemas in the tree are those of the code, and recorded lines fit them."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import msgspec
import pytest
from made_world import made

from harness.evidence import schemas
from harness.evidence.recorder import envelope


@pytest.mark.parametrize("name", list(schemas.documents()))
def test_the_schemas_in_the_tree_are_current(name: str) -> None:
    text = (schemas.FOLDER / name).read_text(encoding="utf-8")
    assert text == schemas.documents()[name], "run: python -m harness.evidence.schemas"
    jsonschema.Draft202012Validator.check_schema(json.loads(text))


def test_they_are_written_where_asked(tmp_path: Path) -> None:
    schemas.write(tmp_path / "here")
    assert sorted(file.name for file in (tmp_path / "here").iterdir()) == sorted(schemas.documents())


def test_recorded_lines_fit() -> None:
    validator = jsonschema.Draft202012Validator(schemas.event_schema())
    kinds = {}
    for record in made(476).records():
        kinds[type(record.event)] = record
    for record in kinds.values():
        line = envelope((record.seq, record.at, record.src, msgspec.json.encode(record.event)))
        validator.validate(json.loads(line))
    with pytest.raises(jsonschema.ValidationError):
        validator.validate({"seq": 1, "at": 1, "src": "x", "crc": "00000000", "event": {"type": "no.such"}})
