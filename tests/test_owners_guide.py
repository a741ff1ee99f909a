"""The guide for owners: whoever writes what it shows is told of nothing but what it says."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from policysite.checks import CheckContext, run_checks
from policysite.domain.model import (
    REVIEWS_FILE,
    Events,
    RecordedReview,
    SourceRecord,
)
from policysite.domain.problems import Problem
from policysite.domain.prose import text_runs
from policysite.sources import PolicySources, read_sources
from tests import ROOT
from tests.small import EDITION, FILES, ROLES, SmallProject

GUIDE = (ROOT / "docs" / "owners.md").read_text(encoding="utf-8")
FENCES: list[str] = re.findall(r"^```yaml\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)
WHOLE = [fence for fence in FENCES if fence.startswith("# yaml-language-server")]
RECORDS = [fence for fence in FENCES if fence.startswith("  - date: ")]
CLAUSES = [fence for fence in FENCES if fence.startswith("      - number: ")]
LATER = datetime(2027, 11, 1, tzinfo=UTC).date()
OLDER = """\
reference: HR12
title: Flexible working
kind: policy
edition: 2023-11
wording: official
source: {url: "https://www.example.org/hr12"}
review: {last: 2023-11, every: 2 years, next: 2025-11}
sections: [{number: 1, title: Requests, missing: {what: All of it.}}]
"""


def shown(schema: str) -> str:
    """The one whole file of a kind that the guide shows."""
    (found,) = (fence for fence in WHOLE if f"/{schema}.schema.json" in fence.partition("\n")[0])
    return found


def write(small: SmallProject) -> None:
    """Write all the whole files that the guide shows."""
    small.write("policy/HR12/2023-11.yml", OLDER)
    small.write(ROLES, f"{FILES['policy/roles.yml']}  people-office:\n    name: People office\n")
    small.write(EDITION, shown("edition"))
    small.write(f"policy/HR12/{REVIEWS_FILE}", shown("reviews"))
    small.write("policy/events.yml", shown("events"))
    small.write("policy/terms.yml", shown("terms"))


def problems(sources: PolicySources, earlier: PolicySources | None = None) -> list[Problem]:
    """What is wrong with the sources a while after all that the guide tells of."""
    before = earlier.library if earlier else None
    return [
        *sources.problems,
        *sources.locate_findings(run_checks(CheckContext(sources.library, LATER, before))),
    ]


def test_everything_shown_is_tested() -> None:
    """Each YAML block of the guide is a whole file, or a record or a clause that is added to one."""
    assert len(WHOLE) + len(RECORDS) + len(CLAUSES) == len(FENCES)
    assert (len(WHOLE), len(RECORDS), len(CLAUSES)) == (5, 4, 1)


def test_the_files_are_sound(small: SmallProject) -> None:
    """The edition, the records and the events that the guide shows make a sound library together."""
    write(small)
    assert problems(read_sources(small.folder)) == []


@pytest.mark.parametrize("added", RECORDS)
def test_each_record_may_be_added(added: str, small: SmallProject) -> None:
    """Each record that the guide shows may be added to those that it shows first."""
    write(small)
    earlier = read_sources(small.folder)
    small.write(f"policy/HR12/{REVIEWS_FILE}", shown("reviews") + added)
    sources = read_sources(small.folder)
    assert problems(sources, earlier) == []
    assert len(sources.library.documents["HR12"].reviews) == 3


@pytest.mark.parametrize("added", CLAUSES)
def test_each_clause_may_be_added(added: str, small: SmallProject) -> None:
    """Each clause that the guide shows may be added to the edition that it shows first."""
    write(small)
    small.write(EDITION, shown("edition") + added)
    assert problems(read_sources(small.folder)) == []


def test_each_mark_is_one() -> None:
    """Whatever the guide shows in double brackets in its table is well formed."""
    rows = re.findall(r"^\| (`\[\[.*?) \| .* \|$", GUIDE, re.MULTILINE)
    marks = re.findall(r"`(\[\[.*?\]\])`", "".join(rows).replace("\\|", "|"))
    assert len(marks) == 11
    for mark in marks:
        assert not isinstance(next(text_runs(mark)), str), mark


def test_every_outcome_and_kind_is_told() -> None:
    """The guide names every outcome of a review and every kind of event."""
    assert set(re.findall(r"^\| `(\w+)` \| the ", GUIDE, re.MULTILINE)) == _choices(
        RecordedReview, "outcome"
    )
    assert all(kind in shown("events") for kind in _choices(Events, "kind"))


def test_the_message_is_the_one_that_is_told(small: SmallProject) -> None:
    """A date that moves without a record is told in the words that the guide shows."""
    write(small)
    before = read_sources(small.folder)
    small.change(EDITION, "  every: 2 years\n  next: 2027-11\n", "  next: 2029-11\n")
    sources = read_sources(small.folder)
    (problem,) = problems(sources, before)
    at = problem.position
    assert f"{at.file}:{at.line}:{at.column}: error[{problem.code}] {problem.message}\n" in GUIDE
    assert f"\n{at.line} | {sources.source_line(at.file, at.line)}\n" in GUIDE
    assert f"   = help: {problem.hint}\n" in GUIDE


def test_the_checklist_is_sound_once_it_is_accepted(small: SmallProject) -> None:
    """Each item of the checklist is new until the command that the guide names has been run."""
    write(small)
    small.write("checklists/line-manager.yml", shown("checklist"))
    assert [one.code for one in problems(read_sources(small.folder))] == ["item-new", "item-new"]
    for name in re.findall(r"^policysite accept ?([a-z/-]*) +#", GUIDE, re.MULTILINE):
        assert small.run("accept", *filter(None, [name]), "--yes").exit_code == 0
    assert small.run("seal").exit_code == 0
    assert problems(read_sources(small.folder)) == []


def test_the_changed_duty_is_told_as_the_guide_shows(small: SmallProject) -> None:
    """The warning about a changed duty, and the question that follows, stand in the guide as they are."""
    write(small)
    small.write("checklists/line-manager.yml", shown("checklist"))
    assert small.run("accept", "--yes").exit_code == 0
    small.change(
        EDITION,
        "must: answer the request in writing",
        "must: answer the request in writing, with reasons",
    )
    told, _, _ = small.run("check").output.partition("\n\n")
    assert f"```text\n{told}\n```" in GUIDE
    item = "line-manager/answer-request"
    asked = small.run("accept", item, answers="n\n").output.partition(" n\n")[0]
    assert f"```text\n{asked}\n```" in GUIDE


def test_the_changed_clause_is_told_as_the_guide_shows(small: SmallProject) -> None:
    """The warning about a duty whose clause has changed stands in the guide as it is."""
    write(small)
    assert small.run("accept", "HR12", "--yes").exit_code == 0
    small.change(EDITION, "The line manager answers in writing.", "The line manager answers.")
    told, _, _ = small.run("check").output.partition("\n\n")
    assert f"```text\n{told}\n```" in GUIDE


def _choices(record: type[SourceRecord], key: str) -> set[str]:
    """The words that a key may hold, by the schema of its file."""
    held = re.search(rf"'{key}': {{[^}}]*'enum': \[([^\]]*)\]", str(record.model_json_schema()))
    assert held is not None
    return set(re.findall(r"'(\w+)'", held[1]))
