"""What stands around a page, and what search engines and the index are told of it. Without MkDocs."""

from __future__ import annotations

import re

import pytest
from lxml import html

from policysite.outputs.site import Page, PageFrame, PageView
from tests import ROOT
from tests.sites import Rendered
from tests.small import FILES, RECORD, SmallProject

BASE = "https://policies.example/hr/"
DOCUMENT, EDITION = "documents/HR12/", "documents/HR12/2025-11/"


def frame_of(small: SmallProject, *hand_written: str, base: str = BASE) -> PageFrame:
    """Put the frame around the pages of a project."""
    return PageFrame(Rendered.of(small.folder).site, hand_written, base)


def page_of(frame: PageFrame, path: str) -> Page:
    """Find the page at a path."""
    (found,) = (page for page in frame.site.pages if page.path == path)
    return found


def add_older_edition(small: SmallProject) -> None:
    """Give the document an edition of 2023 that is superseded."""
    older = FILES["policy/HR12/2025-11.yml"].replace("2025-11", "2023-11").replace("2027-11", "2025-11")
    small.write("policy/HR12/2023-11.yml", older)
    small.write(RECORD, "reviews: [{date: 2025-11, outcome: amended, edition: 2025-11}]")


def attributes(frame: PageFrame, path: str) -> dict[str, str]:
    """Read the attributes for the search index as a browser does."""
    element = html.fragment_fromstring(
        f"<article{frame.search_attributes(page_of(frame, path))}></article>"
    )
    return dict(element.attrib)


def test_navigation_leads_to_the_main_parts_in_the_order_of_the_site(small: SmallProject) -> None:
    """Each part by its title, and none that a reader comes to through another."""
    assert frame_of(small).navigation == [
        ("Documents", "documents/"),
        ("Roles", "roles/"),
        ("Checklists", "checklists/"),
        ("All clauses", "clauses/"),
        ("Review dates", "review/"),
        ("References", "references/"),
        ("Glossary", "glossary/"),
    ]


def test_the_footer_names_the_statements_that_are_there(small: SmallProject) -> None:
    """Whatever else is written by hand, it is not put at the foot of every page."""
    assert frame_of(small).footer_links == [("About this site", "about/")]
    assert frame_of(small, "privacy.md", "news.md").footer_links == [
        ("About this site", "about/"),
        ("Privacy", "privacy/"),
    ]


@pytest.mark.parametrize(
    ("texts", "expected"), [("en-GB", ""), ("en-AU", ""), ("cy", ""), ("cy-GB", ""), ("mi", "mi")]
)
def test_texts_in_another_language_than_the_words_of_the_site_are_marked(
    texts: str, expected: str, small: SmallProject
) -> None:
    """A hand-written page says its language where that is not the language of what stands around it."""
    small.change("policy/library.yml", "time_zone:", f"language: {texts}\ntime_zone:")
    assert frame_of(small).article_language(None) == expected


def test_what_stands_around_a_page_is_in_the_language_of_the_library(small: SmallProject) -> None:
    """Where there is a translation: titles, dates, and what the theme and scripts say."""
    small.change("policy/library.yml", "time_zone:", "language: cy\ntime_zone:")
    frame = frame_of(small, "privacy.md")
    assert frame.navigation[:3] == [
        ("Dogfennau", "documents/"),
        ("Rolau", "roles/"),
        ("Rhestrau gwirio", "checklists/"),
    ]
    assert frame.footer_links == [("Ynghylch y wefan hon", "about/"), ("Preifatrwydd", "privacy/")]
    assert frame.built_on == "21 Tachwedd 2026"
    assert frame.wording["_"]("Built on %(date)s", date="<1>") == "Crëwyd ar &lt;1&gt;"
    assert frame.wording["label"]("Menu") == "Dewislen"


def test_a_message_without_a_translation_says_that_it_is_english(small: SmallProject) -> None:
    """Amid words of another language, and not amid English ones; a text without elements can't."""
    said = "Not a message of %(this)s"
    assert frame_of(small).wording["_"](said, this="ours") == "Not a message of ours"
    small.change("policy/library.yml", "time_zone:", "language: cy\ntime_zone:")
    wording = frame_of(small).wording
    assert wording["_"](said, this="ours") == '<span lang="en-GB">Not a message of ours</span>'
    assert wording["ngettext"]("%(number)s x", "%(number)s xs", 2) == '<span lang="en-GB">2 xs</span>'
    assert wording["label"](said, this="ours") == "Not a message of ours"


def test_the_days_of_the_build_are_in_words(small: SmallProject) -> None:
    """When it was built, and by when it is to be rebuilt where the library says how often."""
    assert (frame_of(small).built_on, frame_of(small).rebuilt_by) == ("21 November 2026", "")
    small.change("policy/library.yml", "time_zone:", "builds: {every: 7 days}\ntime_zone:")
    assert frame_of(small).rebuilt_by == "28 November 2026"


def test_a_current_edition_is_to_be_found_as_its_document(small: SmallProject) -> None:
    """Two pages with the same text have one address for search engines, with a base and without."""
    frame = frame_of(small)
    own = f"{BASE}{EDITION}"
    assert frame.canonical_url(page_of(frame, EDITION), own) == f"{BASE}{DOCUMENT}"
    assert frame.canonical_url(page_of(frame, DOCUMENT), f"{BASE}{DOCUMENT}") == f"{BASE}{DOCUMENT}"
    assert frame_of(small, base="").canonical_url(page_of(frame, EDITION), None) == DOCUMENT
    assert frame.canonical_url(page_of(frame, "roles/"), None) == ""
    assert frame.canonical_url(None, f"{BASE}privacy/") == f"{BASE}privacy/"


