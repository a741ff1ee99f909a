"""The pages of checklists: every item with what stands behind it, and the ways there and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from policysite.lock_recorder import LockRecorder
from policysite.outputs.site import Site
from policysite.outputs.site.checklists import when_to_use
from policysite.project import Project
from tests import LIBRARY
from tests.sites import ICONS, Rendered, shown, site_of
from tests.small import EDITION, NOW, SmallProject

ANSWER = """\
title: Answering a request
role: line-manager
trigger: When somebody hands in a request under [[HR12/1.1]].
sections:
  - title: First
    order: fixed
    items:
      - do: Answer the request in writing.
        duty: HR12/answer-request
        record: The date, in the file.
      - id: read
        do: Read the [[employment-rights-act-1996]] again.
        clause: HR12/1.1
        when: you are in doubt
"""
PAGE = "checklists/answer/"


@pytest.fixture(scope="module")
def library_site() -> Rendered:
    """The library of the tests as it stands on 21 November 2026."""
    return Rendered.of(LIBRARY)


@pytest.fixture
def answering(small: SmallProject) -> SmallProject:
    """The small project with a checklist."""
    small.write("checklists/answer.yml", ANSWER)
    return small


def earlier(small: SmallProject, *changes: tuple[str, str]) -> Rendered:
    """The small project with an edition before its own that differs in these words."""
    text = small.read(EDITION)
    for old, new in (("edition: 2025-11", "edition: 2023-10"), *changes):
        assert text.count(old) == 1
        text = text.replace(old, new)
    small.write("policy/HR12/2023-10.yml", text)
    return Rendered.of(small.folder)


def with_exports(folder: Path, *paths: str) -> Rendered:
    """The site with these files beside its pages."""
    project = Project.open(folder, NOW)
    site = site_of(project)
    return Rendered(
        Site(site.register, project.traceability, site.build, ICONS, dict.fromkeys(paths, b""))
    )


def test_every_checklist_has_its_page(library_site: Rendered) -> None:
    """Each checklist, written by hand or made, has a page; the index leads to all, role by role."""
    names = [*library_site.site.checklists.by_name]
    assert {"slipway-supervisor", "saltmere-harbour-trust"} <= {*names}
    there = {path for path, _ in library_site.links("checklists/")}
    assert {f"checklists/{name}/" for name in names} <= {*library_site.pages} & there


def test_items_are_boxes_with_their_words(answering: SmallProject) -> None:
    """An item is a checkbox whose label says when and what, without a link in it."""
    page = Rendered.of(answering.folder)[PAGE]
    first, second = page.xpath("//form//li[label]")
    assert shown(first.find("label")) == "When a request was made: Answer the request in writing."
    assert (
        shown(second.find("label")) == "When you are in doubt: Read the Employment Rights Act 1996 again."
    )
    assert page.xpath("//label//a") == []
    assert len(page.xpath("//form//label/input[@type='checkbox']")) == 2


def test_items_lead_to_what_they_come_from(answering: SmallProject) -> None:
    """Beside an item stand the force of its duty, the clause, what its words refer to, and its note."""
    rendered = Rendered.of(answering.folder)
    first, second = (
        rendered.links(PAGE, within=f"//li[@data-name='{name}']") for name in ("answer-request", "read")
    )
    assert first == [("documents/HR12/#1.2", "HR12 1.2")]
    assert second == [
        ("documents/HR12/#1.1", "HR12 1.1"),
        ("references/#employment-rights-act-1996", "Employment Rights Act 1996"),
    ]
    (item,) = rendered[PAGE].xpath("//li[@data-name='answer-request']")
    assert shown(item.find_class("force")[0]) == "must"
    assert shown(item.find_class("to-note")[0]) == "Note: The date, in the file."


def test_fixed_order_is_numbered(answering: SmallProject) -> None:
    """Where one step has to follow another, the list is ordered and its legend says so."""
    (legend,) = Rendered.of(answering.folder)[PAGE].xpath("//fieldset[ol]/legend")
    assert shown(legend) == "First (in this order)"


def test_any_order_is_not_numbered(answering: SmallProject) -> None:
    """Where the order is free, nothing is numbered."""
    answering.change("checklists/answer.yml", "    order: fixed\n", "")
    page = Rendered.of(answering.folder)[PAGE]
    assert shown(page.xpath("//fieldset[ul]/legend")[0]) == "First"
    assert not page.xpath("//fieldset/ol")


def test_what_is_missing_is_no_box(library_site: Rendered) -> None:
    """An item that is missing says what is missing, and leads to the published text."""
    (item,) = library_site["checklists/central-quay-foreman/"].xpath(
        "//li[contains(@class, 'item--missing')]"
    )
    assert "The list of the foreman's duties." in shown(item)
    assert item.xpath(".//a[@rel='external']") and not item.xpath(".//input")
    assert not library_site["checklists/central-quay-foreman/"].xpath("//template")


def test_made_checklist_says_so(library_site: Rendered, small: SmallProject) -> None:
    """A checklist that is made from duties says so, and leads to no source of its own."""
    made = Rendered.of(small.folder)
    assert "was made from the duties of this role" in made.text("checklists/line-manager/")
    assert made.pages["checklists/line-manager/"].source == ""
    assert "was made from the duties" not in library_site.text("checklists/slipway-supervisor/")
    assert (
        library_site.pages["checklists/slipway-supervisor/"].source == "checklists/slipway-supervisor.yml"
    )


def notices(site: Rendered, page: str) -> list[str]:
    """What a page says above its text of the reviews of its documents, one text a document."""
    return [shown(one) for one in site[page].xpath("//*[@data-review]")]


def test_states_of_reviews_are_shown(library_site: Rendered) -> None:
    """A checklist shows above its items how the reviews of all its documents stand, each thing once."""
    policy, procedure = notices(library_site, "checklists/owner-review/")
    assert "The review of B07 is overdue." in policy
    assert "A review of B07 is called for. B07 names the 3 reasons." in policy
    assert procedure == ""
    (alone,) = notices(library_site, "checklists/central-quay-team/")
    assert "The review of the policy above B07a is overdue." in alone
    assert (
        "B07, edition of December 2023: review overdue"
        in library_site.pages["checklists/owner-review/"].print_header
    )


def test_page_carries_what_a_record_needs(answering: SmallProject) -> None:
    """The form holds the digests of the checklist, of each item and of the editions behind them."""
    rendered = Rendered.of(answering.folder)
    resolved = rendered.site.checklists.by_name["answer"]
    (form,) = rendered[PAGE].xpath("//form[@data-name]")
    assert form.get("data-digest") == resolved.digest
    assert form.get("data-library") == "Example Council: Example policies"
    assert '"HR12/2025-11": "v1:' in form.get("data-editions")
    digests = {one.get("data-name"): one.get("data-digest") for one in form.xpath(".//li[@data-digest]")}
    assert digests == {**resolved.digests}


def test_promises_hold_every_item(answering: SmallProject) -> None:
    """What an item says is promised of its page: a build that loses it is not published."""
    promised = {one.anchor: one.texts for one in Rendered.of(answering.folder).pages[PAGE].content_checks}
    assert promised["item:answer-request"] == (
        "a request was made", "Answer the request in writing.", "The date, in the file.",
    )  # fmt: skip


def test_clauses_lead_to_checklists_and_back(answering: SmallProject) -> None:
    """A clause of a document in force leads to the item that carries it out."""
    rendered = Rendered.of(answering.folder)
    links = rendered.links(
        "documents/HR12/", within="//*[@data-anchor='1.2']//*[@class='in-checklists places']"
    )
    assert links == [("checklists/answer/#item:answer-request", "Answering a request")]


def test_superseded_editions_lead_to_no_checklist(answering: SmallProject) -> None:
    """A clause of an edition that is superseded is carried out by nothing."""
    rendered = earlier(answering)
    assert not rendered["documents/HR12/2023-10/"].find_class("in-checklists")


def test_role_leads_to_its_checklists(library_site: Rendered) -> None:
    """The page of a role, and the home page, lead to its checklists."""
    assert "checklists/slipway-supervisor/" in {
        path for path, _ in library_site.links("roles/slipway-supervisor/")
    }
    assert "checklists/slipway-supervisor/" in {path for path, _ in library_site.links("")}
    assert "checklists/saltmere-harbour-trust/" in {
        path for path, _ in library_site.links("roles/saltmere-harbour-trust/")
    }


def test_paper_is_offered_where_it_is(answering: SmallProject) -> None:
    """The PDF and the code that leads to the page are shown exactly where they are made."""
    files = ("checklists/answer/answer.pdf", "checklists/answer/qr.svg")
    there, not_there = with_exports(answering.folder, *files), Rendered.of(answering.folder)
    for path in (PAGE, "checklists/", "roles/line-manager/"):
        assert files[0] in {link for link, _ in there.links(path)}
    assert there[PAGE].xpath("//img/@alt") == ["A QR code that leads to this checklist on the site"]
    plain = with_exports(answering.folder)
    assert files[0] not in {link for link, _ in plain.links(PAGE)}
    assert not plain[PAGE].xpath("//img")
    assert not_there.pages[PAGE].title == "Answering a request"


@pytest.mark.parametrize(
    ("trigger", "sentence"),
    [
        ("When it rains.", "Use this when it rains."),
        ("To see  it.", "Use this to see it."),
        ("IF it rains.", "IF it rains."),
        ("For whoever answers.", "For whoever answers."),
    ],
)
def test_trigger_becomes_a_sentence(trigger: str, sentence: str) -> None:
    """When to use a checklist is said in a sentence, whatever its source begins with."""
    assert when_to_use(trigger) == sentence


# --- what changed for a role -----------------------------------------------------------------------


def test_changed_duty_is_shown_then_and_now(small: SmallProject) -> None:
    """A duty that says something else than in the edition before is shown as it was and as it is."""
    rendered = earlier(small, ("answer the request in writing", "answer the request"))
    (compared,) = rendered["roles/line-manager/"].find_class("compared")
    assert shown(compared.find(".//del")) == "must answer the request, when a request was made"
    assert shown(compared.find(".//ins")) == "must answer the request in writing, when a request was made"


def test_unchanged_duty_is_counted(small: SmallProject) -> None:
    """A duty that says the same in both editions is counted, under whatever number it stands."""
    assert "1 duty says the same in both." in earlier(small).text("roles/line-manager/")


def test_added_and_removed_duties_are_named(small: SmallProject) -> None:
    """A duty in one edition only is added or removed; both are told of whole copies."""
    rendered = earlier(small, ("id: answer-request", "id: other"), ("answer the request in", "say it in"))
    (foot,) = rendered["roles/line-manager/"].xpath("//section[@aria-labelledby='_changes']")
    assert "Added HR12 1.2: must answer the request in writing" in shown(foot)
    assert "Removed HR12 1.2: must say it in writing" in shown(foot)


def test_duty_that_passes_to_another_role_is_told_to_both(small: SmallProject) -> None:
    """Where a duty has another role than before, the pages of both say so."""
    rendered = earlier(small, ("role: line-manager", "role: head-of-people"))
    for role in ("line-manager", "head-of-people"):
        (compared,) = rendered[f"roles/{role}/"].find_class("compared")
        assert ("Head of People must" in shown(compared.find(".//del"))) is (role == "line-manager")


@pytest.mark.parametrize(
    "change",
    [
        ("edition: 2023-10", "edition: 2023-10\nextent: extract"),
        ("      - number: 1.1\n", "      - number: 1.1\n        missing:\n          what: A list.\n"),
    ],
    ids=["an extract", "a copy with a part missing"],
)
def test_nothing_is_concluded_from_what_is_not_known(
    small: SmallProject, change: tuple[str, str]
) -> None:
    """Of an earlier edition that is known in part only, nothing is said to be added since."""
    rendered = earlier(small, ("id: answer-request", "id: other"), change)
    text = rendered.text("roles/line-manager/")
    assert "Nothing can be said of" in text
    assert "Added" not in text and "Not in what is known of the edition before" in text


def test_an_extract_says_what_it_cannot(library_site: Rendered) -> None:
    """The extract of B07a lets nothing be said of the foreman's duties, and the page says so."""
    assert "No duty of this role can be compared." in library_site.text("roles/central-quay-foreman/")


