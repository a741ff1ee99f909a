"""What is said of faulty sources, word for word: the golden cases of the sources and of the checks."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from policysite import checks
from policysite.checks import CHECKS, Check, CheckContext
from policysite.rules import RULES
from tests.cases import Case, describe_problem, load_cases
from tests.small import SmallProject

HERE = Path(__file__).parent
OF_SOURCES, OF_CHECKS = (load_cases(HERE / room / "cases") for room in ("sources", "checks"))
CASES = [*OF_SOURCES.items(), *OF_CHECKS.items()]
ELSEWHERE = {
    "governing-circle": "checks/test_editions.py",
    "review-record-changed": "checks/test_review_records.py",
    "document-removed": "checks/test_review_records.py",
    "lock-record-changed": "checks/test_sealing.py",
    "no-documents": "sources/test_files.py",
    "linked-file": "sources/test_files.py",
    "more-errors": "test_bounds.py",
    "more-warnings": "test_bounds.py",
    "too-many-values": "test_bounds.py",
    "text-too-long": "test_bounds.py",
    "word-too-long": "test_bounds.py",
    "too-many-marks": "test_bounds.py",
    "unreadable-file": "sources/test_files.py",
    "attachment-too-large": "sources/test_document_files.py",
    "file-too-large": "sources/test_files.py",
    "site-setting": "publishing/test_configuration.py",
    "site-folder-overlap": "publishing/test_target.py",
    "site-folder-occupied": "publishing/test_target.py",
    "site-folder-unusable": "publishing/test_target.py",
}
"""Codes that have a table of their own, or that no text can show."""


@pytest.mark.parametrize("case", [case for _, case in CASES], ids=[name for name, _ in CASES])
def test_faults_are_told_word_for_word(case: Case, small: SmallProject) -> None:
    """Every fault is reported in one run, with its place, its message and its hint, and no other."""
    case.apply(small)
    assert [describe_problem(problem) for problem in small.problems] == case.expected


def test_every_code_has_a_case() -> None:
    """Each code is shown by a golden case of the sources or of the checks, or by a table."""
    shown = set.union(*(case.codes for _, case in CASES))
    assert shown | set(ELSEWHERE) == set(RULES)
    for code, file in ELSEWHERE.items():
        assert code in (HERE / file).read_text(encoding="utf-8")


def test_every_check_is_run() -> None:
    """What a module of the checks holds is in the table."""
    names = [found.name for found in iter_modules(checks.__path__, f"{checks.__name__}.")]
    modules = [import_module(name) for name in names]
    held = [value for module in modules for value in vars(module).values() if isinstance(value, Check)]
    assert set(held) == set(CHECKS)


@pytest.mark.parametrize("case", OF_CHECKS.values(), ids=OF_CHECKS)
def test_checks_find_what_they_say(case: Case, small: SmallProject) -> None:
    """A check reports breaches of its own rules only."""
    case.apply(small)
    context = CheckContext(small.project.library, small.project.today)
    for check in CHECKS:
        assert {finding.rule for finding in check(context)} <= set(check.rules)
