"""A small valid project of an invented organisation, to try one change on at a time."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from click.testing import CliRunner, Result
from pydantic_core import PydanticCustomError

from policysite.cli import main
from policysite.domain.model.forces import Force, reject_force_in_action
from policysite.domain.problems import Problem
from policysite.lock_recorder import LockRecorder
from policysite.project import Project

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
EDITION = "policy/HR12/2025-11.yml"
RECORD = "policy/HR12/reviews.yml"
ROLES = "policy/roles.yml"
LOCK = "policy/policy.lock"
CHECKLIST = "checklists/answering.yml"
ANSWERING = """\
title: Answering a request
role: line-manager
trigger: When a request comes.
sections:
  - items:
      - do: Answer it in writing, as the [[line-manager]].
        duty: HR12/answer-request
      - do: Know who may ask.
        clause: HR12/1.1
      - id: written
        do: Keep the letter.
        clause: HR12/1.2
"""

FILES = {
    "mkdocs.yml": """\
site_name: Small
site_url: http://127.0.0.1:8000/
docs_dir: pages
theme: {name: material, font: false}
plugins: [policysite]
""",
    "pages/privacy.md": "# Privacy\n\nNothing is kept.\n",
    "policy/library.yml": """\
organisation: Example Council
title: Example policies
description: The policies of Example Council.
time_zone: Europe/London
contact:
  name: Policy team
  email: policy@example.org
""",
    "policy/roles.yml": """\
roles:
  line-manager:
    name: Line manager
  head-of-people:
    name: Head of People
""",
    "policy/terms.yml": """\
terms:
  FWR:
    stands_for: Flexible working request
""",
    "policy/references.yml": """\
references:
  employment-rights-act-1996:
    title: Employment Rights Act 1996
    kind: legislation
    link: https://www.legislation.gov.uk/ukpga/1996/18
""",
    EDITION: """\
reference: HR12
title: Flexible working
kind: policy
edition: 2025-11
wording: official
source:
  url: https://www.example.org/hr12
owner: head-of-people
review:
  last: 2025-11
  every: 2 years
  next: 2027-11
sections:
  - number: 1
    title: Requests
    clauses:
      - number: 1.1
        text: Anybody may make an FWR under the [[employment-rights-act-1996]].
      - number: 1.2
        text: The [[line-manager]] answers it. See [[HR12/1.1]].
        duties:
          - id: answer-request
            role: line-manager
            must: answer the request in writing
            when: a request was made
""",
}


def is_action(text: str) -> bool:
    """Whether a duty may say this below the key of its force: MAY and "not" would be a second force."""
    try:
        reject_force_in_action(Force.MUST, text)
    except PydanticCustomError:
        return False
    return True


class SmallProject:
    """The files of a project in a folder, and what the software makes of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name, text in FILES.items():
            self.write(name, text)

    def write(self, name: str, content: str | bytes) -> Path:
        """Write a file, whatever was there before."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content, encoding="utf-8", newline="")
        return path

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def change(self, name: str, old: str, new: str) -> None:
        """Replace a text that stands in a file exactly once."""
        text = self.read(name)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new))

    def remove(self, name: str) -> None:
        (self.folder / name).unlink()

    def add_checklist(self) -> SmallProject:
        """Write a checklist for the line manager."""
        self.write(CHECKLIST, ANSWERING)
        return self

    def seal(self) -> SmallProject:
        """Seal every edition, and the records of reviews."""
        project = self.project
        LockRecorder(project).seal(project.library.editions)
        return self

    def run(self, command: str, *words: str | Path, answers: str | bytes | None = None) -> Result:
        """Run a command of policysite on the project, in this process, and give it these answers."""
        arguments = [command, "--project", str(self.folder), *map(str, words)]
        result = CliRunner().invoke(main, arguments, input=answers)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    @property
    def project(self) -> Project:
        """The project as it is read now."""
        return Project.open(self.folder, NOW)

    @property
    def problems(self) -> list[Problem]:
        return self.project.problems

    @property
    def codes(self) -> list[str]:
        return [problem.code for problem in self.problems]
