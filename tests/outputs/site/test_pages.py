"""What the pages show of a library: everything that it holds, where it stands, and what it lacks."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from lxml import html

from policysite.domain.fields import WrittenReference
from policysite.domain.library import Document
from policysite.domain.model import Edition
from policysite.domain.register import Register
from policysite.outputs.site import Site
from policysite.traceability import Traceability
from tests import LIBRARY
from tests.sites import ICONS, Rendered, build, shown, words
from tests.small import EDITION, RECORD, ROLES, SmallProject


@pytest.fixture(scope="module")
def library_site() -> Rendered:
    """The library of the tests as it stands on 21 November 2026."""
    return Rendered.of(LIBRARY)


@pytest.fixture(scope="module")
def editions_by_path(library_site: Rendered) -> dict[str, Edition]:
    """Every edition of that library by each of its addresses."""
    found = {}
    for document in library_site.site.documents:
        found[f"documents/{document.reference}/"] = document.current
        for edition in document.editions:
            found[f"documents/{edition.reference}/{edition.edition}/"] = edition
    return found


def of_small(small: SmallProject, now: str = "2026-11-21T12:00") -> Rendered:
    """The small project as it is now."""
    return Rendered.of(small.folder, now)


def enlarged(site: Site, references: list[str]) -> Rendered:
    """The same site with copies of its first document under these references."""
    (edition,) = site.documents[0].editions
    documents = {
        name: Document.from_editions(
            name, [edition.model_copy(update={"reference": WrittenReference(name)})]
        )
        for name in references
    }
    register = Register.from_library(replace(site.library, documents=documents), site.build.today)
    return Rendered(Site(register, Traceability(register.library), site.build, ICONS, {}))


def amended(small: SmallProject, *reviews: str) -> None:
    """Record the reviews by which HR12 came to its editions, each with its date and edition."""
    records = "".join(f"  - {{date: {one}, outcome: amended, edition: {one}}}\n" for one in reviews)
    small.write(RECORD, f"reviews:\n{records}")


# --- which pages there are -----------------------------------------------------------------------


def test_everything_has_its_page(library_site: Rendered, editions_by_path: dict[str, Edition]) -> None:
    """There is a page for each index, document, edition and role, and no address is given twice."""
    indexes = {"", "documents/", "roles/", "clauses/", "review/", "references/", "glossary/", "about/"}
    roles = {f"roles/{name}/" for name in library_site.site.library.roles}
    assert {"documents/B07a/", "documents/B07a/2023-12/"} <= {*editions_by_path}
    assert indexes | roles | {*editions_by_path} <= {*library_site.pages}
    assert len(library_site.pages) == len(library_site.site.pages)


def test_pages_are_titled_and_described(library_site: Rendered) -> None:
    """Every page has a title, a description and one heading of the first level."""
    for path, page in library_site.pages.items():
        assert page.title and page.description, path
        assert len(library_site[path].xpath("//h1")) == 1, path


def test_documents_lead_to_their_editions(
    library_site: Rendered, editions_by_path: dict[str, Edition]
) -> None:
    """Each page of a document leads to the permanent address of every other edition of it."""
    for path, edition in editions_by_path.items():
        targets = {target for target, _ in library_site.links(path)}
        same = {at for at, other in editions_by_path.items() if other.reference == edition.reference}
        dated = {at for at in same if at.count("/") == 3}
        assert dated - targets <= {path}


# --- documents -----------------------------------------------------------------------------------


def test_every_clause_is_shown(library_site: Rendered, editions_by_path: dict[str, Edition]) -> None:
    """Each section and clause of each edition stands once on its page, under its anchor."""
    for path, edition in editions_by_path.items():
        for provision in edition.provisions:
            (element,) = library_site[path].xpath(f"//*[@id='{provision.anchor}']")
            assert words(provision.title or "") in shown(element), (path, provision.anchor)


def test_every_text_is_shown(library_site: Rendered, editions_by_path: dict[str, Edition]) -> None:
    """All that a clause provides is shown, whole and in its place, cross-references aside."""
    for path, edition in editions_by_path.items():
        for clause in edition.clauses:
            (element,) = library_site[path].xpath(
                f"//*[@id='{clause.anchor}' and @class='clause'] | //*[@id='clause:{clause.anchor}']"
            ) or [None]
            for _, text in clause.texts:
                for piece in re.split(r"\[\[.*?\]\]|\n\s*\n", text):
                    assert words(piece) in shown(element), (path, clause.anchor)


@pytest.mark.parametrize(
    ("path", "name", "said"),
    [
        ("B07/", "Reference", "B07"),
        ("B07/", "Kind", "Policy"),
        ("B07/", "Edition", "December 2023"),
        ("B07/", "Last reviewed", "December 2023"),
        ("B07/", "Next review due", "December 2025 (every 2 years)"),
        ("B07/", "State as at 21 November 2026", "Review overdue"),
        ("B07a/", "Reference", "B07a"),
        ("B07a/", "Kind", "Procedure under B07"),
        ("B07a/", "Edition", "November 2025"),
        ("B07a/", "Next review due", "November 2027"),
        ("B07a/", "State as at 21 November 2026", "In date, policy above it overdue"),
        ("B07a/2023-12/", "Edition", "December 2023"),
    ],
)
def test_facts_of_a_document(library_site: Rendered, path: str, name: str, said: str) -> None:
    """A page opens with what is known of its document."""
    assert library_site.facts(f"documents/{path}")[name] == said


def test_facts_that_are_not_known(small: SmallProject) -> None:
    """What a document does not say of itself is "Not stated", and nothing is put in its place."""
    for line in ("owner: head-of-people\n", "review:\n", "  last: 2025-11\n", "  next: 2027-11\n"):
        small.change(EDITION, line, "")
    small.change(EDITION, "  every: 2 years\n", "")
    facts = of_small(small).facts("documents/HR12/")
    unknown = {name for name, said in facts.items() if said == "Not stated"}
    assert unknown == {"Owner", "Last reviewed", "Next review due"}
    assert not {"Risk", "Equality impact"} & {*facts}


def test_facts_lead_on(library_site: Rendered) -> None:
    """The facts lead to the governing document."""
    path = "documents/B07a/"
    assert "documents/B07/" in {target for target, _ in library_site.links(path, "//dl[@class='facts']")}


OWNER, CONTACT = "owner: head-of-people\n", "contact: line-manager\n"


@pytest.mark.parametrize(
    ("given", "facts", "asked"),
    [
        (OWNER, {"Owner": "Head of People"}, "for the owner"),
        (CONTACT, {"Owner": "Not stated", "Contact point": "Line manager"}, "for the contact point"),
        (
            OWNER + CONTACT,
            {"Owner": "Head of People", "Contact point": "Line manager"},
            "for the owner",
        ),
        ("", {"Owner": "Not stated"}, "about this"),
    ],
    ids=["owner", "contact", "both", "neither"],
)
def test_owner_and_contact_point(
    small: SmallProject, given: str, facts: dict[str, str], asked: str
) -> None:
    """Every page that names owners tells them from contact points, and leads to both."""
    small.change(EDITION, OWNER, f"{given}questions: [Who asks?]\n")
    site = of_small(small)
    (listed,) = site["documents/HR12/"].xpath("//dl[@class='facts']")
    names = [shown(one) for one in listed.xpath("div/dt")]
    assert [name for name in names if name in {"Owner", "Contact point"}] == [*facts]
    assert {name: site.facts("documents/HR12/")[name] for name in facts} == facts
    assert f"Questions {asked}" in site.text("documents/HR12/")
    for page in ("", "documents/", "review/"):
        (row,) = site[page].xpath("//table[contains(@class, 'register')][1]/tbody/tr[th//a]")[:1]
        cells = {one.get("data-label"): shown(one) for one in row.xpath("td")}
        assert {name: cells[name] for name in cells if name in {"Owner", "Contact point"}} == facts, page
    roles = {"Owner": "roles/head-of-people/", "Contact point": "roles/line-manager/"}
    headings = {"Owner": "Documents owned", "Contact point": "Contact point for"}
    linked = {target for target, _ in site.links("documents/HR12/", "//dl[@class='facts']")}
    for name, path in roles.items():
        is_named = facts.get(name, "Not stated") != "Not stated"
        assert (path in linked) is is_named
        assert (headings[name] in [shown(one) for one in site[path].xpath("//h2")]) is is_named
        assert ("documents/HR12/" in {to for to, _ in site.links(path, "//section")}) or not is_named


def test_several_owners_and_governing_documents(small: SmallProject) -> None:
    """Pages name all owners, contact points and governing documents, and lead to each."""
    for reference in ("HR1", "HR2"):
        small.write(
            f"policy/{reference}/2025-11.yml",
            small.read(EDITION)
            .replace("HR12", reference)
            .replace("last: 2025-11", "last: 2023-11")
            .replace("next: 2027-11", "next: 2025-11"),
        )
    several = "owner: [head-of-people, line-manager]\ncontact: [line-manager, head-of-people]\n"
    small.change(EDITION, OWNER, f"{several}governed_by: [HR1, HR2]\nquestions: [Who asks?]\n")
    site = of_small(small)
    facts = site.facts("documents/HR12/")
    assert facts["Owners"] == "Head of People and Line manager"
    assert facts["Contact points"] == "Line manager and Head of People"
    assert facts["Kind"] == "Policy under HR1 and HR2"
    text = site.text("documents/HR12/")
    assert "Questions for the owners" in text
    linked = {target for target, _ in site.links("documents/HR12/", "//dl[@class='facts']")}
    assert {"documents/HR1/", "documents/HR2/", "roles/line-manager/", "roles/head-of-people/"} <= linked
    assert text.count("The review of the policy above this policy is overdue.") == 2
    assert "policy above it overdue" in site.text("review/")
    for role in ("head-of-people", "line-manager"):
        assert "Documents owned" in site.text(f"roles/{role}/")


FACTS = """\
version: 3.2
author: People office
approved: {by: [Board, Staff Committee], on: 2025-10-14}
marking: OFFICIAL
audience: Each [[line-manager]].
organisations: [Example Council, {name: Neighbour Council, reference: B 4}]
fields: {plan: HR-7, area: People, hidden: x}
"""
FIELDS = """\
fields:
  area: {title: Business area, show: head, filter: yes}
  plan: {title: File plan}
  hidden: {title: Not shown, show: no}
