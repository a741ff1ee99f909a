"""What is said of faulty sources, word for word: the golden cases of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cases import Case, describe_problem, load_cases
from tests.small import SmallProject

CASES = load_cases(Path(__file__).parent / "cases")


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_faults_are_told_word_for_word(case: Case, small: SmallProject) -> None:
    """Every fault is reported in one run, with its place, its message and its hint, and no other."""
    case.apply(small)
    assert [describe_problem(problem) for problem in small.problems] == case.expected
