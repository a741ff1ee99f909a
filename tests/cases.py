r"""Golden cases kept as text: what is changed in the small project, and exactly what is then reported.

A case begins with "## " and the behaviour that it holds. Below it stand the files that differ:

    @ policy/HR12/2025-11.yml       a file, and below it
    -owner: head-of-people          lines that stand in it once
    +owner: nobody                  and what takes their place; without -, the whole file
    *owner: \x96\r\n                   or the bytes of a whole file, as in Python, line after line
    ! policy/terms.yml              a file that is removed
    > policy/HR12/2025-11.yml:8:8: unknown-role 'nobody' is not in roles.yml | the roles are: ...

The lines with > are all problems in order: place, code, message and, after a bar, the hint. A case
without any holds that nothing is reported. Other lines explain.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby, zip_longest
from pathlib import Path

from policysite.domain.problems import Problem
from tests.small import SmallProject

Change = tuple[str, str, list[str]]
"""A kind (whole, bytes, replace or remove), a file, and lines."""


@dataclass
class Case:
    """One case of a file of cases."""

    name: str
    changes: list[Change] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    @property
    def codes(self) -> set[str]:
        """The codes that are reported."""
        return {line.split()[1] for line in self.expected}

    def apply(self, small: SmallProject) -> None:
        """Make the changes."""
        for kind, file, lines in self.changes:
            if kind == "!":
                small.remove(file)
            elif kind == "*":
                small.write(file, b"".join(map(_bytes, lines)))
            elif any(line.startswith("-") for line in lines):
                _replace(small, file, lines)
            else:
                small.write(file, _text(lines))


def load(folder: Path) -> dict[str, Case]:
    """All cases in the files of a folder, each by the name of its file and its own."""
    found: dict[str, Case] = {}
    for file in sorted(folder.glob("*.txt")):
        for case in _cases(file.read_text(encoding="utf-8")):
            name = f"{file.stem}: {case.name}"
            assert name not in found, f"two cases are called {name!r}"
            found[name] = case
    return found


def written(problem: Problem) -> str:
    """Write a problem as cases do."""
    at = problem.position
    told = f"{at.file}:{at.line}:{at.column}: {problem.code} {problem.message}"
    return f"{told} | {problem.hint}" if problem.hint else told


def _cases(text: str) -> Iterator[Case]:
    for part in ("\n" + text).split("\n## ")[1:]:
        name, *lines = part.split("\n")
        case = Case(name)
        for line in lines:
            mark, rest = line[:1], line[1:]
            if mark == "@":
                case.changes.append(("@", rest.strip(), []))
            elif mark == "!":
                case.changes.append(("!", rest.strip(), []))
            elif mark == ">":
                case.expected.append(rest.strip())
            elif mark == "*":
                _, file, held = case.changes.pop()
                case.changes.append(("*", file, [*held, rest]))
            elif mark in ("+", "-") and line:
                case.changes[-1][2].append(line)
        yield case


def _bytes(line: str) -> bytes:
    return line.encode("ascii").decode("unicode_escape").encode("latin-1")


def _text(lines: list[str]) -> str:
    return "".join(f"{line[1:]}\n" for line in lines)


def _replace(small: SmallProject, file: str, lines: list[str]) -> None:
    """Replace, change after change; one begins with a line that is taken away."""
    runs = [(mark, list(run)) for mark, run in groupby(lines, key=lambda line: line[0])]
    for (_, old), (_, new) in zip_longest(runs[::2], runs[1::2], fillvalue=("+", [])):
        small.change(file, _text(old), _text(new))
