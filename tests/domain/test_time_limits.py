"""How soon a duty is to be met and what it rests on: told in good words wherever a duty is."""

from __future__ import annotations

import json

import pytest

from policysite.domain.model import Duty
from policysite.outputs.api.files import api_files
from policysite.outputs.pdf import checklist_pdf
from policysite.outputs.reports import trace_report
from policysite.traceability.descriptions import describe_duty
from tests.outputs.pdf.papers import in_order
from tests.sites import Rendered, shown
from tests.small import EDITION, LOCK, RECORD, SmallProject

DUTIES = """\
          - id: report
            role: line-manager
            must: report it
            when: a request was refused
            within: 5 working days
            basis: "[[employment-rights-act-1996]], [[HR12/1.1]]"
          - {id: count, role: line-manager, should: count the requests, within: 'every [[FWR]] month'}
"""

PERIODS = [
    "5 working days",
    "24 hours of the report",
    "1 week",
    "10-15 days",
    "5 to 10 working days",
    "two weeks of that",
    "1.5 hours",
    "up to 3 months",
    "28  calendar\ndays",
    "one full term",
]
AS_WRITTEN = [
    "every month",
    "each working day",
    "at once",
    "before the end of the shift",
    "as soon as practicable",
    "3 times a year",
    "2 days a week",
    "3 months before it ends",
    "1 April each year",
    "2027-11",
    "no later than 5 working days",
    "within 5 days",
    "one of the first",
    "5.00 pm",
]


@pytest.fixture
def limited(small: SmallProject) -> SmallProject:
    """The small project with a time limit, a frequency and a basis, and an edition before."""
    text = small.read(EDITION)
    before = text.replace("2025-11", "2023-11").replace("2027-11", "2025-11") + DUTIES
    small.write("policy/HR12/2023-11.yml", before.replace("5 working days", "10 working days"))
    small.write(RECORD, "reviews: [{date: 2025-11, outcome: amended, edition: 2025-11}]\n")
    small.write(EDITION, text + DUTIES)
    return small


@pytest.mark.parametrize("within", PERIODS)
def test_a_period_is_read_with_within(within: str) -> None:
    """What begins with a length of time is a limit: "within 5 working days"."""
    duty = Duty.model_validate({"id": "a", "role": "a", "must": "answer", "within": within})
    assert duty.time_limit == f"within {' '.join(within.split())}"


@pytest.mark.parametrize("within", AS_WRITTEN)
def test_everything_else_is_told_as_written(within: str) -> None:
    """A frequency, a day or an event stands as it was written."""
    duty = Duty.model_validate({"id": "a", "role": "a", "must": "answer", "within": within})
    assert duty.time_limit == within


def test_pages_say_how_soon_and_why(limited: SmallProject) -> None:
    """The clause, the role, its checklist and what changed for it have the limit and the basis."""
    site = Rendered.of(limited.folder)
    limits = ["Within 5 working days", "every FWR month"]
    basis = ["Basis Employment Rights Act 1996, HR12 1.1"]
    for page in ("documents/HR12/", "roles/line-manager/", "checklists/line-manager/"):
        assert [shown(one) for one in site[page].find_class("within")] == limits, page
        assert [shown(one) for one in site[page].find_class("basis")] == basis, page
        (law,) = site[page].xpath("//*[@class='law']/a[contains(@href, 'employment')]")
        assert shown(law) == "Employment Rights Act 1996"
    changed = site["roles/line-manager/"].find_class("compared")[0]
    assert [shown(changed.find(f".//{one}")) for one in ("del", "ins")] == [
        f"must report it, within {days} working days, when a request was refused;"
        " basis: Employment Rights Act 1996, HR12 1.1"
        for days in (10, 5)
    ]


def test_paper_says_how_soon_and_why(limited: SmallProject) -> None:
    """On paper each item has its limit and its basis below it."""
    project = limited.project
    resolved = project.traceability.resolved_checklists["line-manager"]
    content = checklist_pdf(resolved, project.register, base="", built=project.now)
    expected = ["Report it", "When: a request was refused", "Within 5 working days"]
    expected += ["Basis: Employment Rights Act 1996, HR12 1.1", "Count the requests", "Every FWR month"]
    assert in_order(content, expected)


def test_the_api_gives_both(limited: SmallProject) -> None:
    """A duty and an item have both, as written; nothing is null that is there."""
    project = limited.project
    files = {
        path: json.loads(file.model_dump_json())
        for path, file in api_files(project.register, project.traceability, "", project.now)
    }
    duties = [
        (one["within"], one["basis"], [cited["id"] for cited in one["cites"]])
        for one in files["api/v1/duties.json"]["duties"]
    ]
    assert duties == [
        (None, None, []),
        (
            "5 working days",
            "Employment Rights Act 1996, HR12 1.1",
            ["employment-rights-act-1996", "HR12/1.1"],
        ),
        ("every FWR month", None, ["FWR"]),
    ]
    parts = files["api/v1/checklists/line-manager.json"]["parts"]
    assert [(item["within"], item["basis"]) for part in parts for item in part["items"]] == [
        (within, basis) for within, basis, _ in duties
    ]


def test_a_changed_limit_makes_the_duty_suspect(limited: SmallProject) -> None:
    """What somebody accepted had the limit in its words; with another it is to be looked at again."""
    assert limited.run("accept", "HR12", "--yes").exit_code == 0
    assert "within 5 working days, when a request was refused; basis:" in limited.read(LOCK)
    limited.change(EDITION, "within: 5 working days", "within: 6 working days")
    (found,) = [one for one in limited.problems if one.code == "duty-suspect"]
    assert "within 5 working days" in found.message
    restatement = limited.project.traceability.trace.restatements["HR12/report"]
    assert describe_duty(restatement.duty) == (
        "line-manager must report it, within 6 working days, when a request was refused;"
        " basis: [[employment-rights-act-1996]], [[HR12/1.1]]"
    )
    told = json.loads(trace_report.render_trace("json", limited.project.traceability.trace))
    assert "within 6 working days" in told["duties"][1]["now"]["duty"]