"""


def test_facts_stand_where_readers_look(small: SmallProject) -> None:
    """Version, marking, audience and other organisations stand at the head, the approval at the foot."""
    small.change(EDITION, OWNER, OWNER + FACTS)
    small.write("policy/library.yml", small.read("policy/library.yml") + FIELDS)
    site = of_small(small)
    head, foot = (
        {shown(one.find("dt")): shown(one.find("dd")) for one in facts.iter("div")}
        for facts in site["documents/HR12/"].xpath("//dl[@class='facts']")
    )
    assert {name: head[name] for name in ("Version", "Protective marking", "For", "Business area")} == {
        "Version": "3.2",
        "Protective marking": "OFFICIAL",
        "For": "Each Line manager.",
        "Business area": "People",
    }
    assert head["Issued jointly by"] == "Example Council; Neighbour Council, there B 4"
    assert foot == {
        "Author": "People office",
        "Approved by": "Board; Staff Committee",
        "Approved on": "14 October 2025",
        "File plan": "HR-7",
    }
    assert "Not shown" not in site.text("documents/HR12/")
    page = site.pages["documents/HR12/"]
    assert page.print_header.startswith("OFFICIAL · HR12")
    assert page.structured_data["identifier"] == ["HR12", "B 4"]
    assert page.search_metadata
    assert page.search_metadata.field_filters == (("field-area", "People"),)
    assert "Business area" in site.text("search/")
    assert "File plan" not in site.text("search/")


def test_restated_text_says_so(library_site: Rendered, editions_by_path: dict[str, Edition]) -> None:
    """Restated text says so before it begins, and a current one leads to the authority."""
    restated = {path: one for path, one in editions_by_path.items() if one.wording == "restated"}
    assert restated
    for path, edition in restated.items():
        (notice,) = library_site[path].xpath(
            "//h2[1]/preceding::*[@role='note'][contains(., 'Restated')]"
        )
        assert notice.xpath(".//a/@href") == [edition.source.url]
        current = edition is library_site.site.library.documents[edition.reference].current
        assert ("is the authority" in shown(notice)) == current


def test_official_text_claims_nothing_else(small: SmallProject) -> None:
    """A page with the publisher's own text doesn't say that it is restated."""
    assert "restated" not in of_small(small).text("documents/HR12/").lower()


def test_missing_parts_are_announced_and_marked(
    library_site: Rendered, editions_by_path: dict[str, Edition]
) -> None:
    """What the copy lacks is listed at the top and marked in its place.

    A current edition leads to the source there; the source of an old one may have moved on.
    """
    for path, edition in editions_by_path.items():
        marked = library_site[path].xpath("//*[@class='missing']")
        missing = list(edition.missing_provisions)
        assert len(marked) == len(missing)
        listed = library_site.links(path, "//*[contains(@class, 'notice--gaps')]")
        expected = [(f"{path}#{provision.anchor}", provision.anchor) for provision, _ in missing]
        assert listed[: len(expected)] == expected
        for mark, (provision, gap) in zip(marked, missing, strict=True):
            assert words(gap.what) in shown(mark)
            current = edition is library_site.site.library.documents[edition.reference].current
            assert mark.xpath(".//a/@href") == [edition.source.url] * current
            assert library_site[path].xpath(f"//*[@id='{provision.anchor}']")
    assert len(list(editions_by_path["documents/B07a/"].missing_provisions)) == 6


@pytest.mark.parametrize(
    ("path", "superseded", "extract"),
    [
        ("documents/B07/", False, False),
        ("documents/B07/2023-12/", False, False),
        ("documents/B07a/", False, False),
        ("documents/B07a/2025-11/", False, False),
        ("documents/B07a/2023-12/", True, True),
    ],
)
def test_old_editions_say_so(
    library_site: Rendered, path: str, *, superseded: bool, extract: bool
) -> None:
    """A superseded edition leads to the current one, an extract says so, and no other page does."""
    notices = library_site[path].xpath("//h2[1]/preceding::*[@role='note']")
    said = [shown(notice) for notice in notices]
    assert any("edition is superseded" in one for one in said) == superseded
    assert any("is an extract" in one for one in said) == extract
    leads = (path[: path.index("/", 10) + 1], "November 2025")
    assert (leads in library_site.links(path, "//*[@role='note']")) == superseded


def test_superseded_editions_have_no_state_of_their_own(library_site: Rendered) -> None:
    """The facts of an edition that is no longer in force hold no state; its document's is at the foot."""
    path = "documents/B07a/2023-12/"
    assert not [name for name in library_site.facts(path) if name.startswith("State")]
    (foot,) = library_site[path].xpath("//section[@aria-labelledby='_editions']")
    assert "In date, policy above it overdue." in shown(foot)
    assert "State as at 21 November 2026" in shown(foot)


