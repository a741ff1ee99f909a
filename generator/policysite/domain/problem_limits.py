"""How many problems are listed: so many a file and so many in all, and then how many more there are.

What is not listed is counted, and never built or looked for: a file of a megabyte may hold a hundred
thousand mistakes. Errors come before warnings wherever there is no room for both.
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
"""How many problems of one file are listed."""
MAX_PROBLEMS = 2_000
"""How many problems are listed in all."""

OMITTED_RULES = {Severity.ERROR: MORE_ERRORS, Severity.WARNING: MORE_WARNINGS}
_HINT = "mend what is listed, then run the check again"


def limit_findings(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The first errors and the first warnings of each file, and at the end how many more each has."""
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
    """What says how many more problems a file has than are listed."""
    return Finding(OMITTED_RULES[severity], "", SourcePlace(file), _HINT, count)


def omitted_problem(file: str, severity: Severity, count: int) -> Problem:
    """The same for what has a position already."""
    return Problem(OMITTED_RULES[severity], "", SourcePosition(file), _HINT, count)


def limit_problems(problems: Iterable[Problem]) -> list[Problem]:
    """The problems that are listed, by file and line; after those of a file, how many more it has."""
    shown: list[Problem] = []
    left_out: Counter[tuple[str, Severity]] = Counter()
    ends: dict[str, SourcePosition] = {}
    for file, of_file in groupby(sorted(problems, key=_order), key=lambda one: one.position.file):
        room = MAX_PROBLEMS_PER_FILE
        for problem in of_file:
            if room and problem.rule not in OMITTED_RULES.values():
                room -= 1
                shown.append(problem)
                ends[file] = max(ends.get(file, problem.position), problem.position, key=_place)
            else:
                left_out[file, problem.severity] += problem.count
    elsewhere: Counter[Severity] = Counter()
    if len(shown) > MAX_PROBLEMS:
        shown.sort(key=lambda one: one.severity is Severity.WARNING)
        for problem in shown[MAX_PROBLEMS:]:
            elsewhere[problem.severity] += problem.count
        del shown[MAX_PROBLEMS:]
        files = {problem.position.file for problem in shown}
        for file, severity in [one for one in left_out if one[0] not in files]:
            elsewhere[severity] += left_out.pop((file, severity))
    for (file, severity), count in left_out.items():
        said = f"{_number(count, severity)} in this file {_verb(count)} not listed"
        shown.append(
            Problem(OMITTED_RULES[severity], said, ends.get(file, SourcePosition(file)), _HINT, count)
        )
    shown.sort(key=lambda one: (one.position.file, one.rule in OMITTED_RULES.values(), one.sort_key))
    for severity, count in sorted(elsewhere.items()):
        said = f"{_number(count, severity)} of the whole library {_verb(count)} not listed"
        shown.append(Problem(OMITTED_RULES[severity], said, SourcePosition("policy"), _HINT, count))
    return shown


def _order(problem: Problem) -> tuple[object, ...]:
    """By file, errors before warnings, then by line."""
    return problem.position.file, problem.severity is Severity.WARNING, problem.sort_key


def _place(at: SourcePosition) -> tuple[int, int]:
    return at.line, at.column


def _number(count: int, severity: Severity) -> str:
    return f"{count:,} more {severity}{'' if count == 1 else 's'}"


def _verb(count: int) -> str:
    return "is" if count == 1 else "are"
