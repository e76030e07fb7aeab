"""The expectations of a run as a JUnit report, for systems that read those."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from harness.plain import xml_text


def write_junit(path: Path, summary: dict[str, Any]) -> None:
    """Write one test case an expectation: failed where it did not hold, skipped where it is not known. OSError."""
    expectations = summary["expectations"]
    counts = {
        "tests": len(expectations),
        "failures": sum(one["held"] is False for one in expectations),
        "skipped": sum(one["held"] is None for one in expectations),
    }
    suite = ET.Element(
        "testsuite",
        {
            "name": f"sidlab.{summary['scenario']}",
            "time": str(summary["duration"] or 0),
            "timestamp": str(summary["started"]),
            **{name: str(count) for name, count in counts.items()},
        },
    )
    for one in expectations:
        case = ET.SubElement(suite, "testcase", {"classname": summary["scenario"], "name": xml_text(one["text"])})
        if one["held"] is None:
            ET.SubElement(case, "skipped", {"message": "the figure is not known"})
        elif not one["held"]:
            ET.SubElement(case, "failure", {"message": xml_text(f"measured {one['measured']}")})
    ET.ElementTree(suite).write(path, encoding="utf-8", xml_declaration=True)
