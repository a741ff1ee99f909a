"""What is said of faulty sources, word for word: the golden cases of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.problems import RULES
from tests.cases import Case, load, written
from tests.small import SmallProject

CASES = load(Path(__file__).parent / "cases")
SOURCE_CODES = set(list(RULES)[: list(RULES).index("clause-without-content") + 1])
"""The codes of files, of YAML and of the shape of values: those above the checks in the table."""
ELSEWHERE = {"no-documents", "unreadable-file", "file-too-large"}
"""Codes of faults that cannot be written down as text: test_files.py has them."""


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_faults_are_told_word_for_word(case: Case, small: SmallProject) -> None:
    """Every fault is reported in one run, with its place, its message and its hint, and no other."""
    case.apply(small)
    assert [written(problem) for problem in small.problems] == case.expected


def test_every_code_of_a_source_has_a_case() -> None:
    """No code of the sources goes without a golden case."""
    shown = set.union(*(case.codes for case in CASES.values()))
    assert shown | ELSEWHERE >= SOURCE_CODES
    assert not shown & ELSEWHERE
