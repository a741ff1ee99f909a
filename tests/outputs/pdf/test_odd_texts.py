"""Texts are data: whatever they hold comes out as it is, or is named where it can't be shown."""

from __future__ import annotations

import unicodedata
from typing import Any

import pypdfium2 as pdfium
import pytest

from policysite.outputs.pdf import UnprintableError
from policysite.outputs.pdf import typesetter as press_module
from tests.factories import CLAUSES, checklist, document, edition, item

from .papers import (
    ANSWER,
    MISSING,
    hr12,
    in_order,
    metadata,
    of_items,
    pages,
    paper,
    read,
    saying,
    squeezed,
    text,
)

MARKUP = [
    "# heading #x #sys.inputs #panic() #eval(1) #include",
    "$a^2$ *b* _c_ `d` ```e``` @f <g> \\h \\u{41} ~ //i /* j */",
    "- k + l / m: n = o == p 1. q -- r --- s ... t \"u\" 'v' [x] {y} ; z",
    "https://example.org/a_b?c=d&e=%20#f",
    "<b>bold</b> &amp; {{ jinja }} {% raw %} ${shell} `id`",
]


@pytest.mark.parametrize("odd", MARKUP)
def test_no_text_is_a_command(odd: str) -> None:
    """Signs that mean something to typst stand there as they are, wherever a text may stand."""
    use = of_items(ANSWER | {"do": odd, "when": odd, "record": odd}, title=odd).model_copy(
        update={"title": odd, "trigger": odd}
    )
    content = paper(hr12(title=odd), use=use, organisation=odd)
    places = ("organisation", "title", "trigger", "part", "do", "when", "record", "document")
    foot = ("title", "organisation")
    assert squeezed(text(content)).count(squeezed(odd)) == len(places) + len(foot)
    assert metadata(content).title == odd


def test_missing_texts_are_data_too() -> None:
    """So does what is said to be missing."""
    odd = "#panic() $x$ *y* <z>"
    sections: list[dict[str, Any]] = [
        {"number": "1", "title": "All", "clauses": [{"number": "1.3", "missing": {"what": odd}}]}
    ]
    assert odd in text(paper(hr12(sections=sections), use=of_items(MISSING)))


WORDS = ["Łódź", "ŵŷ", "a\u0301", "ß", "½", "€", "“q”", "Ωμέγα", "Жук", "→", "☐", "✓", "∑"]


@pytest.mark.parametrize("word", WORDS)
def test_signs_of_many_scripts_are_shown(word: str) -> None:
    """What the font lacks is shown in another."""
    shown = unicodedata.normalize("NFC", text(paper(use=saying(f"Say {word} now."))))
    assert f"Say {unicodedata.normalize('NFC', word)} now." in shown
    assert "square brackets" not in shown


@pytest.mark.parametrize("word", ["שלום", "مرحبا"])
def test_words_from_right_to_left_are_shown(word: str) -> None:
    """They come out as they were written, between words that run the other way."""
    content = paper(use=saying(f"Say {word} now."))
    with pdfium.PdfDocument(content) as document:
        said = unicodedata.normalize("NFKC", document[0].get_textpage().get_text_range())
    plain = "".join(one for one in said if unicodedata.category(one) != "Cf")
    assert f"Say {word} now." in plain


NAMED = {
    "😀": "[grinning face]",
    "柔": "[cjk unified ideograph-67d4]",
    "\ue000": "[U+E000]",
    "\u0378": "[U+0378]",
}


@pytest.mark.parametrize(("sign", "name"), NAMED.items())
def test_a_sign_that_no_font_has_is_named(sign: str, name: str) -> None:
    """The paper says in brackets what it can't show, and at its end that it does so."""
    shown = text(paper(use=saying(f"Say {sign} now.")))
    assert f"Say {name} now." in shown
    assert "Signs that could not be printed are named in square brackets." in shown


def test_a_sign_drawn_from_several_is_not_lost() -> None:
    """A face made of several signs is named by those that can't be shown, and not left out."""
    assert "[adult]" in text(paper(use=saying("Ask the \U0001f9d1\u200d\u2696\ufe0f judge.")))


def test_signs_that_do_not_go_together_are_named() -> None:
    """An accent that no font can put on a letter does not stop the build."""
    shown = text(paper(use=saying("Say \u0915\u0301\u20dd\u05b0 now.")))
    assert "now." in shown


