"""What the owner typed is what the reader sees, character for character, whatever it looks like.

Each page is made twice: once with a plain word in every field, once with hostile text. Element by
element, the second must be the first with the words exchanged: no text makes an element, an
attribute or an address, and none is changed, lost or shown elsewhere.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, partial
from itertools import chain, cycle, zip_longest
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import html
from mkdocs.commands.build import build, get_context
from mkdocs.config import load_config
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation

from policysite.domain.fields import MAX_LINE_LENGTH, MAX_WORD_LENGTH
from policysite.mkdocs.pages import PolicyPage, view_of
from policysite.outputs.pdf import PrintJob, printed_file_paths
from policysite.outputs.site import PageFrame
from policysite.outputs.site.checklists import when_to_use
from policysite.publication import Publication
from tests import ROOT
from tests.sites import EPOCH, Rendered, words
from tests.small import EDITION, SmallProject, is_action
from tests.stored import CONTENTS

THEME = ROOT / "generator/policysite/mkdocs/theme"
LINK = "https://www.example.org/a?b=1&amp;c='d'&lt=(2)#3"
"""An address that is one, and ends at no character that HTML could take for an end."""

LINES = (
    "organisation", "site title", "description", "contact", "role", "other name", "expansion", "term",
    "reference", "title", "title below", "risk", "impact", "section", "section below", "heading",
    "checklist", "part", "replaced", "kind", "kinds", "attached", "attached below", "alt", "author",
    "version", "approver 1", "approver 2", "marking", "joint", "other joint", "their reference", "field",
    "other field", "value", "other value", "annex", "exemption 1", "exemption 2",
)  # fmt: skip
TEXTS = (
    "audience",
    "about", "meaning", "note", "state", "changes", "source note", "question 1", "question 2",
    "paragraph 1", "paragraph 2", "item 1", "item 2", "must", "when 1", "within", "basis",
    "should", "may", "when 2", "asked", "missing 1", "missing 2", "withheld 1", "withheld 2",
    "not used 1", "not used 2",
    "trigger", "do", "when 3", "record",
    "block", "point", "point below", "caption", "column", "heading cell", "cell", "defined",
    "meaning here", "remark", "use", "figure caption", "described",
)  # fmt: skip
FIELDS = (*LINES, *TEXTS)


CHECKLIST = "../checklists/steps"
"""From the folder of policies."""


class Texts(dict[str, str]):
    """A text a field; when a test fails, only the beginning of each is printed."""

    def __repr__(self) -> str:
        return repr({field: text if len(text) < 60 else f"{text[:60]}…" for field, text in self.items()})


PLAIN = {field: f"plain{place}word" for place, field in enumerate(FIELDS)}


def library(text: Mapping[str, str]) -> dict[str, Any]:
    """The files of a library with every field that holds free text, each with the text it is given."""
    return {
        "library": {
            "organisation": text["organisation"],
            "title": text["site title"],
            "description": text["description"],
            "contact": {"name": text["contact"], "url": LINK},
            "kinds": {
                "policy": {"name": text["kind"], "plural": text["kinds"]},
                "procedure": {"name": "procedure"},
            },
            "fields": {
                "area": {"title": text["field"], "show": "head", "filter": "yes"},
                "plan": {"title": text["other field"]},
            },
        },
        "roles": {
            "roles": {
                "first": {"name": "!", "part_of": "head"},
                "head": {"name": text["role"], "also": [text["other name"]], "about": text["about"]},
            }
        },
        "terms": {
            "terms": {
                "FWR": {"stands_for": text["expansion"], "meaning": text["meaning"]},
                "some-term": {"name": f"z {text['term']}", "meaning": "Explained."},
            },
        },
        "references": {
            "references": {
                "act": {
                    "title": text["reference"],
                    "kind": "legislation",
                    "link": LINK,
                    "state": "repealed",
                    "note": text["note"],
                    "replaced_by": ["later"],
                    "source": {"url": LINK},
                },
                "later": {"title": "Later rules", "kind": "document"},
            }
        },
        "HR12/2023-11": {
            "reference": "HR12",
            "title": text["title"],
            "kind": "policy",
            "edition": "2023-11",
            "wording": "restated",
            "source": {"url": LINK, "note": text["source note"]},
            "owner": "head",
            "review": {"last": "2023-11", "next": "2025-11"},
            "changes": text["changes"],
            "risk": text["risk"],
            "equality_impact": text["impact"],
            "questions": [text["question 1"], text["question 2"]],
            "attachments": [{"file": "form.csv", "title": text["attached"], "about": text["use"]}],
            "author": text["author"],
            "version": text["version"],
            "approved": {"by": [text["approver 1"], f"And {text['approver 2']}"], "on": "2023-10"},
            "marking": text["marking"],
            "audience": text["audience"],
            "organisations": [
                text["joint"],
                {"name": text["other joint"], "reference": text["their reference"]},
            ],
            "fields": {"area": text["value"], "plan": text["other value"]},
            "sections": [
                {"number": "1", "title": text["section"], "clauses": clauses(text)},
                {"number": "2", "title": "Gone", "missing": {"what": text["missing 1"]}},
                {"number": "3", "title": "Not used", "not_used": text["not used 1"]},
                {
                    "id": "tactics",
                    "title": "Tactics",
                    "withheld": {"exemption": text["exemption 1"], "what": text["withheld 1"]},
                },
                {
                    "part": "annex",
                    "number": "1",
                    "title": text["annex"],
                    "clauses": [
                        {
                            "number": "1.1",
                            "text": "See [[HR12/annex-1.2]].",
                            "withheld": {"exemption": text["exemption 2"], "what": text["withheld 2"]},
                        },
                        {"number": "1.2", "not_used": text["not used 2"]},
                    ],
                },
            ],
        },
        "HR12a/2025-11": {
            "reference": "HR12a",
            "title": text["title below"],
            "kind": "procedure",
            "governed_by": "HR12",
            "contact": "head",
            "replaces": {"title": text["replaced"]},
            "edition": "2025-11",
            "extent": "extract",
            "wording": "official",
            "source": {"url": LINK},
            "sections": [
                {
                    "number": "1.0",
                    "title": text["section below"],
                    "clauses": [
                        {"number": "1.01", "text": f"See [[HR12]] {text['state']} [[act]]."},
                        {"number": "1.02", "content": [{"figure": figure(text)}]},
                    ],
                    "attachments": [{"file": "form.csv", "title": text["attached below"]}],
                }
            ],
        },
        CHECKLIST: {
            "title": text["checklist"],
            "role": "first",
            "trigger": text["trigger"],
            "sections": [{"title": text["part"], "items": items(text)}],
        },
    }


def figure(text: Mapping[str, str]) -> dict[str, str]:
    """Give the picture of the procedure."""
    shown = {"alt": text["alt"], "caption": text["figure caption"], "description": text["described"]}
    return {"file": "plan.png", **shown}


def items(text: Mapping[str, str]) -> list[dict[str, str]]:
    """Give the items of the checklist: one with everything, and one that is missing."""
    shown = {"do": text["do"], "when": text["when 3"], "record": text["record"]}
    return [{"id": "one", "clause": "HR12/1.2", **shown}, {"missing": "HR12/2"}]


def clauses(text: Mapping[str, str]) -> list[dict[str, Any]]:
    """Give the clauses of its first section."""
    return [
        {"number": "1.1", "title": text["heading"]},
        {
            "number": "1.2",
            "text": f"{text['paragraph 1']}\n\n{text['paragraph 2']} FWR and [[head]].",
            "items": [text["item 1"], f"FWR {text['item 2']}"],
            "duties": [
                {
                    "id": "a",
                    "role": ["first", "head"],
                    "must": text["must"],
                    "when": text["when 1"],
                    "within": text["within"],
                    "basis": text["basis"],
                },
                {"id": "b", "role": "head", "must": "always"},
                {"id": "c", "role": "head", "should": text["should"]},
                {"id": "d", "role": "head", "may": text["may"], "when": text["when 2"]},
            ],
            "question": text["asked"],
            "missing": {"what": text["missing 2"], "role": "head"},
        },
        {
            "number": "1.3",
            "content": [
                {"text": text["block"]},
                {"labels": "letters", "items": [{"text": text["point"], "items": [text["point below"]]}]},
                {
                    "table": {
                        "caption": text["caption"],
                        "columns": [text["column"], ""],
                        "rows": [[text["heading cell"], text["cell"]], ["", text["cell"]]],
                        "row_headings": "yes",
                    }
                },
                {"definitions": [{"term": text["defined"], "meaning": text["meaning here"]}]},
                {"note": text["remark"]},
            ],
        },
    ]


# --- hostile text --------------------------------------------------------------------------------

FRAGMENTS = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</p></li></div></main>", "<b", ">",
    "<!--", "-->", "]]>", "<![CDATA[", "<?php", "<svg/onload=alert(1)>", "<title>", "</title>",
    "{{ 7*7 }}", "{% raw %}", "{% endraw %}", "{#", "#}", "{%", "${7*7}", "%s", "{0}", "\\0",
    "[x](javascript:alert(1))", "![x](//host/x.png)", "javascript:alert(1)", "https://host/?a=b&c=d",
    "# heading", "* item", "- item", "1. item", "> quote", "    code", "| a | b |", "***", "___",
    "`code`", "```", "~~~", "~~x~~", "^x^", "==x==", ":material-abacus:", "--8<-- 'x'", "[^1]",
    "*[x]: y", "[x]: http://y", "[", "]]", "{: #id .class }", "!!! note", "++", "\\", "\\*", "\\n",
    "&amp;", "&lt;", "&#60;", "&#x3c;", "&nbsp;", "&", "&copy", '"', "'", "“”", "‘’", '" onclick="x',
    "' onclick='x", "=", "/", "@", "$", "e\u0301\u0323", "\u0301", "עברית", "\u200f", "א\u2066b\u2069",
    "\u200b", "\u200d", "\u2060", "\u00ad", "😀", "👨‍👩‍👧", "🏳️‍🌈", "𝒳", "\U000e0041",
    "a\u00a0\u00a0b", "\u3000a", "x" * 60,
)  # fmt: skip
characters = st.characters(
    exclude_categories=["Cc", "Cs"],
    exclude_characters="\u2028\u2029\ufeff\ufffe\uffff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    + "".join(map(chr, range(0xFDD0, 0xFDF0))),
)
"""What an owner may write without an escape, and what turns nothing round."""
pieces = st.sampled_from(FRAGMENTS) | st.text(characters, min_size=1, max_size=6)


def joined(lines: list[list[str]]) -> str:
    """Lines of pieces as a text without a cross-reference, which would rightly be a link."""
    return re.sub(r"\[\[+", "[", "\n".join("".join(pieces) for pieces in lines))


def several(line_ends: int) -> st.SearchStrategy[str]:
    """Draw texts of up to so many line ends, each line with something to see.

    None begins with a word that "Use this" is put before: a trigger is then another sentence.
    """
    parts = st.lists(pieces | st.sampled_from([" ", "  ", "\t"]), min_size=1, max_size=5)
    visible = parts.filter(lambda line: bool("".join(line).strip()) and is_action("".join(line)))
    texts = st.lists(visible, min_size=1, max_size=1 + line_ends).map(joined)
    return texts.filter(lambda text: when_to_use(text) == " ".join(text.split()))


def spread(lines: list[str], texts: list[str]) -> Texts:
    """A few texts over all fields: to draw one a field takes longer than to look at the pages."""
    given = [zip(LINES, cycle(lines), strict=False), zip(TEXTS, cycle(texts), strict=False)]
    return Texts(chain.from_iterable(given))


hostile = st.builds(
    spread,
    st.lists(several(0), min_size=4, max_size=4),
    st.lists(several(2), min_size=5, max_size=5),
)
assert len(" ".join(FRAGMENTS)) <= MAX_LINE_LENGTH
EVERYTHING = Texts.fromkeys(LINES, " ".join(FRAGMENTS))
EVERYTHING |= dict.fromkeys(TEXTS, " ".join((*FRAGMENTS, "x" * MAX_WORD_LENGTH)))
"""All fragments, one after the other, in every field; in texts, as long a word as may be, too."""
ALONE = [
    Texts((field, FRAGMENTS[(turn + place) % len(FRAGMENTS)]) for place, field in enumerate(FIELDS))
    for turn in range(0, len(FRAGMENTS), len(FIELDS))
]
"""Each fragment as the whole of some text: at its beginning, where a mark would be a mark."""


# --- comparing -----------------------------------------------------------------------------------


FOR_THE_SEARCH = ("data-also", "data-pagefind-index-attrs")
"""By what else a clause is found depends on which words it shares with others, and nobody sees it."""


DIGESTS = ("data-digest", "data-editions")
"""What stands for texts, and so is another where they are."""


def elements(page: str) -> list[html.HtmlElement]:
    """List the elements and comments of a page in order."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    return list(html.document_fromstring(page.encode(), parser=parser).iter())