def test_supplied_headings_say_so(library_site: Rendered) -> None:
    """A heading that the published copy lacks is marked as supplied, any other is not."""
    for document in library_site.site.documents:
        path = f"documents/{document.reference}/"
        for section in document.current.sections:
            (heading,) = library_site[path].xpath(f"//h2[@id='{section.anchor}']")
            assert ("supplied" in shown(heading)) == (section.title_is == "supplied")


def test_questions_are_for_the_owner(library_site: Rendered) -> None:
    """The questions that a text raises are shown as questions, at their clauses and at the end."""
    for document in library_site.site.documents:
        page = library_site.text(f"documents/{document.reference}/")
        asked = [clause.question for clause in document.current.clauses if clause.question]
        for question in [*asked, *(document.current.questions or ())]:
            for piece in re.split(r"\[\[.*?\]\]", question):
                assert words(piece) in page


@pytest.mark.parametrize(
    ("clause", "heading"),
    [
        ("{number: 1.3, title: Appeals, question: Who hears them?}", "h3"),
        ("{number: 1.3, title: Appeals, missing: {what: Who hears them?}}", "h3"),
        ("{id: appeals, title: Appeals, items: [Who hears them?]}", "h3"),
        ("{number: 1.3.1, title: Appeals, text: Who hears them?}", "h3"),
        (
            "{number: 1.3, title: First}\n      - {number: 1.3.1, title: Appeals, text: Who hears them?}",
            "h4",
        ),
    ],
)
def test_titled_clauses_are_headings(small: SmallProject, clause: str, heading: str) -> None:
    """A clause with a title is one level below the heading above, and whatever it holds is shown."""
    small.write(EDITION, small.read(EDITION) + f"      - {clause}\n")
    page = of_small(small)["documents/HR12/"]
    (found,) = page.xpath("//*[@class='heading-text'][.='Appeals']/..")
    assert found.tag == heading
    assert "Who hears them?" in shown(page)


