"""The names of the formats."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import policysite
from policysite.outputs.formats.names import Format

PACKAGE = Path(policysite.__file__).parent


def test_the_name_of_a_format_is_written_once() -> None:
    """Python, scripts and templates refer to the one place where a format is named with its version."""
    found: Counter[str] = Counter()
    for path in PACKAGE.rglob("*"):
        if path.suffix in {".py", ".js", ".html", ".typ"}:
            found.update(re.findall(r"policysite-[a-z]+/[0-9]+", path.read_text(encoding="utf-8")))
    assert set(Format) <= set(found)
    assert set(found.values()) == {1}
