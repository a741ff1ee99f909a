"""Marks in double brackets on pages: links, emphasis, and nothing that an owner did not ask for."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import html

from policysite.domain.prose import malformed_marks, text_runs
from policysite.outputs.site.pages import SharedPage
from policysite.outputs.site.prose_renderer import ProseRenderer
from tests.factories import library
from tests.outputs.site.test_fidelity import FRAGMENTS
from tests.sites import Rendered, shown
from tests.small import CHECKLIST, EDITION, SmallProject

MARKED = (
    "[[HR12/1.2|The answer]] by [[line-manager|a manager]]: [[!must not]], [[https://www.example.org/a?b=1&c=2|"
    "the guidance]], [[mailto:policy@example.org]], [[tel:+441632960001|01632 960001]]"
)
RENDERER = ProseRenderer(library())


def element(text: str) -> html.HtmlElement:
    """A text as a page of the library of the factories shows it."""
    return html.fromstring(f"<p>{RENDERER.inline(text, SharedPage())}</p>")


def test_a_text_with_marks(small: SmallProject) -> None:
    """Each mark shows its words: cross-references and addresses are links, emphasis is an element."""
    small.change(
        EDITION, "Anybody may make an FWR under the [[employment-rights-act-1996]].", f"'{MARKED}.'"
    )
    assert small.codes == []
    site = Rendered.of(small.folder)
    within = "//main//*[@id='1.1']//p"
    assert site.links("documents/HR12/", within) == [
        ("documents/HR12/#1.2", "The answer"),
        ("roles/line-manager/", "a manager"),
        ("https://www.example.org/a?b=1&c=2", "the guidance"),
        ("mailto:policy@example.org", "policy@example.org"),
        ("tel:+441632960001", "01632 960001"),
    ]
    (text,) = site["documents/HR12/"].xpath(within)
    assert shown(text) == (
        "The answer by a manager: must not, the guidance, policy@example.org, 01632 960001."
    )
    assert [shown(one) for one in text.xpath("em[@class='emphasis']")] == ["must not"]
    outside = text.xpath("a[@rel='external']")
    assert [one.get("class") for one in outside] == [None, "address", "address"]


def test_an_item_of_a_list_is_cited(small: SmallProject) -> None:
    """A link to a lettered item leads to it, and is called as people write it."""
    small.change(
        EDITION,
        "Anybody may make an FWR under the [[employment-rights-act-1996]].",
        "See [[HR12/1.1(b)]].\n        labels: letters\n        items: [one, two]",
    )
    assert small.codes == []
    site = Rendered.of(small.folder)
    assert site.links("documents/HR12/", "//*[@id='1.1']//p") == [
        ("documents/HR12/#1.1-b", "HR12 1.1(b)")
    ]
    (item,) = site["documents/HR12/"].xpath("//*[@id='1.1-b']")
    assert "two" in shown(item)


def test_what_is_missing_has_marks_too(small: SmallProject) -> None:
    """What the copy lacks is said with links and emphasis, beside the clause and on the role's page."""
    gap = '{what: "[[!All]] for [[head-of-people|heads]].", role: line-manager}'
    small.write(EDITION, small.read(EDITION) + f"      - {{number: 1.3, title: Forms, missing: {gap}}}\n")
    assert small.codes == []
    site = Rendered.of(small.folder)
    for path in ("documents/HR12/", "roles/line-manager/"):
        assert "All for heads." in site.text(path)
        assert ("roles/head-of-people/", "heads") in site.links(path)


def test_punctuation_stays_with_an_abbreviation(small: SmallProject) -> None:
    """The punctuation beside an abbreviation is kept on its line; words and spaces are not."""
    small.change(EDITION, "make an FWR under", "make a request (FWR), under")
    page = Rendered.of(small.folder)["documents/HR12/"]
    (kept,) = page.xpath("//*[@id='1.1']//span[@class='unbroken']")
    assert shown(kept) == "(FWR),"
    assert shown(kept.getparent()).startswith("Anybody may make a request (FWR), under the")


def test_a_label_holds_no_link(small: SmallProject) -> None:
    """An item's words are no links, because its label is to be ticked; the links stand beside it."""
    small.write(CHECKLIST, CHECKLIST_WITH_MARKS)
    site, path = Rendered.of(small.folder), "checklists/answering/"
    (label,) = site[path].xpath("//li[@class='item']//label")
    assert label.xpath(".//a") == []
    assert "The answer by a manager: must not, the guidance" in shown(label)
    assert [shown(one) for one in label.xpath(".//em")] == ["must not"]
    beside = [text for _, text in site.links(path, "//*[@class='see']")]
    assert beside == ["The answer", "a manager", "the guidance", "policy@example.org", "01632 960001"]


CHECKLIST_WITH_MARKS = f"""\
title: Answering a request
role: line-manager
trigger: When a request comes.
sections:
  - items:
      - do: "{MARKED}"
        duty: HR12/answer-request
"""


@pytest.mark.parametrize(
    "fragment", [one for one in FRAGMENTS if not {*"[]|"}.intersection(one) and one == one.strip()]
)
def test_words_are_shown_as_they_are(fragment: str) -> None:
    """Whatever stands in the words of a mark is text."""
    words = f"a {fragment} b"
    shown_as = element(f"[[https://www.example.org/|{words}]] [[!{words}]]")
    link, emphasis = shown_as
    assert (link.tag, len(link), link.text_content()) == ("a", 0, words)
    assert (emphasis.tag, len(emphasis), emphasis.text_content()) == ("em", 0, words)


addresses = st.tuples(
    st.sampled_from(["http", "https", "mailto", "tel", "javascript", "data", "HR12", "", "JAVASCRIPT"]),
    st.sampled_from([":", "://", ":/", "", "/", "&#58;", "://a@"]),
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=20)
    | st.sampled_from(["example.org", "alert(1)", "a@b.org", "101", "//x.org", "\" x='"]),
).map("".join)


@given(addresses, st.sampled_from(["", "|words"]))
@example("javascript:alert(1)", "|words")
@example("https://example.org/javascript:alert(1)", "")
@settings(max_examples=500)
def test_no_other_address_becomes_a_link(address: str, words: str) -> None:
    """Only http, https, mailto and tel lead anywhere, to the address as typed; all else is reported."""
    text = f"[[{address}{words}]]"
    links = element(text).xpath(".//a")
    for link in links:
        assert link.get("href") == address
        assert urlsplit(address).scheme in {"http", "https", "mailto", "tel"}
    assert element(text).xpath(".//*[not(self::a or self::em)]") == []
    is_plain = all(isinstance(run, str) for run in text_runs(text))
    assert is_plain is bool(list(malformed_marks(text)))