def test_abbreviations_are_explained(library_site: Rendered) -> None:
    """The first use in a text opens what an abbreviation stands for, and a list leads on."""
    path = "documents/B07/"
    (first, *_) = library_site[path].xpath("//*[@id='3.1']//button[abbr='WBL']")
    (explanation,) = library_site[path].xpath(f"//*[@popover][@id='{first.get('popovertarget')}']")
    assert shown(explanation) == (
        "WBL Winter berthing and lay-up A place for the winter, afloat or ashore, for craft of up to 12"
        " metres. See B07 2.1 and B07 3.1. WBL in the glossary"
    )
    assert ("glossary/#WBL", "WBL in the glossary") in library_site.links(path)
    listed = library_site[path].xpath("//dl[@class='abbreviations']/div")
    said = {shown(one.find("dt")): shown(one.find("dd")) for one in listed}
    assert said["WMO"] == "Winter Mooring Order"
    assert ("glossary/#WMO", "WMO") in library_site.links(path)


def test_each_page_explains_what_it_opens(library_site: Rendered) -> None:
    """Each abbreviation that a page opens is explained once there, and opened from no link or label."""
    seen = set()
    for path in library_site.pages:
        page = library_site[path]
        opened = {one.get("popovertarget") for one in page.xpath("//button[@popovertarget]")}
        assert sorted(one.get("id") for one in page.xpath("//*[@popover]")) == sorted(opened), path
        assert page.xpath("(//a | //label | //summary | //button)//button") == [], path
        seen |= opened
    assert len(seen) > 5


def test_an_explanation_is_text(small: SmallProject) -> None:
    """An odd term is explained by its own text, of which no more is shown than can be read at once."""
    small.write(
        "policy/terms.yml",
        "terms: {'R&D': {stands_for: '<b>Research</b> & \"more\"', meaning: '"
        + "<i>words " * 200
        + "'}}\n",
    )
    small.change(EDITION, "make an FWR under", "do R&D, and R&D, under")
    page = of_small(small)["documents/HR12/"]
    (opener,) = page.xpath("//*[@id='1.1']//button")
    (explanation,) = page.xpath("//*[@popover]")
    assert opener.get("popovertarget") == explanation.get("id") == "term:R&D"
    assert explanation.xpath(".//b | .//i") == []
    assert shown(explanation).startswith('R&D <b>Research</b> & "more" <i>words <i>words')
    assert len(shown(explanation)) < 400


# --- the state of reviews ------------------------------------------------------------------------


@pytest.fixture
def pair(small: SmallProject) -> SmallProject:
    """A policy that is due by the end of December 2025, and a procedure under it that is not."""
    text = small.read(EDITION).replace("edition: 2025-11", "edition: 2023-12")
    due = text.replace("last: 2025-11", "last: 2023-12").replace("next: 2027-11", "next: 2025-12")
    small.remove(EDITION)
    small.write("policy/HR12/2023-12.yml", due)
    below = due.replace("reference: HR12", "reference: HR12a\ngoverned_by: HR12")
    below = below.replace("kind: policy", "kind: procedure").replace("every: 2 years", "every: 4 years")
    small.write("policy/HR12a/2023-12.yml", below.replace("next: 2025-12", "next: 2027-12"))
    return small


