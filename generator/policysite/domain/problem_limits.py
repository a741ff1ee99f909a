"""Limits on how many problems are listed, for each file and in all, with a count of the rest.

The rest is only counted, because a file of a megabyte may have a hundred thousand mistakes. Where there
is not room for all, errors are listed before warnings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from .problems import (
    Finding,
    Problem,
    Rule,
    Severity,
    SourcePlace,
    SourcePosition,
)

MORE_ERRORS = Rule.error("more-errors", "There are more errors than are listed")
MORE_WARNINGS = Rule.warning("more-warnings", "There are more warnings than are listed")

MAX_PROBLEMS_PER_FILE = 100
"""Most problems listed for one file."""
MAX_PROBLEMS = 2_000
"""Most problems listed in all."""

OMITTED_RULES = {Severity.ERROR: MORE_ERRORS, Severity.WARNING: MORE_WARNINGS}
_HINT = "mend what is listed, then run the check again"


def limit_findings(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The first errors and warnings of each file, then a finding for each file that has more."""
    seen: Counter[tuple[str, Severity]] = Counter()
    for finding in findings:
        kind = finding.place.file, finding.rule.severity
        seen[kind] += finding.count
        if seen[kind] <= MAX_PROBLEMS_PER_FILE:
            yield finding
    for (file, severity), count in seen.items():
        if count > MAX_PROBLEMS_PER_FILE:
            yield omitted_finding(file, severity, count - MAX_PROBLEMS_PER_FILE)


def omitted_finding(file: str, severity: Severity, count: int) -> Finding:
    """A finding that says how many more problems a file has than are listed."""
    return Finding(OMITTED_RULES[severity], "", SourcePlace(file), _HINT, count)


def omitted_problem(file: str, severity: Severity, count: int) -> Problem:
    """A problem that says how many more problems a file has than are listed."""
    return Problem(OMITTED_RULES[severity], "", SourcePosition(file), _HINT, count)


def limit_problems(problems: Iterable[Problem]) -> list[Problem]:
    """The problems to list, by file and line; each file's end with a count of those left out."""
    listed: list[Problem] = []
    omitted: Counter[tuple[str, Severity]] = Counter()
    ends: dict[str, SourcePosition] = {}
    for file, of_file in groupby(
        sorted(problems, key=_selection_order), key=lambda problem: problem.position.file
    ):
        remaining = MAX_PROBLEMS_PER_FILE
        for problem in of_file:
            if remaining and problem.rule not in OMITTED_RULES.values():
                remaining -= 1
                listed.append(problem)
                ends[file] = max(ends.get(file, problem.position), problem.position, key=_line_and_column)
            else:
                omitted[file, problem.severity] += problem.count
    unlisted: Counter[Severity] = Counter()
    if len(listed) > MAX_PROBLEMS:
        listed.sort(key=lambda problem: problem.severity is Severity.WARNING)
        for problem in listed[MAX_PROBLEMS:]:
            unlisted[problem.severity] += problem.count
        del listed[MAX_PROBLEMS:]
        files = {problem.position.file for problem in listed}
        for file, severity in [key for key in omitted if key[0] not in files]:
            unlisted[severity] += omitted.pop((file, severity))
    for (file, severity), count in omitted.items():
        message = f"{_more_problems(count, severity)} in this file {_verb(count)} not listed"
        listed.append(
            Problem(OMITTED_RULES[severity], message, ends.get(file, SourcePosition(file)), _HINT, count)
        )
    listed.sort(
        key=lambda problem: (
            problem.position.file,
            problem.rule in OMITTED_RULES.values(),
            problem.sort_key,
        )
    )
    for severity, count in sorted(unlisted.items()):
        message = f"{_more_problems(count, severity)} of the whole library {_verb(count)} not listed"
        listed.append(Problem(OMITTED_RULES[severity], message, SourcePosition("policy"), _HINT, count))
    return listed


def _selection_order(problem: Problem) -> tuple[object, ...]:
    """By file, errors before warnings, then by line."""
    return problem.position.file, problem.severity is Severity.WARNING, problem.sort_key


def _line_and_column(position: SourcePosition) -> tuple[int, int]:
    return position.line, position.column


def _more_problems(count: int, severity: Severity) -> str:
    return f"{count:,} more {severity}{'' if count == 1 else 's'}"


def _verb(count: int) -> str:
    return "is" if count == 1 else "are"