def test_signs_that_turn_the_text_around_stop_no_paper() -> None:
    """What can be shown only in its own direction is shown in it, without the sign that turned it."""
    shown = text(paper(use=saying("Say \u202eabc \u1781\u17d2\u1798\u17c2\u179a now.")))
    assert "abc" in shown
    assert "now." in shown


def test_signs_that_nobody_sees_do_not_matter() -> None:
    """A mark of byte order or a soft hyphen leaves the words around it alone."""
    shown = text(paper(use=saying("\ufeffSay\u00ad it\u200b now\u2060.")))
    plain = "".join(one for one in shown if unicodedata.category(one) != "Cf")
    assert "Say it now." in plain
    assert "[" not in plain


@pytest.mark.parametrize(
    "word", ["x" * 400, "ab-" * 200, "https://example.org/" + "path/" * 80, "é" * 300]
)
def test_an_endless_word_stays_on_the_page(word: str) -> None:
    """It goes on in the next line: no line is wider than the page."""
    content = paper(use=saying(word))
    assert in_order(content, [word])
    widest = max(len(line) for line in read(content).pages[0].extract_text().splitlines())
    assert widest < 140


def heights(content: bytes) -> list[float]:
    """How high above the foot of its page each text stands, in points."""
    found = []

    def visit(said: str, page: list[float], at: list[float], _: object, __: object) -> None:
        if said.strip():
            found.append(at[4] * page[1] + at[5] * page[3] + page[5])

    for one in read(content).pages:
        one.extract_text(visitor_text=visit)
    return found


def test_a_text_longer_than_a_page_goes_on() -> None:
    """Nothing is cut off at the foot of a page."""
    words = [f"word{place}" for place in range(3000)]
    content = paper(use=saying(" ".join(words), "The end."))
    found = pages(content)
    assert len(found) > 2
    assert all(word in " ".join(found).split() for word in words)
    assert min(heights(content)) > 0
    assert in_order(content, ["The end.", "Where this comes from"])


def test_two_hundred_items_are_all_there() -> None:
    """A long list runs over several pages, with nothing lost at their ends."""
    steps = [f"Do step {place} of it." for place in range(200)]
    content = paper(use=saying(*steps))
    shown = text(content)
    assert all(shown.count(step) == 1 for step in steps)
    places = [shown.index(step) for step in steps]
    assert places == sorted(places)


def test_only_missing_items_make_a_paper() -> None:
    """A role of whose duties nothing is known still has something to take along."""
    shown = text(paper(use=of_items(MISSING)))
    assert "Not in this copy. The list of forms." in shown
    assert "Must" not in shown


def test_what_is_withheld_is_said_on_paper() -> None:
    """An item for what is withheld says so, with the exemption, and cites an annex as people do."""
    annex = {
        "part": "annex",
        "number": "1",
        "title": "Checks",
        "clauses": [{"number": "1.2", "withheld": {"exemption": "section 31", "what": "How."}}],
    }
    usual = {"number": "1", "title": "Requests", "clauses": list(CLAUSES)}
    use = of_items(item("HR12/annex-1.2", "missing"))
    shown = text(paper(document(edition(sections=[usual, annex])), use=use))
    assert "Withheld from publication. How." in shown
    assert "Exemption: section 31" in shown
    assert "HR12 annex 1, 1.2" in " ".join(shown.split())
    assert "Not in this copy" not in shown


def test_a_checklist_without_items_makes_a_paper() -> None:
    """Where every item leads nowhere, the paper is short, and nothing breaks."""
    shown = text(paper(use=of_items({"id": "gone", "do": "Go.", "clause": "HR12/9.9"})))
    assert "When a request comes in" in shown
    assert "Go." not in shown


def test_parts_need_no_title() -> None:
    """Items without a heading over them stand there all the same."""
    parts = [{"items": [ANSWER]}, {"items": [ANSWER | {"id": "again", "do": "Again."}]}]
    assert in_order(paper(use=checklist(sections=parts)), ["Answer it.", "Again."])


def test_what_cannot_be_printed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Should typst refuse for another reason, the message names the checklist and what typst said."""
    monkeypatch.setattr(press_module, "CHECKLIST_TEMPLATE", press_module.PDF_FOLDER / "trial.typ")
    with pytest.raises(UnprintableError, match=r"'requests' cannot be put on paper: .*word"):
        paper()