@pytest.mark.parametrize(
    ("now", "states"),
    [
        ("2025-05-31T12:00", {"HR12": "In date", "HR12a": "In date"}),
        ("2025-05-31T23:00", {"HR12": "Review due soon", "HR12a": "In date"}),
        ("2025-12-31T23:59", {"HR12": "Review due this month", "HR12a": "In date"}),
        ("2026-01-01T00:00", {"HR12": "Review overdue", "HR12a": "In date, policy above it overdue"}),
        ("2026-11-21T12:00", {"HR12": "Review overdue", "HR12a": "In date, policy above it overdue"}),
    ],
)
def test_state_of_the_day(pair: SmallProject, now: str, states: dict[str, str]) -> None:
    """Two consumers of one date never disagree: lists, register and facts show the day's state alike."""
    site = of_small(pair, now)
    for reference, state in states.items():
        facts = site.facts(f"documents/{reference}/")
        assert [said for name, said in facts.items() if name.startswith("State as at")] == [state]
        for index in ("", "documents/", "review/"):
            rows = [shown(row) for row in site[index].xpath("//table[@class='register']/tbody/tr")]
            assert [row for row in rows if row.startswith(f"{reference} ") and state in row]


def test_overdue_says_since_when(library_site: Rendered) -> None:
    """An overdue policy says since when, and so does what stands under it."""
    for path in ("documents/B07/", "documents/B07a/"):
        assert "overdue since 1 January 2026" in library_site.text(path)
    notice = "//*[@role='note'][contains(., 'overdue')]"
    above = [target for target, _ in library_site.links("documents/B07a/", notice)]
    assert above == ["documents/B07/"]


def test_due_this_month_is_not_overdue(pair: SmallProject) -> None:
    """On the last day of its month a review is due and no page calls it overdue."""
    site = of_small(pair, "2025-12-31T12:00")
    assert "due by the end of December 2025" in site.text("documents/HR12/")
    for path in site.pages:
        (key,) = site[path].xpath("//*[@class='key']") or [None]
        if key is not None:
            assert shown(key).endswith("overdue; the line is 31 December 2025.")
            key.drop_tree()
        assert "overdue" not in site.text(path), path


@pytest.mark.parametrize(
    ("due", "now", "overdue"),
    [
        ("2026-06", "2026-06-30T22:59", False),
        ("2026-06", "2026-06-30T23:00", True),  # midnight of summer time in London
        ("2026-06-15", "2026-06-15T22:59", False),
        ("2026-06-15", "2026-06-15T23:00", True),
        ("2026-12", "2026-12-31T23:59", False),
        ("2026-12", "2027-01-01T00:00", True),
    ],
)
def test_the_day_is_the_librarys_own(small: SmallProject, due: str, now: str, *, overdue: bool) -> None:
    """The day turns at midnight in the library's time zone."""
    small.change(EDITION, "next: 2027-11", f"next: {due}")
    small.change(EDITION, "  last: 2025-11\n", "")
    assert ("overdue" in of_small(small, now).text("documents/HR12/")) == overdue


def test_unscheduled_review_says_so(small: SmallProject) -> None:
    """A document without a date of review is neither in date nor overdue."""
    small.change(EDITION, "  every: 2 years\n  next: 2027-11\n", "")
    site = of_small(small)
    assert site.facts("documents/HR12/")["State as at 21 November 2026"] == "No review date"
    assert "does not say when" in site.text("documents/HR12/")


# --- roles ---------------------------------------------------------------------------------------

DUTIES = """\
        duties:
          - {id: a, role: line-manager, may: refuse, when: the team is small}
          - {id: b, role: line-manager, must: answer, when: a request was made}
          - {id: c, role: line-manager, should: ask why}
          - {id: d, role: line-manager, must: keep a record}
          - {id: e, role: line-manager, must: say when, when: a  request was made}
          - {id: f, role: head-of-people, must: report}
"""


def with_duties(small: SmallProject, duties: str) -> Rendered:
    """The small project with these duties in place of its own."""
    text = small.read(EDITION)
    small.write(EDITION, text[: text.index("        duties:")] + duties)
    return of_small(small)


def test_duties_are_grouped(small: SmallProject) -> None:
    """A role's duties stand by force, then by condition, those that always hold first."""
    site = with_duties(small, DUTIES)
    found = site["roles/line-manager/"].xpath("//h2 | //h3 | //*[@class='action']")
    assert [shown(one) for one in found] == [
        "You must",
        "With no condition stated",
        "keep a record",
        "When a request was made",
        "answer",
        "say when",
        "You should",
        "ask why",
        "You may",
        "When the team is small",
        "refuse",
        "Where these duties come from",
        "Named in",
    ]


def test_duties_lead_to_their_clauses(library_site: Rendered) -> None:
    """Every duty in force is on its role's page with a link to the clause that lays it down."""
    held_by_role = library_site.site.library.duties_by_role
    assert sum(map(len, held_by_role.values())) >= 10
    for role, located in held_by_role.items():
        shown_duties = library_site[f"roles/{role}/"].xpath("//*[@class='duty']")
        assert len(shown_duties) == len(located)
        links = library_site.links(f"roles/{role}/", "//*[@class='duty']")
        for one in located:
            reference, anchor = one.edition.reference, one.clause.anchor
            assert (f"documents/{reference}/#{anchor}", f"{reference} {anchor}") in links
            plain = words(one.duty.action.partition("[[")[0])
            assert any(plain in shown(element) for element in shown_duties)


