"""Blocks on pages: lists, tables and definitions are what they are called, and items have addresses."""

from __future__ import annotations

from tests.sites import Rendered, shown
from tests.small import EDITION, SmallProject

TEXT = "        text: Anybody may make an FWR under the [[employment-rights-act-1996]].\n"
PAGE = "documents/HR12/"


def with_content(small: SmallProject, content: str) -> Rendered:
    """The site of the small project whose first clause says something else."""
    small.change(EDITION, TEXT, content)
    assert small.codes == []
    return Rendered.of(small.folder)


LETTERED = """\
        text: 'Before it is answered:'
        labels: letters
        items:
          - it is read
          - text: 'it is compared:'
            labels: roman
            items:
              - with the rota
              - text: with others
                items: [of the team, of the year]
          - label: (ca)
            content:
              - text: it is discussed
              - note: A meeting is not needed.
"""


def test_labels_are_text_and_items_have_addresses(small: SmallProject) -> None:
    """Each labelled item has its label as text and an address of its own; bullets have neither."""
    small.change(EDITION, "See [[HR12/1.1]]", "See [[HR12/1.1(b)(ii)]] and [[HR12/1.1(ca)|the talk]]")
    site = with_content(small, LETTERED)
    items = site[PAGE].xpath("//*[@id='1.1']//li")
    assert [(item.get("id"), shown(item.find("span"))) for item in items if item.get("id")] == [
        ("1.1-a", "(a)"),
        ("1.1-b", "(b)"),
        ("1.1-b-i", "(i)"),
        ("1.1-b-ii", "(ii)"),
        ("1.1-ca", "(ca)"),
    ]
    assert [shown(item) for item in items if not item.get("id")] == ["of the team", "of the year"]
    assert site.links(PAGE, "//*[@id='1.2']//div/p")[1:3] == [
        ("documents/HR12/#1.1-b-ii", "HR12 1.1(b)(ii)"),
        ("documents/HR12/#1.1-ca", "the talk"),
    ]
    (last,) = site[PAGE].xpath("//*[@id='1.1-ca']")
    assert shown(last) == "(ca) it is discussed Note A meeting is not needed."


def test_repeated_labels_cannot_be_cited(small: SmallProject) -> None:
    """Where two items of a clause have the same label, neither has an address or can be cited."""
    content = """\
        content:
          - {labels: letters, items: [this, that]}
          - {labels: letters, items: [these]}
"""
    site = with_content(small, content)
    assert [item.get("id") for item in site[PAGE].xpath("//*[@id='1.1']//li")] == [None, "1.1-b", None]
    small.change(EDITION, "See [[HR12/1.1]]", "See [[HR12/1.1(a)]]")
    assert [problem.code for problem in small.problems] == ["unknown-clause"]


TABLES = """\
        content:
          - table:
              caption: How soon
              columns: [Request, Answered within]
              rows: [[hours, 5 days], [place, '']]
          - table:
              row_headings: yes
              rows: [[Approved by, The board of [[line-manager]]s]]
"""


def test_tables_have_headings(small: SmallProject) -> None:
    """Each cell of a table has the heading of its column or row, on a narrow screen, too."""
    site = with_content(small, TABLES.replace("The board of [[line-manager]]s", "'[[line-manager]]'"))
    first, second = site[PAGE].xpath("//*[@id='1.1']//table")
    assert shown(first.find("caption")) == "How soon"
    assert [shown(cell) for cell in first.xpath(".//th[@scope='col']")] == ["Request", "Answered within"]
    assert [cell.get("data-label") for cell in first.xpath(".//td")] == ["Request", "Answered within"] * 2
    assert [shown(cell) for cell in second.xpath(".//th[@scope='row']")] == ["Approved by"]
    assert second.xpath(".//td/a") and not second.xpath(".//thead")


def test_definitions_are_in_the_glossary(small: SmallProject) -> None:
    """What a document defines stands in the glossary in alphabetical order, with the clause that does."""
    content = """\
        content:
          - items:
              - content: [{definitions: [{term: Request, meaning: A letter that asks.}]}]
          - definitions: [{term: day, meaning: One on which the office is open.}]
"""
    site = with_content(small, content)
    entries = site["glossary/"].xpath("//*[@id='_defined']/following-sibling::dl/div")
    assert [shown(entry) for entry in entries] == [
        "day One on which the office is open. HR12 1.1",
        "Request A letter that asks. HR12 1.1",
    ]
    assert ("documents/HR12/#1.1", "HR12 1.1") in site.links("glossary/")


def test_every_text_of_a_block_is_looked_for(small: SmallProject) -> None:
    """The finished page has to hold each text of each block: none can be lost on the way."""
    site = with_content(small, LETTERED)
    texts = [text for check in site.pages[PAGE].content_checks for text in check.texts]
    for text in ("it is read", "with the rota", "of the team", "A meeting is not needed."):
        assert text in texts
