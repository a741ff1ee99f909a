r"""Golden cases in YAML: what an owner typed into the small project, and exactly what is then reported.

A file holds a list of cases:

    - case: A role that nobody has is reported where it is named
      files:
        policy/HR12/2025-11.yml:         # lines that stand in the file once, and what takes their place
        - old: 'owner: head-of-people'
          new: 'owner: nobody'
        policy/references.yml: |         # a whole file, as it is typed
          references: {}
        policy/roles.yml: "roles:\r\n"   # in double quotes where it holds what nobody would see
        policy/events.yml: {bytes: "\xFF"}   # a file that is not UTF-8: each character is a byte
        policy/terms.yml:                # a file that is removed
      problems: |
        policy/HR12/2025-11.yml:8:8: unknown-role 'nobody' is not in roles.yml | the roles are: ...

Problems stand in order, one a line: place, code, message and, after a bar, the hint. A case without
any holds that nothing is reported.
"""

from __future__ import annotations

from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from policysite.domain.problems import Problem
from tests.small import SmallProject


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Replacement(_Strict):
    """A text that stands in a file exactly once, and what takes its place."""

    old: str
    new: str


class Bytes(_Strict):
    """The content of a file that is not UTF-8, a character for each byte."""

    bytes: str


class Case(_Strict):
    """What is changed in the small project, and the problems that are then reported."""

    case: str
    files: dict[str, str | Bytes | list[Replacement] | None]
    problems: str = ""

    @property
    def expected(self) -> list[str]:
        """The problems as describe_problem writes them."""
        return self.problems.removesuffix("\n").split("\n") if self.problems else []

    @property
    def codes(self) -> set[str]:
        """The codes that are reported."""
        return {line.split()[1] for line in self.expected}

    def apply(self, small: SmallProject) -> None:
        """Make the changes."""
        for file, content in self.files.items():
            match content:
                case None:
                    small.remove(file)
                case str():
                    small.write(file, content)
                case Bytes():
                    small.write(file, content.bytes.encode("latin-1"))
                case replacements:
                    for replacement in replacements:
                        small.change(file, replacement.old, replacement.new)


def load_cases(folder: Path) -> dict[str, Case]:
    """All cases in the files of a folder, each by the name of its file and its own."""
    cases: dict[str, Case] = {}
    for file in sorted(folder.glob("*.yml")):
        for case in TypeAdapter(list[Case]).validate_python(yaml.safe_load(file.read_bytes())):
            name = f"{file.stem}: {case.case}"
            assert name not in cases, f"two cases are called {name!r}"
            cases[name] = case
    return cases


def describe_problem(problem: Problem) -> str:
    """Write a problem as cases do."""
    at = problem.position
    line = f"{at.file}:{at.line}:{at.column}: {problem.code} {problem.message}"
    return f"{line} | {problem.hint}" if problem.hint else line