def test_roles_say_what_is_missing(library_site: Rendered) -> None:
    """A role whose duties the copy lacks says what is missing, where, and where to read it."""
    assert {"central-quay-foreman", "nominated-watchkeeper"} <= {*library_site.site.library.gaps_by_role}
    for role, gaps in library_site.site.library.gaps_by_role.items():
        path = f"roles/{role}/"
        notices = library_site[path].xpath("//*[@role='note'][contains(@class, 'notice--gaps')]")
        assert len(notices) == len(gaps)
        for notice, gap in zip(notices, gaps, strict=True):
            reference, anchor = gap.edition.reference, gap.provision.anchor
            assert gap.provision.missing and words(gap.provision.missing.what) in shown(notice)
            links = library_site.links(path, "//*[@role='note']")
            assert (f"documents/{reference}/#{anchor}", f"{reference} {anchor}") in links
            assert gap.edition.source.url in {target for target, _ in links}


def test_only_current_duties_bind(small: SmallProject) -> None:
    """A duty of a superseded edition is on that edition's page and on no role's."""
    text = small.read(EDITION)
    old = text.replace("2025-11", "2023-11").replace("2027-11", "2025-11")
    small.write("policy/HR12/2023-11.yml", old.replace("answer the request", "reply"))
    amended(small, "2023-11", "2025-11")
    site = of_small(small)
    assert "reply in writing" in site.text("documents/HR12/2023-11/")
    duties = [shown(one) for one in site["roles/line-manager/"].find_class("duty")]
    assert len(duties) == 1
    assert "answer the request in writing" in duties[0]


def test_kind_of_a_role_is_never_guessed(small: SmallProject) -> None:
    """A role whose kind the source does not state is called neither a post nor anything else."""
    stated = "roles:\n  line-manager:\n    name: Line manager\n    kind: team\n"
    small.write(ROLES, f"{stated}  head-of-people:\n    name: Head of People\n")
    site = of_small(small)
    kinds = {
        role: [shown(term) for term in site[f"roles/{role}/"].xpath("//dl[@class='facts']//dt")]
        for role in ("line-manager", "head-of-people")
    }
    assert "Kind" in kinds["line-manager"]
    assert "Kind" not in kinds["head-of-people"]
    small_prints = [
        shown(small_print) for small_print in site["roles/"].xpath("//ul[@class='cards']//small")
    ]
    assert small_prints == ["Team · 1 duty", "No duties"]


# --- references, terms and the index of clauses --------------------------------------------------


@pytest.mark.parametrize(
    ("name", "state", "links"),
    [
        (
            "harbour-dues-act-1981",
            "Repealed since 25 May 2018",
            {"documents/B07/#related", "references/#harbour-finance-act-2018"},
        ),
        (
            "coastal-waters-act-1972",
            "In force",
            {"documents/B07/#4.1", "documents/B07/#related"},
        ),
        ("harbour-finance-act-2018", "Not checked", set()),
        ("spill-levy-act-1999", "In force, to be repealed on 1 April 2027", {"documents/S12/#1.1"}),
        ("policy-i01", "", {"documents/B07/#8.1", "documents/B07a/#8.1"}),
    ],
)
def test_references_show_state_and_citations(
    library_site: Rendered, name: str, state: str, links: set[str]
) -> None:
    """A reference shows its state in law and on whose word, and which clauses cite it."""
    (entry,) = library_site["references/"].xpath(f"//*[@id='{name}']")
    assert state in shown(entry)
    here = {target for target, _ in library_site.links("references/", f"//*[@id='{name}']")}
    assert {one for one in here if not one.startswith("https:")} == links
    source = library_site.site.library.external_references[name].source
    assert source is None or source.url in here


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ("", "Not checked"),
        ("    state: in force\n    source: {url: https://acts.example/}\n", "In force"),
        ("    state: repealed\n    source: {url: https://acts.example/}\n", "Repealed"),
        (
            "    state: repealed\n    repealed: 2026-11-21\n    source: {url: https://acts.example/}\n",
            "Repealed since 21 November 2026",
        ),
        (
            "    state: repealed\n    repealed: 2026-11-22\n    source: {url: https://acts.example/}\n",
            "In force, to be repealed on 22 November 2026",
        ),
    ],
)
def test_state_in_law(small: SmallProject, facts: str, said: str) -> None:
    """A law is in force or repealed on the word of a source, from its day, and otherwise not checked."""
    path = "policy/references.yml"
    small.write(path, small.read(path) + facts)
    site = of_small(small)
    (state,) = site["references/"].find_class("state")
    assert shown(state) == said
    sources = [words for target, words in site.links("references/") if target.endswith("acts.example/")]
    assert sources == ["acts.example"] * bool(facts)


def test_cross_references_are_links(library_site: Rendered) -> None:
    """A cross-reference leads to the document, clause, role, term or reference that it names."""
    links = library_site.links("documents/B07/", "//*[@id='3.1']")
    act = "harbours-and-moorings-act-1994"
    assert (f"references/#{act}", "Harbours and Moorings Act 1994") in links
    assert ("documents/B07/#2.1", "B07 2.1") in library_site.links("glossary/")