def test_structured_data_says_what_a_document_is(small: SmallProject) -> None:
    """With the address to find it by; pages that no type of schema.org fits say nothing."""
    frame = frame_of(small)
    data = frame.structured_data(page_of(frame, EDITION), f"{BASE}{EDITION}")
    assert data is not None
    assert (data["@type"], data["identifier"]) == ("DigitalDocument", "HR12")
    assert data["url"] == f"{BASE}{DOCUMENT}"
    assert frame.structured_data(page_of(frame, "roles/"), f"{BASE}roles/") is None
    assert frame.structured_data(None, f"{BASE}privacy/") is None


def test_a_document_is_searched_and_filtered_by_its_facts(small: SmallProject) -> None:
    """Results show the document and its edition; a superseded edition is told from a current one."""
    add_older_edition(small)
    frame = frame_of(small)
    filters = "kind[data-kind], standing[data-standing], document[data-document]"
    facts = {
        "data-kind": "policy",
        "data-standing": "current",
        "data-document": "HR12",
        "data-edition": "November 2025",
        "data-pagefind-body": "",
        "data-pagefind-filter": filters,
        "data-label": "Policy",
        "data-reference": "HR12",
        "data-pagefind-meta": "label[data-label], document[data-document], reference[data-reference], "
        "edition[data-edition]",
    }
    assert attributes(frame, DOCUMENT) == facts
    assert attributes(frame, "documents/HR12/2023-11/") == facts | {
        "data-standing": "superseded",
        "data-edition": "November 2023",
    }


def test_other_pages_are_searched_as_what_they_are(small: SmallProject) -> None:
    """A role is filtered by itself, a checklist counts half, and what is found elsewhere is left out."""
    frame = frame_of(small)
    assert attributes(frame, "roles/line-manager/") == {
        "data-kind": "role",
        "data-standing": "current",
        "data-role": "line-manager",
        "data-label": "Role",
        "data-pagefind-meta": "label[data-label]",
        "data-pagefind-body": "",
        "data-pagefind-filter": "kind[data-kind], standing[data-standing], role[data-role]",
    }
    assert attributes(frame, "checklists/line-manager/")["data-pagefind-weight"] == "0.5"
    assert attributes(frame, EDITION) == attributes(frame, "clauses/") == {}
    assert frame.search_attributes(None) == ""


def test_a_reader_finds_what_a_page_is_made_from(small: SmallProject) -> None:
    """Where it can be changed, if somebody said; else the file itself, which the site has."""
    frame = frame_of(small)
    page = page_of(frame, DOCUMENT)
    assert frame.edit_link(page, "https://git.example/edit/x.yml") == (
        "Edit this page",
        "https://git.example/edit/x.yml",
    )
    words, link = frame.edit_link(page, None) or ("", "")
    assert (words, link) == ("See the source of this page", "../../sources/HR12/2025-11.yml")
    assert frame.edit_link(page_of(frame, "about/"), None) is None
    assert frame.edit_link(None, None) is None


def test_the_search_form_asks_the_search_page(small: SmallProject) -> None:
    """From wherever it stands."""
    form = html.fragment_fromstring(str(frame_of(small).search_form("../..")).strip())
    assert (form.get("action"), form.get("method")) == ("../../search/", "get")


def test_a_page_lists_its_headings(small: SmallProject) -> None:
    """Those with an anchor, with the number that they show."""
    view = frame_of(small).site.view(page_of(frame_of(small), DOCUMENT))
    assert [(one.id, one.number, one.text) for one in view.contents] == [("1", "1", "Requests")]
    assert '<span class="heading-text">Flexible working</span>' in view.body


def test_a_page_written_by_hand_is_shown_as_it_is() -> None:
    """Its headings are text: what stands in a title as HTML is no markup in the list."""
    view = PageView.of_html("<h2>A &amp; <b>B</b></h2>", [("a-b", "A &amp; <b>B</b>")])
    assert view.body == "<h2>A &amp; <b>B</b></h2>"
    assert [(one.id, one.text) for one in view.contents] == [("a-b", "A & B")]


def test_nothing_comes_from_elsewhere(small: SmallProject) -> None:
    """The policy of every page names no host, and allows no script or style within the page."""
    policy = dict(
        part.strip().split(" ", 1) for part in frame_of(small).content_security_policy.split(";")
    )
    assert policy.pop("default-src") == "'none'"
    allowed = {source for sources in policy.values() for source in sources.split()}
    assert allowed == {"'self'", "'none'", "'wasm-unsafe-eval'", "data:"}
    assert policy["script-src"].split() == ["'self'", "'wasm-unsafe-eval'"]


def test_attributes_of_the_search_index_stand_in_one_file() -> None:
    """Whoever changes what is searched finds all of it in one place."""
    package = ROOT / "generator" / "policysite"
    rooms = (package / "outputs", package / "mkdocs")
    files = [path for room in rooms for path in (*room.rglob("*.html"), *room.rglob("*.py"))]
    attribute = re.compile(r"data-(?:pagefind-|also\b)")
    naming = [path.name for path in files if attribute.search(path.read_text(encoding="utf-8"))]
    assert naming == ["_search_index_macros.html"]
