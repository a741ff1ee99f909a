"""A duty that several roles have jointly is each role's, and says with whom, wherever a duty is."""

from __future__ import annotations

import csv
import io
import json

import pytest

from policysite.domain.model import Duty
from policysite.outputs.api.files import api_files
from policysite.outputs.pdf import checklist_pdf
from policysite.outputs.reports import trace_report
from policysite.project import Project
from policysite.traceability.digests import duty_digest
from tests.outputs.pdf.papers import in_order
from tests.sites import Rendered, shown
from tests.small import EDITION, RECORD, ROLES, SmallProject

DUTIES = """\
          - {id: no-fees, role: [line-manager, head-of-people], must_not: take a fee}
          - {id: meet, role: [line-manager, head-of-people, clerk], should: meet yearly}
"""
FEES = """\
title: Fees
role: head-of-people
trigger: When somebody pays.
sections: [{items: [{do: Never take a fee., duty: HR12/no-fees}]}]
"""


@pytest.fixture
def joint(small: SmallProject) -> SmallProject:
    """The small project with two joint duties, an edition before, and a checklist of one of the roles."""
    text = small.read(EDITION)
    before = text.replace("2025-11", "2023-11").replace("2027-11", "2025-11")
    before += "          - {id: no-fees, role: line-manager, must_not: take a fee}\n"
    small.write("policy/HR12/2023-11.yml", before)
    small.write(RECORD, "reviews: [{date: 2025-11, outcome: amended, edition: 2025-11}]\n")
    small.write(EDITION, text + DUTIES)
    small.write(ROLES, f"{small.read(ROLES)}  clerk:\n    name: Clerk\n    also: [Registrar]\n")
    small.write("checklists/fees.yml", FEES)
    return small


@pytest.fixture
def project(joint: SmallProject) -> Project:
    """The same, read."""
    return joint.project


def test_pages_say_with_whom(joint: SmallProject) -> None:
    """The clause names all, and each role's page, checklist and comparison the others."""
    site = Rendered.of(joint.folder)
    clause = site["documents/HR12/"].xpath("//*[@data-anchor='1.2']")[0]
    assert [shown(one) for one in clause.find_class("duty")][1:] == [
        "Line manager and Head of People jointly must not take a fee",
        "Line manager, Head of People and Clerk jointly should meet yearly",
    ]
    assert [one.get("data-pagefind-filter") for one in clause.find_class("who")][1:3] == [
        "role:line-manager",
        "role:head-of-people",
    ]
    assert "@clerk · Registrar" in clause.get("data-also")
    for role, others in {
        "line-manager": ["Head of People", "Head of People and Clerk"],
        "head-of-people": ["Line manager", "Line manager and Clerk"],
        "clerk": ["Line manager and Head of People"],
    }.items():
        notes = [shown(one) for one in site[f"roles/{role}/"].find_class("jointly")]
        assert notes == [f"jointly with {names}" for names in others]
    changed = site["roles/line-manager/"].find_class("compared")[0]
    assert [shown(changed.find(f".//{one}")) for one in ("del", "ins")] == [
        "must not take a fee",
        "Line manager and Head of People jointly must not take a fee",
    ]
    row = site["traceability/"].xpath("//tr[contains(., 'take a fee')]")[0]
    assert "Line manager and Head of People jointly" in shown(row)


def test_each_checklist_holds_it_once_and_says_with_whom(joint: SmallProject) -> None:
    """A made checklist of each role has the item; so does the one that somebody wrote, on paper too."""
    project, site = joint.project, Rendered.of(joint.folder)
    sources = {
        name: [shown(one) for one in site[f"checklists/{name}/"].find_class("source")]
        for name in ("line-manager", "fees", "clerk")
    }
    assert sources == {
        "line-manager": [
            "must HR12 1.2",
            "must not jointly with Head of People, HR12 1.2",
            "should jointly with Head of People and Clerk, HR12 1.2",
        ],
        "fees": ["must not jointly with Line manager, HR12 1.2"],
        "clerk": ["should jointly with Line manager and Head of People, HR12 1.2"],
    }
    resolved = project.traceability.resolved_checklists["clerk"]
    content = checklist_pdf(resolved, project.register, base="", built=project.now)
    assert in_order(content, ["Meet yearly", "Jointly with: Line manager and Head of People", "Should"])


def test_reports_and_the_api_name_all(project: Project) -> None:
    """Each duty stands once, with every role that has it; the first of them is its role as before."""
    trace = project.traceability.trace
    rows = list(csv.DictReader(io.StringIO(trace_report.render_trace("csv", trace))))
    assert {row["role"] for row in rows} >= {"line-manager", "line-manager, head-of-people, clerk"}
    table = trace_report.render_trace("table", trace)
    assert table.count("HR12/meet") == 1
    duties = json.loads(trace_report.render_trace("json", trace))["duties"]
    assert [(one["role"], one["roles"]) for one in duties][1:] == [
        ("line-manager", ["line-manager", "head-of-people"]),
        ("line-manager", ["line-manager", "head-of-people", "clerk"]),
    ]
    (link,) = trace.links
    assert "line-manager and head-of-people jointly must not\n" in trace_report.comparison(link)
    files = {
        path: json.loads(file.model_dump_json())
        for path, file in api_files(project.register, project.traceability, "", project.now)
    }
    roles = {one["id"]: one["duties"] for one in files["api/v1/roles.json"]["roles"]}
    assert roles["clerk"] == ["HR12/meet"]
    assert roles["head-of-people"] == ["HR12/no-fees", "HR12/meet"]
    (item,) = files["api/v1/checklists/fees.json"]["parts"][0]["items"]
    assert [role["name"] for role in item["jointly_with"]] == ["Line manager"]


def test_an_item_covers_the_duty_for_its_own_role(joint: SmallProject) -> None:
    """Where two of the roles have a checklist, the duty has to be in both."""
    joint.write(
        "checklists/request.yml",
        "title: A request\nrole: line-manager\ntrigger: When asked.\n"
        "sections: [{items: [{do: Answer., duty: HR12/answer-request}]}]\n",
    )
    missed = [one.message for one in joint.problems if one.code == "duty-uncovered"]
    assert missed == ["line-manager has a checklist, but no item reminds of the prohibition 'no-fees'"]
    trace = joint.project.traceability.trace
    assert "fees/no-fees; in none of line-manager" in trace_report.render_trace("table", trace)
    uncovered = Rendered.of(joint.folder)["traceability/"].xpath(
        "//section[@aria-labelledby='_uncovered']"
    )
    assert "(in no item of Line manager)" in shown(uncovered[0])
    joint.change("checklists/request.yml", "role: line-manager", "role: clerk")
    assert [one for one in joint.problems if one.code == "duty-uncovered"] == []


@pytest.mark.parametrize("written", ["a", ["a"]])
def test_a_single_role_is_digested_as_before(written: str | list[str]) -> None:
    """A list of one role is that role; with another, or in another order, it is another duty."""
    one, two, swapped = (
        duty_digest(Duty.model_validate({"id": "x", "role": role, "must": "do it"}))
        for role in (written, ["a", "b"], ["b", "a"])
    )
    single = duty_digest(Duty.model_validate({"id": "x", "role": "a", "must": "do it"}))
    assert one == single
    assert len({one, two, swapped}) == 3