def test_cross_references_follow_a_clause_that_went(small: SmallProject) -> None:
    """A reference to a clause that only an old edition holds leads to the page of that edition."""
    text = small.read(EDITION)
    old = text.replace("2025-11", "2023-11").replace("2027-11", "2025-11")
    appeals = "      - {id: appeals, text: Anybody may appeal.}\n"
    old = old.replace("See [[HR12/1.1]]", "See [[HR12/1.1]] and [[HR12/appeals]]")
    small.write("policy/HR12/2023-11.yml", old + appeals)
    amended(small, "2023-11", "2025-11")
    links = of_small(small).links("documents/HR12/2023-11/", "//*[@id='1.2']")
    assert ("documents/HR12/2023-11/#appeals", "HR12 appeals") in links
    assert ("documents/HR12/#1.1", "HR12 1.1") in links


def test_glossary_explains_every_term(library_site: Rendered) -> None:
    """Every term stands in the glossary under its own anchor, with all that is said of it."""
    library = library_site.site.library
    assert library.term_names["slack-water"] == "slack water"
    for key, term in library.terms.items():
        (entry,) = library_site["glossary/"].xpath(f"//*[@id='{key}']")
        for text in filter(None, (library.term_names[key], term.stands_for, term.preferred)):
            assert words(text) in shown(entry)
    listed = [shown(one) for one in library_site["glossary/"].xpath("//dl[1]//dt")]
    assert listed == sorted(library.term_names.values(), key=str.casefold)


TERMS = """\
terms:
  FWR: {stands_for: Flexible working request}
  core-hours: {meaning: When all are at work.}
  time-off: {name: Time off (TOIL), meaning: Hours in place of pay.}
  veteran-tree: {stands_for: Veteran tree}
  r-and-d: {name: R&D, stands_for: Research and development}
"""


def test_terms_are_shown_as_people_write_them(small: SmallProject) -> None:
    """A term is cited, explained and found by its name; where it has none, words stand for its key."""
    small.write("policy/terms.yml", TERMS)
    small.change(
        EDITION,
        "Anybody may make an FWR under the [[employment-rights-act-1996]].",
        "In [[core-hours]], [[time-off]], [[veteran-tree]], [[r-and-d]] and R&D; [[core-hours|Hours]].",
    )
    assert small.codes == []
    site, path = of_small(small), "documents/HR12/"
    (text,) = site[path].xpath("//*[@id='1.1']//p")
    assert shown(text) == "In core hours, Time off (TOIL), Veteran tree, R&D and R&D; Hours."
    entries = [shown(one) for one in site["glossary/"].xpath("//dl/div")]
    assert entries == [
        "core hours When all are at work.",
        "FWR Flexible working request",
        "R&D Research and development",
        "Time off (TOIL) Hours in place of pay.",
        "Veteran tree",
    ]
    listed = site[path].xpath("//dl[@class='abbreviations']/div")
    assert [shown(one) for one in listed] == ["R&D Research and development"]
    assert ("glossary/#r-and-d", "R&D") in site.links(path, "//dl[@class='abbreviations']")


REFERENCES = ["A10", "A9", "HR12", "Q10", "Q02a", "Q2", "Q2-b", "Q2-a", "HR2"]
IN_ORDER = ["A9", "A10", "HR2", "HR12", "Q2", "Q2-a", "Q2-b", "Q02a", "Q10"]


def test_references_in_natural_order(small: SmallProject) -> None:
    """Documents are listed as people count: Q2, Q02a, Q10."""
    site = enlarged(of_small(small).site, REFERENCES)
    for index in ("", "documents/"):
        rows = site[index].xpath("//tbody/tr/th")
        assert [shown(row).split()[0] for row in rows] == IN_ORDER


def test_index_of_clauses_in_parts(small: SmallProject) -> None:
    """The index of clauses of 50 documents is in parts that name and lead to each other."""
    references = [f"HR{number}" for number in range(1, 51)]
    site = enlarged(of_small(small).site, references)
    parts = ["clauses/", "clauses/2/", "clauses/3/"]
    assert [path for path in site.pages if path.startswith("clauses/")] == parts
    names = ["HR1 to HR20", "HR21 to HR40", "HR41 to HR50"]
    listed: list[str] = []
    for path, name in zip(parts, names, strict=True):
        (nav,) = site[path].xpath("//nav")
        assert [shown(item) for item in nav.iter("li")] == names
        assert shown(nav.xpath(".//*[@aria-current]")[0]) == name
        others = {target for target, _ in site.links(path, "//nav")}
        assert others == {*parts} - {path}
        listed += [target for target, _ in site.links(path, "//main/section")]
    for reference in references:
        page = f"documents/{reference}/"
        assert [one for one in listed if one.startswith(page)] == [
            page, f"{page}#1", f"{page}#1.1", f"{page}#1.2"
        ]  # fmt: skip


def test_small_index_of_clauses_is_whole(library_site: Rendered) -> None:
    """A small library's index is one page with every section and clause, and no parts."""
    targets = [target for target, _ in library_site.links("clauses/")]
    assert not library_site["clauses/"].xpath("//nav")
    for document in library_site.site.documents:
        for provision in document.current.provisions:
            assert targets.count(f"documents/{document.reference}/#{provision.anchor}") == 1


