"""What the checks say, word for word: the golden cases of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from policysite.checks import CHECKS
from policysite.domain.problems import RULES
from tests.cases import Case, describe_problem, load_cases
from tests.small import SmallProject

HERE = Path(__file__).parent
CASES = load_cases(HERE / "cases")
ELSEWHERE = {
    "governing-circle": "test_editions.py",
    "review-record-changed": "test_history.py",
    "document-removed": "test_history.py",
    "lock-record-changed": "test_sealing.py",
    "no-documents": "sources/test_files.py",
    "linked-file": "sources/test_files.py",
    "more-errors": "./test_bounds.py",
    "more-warnings": "./test_bounds.py",
    "too-many-values": "./test_bounds.py",
    "text-too-long": "./test_bounds.py",
    "word-too-long": "./test_bounds.py",
    "too-many-marks": "./test_bounds.py",
    "unreadable-file": "sources/test_files.py",
    "file-too-large": "sources/test_files.py",
    "site-setting": "publishing/test_configuration.py",
    "site-folder-overlap": "publishing/test_target.py",
    "site-folder-occupied": "publishing/test_target.py",
    "site-folder-unusable": "publishing/test_target.py",
}
"""Codes that have a table of their own, or that no text can show."""


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_faults_are_told_word_for_word(case: Case, small: SmallProject) -> None:
    """Every fault is reported with its place, its message and its hint, and no other."""
    case.apply(small)
    assert [describe_problem(problem) for problem in small.problems] == case.expected


def test_every_code_has_a_case() -> None:
    """Each code is shown by a golden case of the sources or of the checks, or by a table."""
    cases = [*CASES.values(), *load_cases(HERE.parent / "sources" / "cases").values()]
    shown = set.union(*(case.codes for case in cases))
    assert shown | set(ELSEWHERE) == set(RULES)
    for code, file in ELSEWHERE.items():
        there = HERE.parent / file if "/" in file else HERE / file
        assert code in there.read_text(encoding="utf-8")


def test_every_check_says_what_it_holds() -> None:
    """Each check is a function of its own whose docstring states what is so when it finds nothing."""
    assert len(set(CHECKS)) == len(CHECKS)
    assert all(check.__doc__ and check.__doc__.endswith(".") for check in CHECKS)
