"""What the pages show of appendices and annexes, of sections without number, and of what is absent."""

from __future__ import annotations

import pytest

from tests.sites import Rendered, shown, words
from tests.small import EDITION, FILES, SmallProject

PARTS = """\
      - number: 1.3
        not_used: Deleted in May 2024, see [[HR12/annex-1.2]].
      - number: 1.4
        text: The rest.
        withheld:
          exemption: section 31(1)(a) of the Sample Act
          what: How requests are checked by [[head-of-people]].
  - number: 2
    title: Not used
    not_used: Not used.
  - id: tactics
    title: Tactics
    withheld: {exemption: section 31}
  - id: aims
    title: What we want
    clauses:
      - id: calm
        text: A calm office.
        duties: [{id: keep-calm, role: line-manager, must: keep calm}]
  - part: annex
    number: 1
    title: Grading
    clauses:
      - number: 1.1
        title: Grades
      - number: 1.2
        text: There are two, as [[HR12/appendix-B-1]] says.
        duties: [{id: grade, role: line-manager, must: grade each request}]
  - part: appendix
    number: B
    title: Forms
    clauses:
      - number: 1
        text: The form is [[employment-rights-act-1996]].
  - part: schedule
    title: Charges
    clauses:
      - number: 1
        text: None.
"""
DOCUMENT = "documents/HR12/"


@pytest.fixture
def site(small: SmallProject) -> Rendered:
    """The site of a document with every kind of part."""
    small.write(EDITION, FILES[EDITION] + PARTS)
    return Rendered.of(small.folder)


def test_headings(site: Rendered) -> None:
    """A heading shows what was published: Annex 1, Appendix B, Schedule; with an id, no number."""
    headings = {one.get("id"): shown(one) for one in site[DOCUMENT].xpath("//h2[@id] | //h3[@id]")}
    assert {name: text for name, text in headings.items() if not name.startswith("_")} == {
        "1": "1 Requests",
        "2": "2 Not used",
        "tactics": "Tactics",
        "aims": "What we want",
        "annex-1": "Annex 1 Grading",
        "annex-1.1": "1.1 Grades",
        "appendix-B": "Appendix B Forms",
        "schedule": "Schedule Charges",
    }
    contents = site.site.view(site.pages[DOCUMENT]).contents
    assert ("annex-1", "Annex 1", "Grading") in [(one.id, one.number, one.text) for one in contents]


def test_headings_in_welsh(small: SmallProject) -> None:
    """In a library whose language is Welsh, an annex is called one in Welsh."""
    small.change("policy/library.yml", "time_zone:", "language: cy\ntime_zone:")
    small.write(EDITION, FILES[EDITION] + PARTS)
    site = Rendered.of(small.folder)
    (heading,) = site[DOCUMENT].xpath("//h2[@id='annex-1']")
    assert shown(heading) == "Atodiad 1 Grading"
    assert "Atodiad 1 Grading" in [shown(link) for link in site["clauses/"].xpath("//a")]


def test_clauses(site: Rendered) -> None:
    """A clause of a part shows its published number, and is cited with its part."""
    (clause,) = site[DOCUMENT].xpath("//div[@id='annex-1.2']")
    (number,) = clause.xpath("a[@class='clause-number']")
    assert (shown(number), number.get("href")) == ("1.2", "#annex-1.2")
    assert number.get("aria-label") == "Clause annex 1, 1.2, link"
    assert clause.get("data-clause") == "annex 1, 1.2"
    assert (f"{DOCUMENT}#appendix-B-1", "HR12 appendix B, 1") in site.links(DOCUMENT)


def test_clauses_of_an_unnumbered_section(site: Rendered) -> None:
    """Where nothing has a number, no paragraph is marked as unnumbered; each keeps its own link."""
    (link,) = site[DOCUMENT].xpath("//div[@id='calm']/a[@class='clause-number']")
    assert (shown(link), link.get("href"), link.get("aria-label")) == (
        "¶",
        "#calm",
        "Unnumbered clause, link",
    )


def test_what_is_not_used(site: Rendered) -> None:
    """A number that is not used says what became of it, with its links, and is not missing."""
    (clause,) = site[DOCUMENT].xpath("//div[@id='1.3']//p[@class='not-used']")
    assert shown(clause) == "Not used. Deleted in May 2024, see HR12 annex 1, 1.2."
    (section,) = site[DOCUMENT].xpath("//div[@id='section:2']//p[@class='not-used']")
    assert shown(section) == "Not used."
    assert "Not in this copy" not in site.text(DOCUMENT)


def test_what_is_withheld(site: Rendered) -> None:
    """What is withheld is marked with its exemption, beside a text too, and named above all clauses."""
    (clause,) = site[DOCUMENT].xpath("//div[@id='1.4']")
    assert "The rest." in shown(clause)
    (notice,) = clause.xpath(".//*[@role='note']")
    assert shown(notice) == words(
        "Withheld from publication. How requests are checked by Head of People."
        " Exemption: section 31(1)(a) of the Sample Act"
    )
    (section,) = site[DOCUMENT].xpath("//div[@id='section:tactics']")
    assert "Withheld from publication. Exemption: section 31" in shown(section)
    assert "Parts are withheld from publication: 1.4, tactics." in site.text(DOCUMENT)
    assert "missing" not in site.text(DOCUMENT)


def test_index_of_clauses(site: Rendered) -> None:
    """The index names parts as they were published, and no number where there is none."""
    entries = [shown(link) for link in site["clauses/"].xpath("//ul[@class='clause-index']//a")]
    assert entries == [
        "1 Requests",
        "1.1 Anybody may make an FWR under the Employment Rights Act 1996.",
        "1.2 The Line manager answers it. See HR12 1.1.",
        "1.3 Not used: Deleted in May 2024, see HR12 annex 1, 1.2.",
        "1.4 The rest.",
        "2 Not used",
        "Tactics",
        "What we want",
        "A calm office.",
        "Annex 1 Grading",
        "1.1 Grades",
        "1.2 There are two, as HR12 appendix B, 1 says.",
        "Appendix B Forms",
        "1 The form is Employment Rights Act 1996.",
        "Schedule Charges",
        "1 None.",
    ]


@pytest.mark.parametrize(
    ("page", "link"),
    [
        ("roles/line-manager/", ("annex-1.2", "HR12 annex 1, 1.2")),
        ("roles/line-manager/", ("calm", "HR12 calm")),
        ("references/", ("appendix-B-1", "HR12 appendix B, 1")),
        ("checklists/line-manager/", ("annex-1.2", "HR12 annex 1, 1.2")),
    ],
)
def test_other_pages_cite_parts(site: Rendered, page: str, link: tuple[str, str]) -> None:
    """Roles, references and checklists name a clause of a part as people do, and lead to it."""
    assert (f"{DOCUMENT}#{link[0]}", link[1]) in site.links(page)


def test_an_item_for_what_is_withheld(small: SmallProject) -> None:
    """A checklist may say that what to do is withheld, with the exemption."""
    small.write(EDITION, FILES[EDITION] + PARTS)
    small.add_checklist()
    small.write(
        "checklists/answering.yml",
        small.read("checklists/answering.yml") + "      - missing: HR12/tactics\n",
    )
    (item,) = Rendered.of(small.folder)["checklists/answering/"].xpath(
        "//li[contains(@class, 'missing')]"
    )
    assert shown(item) == ("Withheld from publication. Exemption: section 31 Withheld at HR12 tactics")
