"""A report with one problem of every sort that formats must tell apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from policysite.domain.problems import Problem, SourcePosition
from policysite.outputs.reports import CheckCounts
from policysite.rules import RULES

GOLDEN = Path(__file__).parent / "golden"

SOURCES = {
    ("policy/HR12/2025-11.yml", 9): "    role: line-managr",
    ("policy/HR12/2025-11.yml", 120): "Half of it: 100%, " + "and so on, " * 40 + "[[HR12/3.2 ends",
    ("policy/HR12/2025-11.yml", 121): "\ttitle: 柔軟な働き方 e\u0301t\u202eevil\x1b[31m @",
}


@pytest.fixture
def problems() -> list[Problem]:
    """Problems as a check hands them over: sorted by file, line and column."""
    edition = "policy/HR12/2025-11.yml"
    return [
        Problem(
            RULES["unknown-role"],
            "'line-managr' is not in roles.yml",
            SourcePosition(edition, 9, 11),
            "did you mean 'line-manager'?",
        ),
        Problem(
            RULES["malformed-citation"],
            "'[[HR12/3.2' is not a cross-reference",
            SourcePosition(edition, 120, 459),
            "write it as [[HR12/3.2]](no space), {n} is 100% text",
        ),
        Problem(RULES["control-character"], "U+202E \u202e is here", SourcePosition(edition, 121, 31)),
        Problem(RULES["law-repealed"], "the Act, cited here, is repealed", SourcePosition(edition, 300)),
        Problem(
            RULES["unexpected-file"],
            "nothing reads this file:\nit is not a .yml",
            SourcePosition("policy/HR12/a, b: 100% é.yaml"),
            "rename it",
        ),
    ]


@pytest.fixture
def counts() -> CheckCounts:
    """What was checked, with an odd one among the numbers."""
    return CheckCounts(documents=2, editions=3, clauses=61, duties=1, missing=6, errors=4, warnings=1)


def read_line(file: str, line: int) -> str | None:
    """The source line, as the caller of a report looks it up."""
    return SOURCES.get((file, line))