# --- traceability ----------------------------------------------------------------------------------


def test_trace_leads_both_ways(answering: SmallProject) -> None:
    """The matrix leads from each duty to its items, and from each item to its clause, with its state."""
    rendered = Rendered.of(answering.folder)
    links = {path for path, _ in rendered.links("traceability/")}
    assert {
        "documents/HR12/#1.2",
        "checklists/answer/#item:answer-request",
        "documents/HR12/#1.1",
    } <= links
    assert "traceability/" in {path for path, _ in rendered.links("about/")}
    assert "Not looked at yet" in rendered.text("traceability/")


def test_trace_names_duties_in_no_item(answering: SmallProject) -> None:
    """A duty that no item carries out is named where its role has a checklist written by hand."""
    answering.change("checklists/answer.yml", "duty: HR12/answer-request", "clause: HR12/1.2")
    (section,) = Rendered.of(answering.folder)["traceability/"].xpath(
        "//section[@aria-labelledby='_uncovered']"
    )
    assert "HR12 1.2: Line manager must answer the request in writing" in shown(section)


def test_trace_shows_what_was_and_what_is(answering: SmallProject) -> None:
    """An item whose source says something else than when it was accepted is shown with both texts."""
    project = answering.project
    LockRecorder(project).accept(project.traceability.trace.links)
    answering.change(EDITION, "answer the request in writing", "answer the request in ink")
    (compared,) = Rendered.of(answering.folder)["traceability/"].find_class("compared")
    assert "in writing" in shown(compared.find(".//del"))
    assert "in ink" in shown(compared.find(".//ins"))


def test_readers_are_sent_to_a_source_that_has_changed(answering: SmallProject) -> None:
    """Until somebody has compared them again, an item says that its source has changed; others do not."""
    project = answering.project
    LockRecorder(project).accept(project.traceability.trace.links)
    answering.change(EDITION, "answer the request in writing", "answer the request in ink")
    told = Rendered.of(answering.folder)[PAGE].find_class("to-compare")
    assert [one.getparent().getparent().get("data-name") for one in told] == ["answer-request"]
    assert shown(told[0]).startswith("Read the clause, too.")
    again = answering.project
    LockRecorder(again).accept(again.traceability.trace.links)
    assert Rendered.of(answering.folder)[PAGE].find_class("to-compare") == []
