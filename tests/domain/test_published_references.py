"""References as they are published: readers see them; files and addresses have a safe name."""

from __future__ import annotations

import re

import pytest
from pydantic import TypeAdapter, ValidationError

from policysite.domain.fields import Reference
from policysite.outputs.api.review_state import review_state_file
from policysite.outputs.feeds import all_review_calendars, atom_feed
from policysite.outputs.notifications.messages import notice_title
from policysite.outputs.notifications.stages import review_notices
from policysite.traceability import edition_digest
from tests.cases import describe_problem
from tests.factories import BASE, document, edition, register
from tests.outputs.site.test_pages import of_small
from tests.small import EDITION, NOW, SmallProject

NAMES = {
    "700/2017": "700-2017",
    "HR 12": "HR-12",
    "HR.12/a": "HR-12-a",
    "HR12 /.3": "HR12-3",
    "HR12": "HR12",
}


@pytest.mark.parametrize(("published", "name"), NAMES.items())
def test_each_run_of_slashes_spaces_and_dots_is_a_hyphen(published: str, name: str) -> None:
    """The name is safe for files and addresses; the reference stays as it is published."""
    reference = TypeAdapter(Reference).validate_python(published)
    assert (reference, reference.published) == (name, published)


@pytest.mark.parametrize("wrong", ["/700", "700/", "HR - 12", "HR:12", "HR12\n", "", "HR\u00a012"])
def test_other_references_are_refused(wrong: str) -> None:
    """A reference begins and ends with a letter or digit."""
    with pytest.raises(ValidationError):
        TypeAdapter(Reference).validate_python(wrong)


def moved(small: SmallProject, published: str, folder: str) -> None:
    """Give the document of the small project another reference and folder."""
    text = small.read(EDITION).replace("[[HR12/1.1]]", f"[[{folder}/1.1]]")
    small.remove(EDITION)
    small.folder.joinpath("policy/HR12").rmdir()
    small.write(
        f"policy/{folder}/2025-11.yml", text.replace("reference: HR12", f"reference: {published}")
    )


def test_readers_see_the_published_reference(small: SmallProject) -> None:
    """No page shows the name of the folder, but in addresses."""
    moved(small, "700/2017", "700-2017")
    small.write(
        "policy/HR1/2025-11.yml",
        "reference: HR1\ntitle: Forms\nkind: form\ngoverned_by: 700/2017\nedition: 2025-11\n"
        "wording: official\nsource: {url: 'https://www.example.org/'}\n"
        "sections: [{number: 1, title: Forms, clauses: [{number: 1.1, text: 'See [[700-2017]].'}]}]\n",
    )
    assert small.problems == []
    site = of_small(small)
    shown = {path: site.text(path) for path in site.pages}
    assert {path for path, text in shown.items() if "700-2017" in text} == set()
    assert "See 700/2017 1.1." in shown["documents/700-2017/"]
    assert "See 700/2017." in shown["documents/HR1/"]
    assert site.facts("documents/HR1/")["Kind"] == "Form under 700/2017"
    for path in (
        "",
        "documents/",
        "review/",
        "roles/line-manager/",
        "checklists/line-manager/",
        "clauses/",
    ):
        assert "700/2017" in shown[path], path
    page = site.pages["documents/700-2017/"]
    assert (page.title, page.print_header[:8]) == ("700/2017 Flexible working", "700/2017")
    assert page.search_metadata
    assert (page.search_metadata.document, page.search_metadata.reference) == ("700-2017", "700/2017")


def test_whatever_leaves_the_site_names_it_so() -> None:
    """Feed, calendar, mail and data; identities and addresses keep the name."""
    held = edition("700/2017")
    plain = edition("700-2017")
    made = register(document(held))
    assert (held.reference, held.published_reference) == ("700-2017", "700/2017")
    feed = atom_feed(made, BASE).decode()
    assert "700/2017 Flexible working" in feed
    assert f"{BASE}documents/700-2017/" in feed
    calendars = dict(all_review_calendars(made, BASE))
    calendar = calendars["documents/700-2017/review.ics"].decode()
    assert "SUMMARY:Review due: 700/2017 Flexible working" in calendar
    as_plain = dict(all_review_calendars(register(document(plain)), BASE))
    uid = re.compile(r"^UID:.*$", re.MULTILINE)
    assert uid.findall(calendar) == uid.findall(as_plain["documents/700-2017/review.ics"].decode())
    (notice,) = review_notices(made)
    assert notice_title(notice) == "700/2017 Flexible working"
    state = review_state_file(made, BASE, NOW).documents[0]
    assert (state.reference, state.published_reference) == ("700-2017", "700/2017")


def test_the_published_reference_is_sealed() -> None:
    """Another form of the reference is another edition; one that is the name of the folder is as ever."""
    assert edition_digest(edition("700/2017")) != edition_digest(edition("700-2017"))
    assert edition_digest(edition("700/2017")) != edition_digest(edition("700.2017"))


def test_the_folder_that_is_right_is_named(small: SmallProject) -> None:
    """A reference whose folder has another name is reported with the name that is right."""
    moved(small, "700/2017", "700_2017")
    (problem,) = (problem for problem in small.problems if problem.code == "reference-differs")
    assert describe_problem(problem) == (
        "policy/700_2017/2025-11.yml:1:12: reference-differs the reference '700/2017' differs from the"
        " folder '700_2017' | its folder is 700-2017, or move the file to policy/700-2017/2025-11.yml"
    )


def test_two_that_differ_in_capital_letters_only(small: SmallProject) -> None:
    """They are an error, in folders of their own and where a disk has put them into one."""
    small.write(
        "policy/hr12/2025-10.yml",
        small.read(EDITION).replace("HR12", "hr12").replace("2025-11", "2025-10"),
    )
    assert "case-differs" in {problem.code for problem in small.problems}
    small.write("policy/HR12/2025-10.yml", small.read("policy/hr12/2025-10.yml"))
    small.remove("policy/hr12/2025-10.yml")
    small.folder.joinpath("policy/hr12").rmdir()
    assert "reference-differs" in {problem.code for problem in small.problems}


def test_a_citation_of_the_published_reference_is_told_how_it_is_written(small: SmallProject) -> None:
    """In brackets stands the name of the folder: a slash there would lead to a clause."""
    moved(small, "700/2017", "700-2017")
    small.change("policy/700-2017/2025-11.yml", "[[700-2017/1.1]]", "[[700/2017]] and [[700/2017/1.1]]")
    assert [describe_problem(problem).partition(" | ")[2] for problem in small.problems] == [
        "write [[700-2017]]",
        "write [[700-2017/1.1]]",
    ]
