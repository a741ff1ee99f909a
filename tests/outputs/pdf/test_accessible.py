"""Papers for people who can't see them: tagged PDF (PDF/UA-1, ISO 14289-1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import page as validator
import pypdfium2 as pdfium
import pytest
from pypdf.generic import ContentStream

from tests.factories import checklist

from .papers import ANSWER, MISSING, WELCOME, catalogue, metadata, of_items, paper, read, saying

SECTIONS = [
    {"title": "First", "order": "fixed", "items": [ANSWER, WELCOME]},
    {"title": "Then", "items": [MISSING, WELCOME | {"id": "again"}]},
]
PAPERS = {
    "usual": paper(use=checklist(sections=SECTIONS)),
    "only missing": paper(use=of_items(MISSING)),
    "several pages": paper(use=saying(*(f"Step {place}." for place in range(60)))),
    "no address": paper(base=""),
    "odd": paper(use=saying("שלום, emoji 😀 ✓, a\u0301, Ωμέγα", "x" * 300)),
}
every = pytest.mark.parametrize("content", PAPERS.values(), ids=PAPERS)


def elements(content: bytes) -> list[Any]:
    """Every element of the structure in reading order."""

    def below(element: Any) -> Iterator[Any]:
        held = element.get("/K", [])
        for one in held if isinstance(held, list) else [held]:
            found = one.get_object()
            if hasattr(found, "get") and found.get("/S"):
                yield found
                yield from below(found)

    return list(below(catalogue(content)["/StructTreeRoot"]))


def kinds(content: bytes) -> list[str]:
    """The kinds of elements in reading order."""
    return [str(one["/S"]).removeprefix("/") for one in elements(content)]


@every
def test_it_is_a_tagged_document(content: bytes) -> None:
    """It says that it is tagged, has a structure, and names its language, title and author."""
    root = catalogue(content)
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/ParentTree"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    said = metadata(content)
    assert (said.title, said.author) == ("When a request comes in", "Example Council")


@every
def test_it_says_that_it_is_pdf_ua(content: bytes) -> None:
    """The metadata names part 1 of PDF/UA, as the standard wants it."""
    data = catalogue(content)["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in data
    assert "<dc:language>" in data


@every
def test_everything_on_a_page_is_tagged_or_an_artefact(content: bytes) -> None:
    """No text and no line is drawn outside of marked content."""
    reader = read(content)
    for page in reader.pages:
        depth = 0
        for _, operator in ContentStream(page.get_contents(), reader).operations:
            depth += {b"BDC": 1, b"BMC": 1, b"EMC": -1}.get(operator, 0)
            if operator in {b"Tj", b"TJ", b"S", b"s", b"f", b"f*", b"B", b"Do"}:
                assert depth > 0
        assert depth == 0


@every
def test_headings_are_in_order(content: bytes) -> None:
    """One first heading, at the top, and no level is left out."""
    levels = [kind for kind in kinds(content) if kind in {f"H{one}" for one in range(1, 7)}]
    assert levels[0] == "H1"
    assert set(levels[1:]) == {"H2"}


def test_items_are_lists() -> None:
    """Somebody who listens hears how many items there are, and can go from one to the next."""
    found = kinds(PAPERS["usual"])
    assert found.count("L") == 2
    assert found.count("LI") == 3
    assert "Figure" not in found


@every
def test_fonts_travel_along(content: bytes) -> None:
    """Every font is in the file, and says which letters its signs are."""
    for page in read(content).pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            held = font.get_object()
            assert "/ToUnicode" in held
            (inner,) = held["/DescendantFonts"]
            files = {"/FontFile", "/FontFile2", "/FontFile3"}
            assert files & set(inner.get_object()["/FontDescriptor"])


@pytest.mark.parametrize(
    ("language", "expected"),
    [("cy", "cy"), ("en-GB", "en-GB"), ("sr-Latn-RS", "sr-RS"), ("es-419", "es"), ("gsw-CH", "gsw-CH")],
)
def test_the_language_is_the_library_s(language: str, expected: str) -> None:
    """Who reads it aloud knows in which language."""
    assert catalogue(paper(language=language))["/Lang"] == expected


@every
def test_another_validator_finds_nothing(content: bytes) -> None:
    """An independent program holds every rule of PDF/UA-1 that a program can check."""
    report = validator.validate_pdf_bytes(content, profile="ua1")
    assert [f"{one.rule_id}: {one.message}" for one in report.failures] == []
    assert report.rules.total > 100


def test_a_widespread_reader_sees_the_same() -> None:
    """PDFium, which Chromium has, sees a tagged A4 page with its title, and the text in reading order."""
    with pdfium.PdfDocument(PAPERS["usual"]) as document:
        (side,) = document
        said = side.get_textpage().get_text_range()
        assert document.get_metadata_dict()["Title"] == "When a request comes in"
        assert document.is_tagged()
        assert [round(length / 72 * 25.4) for length in side.get_size()] == [210, 297]
    places = [said.index(one) for one in ("Answer it.", "a request was made", "Must", "Welcome it.")]
    assert places == sorted(places)