plain_elements = cache(elements)


def said(element: html.HtmlElement) -> list[str | None]:
    """The text of an element; of data for machines, every key and value in it."""
    if element.get("class") == "digest":
        return []
    if element.get("type") != "application/ld+json":
        return [element.text]
    return [*strings(json.loads(element.text))]


def strings(data: Any) -> Iterator[str]:
    """Give each key and value of JSON data as text, in order."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield key
            yield from strings(value)
    elif isinstance(data, list):
        for value in data:
            yield from strings(value)
    else:
        yield str(data)


def differences(plain: str, other: str, text: Mapping[str, str]) -> Iterator[str]:
    """Where the other page is not the plain one with the words exchanged."""
    exchange = {PLAIN[field]: words(one) for field, one in text.items()}
    exchange |= {word.capitalize(): one[:1].upper() + one[1:] for word, one in exchange.items()}
    word = re.compile("|".join(sorted(exchange, key=len, reverse=True)))

    def exchanged(one: str | None) -> str:
        return words(word.sub(lambda match: exchange[match[0]], one or ""))

    expected, found = plain_elements(plain), elements(other)
    for one, two in zip(expected, found, strict=False):
        had, has = dict(one.attrib), dict(two.attrib)
        for name in (*FOR_THE_SEARCH, *DIGESTS):
            had.pop(name, None)
            has.pop(name, None)
        if one.tag != two.tag or had.keys() != has.keys():
            yield f"<{one.tag} {[*had]}> became <{two.tag} {[*has]}>"
            return
        attributes = [(had[name], has[name]) for name in had]
        for was, became in [*zip_longest(said(one), said(two)), (one.tail, two.tail), *attributes]:
            wanted, shown = exchanged(was), words(became or "")
            shortened = shown.endswith("…") and wanted.startswith(shown[:-1])
            if wanted != shown and not shortened:
                yield f"<{one.tag}>: {wanted[:200]!r} became {shown[:200]!r}"
    if len(expected) != len(found):
        yield f"{len(expected)} elements became {len(found)}"


def pages_differ(
    plain: Mapping[str, str], other: Mapping[str, str], text: Mapping[str, str]
) -> list[str]:
    """Find where any page is not the plain one with the words exchanged."""
    assert plain.keys() == other.keys()
    return [f"{path}: {one}" for path in plain for one in differences(plain[path], other[path], text)]


# --- the ways to a page --------------------------------------------------------------------------


class Pages(dict[str, str]):
    """Pages by their path, too long to be printed when a test fails."""

    def __repr__(self) -> str:
        return f"<{len(self)} pages>"


Make = Callable[[Mapping[str, str]], Pages]


def in_yaml(value: Any, indent: int = 0) -> str:
    """A value below a key or a hyphen that stands so far in; a text as it is, without any escape."""
    pad = " " * indent
    if isinstance(value, str):
        return "|2-\n" + "".join(f"{pad}  {line}\n" for line in value.split("\n"))
    keyed = value.items() if isinstance(value, dict) else ((None, below) for below in value)
    return "\n" + "".join(
        f"{pad}{'-' if key is None else f'{key}:'} {in_yaml(below, indent)}"
        if isinstance(below, str)
        else f"{pad}{'-' if key is None else f'{key}:'}{in_yaml(below, indent + 2)}"
        for key, below in keyed
    )


def write(project: SmallProject, text: Mapping[str, str]) -> None:
    """Write the library as its owner would, so that reading it is a part of the way."""
    for name, data in library(text).items():
        project.write(f"policy/{name}.yml", in_yaml(data))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> SmallProject:
    """A project of which every example exchanges the library."""
    small = SmallProject(tmp_path_factory.mktemp("fidelity"))
    small.remove(EDITION)
    for name in ("HR12/files/form.csv", "HR12a/files/form.csv", "HR12a/files/plan.png"):
        small.write(f"policy/{name}", CONTENTS[name.rpartition(".")[2]])
    return small


@pytest.fixture(scope="module")
def in_memory(project: SmallProject) -> Make:
    """Makes all pages of a library as the theme writes them, without a file."""
    config = load_config(str(project.folder / "mkdocs.yml"))
    config.theme.dirs.insert(0, str(THEME))
    template = config.theme.get_env()

    def make(text: Mapping[str, str]) -> Pages:
        write(project, text)
        rendered = Rendered.of(project.folder)
        config.site_name = rendered.site.library.settings.title
        frame = PageFrame(rendered.site, (), config.site_url or "")
        template.globals |= {**frame.wording, "frame": frame}
        template.globals["view_of"] = partial(view_of, site=rendered.site)
        found = Pages()
        for path, page in rendered.pages.items():
            file = File(f"{path}index.md", None, config.site_dir, use_directory_urls=True)
            shell = PolicyPage(page, file, config)
            shell.read_source(config)
            context = get_context(Navigation([], []), Files([]), config, shell)
            found[path] = template.get_template("main.html").render(context)
        return found

    return make


@pytest.fixture(scope="module")
def in_files(project: SmallProject) -> Iterator[Make]:
    """Builds the site of a library with MkDocs and reads its pages.

    Its papers are empty: what they make of any text is tested where they are made.
    """

    @contextmanager
    def printing(publication: Publication) -> Iterator[PrintJob]:
        names = publication.project.traceability.resolved_checklists
        yield PrintJob((path, b"") for path in printed_file_paths(names, publication.base))

    def make(text: Mapping[str, str]) -> Pages:
        write(project, text)
        build(load_config(str(project.folder / "mkdocs.yml")))
        site = project.folder / "site"
        files = site.rglob("*.html")
        return Pages((str(file.relative_to(site)), file.read_text("utf-8")) for file in files)

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(EPOCH))
        patch.setattr(Publication, "printing", printing)
        yield make


@pytest.fixture(scope="module")
def plain_in_memory(in_memory: Make) -> Pages:
    """The pages with a plain word in every field."""
    return in_memory(PLAIN)


@pytest.fixture(scope="module")
def plain_in_files(in_files: Make) -> Pages:
    """The files with a plain word in every field."""
    return in_files(PLAIN)


# --- what holds ----------------------------------------------------------------------------------


def test_every_field_is_shown(plain_in_memory: Pages) -> None:
    """The text of every field is on some page, so that what follows leaves none out."""
    everything = "".join(plain_in_memory.values())
    shown = {word.lower() for word in re.findall(r"\bplain\d+word\b", everything, re.IGNORECASE)}
    assert [field for field, word in PLAIN.items() if word not in shown] == []


def test_addresses_are_kept(plain_in_memory: Pages) -> None:
    """An address leads where the owner said, with every character that it has."""
    for path in ("documents/HR12/", "references/", "about/"):
        links = [one.get("href") for one in elements(plain_in_memory[path]) if one.tag == "a"]
        assert LINK in links


def test_comparison_sees_every_change() -> None:
    """The comparison itself finds an element, an attribute and a text that came from a text."""
    page = f"<p title='{PLAIN['title']}'>{PLAIN['title']}</p>"
    text = {**PLAIN, "title": "<b>&amp;"}
    right = "<p title='&lt;b>&amp;amp;'>&lt;b&gt;&amp;amp;</p>"
    assert list(differences(page, right, text)) == []
    for wrong in (
        right.replace("&lt;b&gt;", "<b>"),
        right.replace("&amp;amp;</p>", "&amp;</p>"),
        right.replace("title", "id"),
        right.replace("&lt;b>", ""),
        right + "<p></p>",
        right + "<!-- -->",
        right.replace("<p", "<script type='application/ld+json'>{}</script><p"),
    ):
        assert list(differences(page, wrong, text)) != [], wrong


def with_each_fragment_alone(test: Callable[..., None]) -> Callable[..., None]:
    """Try a test with the examples in ALONE, however many the number of fields makes."""
    for texts in ALONE:
        test = example(texts)(test)
    return test


def test_every_fragment_stands_alone_somewhere() -> None:
    """The examples leave no fragment out."""
    assert {one for example in ALONE for one in example.values()} == {*FRAGMENTS}


@settings(max_examples=120)
@given(hostile)
@example(EVERYTHING)
@with_each_fragment_alone
def test_text_stays_text(in_memory: Make, plain_in_memory: Pages, text: Texts) -> None:
    """Whatever a text looks like, every page shows it whole and in its place, and as nothing else."""
    assert pages_differ(plain_in_memory, in_memory(text), text) == []


@settings(max_examples=4)
@given(hostile)
@example(EVERYTHING)
@with_each_fragment_alone
def test_text_stays_text_on_disk(in_files: Make, plain_in_files: Pages, text: Texts) -> None:
    """So it does in the files that the site engine writes."""
    assert pages_differ(plain_in_files, in_files(text), text) == []
