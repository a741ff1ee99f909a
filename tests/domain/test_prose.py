"""What double square brackets mean, and that nothing else in a text means anything."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policysite.domain.prose import (
    MAX_MARK_LENGTH,
    MAX_MARKED_WORDS,
    Citation,
    Emphasis,
    ExternalLink,
    Mark,
    malformed_marks,
    masked,
    paragraphs,
    single_bracket_citations,
    text_runs,
    unmasked,
)

MARKS: dict[str, Mark] = {
    "[[HR12]]": Citation("HR12"),
    "[[R&D]]": Citation("R&D"),
    "[[HR12|the policy]]": Citation("HR12", words="the policy"),
    "[[HR12/3.2]]": Citation("HR12", "3.2"),
    "[[HR12/3.2|the duty to record]]": Citation("HR12", "3.2", (), "the duty to record"),
    "[[HR12/3.2(a)(i)]]": Citation("HR12", "3.2", ("a", "i")),
    "[[HR12/annex-1.2(b)|there]]": Citation("HR12", "annex-1.2", ("b",), "there"),
    "[[HR12/3.2|\n  the duty\n  to record ]]": Citation("HR12", "3.2", (), "the duty to record"),
    "[[FWR|5\u00a0km]]": Citation("FWR", words="5\u00a0km"),
    "[[https://www.example.org/a?b=(1)&c='d'#e|the form]]": ExternalLink(
        "https://www.example.org/a?b=(1)&c='d'#e", "the form"
    ),
    "[[http://intranet:8080]]": ExternalLink("http://intranet:8080"),
    "[[mailto:policy.team@example.org]]": ExternalLink("mailto:policy.team@example.org"),
    "[[tel:+44-1632-960001|01632 960001]]": ExternalLink("tel:+44-1632-960001", "01632 960001"),
    "[[tel:101]]": ExternalLink("tel:101"),
    "[[!must not]]": Emphasis("must not"),
    "[[!§ 3:\n5 * 2]]": Emphasis("§ 3: 5 * 2"),
}
NO_MARKS = [
    "[[]]", "[[ ]]", "[[|]]", "[[|x]]", "[[!]]", "[[! ]]", "[[!a|b]]", "[[!\u200b]]", "[[HR12|]]",
    "[[HR12| ]]", "[[HR12|\u00ad]]", "[[HR12|a|b]]", "[[ HR12]]", "[[HR12 |a]]", "[[HR 12]]", "[[HR12/]]",
    "[[/3.2]]", "[[HR12/3/2]]", "[[HR12/3.2()]]", "[[HR12(a)]]", "[[HR12/3.2(a)b]]", "[[HR12.3]]",
    "[[HR12|a\n\nb]]", "[[!a\n \nb]]", "[[HR12|[a]]]", "[[HR12", "[[HR12]", "[[HR12\n]]",
    "[[javascript:alert(1)]]", "[[javascript:alert(1)|x]]", "[[JavaScript:x|x]]", "[[data:x,x|x]]",
    "[[tel:+44(0)1632-960001|x]]",
    "[[vbscript:x|x]]", "[[file:///etc/passwd|x]]", "[[//example.org|x]]", "[[/x|x]]", "[[../x|x]]",
    "[[#x|x]]", "[[https:|x]]", "[[https://|x]]", "[[https://a@b.example/|x]]", "[[https://x.org/ a|x]]",
    '[[https://x.org/"onclick=x|x]]', "[[https://x.org/<b>|x]]", "[[https://x.org\\@y.org|x]]",
    "[[HTTPS://x.org|x]]", "[[ftp://x.org|x]]", "[[mailto:x|x]]", "[[mailto:x@y.org?bcc=z@y.org|x]]",
    "[[mailto:x@y.org,z@y.org|x]]", "[[tel:|x]]", "[[tel:01632 960001]]", "[[tel:x|x]]", "[[sms:1|x]]",
]  # fmt: skip


@pytest.mark.parametrize(("typed", "mark"), MARKS.items(), ids=ascii)
def test_what_each_mark_means(typed: str, mark: Mark) -> None:
    """A mark is one run between the texts around it, its white space collapsed; nothing is malformed."""
    assert list(text_runs(f"See {typed}.")) == ["See ", mark, "."]
    assert list(malformed_marks(f"See {typed}.")) == []
    assert list(text_runs(str(mark))) == [mark]


@pytest.mark.parametrize("typed", NO_MARKS, ids=ascii)
def test_what_is_no_mark_is_shown_and_reported(typed: str) -> None:
    """Brackets that hold anything else are plain text, and are reported where they begin."""
    text = f"[[HR12]], see {typed} x"
    assert "".join(map(str, text_runs(text))) == text
    assert [index for index, _ in malformed_marks(text)] == [text.index(typed, 9)]


def test_words_and_addresses_are_bounded() -> None:
    """As many characters as a line may mark are a mark, and one more is not."""
    for count, expected in ((MAX_MARKED_WORDS, 1), (MAX_MARKED_WORDS + 1, 0)):
        for typed in (f"[[!{'x' * count}]]", f"[[HR12|{'x' * count}]]"):
            assert sum(not isinstance(run, str) for run in text_runs(typed)) == expected
    address = f"https://x.org/{'x' * (MAX_MARK_LENGTH - len('https://x.org/'))}"
    assert list(text_runs(f"[[{address}]]")) == [ExternalLink(address)]
    assert list(text_runs(f"[[{address}x]]")) == [f"[[{address}x]]"]


@given(st.text("[]|!/:. \nHR12ahttps", max_size=40))
def test_no_character_is_lost(text: str) -> None:
    """The runs of a text are the text, white space in words aside; what is no run is reported."""
    runs = list(text_runs(text))
    assert "".join("".join(map(str, runs)).split()) == "".join(text.split())
    openings = sum("[[" in run for run in runs if isinstance(run, str))
    assert openings <= len(list(malformed_marks(text))) <= text.count("[[")
    assert len(masked(text)) == len(text)
    assert masked(text).count("\n") == text.count("\n")
    assert unmasked(masked(text)) == text
    assert [run for run in text_runs(masked(text)) if not isinstance(run, str)] == []


@given(st.text("[]|!/: \nHR12a", max_size=40))
def test_a_paragraph_has_the_marks_of_the_text(text: str) -> None:
    """No mark reaches over a blank line, so paragraphs hold the same marks as the whole."""
    whole = [run for run in text_runs(text) if not isinstance(run, str)]
    parts = [run for part in paragraphs(text) for run in text_runs(part) if not isinstance(run, str)]
    assert parts == whole


def test_single_brackets() -> None:
    """Citations of all forms are found in single brackets, and links of Markdown are not."""
    text = "[HR12/3.2] [HR12|it] [HR12/3.2(a)|it] [[HR12]] [HR12](x) [a b]"
    assert [str(citation) for _, citation in single_bracket_citations(text)] == [
        "[[HR12/3.2]]",
        "[[HR12|it]]",
        "[[HR12/3.2(a)|it]]",
    ]


@pytest.mark.parametrize(
    ("address", "words", "expected"),
    [
        ("https://www.example.org/", "", True),
        ("https://www.example.org/", "www.example.org", True),
        ("https://www.example.org/a", "www.example.org", False),
        ("mailto:a@example.org", "a@example.org", True),
        ("mailto:a@example.org", "write to us", False),
        ("tel:+441632960001", "01632 960001", True),
        ("tel:+441632960001", "ring us", False),
    ],
)
def test_whether_the_words_show_the_address(address: str, words: str, *, expected: bool) -> None:
    """On paper an address is added only where the words are not the address."""
    assert ExternalLink(address, words).shows_address is expected
