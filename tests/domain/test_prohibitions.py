"""What somebody must not do is shown, sorted, digested and exported as that, wherever a duty is."""

from __future__ import annotations

import csv
import io
import json

import pytest
from jsonschema import Draft202012Validator

from policysite.outputs.api.files import api_files, api_schemas
from policysite.outputs.pdf import checklist_pdf
from policysite.outputs.reports import trace_report
from policysite.outputs.site.synonyms import PROHIBITED
from policysite.outputs.usage_records import RecordVerification
from policysite.project import Project
from tests.factories import record_bytes, usage_record
from tests.outputs.pdf.papers import in_order
from tests.sites import Rendered, shown
from tests.small import EDITION, RECORD, SmallProject

DUTIES = """\
          - {id: ask, role: line-manager, may: ask why}
          - {id: no-hurry, role: line-manager, should_not: hurry}
          - {id: no-telephone, role: line-manager, must_not: answer by telephone, when: it is night}
          - {id: no-fees, role: head-of-people, must_not: take a fee}
          - {id: meet, role: line-manager, should: meet the employee}
"""
CHECKLIST = """\
title: Fees
role: head-of-people
trigger: When somebody pays.
sections: [{items: [{do: Never take a fee., duty: HR12/no-fees}]}]
"""


@pytest.fixture
def forbidding(small: SmallProject) -> SmallProject:
    """The small project with duties of every force, an edition before, and a checklist by hand."""
    text = small.read(EDITION)
    before = text.replace("2025-11", "2023-11").replace("2027-11", "2025-11")
    before += "          - {id: no-hurry, role: line-manager, should: hurry}\n"
    small.write("policy/HR12/2023-11.yml", before)
    small.write(RECORD, "reviews: [{date: 2025-11, outcome: amended, edition: 2025-11}]\n")
    small.write(EDITION, text + DUTIES)
    small.write("checklists/fees.yml", CHECKLIST)
    return small


@pytest.fixture
def project(forbidding: SmallProject) -> Project:
    """The same, read."""
    return forbidding.project


def test_pages_show_prohibitions_as_such(forbidding: SmallProject) -> None:
    """The clause, the role, its made checklist, and what changed for it: each says not in words."""
    site = Rendered.of(forbidding.folder)
    duties = [shown(one) for one in site["documents/HR12/"].xpath("//li[@class='duty']")]
    assert "Line manager must not answer by telephone When it is night" in duties
    assert "Head of People must not take a fee" in duties
    role = site["roles/line-manager/"]
    headings = [shown(one) for one in role.xpath("//h2")][:5]
    assert headings == ["You must", "You must not", "You should", "You should not", "You may"]
    (changed,) = role.find_class("compared")
    assert [shown(changed.find(f".//{one}")) for one in ("del", "ins")] == [
        "should hurry",
        "should not hurry",
    ]
    items = {
        shown(one.find_class("words")[0]): [shown(force) for force in one.find_class("force")]
        for name in ("line-manager", "fees")
        for one in site[f"checklists/{name}/"].xpath("//li[@class='item']")
    }
    assert items == {
        "When a request was made: Answer the request in writing": ["must"],
        "When it is night: Do not answer by telephone": ["must not"],
        "Meet the employee": ["should"],
        "Do not hurry": ["should not"],
        "Ask why": ["may"],
        "Never take a fee.": ["must not"],
    }
    assert shown(site["traceability/"].xpath("//th[contains(., 'fee')]")[0]).endswith(
        "must not take a fee"
    )
    assert "a tick means that it was kept to" in site.text("checklists/fees/")
    assert PROHIBITED in site["documents/HR12/"].xpath("string(//*[@data-anchor='1.2']/@data-also)")


def test_paper_shows_prohibitions_as_such(project: Project) -> None:
    """On paper an item begins with Do not, and its force stands beside it."""
    resolved = project.traceability.resolved_checklists["line-manager"]
    content = checklist_pdf(resolved, project.register, base="", built=project.now)
    assert in_order(
        content,
        [
            "a tick means that it was kept to",
            "Do not answer by telephone",
            "When: it is night",
            "Must not",
            "HR12 1.2",
        ],
    )


def test_reports_show_prohibitions_as_such(project: Project) -> None:
    """Tables, CSV, Markdown and JSON give the force in words, and so does accept."""
    table = [
        line.split()[:5]
        for line in trace_report.render_trace("table", project.traceability.trace).splitlines()
    ]
    assert ["HR12/no-fees", "1.2", "head-of-people", "must", "not"] in table
    rows = list(csv.DictReader(io.StringIO(trace_report.render_trace("csv", project.traceability.trace))))
    assert {row["force"] for row in rows} == {"must", "must not", "should", "should not", "may"}
    assert "| should not |" in trace_report.render_trace("markdown", project.traceability.trace)
    told = json.loads(trace_report.render_trace("json", project.traceability.trace))
    assert {one["duty"]: one["force"] for one in told["duties"]}["HR12/no-fees"] == "must not"
    (link,) = project.traceability.trace.links
    assert "head-of-people must not take a fee" in trace_report.comparison(link)


def test_the_api_gives_prohibitions_as_such(project: Project) -> None:
    """Every file of the API is as its schema says, and each duty has its force in words."""
    files = {
        path: file.model_dump(mode="json")
        for path, file in api_files(project.register, project.traceability, "", project.now)
    }
    named = dict(api_schemas())
    for kind in ("duties", "traceability", "documents/HR12"):
        schema = named[f"api/v1/schemas/{kind.partition('s/')[0]}.schema.json"]
        Draft202012Validator(schema).validate(json.loads(json.dumps(files[f"api/v1/{kind}.json"])))
    forces = {
        one["id"]: one["force"] for one in json.loads(json.dumps(files["api/v1/duties.json"]))["duties"]
    }
    assert (forces["HR12/no-telephone"], forces["HR12/no-hurry"]) == ("must not", "should not")


def test_a_prohibition_has_a_digest_of_its_own(forbidding: SmallProject) -> None:
    """A duty that becomes a prohibition is another duty: sealed editions and accepted items notice."""
    before = forbidding.project.traceability.resolved_checklists["line-manager"].digests
    forbidding.change(EDITION, "should_not: hurry", "should: hurry")
    now = forbidding.project.traceability.resolved_checklists["line-manager"].digests
    assert {name for name in now if now[name] != before[name]} == {"hr12-no-hurry"}


def test_only_what_binds_has_to_be_in_a_checklist(forbidding: SmallProject) -> None:
    """A must not in no item is missed as a must is; a should not is left to whoever writes the list."""
    forbidding.write(
        "checklists/request.yml",
        "title: A request\nrole: line-manager\ntrigger: When asked.\n"
        "sections: [{items: [{do: Answer., duty: HR12/answer-request}]}]\n",
    )
    missed = [one.message for one in forbidding.problems if one.code == "duty-uncovered"]
    assert missed == [
        "line-manager has a checklist, but no item reminds of the prohibition 'no-telephone'"
    ]


def test_a_record_of_use_holds_what_was_not_to_be_done(project: Project) -> None:
    """A record of a checklist with prohibitions belongs to the library as any other."""
    verdict = project.verify_record(record_bytes(usage_record(project, "line-manager")))
    assert isinstance(verdict, RecordVerification)
    assert "Do not hurry" in [item.do for item in verdict.record.items]
