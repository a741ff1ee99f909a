"""What replaces what: both documents say so and lead to each other, whichever of the two says it."""

from __future__ import annotations

import json

import pytest

from policysite.domain.succession import Succession
from policysite.outputs.api.files import api_files
from policysite.outputs.feeds.entries import feed_entries
from policysite.project import Project
from tests.sites import Rendered, shown
from tests.small import EDITION, SmallProject

OLD = """\
reference: HR9
title: Rest times
kind: policy
edition: 2020-01
wording: official
source: {url: "https://www.example.org/hr9"}
sections: [{number: 1, title: All, clauses: [{number: 1.1, text: Rest.}]}]
"""
BELOW = """\
reference: HR20
title: Breaks
kind: procedure
governed_by: HR9
edition: 2021-01
wording: official
source: {url: "https://www.example.org/hr20"}
sections: [{number: 1, title: All, clauses: [{number: 1.1, text: Rest.}]}]
"""
RECORD = """\
reviews:
  - {date: 2023-01, outcome: unchanged, edition: 2020-01, next: 2025-01}
  - {date: 2025-11, outcome: withdrawn, edition: 2020-01, reason: It is old.}
"""
NEW_SAYS, OLD_SAYS = (
    "\nreplaces: {document: HR9, how: merged}",
    ", replaced_by: {document: HR12, how: merged}",
)


@pytest.fixture(params=["the new", "the old", "both"])
def replaced(request: pytest.FixtureRequest, small: SmallProject) -> SmallProject:
    """The small project with a withdrawn document that was merged into HR12, as one of the two says."""
    small.write("policy/HR9/2020-01.yml", OLD)
    small.write("policy/HR20/2021-01.yml", BELOW)
    record = RECORD if request.param == "the new" else RECORD.replace("old.}", f"old.{OLD_SAYS}}}")
    small.write("policy/HR9/reviews.yml", record)
    if request.param != "the old":
        small.change(EDITION, "\nowner: head-of-people", f"\nowner: head-of-people{NEW_SAYS}")
    return small


@pytest.fixture
def project(replaced: SmallProject) -> Project:
    """The same, read."""
    return replaced.project


def test_both_pages_say_so(replaced: SmallProject) -> None:
    """The new page names the old document and shows its reviews; the old one leads to the new."""
    site = Rendered.of(replaced.folder)
    new, old = site["documents/HR12/"], site["documents/HR9/"]
    facts = {shown(one.find("dt")): shown(one.find("dd")) for one in new.xpath("//*[@class='facts']/div")}
    assert facts["Replaces"] == "HR9 Rest times, merged into it"
    assert new.xpath("//dd[contains(., 'HR9')]/a/@href") == ["../../documents/HR9/"]
    heading = "Reviews of HR9, which it replaces"
    (section,) = new.xpath(f"//section[h2[contains(., '{heading}')]]")
    assert [shown(one) for one in section.findall("ul/li")] == [
        "November 2025: withdrawn. It is old.",
        "January 2023: unchanged; next due January 2025.",
    ]
    (notice,) = old.find_class("notice--withdrawn")
    assert "Replaced by HR12 Flexible working, into which it was merged." in shown(notice)
    assert notice.xpath(".//a/@href") == ["../../documents/HR12/"]


def test_programs_and_messages_are_told(project: Project) -> None:
    """The API, the feed and what calls for a review of other documents say where the old one went."""
    files = {
        path: json.loads(file.model_dump_json())
        for path, file in api_files(project.register, project.traceability, "", project.now)
    }
    new, old = files["api/v1/documents/HR12.json"], files["api/v1/documents/HR9.json"]
    (told,) = new["replaces"]
    assert (told["reference"], told["title"], told["how"]) == ("HR9", "Rest times", "merged")
    assert [(one["date"], one["outcome"]) for one in told["reviews"]] == [
        ("2023-01", "unchanged"),
        ("2025-11", "withdrawn"),
    ]
    assert old["replaced_by"] == [{"reference": "HR12", "title": "Flexible working", "how": "merged"}]
    assert (new["replaced_by"], old["replaces"]) == ([], [])
    texts = [entry.text for entry in feed_entries(project.register)]
    assert sum("It is replaced by HR12 Flexible working." in text for text in texts) == 1
    (trigger,) = project.register.status_by_reference["HR20"].triggers
    assert trigger.description == (
        "HR9 Rest times, which governs it, was withdrawn in November 2025, and replaced by"
        " HR12 Flexible working."
    )


def test_each_pair_is_known_once(project: Project) -> None:
    """It makes no difference which of the two says it, nor whether both do."""
    (one,) = project.library.successions
    assert (one.old, one.new, one.how) == ("HR9", "HR12", "merged")
    assert project.library.replaces("HR12") == project.library.replaced_by("HR9") == (one,)
    assert project.library.replaces("HR9") == project.library.replaced_by("HR12") == ()


def test_what_was_never_held_has_a_title(small: SmallProject) -> None:
    """Its title stands on the page without a link."""
    small.change(
        EDITION,
        "\nowner: head-of-people",
        "\nowner: head-of-people\nreplaces: [{title: Memo <7>, how: split}, {title: Note, how: renamed}]",
    )
    assert small.problems == []
    page = Rendered.of(small.folder)["documents/HR12/"]
    (fact,) = page.xpath("//*[@class='facts']/div[dt='Replaces']/dd")
    assert shown(fact) == "Memo <7>, of which it was a part; Note, its name before"
    assert fact.findall("a") == []
    assert small.project.library.successions[0] == Succession("", "HR12", "split", old_title="Memo <7>")


def test_a_removed_document_leads_on(small: SmallProject) -> None:
    """Whoever cites a document that is gone is told what took its place."""
    small.write("policy/HR9/2020-01.yml", OLD)
    assert small.run("seal").exit_code == 0
    small.write("policy/HR9/reviews.yml", RECORD)
    assert small.run("seal").exit_code == 0
    for file in ("policy/HR9/2020-01.yml", "policy/HR9/reviews.yml"):
        small.remove(file)
    (small.folder / "policy/HR9").rmdir()
    small.write(
        "policy/HR40/2026-01.yml", OLD.replace("HR9", "HR40").replace("2020", "2026") + "replaces: HR9\n"
    )
    small.write(
        "policy/HR41/2026-01.yml",
        OLD.replace("HR9", "HR41").replace("2020", "2026").replace("Rest.", "'See [[HR9]].'"),
    )
    (found,) = [one for one in small.problems if one.code.startswith(("unknown", "replacement"))]
    assert (found.code, found.hint) == ("unknown-citation", "it was replaced by HR40 Rest times")