@pytest.mark.parametrize(
    ("content", "listed"),
    [
        ("text: Anybody may ask.", "Anybody may ask."),
        ("text: 'Anybody\n\n          may ask.'", "Anybody may ask."),
        ('text: "See [[HR12/1.1]]."', "See HR12 1.1."),
        ("items: [Ask, Wait]", "Ask"),
        ("title: Asking, text: Anybody may ask.", "Asking"),
        (f"text: {'word ' * 30}", " ".join(["word"] * 18) + "…"),
        (f"text: {'x' * 1000}", "x" * 90 + "…"),
        ("missing: {what: All of it.}", "Not in this copy."),
        ("withheld: {exemption: section 31}", "Withheld from publication."),
        ("not_used: Deleted in May 2024", "Not used: Deleted in May 2024"),
    ],
)
def test_index_of_clauses_tells_them_apart(small: SmallProject, content: str, listed: str) -> None:
    """A clause is listed with its title, or else with the beginning of what it says."""
    small.write(EDITION, small.read(EDITION) + f"      - {{id: new, {content}}}\n")
    (link,) = of_small(small)["clauses/"].xpath("//a[contains(@href, '#new')]")
    assert shown(link) == f"Unnumbered {listed}".strip()


def roles_named(site: Rendered, page: str) -> list[str]:
    """The roles that a page lists as cards."""
    return [shown(link) for link in site[page].xpath("//ul[@class='cards']/li/a")]


@pytest.mark.parametrize("count", [24, 25])
def test_home_of_many_roles_names_the_first(small: SmallProject, count: int) -> None:
    """Of more than 24 roles the home page names the first 12 with duties; their list is by name."""
    names = [f"Post {count - number}" for number in range(count - 2)]
    roles = "".join(f"  {name.lower().replace(' ', '-')}:\n    name: {name}\n" for name in names)
    small.write(ROLES, small.read(ROLES) + roles)
    duties = "".join(
        f"          - {{id: d{number}, role: {name.lower().replace(' ', '-')}, must: ask}}\n"
        for number, name in enumerate(names)
    )
    site = with_duties(small, f"        duties:\n{duties}")
    every = ("roles/", f"All {count} roles")
    if count > 24:
        assert roles_named(site, "") == names[:12]
        assert every in site.links("", "//section[@aria-labelledby='_roles']")
        assert roles_named(site, "roles/") == sorted(["Head of People", "Line manager", *names])
    else:
        assert roles_named(site, "") == names
        assert every not in site.links("", "//section[@aria-labelledby='_roles']")
        assert roles_named(site, "roles/") == ["Line manager", "Head of People", *names]


# --- pages written by hand -----------------------------------------------------------------------


def test_titles_and_contents_of_pages_written_by_hand(small: SmallProject) -> None:
    """A page's title and its list of contents show what its headings say, whatever marks they hold."""
    headings = ["R & D", "`<script>`", "One *two*", "&lt;i&gt;"]
    text = "".join(f"## {one}\n\nText.\n\n" for one in headings)
    small.write("pages/odd.md", f"# A & B `<b>`\n\n{text}")
    built = build(small.folder)
    assert built.returncode == 0, built.stderr
    page = html.parse(str(small.folder / "site" / "odd" / "index.html"))
    assert page.findtext(".//title") == "A & B <b> – Example policies"
    listed = [shown(link) for link in page.xpath("//nav[@class='contents']//li")]
    assert listed == ["R & D", "<script>", "One two", "<i>"]


# --- what is empty says so -----------------------------------------------------------------------


def test_empty_library_says_so(small: SmallProject) -> None:
    """Where there are no duties, terms or references, the pages say so instead of being blank."""
    for name in ("terms", "references"):
        small.write(f"policy/{name}.yml", f"{name}: {{}}\n")
    small.change(EDITION, "the [[employment-rights-act-1996]]", "the law")
    small.change(EDITION, "owner: head-of-people\n", "")
    small.change(EDITION, "The [[line-manager]] answers", "Somebody answers")
    site = with_duties(small, "")
    assert "lays a duty on this role" in site.text("roles/line-manager/")
    assert "explains no terms" in site.text("glossary/")
    assert "refer to nothing outside" in site.text("references/")
    assert site.facts("documents/HR12/")["Owner"] == "Not stated"
    for path in site.pages:
        assert not site[path].xpath("//ul[not(li)] | //dl[not(div)] | //tbody[not(tr)]"), path


def test_about_says_when_and_with_what(library_site: Rendered) -> None:
    """The page about the site says when it was built, with which versions, and what it holds."""
    about = library_site.text("about/")
    assert "Built on 21 November 2026 at 12:00 (Europe/London)" in about
    holds = {shown(term): shown(term.getnext()) for term in library_site["about/"].xpath("//dt")}
    assert holds["policysite"] == "0"
    assert holds["Documents"] == str(len(library_site.site.documents))
    clauses = sum(1 for one in library_site.site.documents for _ in one.current.clauses)
    assert holds["Clauses"] == str(clauses)


def test_sources_are_published_without_the_settings(library_site: Rendered) -> None:
    """Every source but the settings is published as it was read, under its own address."""
    files = {file.path: file.content for file in library_site.site.files}
    assert "sources/library.yml" not in files
    for path, page in library_site.pages.items():
        if page.source:
            source = page.source.removeprefix("policy/")
            assert files[f"sources/{source}"] == (LIBRARY / page.source).read_bytes(), path
