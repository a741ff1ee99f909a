"""Documents in other languages than the site: where they stand, and what says its language."""

from __future__ import annotations

import re

from lxml import html

from policysite.outputs.site import Page, PageFrame
from tests.checks.test_translations import TRANSLATION, WELSH
from tests.sites import Rendered
from tests.small import CHECKLIST, EDITION, FILES, RECORD, SmallProject

OTHER = WELSH.replace("HR12", "HR13").replace("answer-request", "answer-too")
ADDRESSES = ["documents/HR12/", "documents/HR12/2025-11/"]
IN_WELSH = ["documents/HR12/cy/", "documents/HR12/2025-11/cy/"]


def languages(element: html.HtmlElement, text: str) -> set[str]:
    """The languages that are given for the places where a text stands."""
    found = element.xpath("//*[contains(text(), $text)]", text=text)
    assert found, text
    return {(one.xpath("ancestor-or-self::*[@lang][1]/@lang") or [""])[0] for one in found}


def test_a_translation_stands_beside_its_edition(small: SmallProject) -> None:
    """At addresses of its own, in its words, with the facts of the edition; each leads to the other."""
    small.write(TRANSLATION, WELSH)
    site = Rendered.of(small.folder)
    assert [path for path in site.pages if path.startswith("documents/H")] == [*ADDRESSES, *IN_WELSH]
    for path in (*ADDRESSES, *IN_WELSH):
        versions = [(one.language, one.name) for one in site.pages[path].versions]
        assert versions == [("en-GB", "English"), ("cy", "Cymraeg")]
    assert [one.path for one in site.pages[IN_WELSH[1]].versions] == [ADDRESSES[1], IN_WELSH[1]]
    welsh = site.pages[IN_WELSH[0]]
    assert (welsh.language, welsh.title) == ("cy", "HR12 Gweithio hyblyg")
    assert site.pages[IN_WELSH[1]].canonical_path == IN_WELSH[0]
    assert welsh.structured_data["inLanguage"] == "cy"
    text = site.text(IN_WELSH[0])
    assert "Head of People" in text and "Tachwedd 2027" in text
    assert ("documents/HR12/2025-11/cy/", "Tachwedd 2025") in site.links(IN_WELSH[0])
    assert languages(site[IN_WELSH[0]], "unrhyw un") == {""}


def test_links_lead_to_what_is_there_in_the_language_of_the_text(small: SmallProject) -> None:
    """A Welsh text leads to the translation of what it cites, an English one to the English text."""
    small.write(TRANSLATION, WELSH.replace("yn ei ateb.", "yn ei ateb. Gweler [[HR12/1.1]] a [[HR12]]."))
    site = Rendered.of(small.folder)
    assert ("documents/HR12/cy/#1.1", "HR12 1.1") in site.links(IN_WELSH[1])
    assert ("documents/HR12/cy/", "HR12") in site.links(IN_WELSH[0])
    assert ("documents/HR12/#1.1", "HR12 1.1") in site.links(ADDRESSES[0])


def test_an_edition_may_be_in_another_language_than_the_site(small: SmallProject) -> None:
    """Its page speaks that language where it is translated; otherwise each of its texts is marked."""
    small.write("policy/HR13/2025-11.yml", OTHER)
    small.write("policy/HR14/2025-11.yml", OTHER.replace("HR13", "HR14").replace(": cy", ": mi"))
    site = Rendered.of(small.folder)
    welsh, maori = "documents/HR13/", "documents/HR14/"
    assert [site.pages[path].language for path in (welsh, maori)] == ["cy", ""]
    assert [site.pages[path].versions for path in (welsh, maori)] == [(), ()]
    assert languages(site[welsh], "unrhyw un") == {""}
    for text in ("unrhyw un", "ateb y cais", "wedi'i wneud", "Ceisiadau", "Gweithio hyblyg"):
        assert languages(site[maori], text) == {"mi"}, text
    assert languages(site[maori], "Reference") == {""}
    metadata = [site.pages[path].search_metadata for path in (welsh, maori, ADDRESSES[0])]
    assert [(one.language, one.language_name) for one in metadata if one] == [
        ("cy", "Cymraeg"), ("mi", "Māori"), ("", ""),
    ]  # fmt: skip


def test_an_older_translation_stays_where_the_current_edition_has_none(small: SmallProject) -> None:
    """It keeps its own address, says that it is superseded, and leads to the current edition."""
    small.write(TRANSLATION.replace("2025-11", "2023-11"), WELSH.replace("2025-11", "2023-11"))
    before = small.read(EDITION).replace("2025-11", "2023-11").replace("2027-11", "2025-11")
    small.write(EDITION.replace("2025-11", "2023-11"), before)
    small.write(RECORD, "reviews: [{date: 2025-11, outcome: amended, edition: 2025-11}]")
    site = Rendered.of(small.folder)
    older = "documents/HR12/2023-11/cy/"
    assert older in site.pages and "documents/HR12/cy/" not in site.pages
    assert ("documents/HR12/", "November 2025") in [
        (path, words.replace("Tachwedd", "November")) for path, words in site.links(older)
    ]


def test_the_frame_says_the_language_of_a_page(small: SmallProject) -> None:
    """Only of one that speaks another than the frame around it."""
    small.write(TRANSLATION, WELSH)
    site = Rendered.of(small.folder)
    frame = PageFrame(site.site, ())
    said = {path: frame.article_language(page) for path, page in site.pages.items()}
    assert {path for path, language in said.items() if language} == set(IN_WELSH)
    assert isinstance(site.pages[IN_WELSH[0]], Page)


def test_a_site_in_welsh_says_nothing_of_its_own_in_english(small: SmallProject) -> None:
    """On none of its pages, and not in its feed and calendar: what is English is the owner's."""
    small.add_checklist().change("policy/library.yml", "time_zone:", "language: cy\ntime_zone:")
    site = Rendered.of(small.folder)
    english = re.compile(r"\b(the|this|and|of|for|with|is|are|from|which|Review|State|Edition|Owner)\b")
    own = ("".join(FILES.values()) + small.read(CHECKLIST)).replace("[[line-manager]]", "Line manager")
    for path in site.pages:
        for element in site[path].iter():
            for text in (element.text, element.get("aria-label"), element.get("data-label")):
                said = " ".join((text or "").split()).removeprefix("rhaid ")
                assert said in own or not english.search(said), (path, said)
    feed = site.site.exports["feed.xml"] or b""
    calendar = site.site.exports["review.ics"] or b""
    assert "HR12 Flexible working: argraffiad Tachwedd 2025" in feed.decode()
    assert "SUMMARY:I’w hadolygu: HR12 Flexible working" in calendar.decode()
