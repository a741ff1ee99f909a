"""Small libraries of odd but plausible content, as the files of a project: what any owner might write."""

from __future__ import annotations

from typing import Any

import yaml
from hypothesis import strategies as st

Data = dict[str, Any]

NAMES = [
    "index", "search", "trace", "must", "1", "2025-11", "roles", "checklists", "item", "a", "x-duties",
    "con", "aux-1", "documents", "assets", "abbreviations", "api", "main", "content", "null", "no", "1e3",
    "a-very-long-name-" * 5 + "end",
]  # fmt: skip
REFERENCES = [
    "HR12", "hr13", "A", "index", "HR12a", "checklists", "roles", "HR-12", "HR_12", "policy", "9",
    "Duties", "X" * 50,
]  # fmt: skip
ABBREVIATIONS = ["FWR", "fwr", "A&B", "youth-court", "1st", "Must", "T" * 50, "yes"]
WORDS = [
    "word", "The", "must", "FWR", "A&B", "<b>bold</b>", "&amp;", "{{ x }}", "{% raw %}", "*y*", "_z_",
    "`code`", "$x$", "#panic()", "\\", "%", "'s", '"q"', "[x](y)", "[ ]", "]]", "-", "—", "|", "x=1",
    "https://example.org/a?b=c#d", "a@b.example", "\N{NO-BREAK SPACE}", "\N{ZERO WIDTH SPACE}",
    "\N{SOFT HYPHEN}", "שלום", "ภาษาไทย", "ខ្មែរ", "ŵŷ", "e\u0301\u0323",
    "\U0001f469\U0001f3fd\u200d\u2695\ufe0f", "柔らかい", "İstanbul", "ß", "ﬁ", "½", "1.1", "(a)", "…",
    "3.10", "no", "~", "null", "When", "when", "if", "Not", "w" * 120,
]  # fmt: skip
LANGUAGES = ["en-GB", "cy", "gd", "mi", "zh-Hant", "pt-BR", "sr-Latn-RS", "aaa"]
URLS = ["https://example.org", "https://example.org:8443/a(b)?c=d&e=%20#f", "http://x", "https://a..b/'"]
DATES = ["2019-05", "2020-02-29", "2023-12-31", "2025-11"]

names = st.sampled_from(NAMES)
urls = st.sampled_from(URLS)
lines = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join).filter(str.strip)


def texts(cited: list[str]) -> st.SearchStrategy[str]:
    """Paragraphs of odd words and, where there is something to cite, cross-references."""
    words = st.sampled_from([*WORDS, *(f"[[{one}]]" for one in cited)])
    paragraph = st.lists(words, min_size=1, max_size=8).map(" ".join)
    return st.lists(paragraph, min_size=1, max_size=2).map("\n\n".join).filter(str.strip)


def maybe(key: str, values: st.SearchStrategy[Any]) -> st.SearchStrategy[Data]:
    """A key with a value, or nothing."""
    return st.just({}) | values.map(lambda value: {key: value})


@st.composite
def joined(draw: st.DrawFn, *parts: st.SearchStrategy[Data]) -> Data:
    """The keys of all parts."""
    found: Data = {}
    for part in parts:
        found |= draw(part)
    return found


@st.composite
def duties(draw: st.DrawFn, ids: list[str], roles: list[str], said: st.SearchStrategy[str]) -> Data:
    """A duty with an id that no other has."""
    force = draw(st.sampled_from(["must", "must_not", "should", "should_not", "may"]))
    return {
        "id": ids.pop(),
        "role": draw(st.lists(st.sampled_from(roles), min_size=1, max_size=3, unique=True)),
        force: f"do it: {draw(said)}",
        **draw(maybe("when", said)),
        **draw(maybe("within", said)),
        **draw(maybe("basis", said)),
    }


@st.composite
def clauses(
    draw: st.DrawFn, anchor: Data, ids: list[str], roles: list[str], said: st.SearchStrategy[str]
) -> Data:
    """A clause, its content drawn piece by piece."""
    found: Data = {
        **anchor,
        **draw(maybe("title", lines)),
        **draw(maybe("text", said)),
        **draw(maybe("items", st.lists(said, min_size=1, max_size=2))),
        **draw(maybe("question", said)),
        **draw(
            maybe(
                "missing",
                joined(said.map(lambda text: {"what": text}), maybe("role", st.sampled_from(roles))),
            )
        ),
    }
    if draw(st.booleans()) and ids:
        found["duties"] = [draw(duties(ids, roles, said)) for _ in range(draw(st.integers(1, 2))) if ids]
    if not {"title", "text", "items", "missing"} & set(found):
        found["text"] = draw(said)
    return found


@st.composite
def editions(
    draw: st.DrawFn, reference: str, roles: list[str], cited: list[str], others: list[str]
) -> Data:
    """An edition whose numbers are in order, but for what else is odd about it."""
    said = texts(cited)
    ids = draw(st.lists(names, unique=True, max_size=4))
    unnumbered = draw(st.lists(names, unique=True, max_size=2))
    sections = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        found = [
            draw(clauses({"number": f"{number}.{below}"}, ids, roles, said))
            for below in range(1, draw(st.integers(0, 3)) + 1)
        ]
        if draw(st.booleans()) and unnumbered:
            found.append(draw(clauses({"id": unnumbered.pop()}, ids, roles, said)))
        section: Data = {"number": str(number), "title": draw(lines)}
        if found:
            section["clauses"] = found
        if not found or draw(st.booleans()):
            section["missing"] = draw(
                joined(said.map(lambda text: {"what": text}), maybe("role", st.sampled_from(roles)))
            )
        sections.append(section)
    return {
        "reference": reference,
        "title": draw(lines),
        "kind": draw(st.sampled_from(["policy", "procedure"])),
        "wording": draw(st.sampled_from(["restated", "official"])),
        "extent": draw(st.sampled_from(["complete", "extract"])),
        "source": draw(joined(urls.map(lambda url: {"url": url}), maybe("note", said))),
        **draw(maybe("governed_by", st.sampled_from(others)) if others else st.just({})),
        **draw(maybe("owner", st.sampled_from(roles))),
        **draw(maybe("contact", st.sampled_from(roles))),
        **draw(maybe("changes", said)),
        **draw(maybe("risk", lines)),
        **draw(maybe("equality_impact", lines)),
        **draw(maybe("questions", st.lists(said, min_size=1, max_size=2))),
        "sections": sections,
    }  # fmt: skip


def anchors(edition: Data) -> tuple[list[str], list[str], list[str]]:
    """What may be cited of an edition: its duties, its clauses, and where something is missing."""
    reference, found, held, gaps = edition["reference"], [], [], []
    for section in edition["sections"]:
        for part in (section, *section.get("clauses", ())):
            name = f"{reference}/{part.get('number') or part['id']}"
            held.append(name)
            if "missing" in part:
                gaps.append(name)
            found += [f"{reference}/{duty['id']}" for duty in part.get("duties", ())]
    return found, held, gaps


@st.composite
def checklists(draw: st.DrawFn, roles: list[str], cited: list[str], current: list[Data]) -> Data:
    """A checklist of items that lead to what is there."""
    said = texts(cited)
    sections = []
    count = 0
    for _ in range(draw(st.integers(1, 2))):
        items = []
        for _ in range(draw(st.integers(1, 3))):
            by_kind = dict(
                zip(("duty", "clause", "missing"), anchors(draw(st.sampled_from(current))), strict=True)
            )
            kind = draw(st.sampled_from([kind for kind, held in by_kind.items() if held]))
            count += 1
            item = {
                kind: draw(st.sampled_from(by_kind[kind])),
                "id": f"i{count}",
                **draw(maybe("when", said)),
            }
            if kind != "missing":
                item["do"] = draw(said)
            items.append(item | draw(maybe("record", said)))
        sections.append(
            {"items": items, **draw(maybe("title", lines)), **draw(maybe("order", st.just("fixed")))}
        )
    return {
        "title": draw(lines),
        "role": draw(st.sampled_from(roles)),
        "trigger": draw(said),
        "sections": sections,
    }


@st.composite
def projects(draw: st.DrawFn) -> dict[str, str]:
    """The files of policy/ and checklists/ of a small library."""
    roles = draw(st.lists(names, min_size=1, max_size=3, unique=True))
    references = draw(st.lists(st.sampled_from(REFERENCES), min_size=1, max_size=2, unique=True))
    terms = draw(st.lists(st.sampled_from(ABBREVIATIONS), max_size=2, unique=True))
    works = draw(st.lists(names, max_size=2, unique=True))
    cited = [*roles, *references, *terms, *works]
    said = texts(cited)
    files: dict[str, Any] = {}
    current = []
    for place, reference in enumerate(references):
        dates = sorted(draw(st.lists(st.sampled_from(DATES), min_size=1, max_size=2, unique=True)))
        for date in dates:
            edition = draw(editions(reference, roles, cited, references[:place]))
            review = draw(maybe("every", st.just("1 year")))
            files[f"policy/{reference}/{date}.yml"] = edition | {"edition": date, "review": review}
            cited = [*cited, *anchors(edition)[1][:2]] if date == dates[-1] else cited
        current.append(edition)
        if draw(st.booleans()):
            fate = draw(st.sampled_from(["unchanged", "withdrawn"]))
            record = {"date": "2026-01", "outcome": fate, "edition": dates[-1], "reason": draw(said)}
            record |= {"next": "2027-01"} if fate == "unchanged" else {}
            files[f"policy/{reference}/reviews.yml"] = {
                "reviews": [record | draw(maybe("by", st.sampled_from(roles)))]
            }
    status = [
        one for one in current
        if "withdrawn" not in str(files.get(f"policy/{one['reference']}/reviews.yml"))
    ]  # fmt: skip
    for name in draw(st.lists(names, max_size=2, unique=True)) if status else ():
        files[f"checklists/{name}.yml"] = draw(checklists(roles, cited, status))
    files["policy/roles.yml"] = {
        "roles": {
            role: {
                "name": draw(lines),
                **draw(maybe("kind", st.sampled_from(["post", "team", "organisation", "partner"]))),
                **draw(maybe("also", st.lists(lines, min_size=1, max_size=2))),
                **draw(maybe("part_of", st.sampled_from(roles))),
                **draw(maybe("about", said)),
            }
            for role in roles
        }
    }
    files["policy/terms.yml"] = {
        "terms": {
            term: {
                "stands_for": draw(lines),
                **draw(maybe("meaning", said)),
                **draw(maybe("preferred", st.sampled_from(terms))),
            }
            for term in terms
        }
    }
    files["policy/references.yml"] = {
        "references": {
            work: {
                "title": draw(lines),
                "kind": draw(st.sampled_from(["legislation", "document"])),
                **draw(maybe("link", urls)),
                **draw(maybe("note", said)),
                **draw(maybe("replaced_by", st.just(works))),
            }
            for work in works
        }
    }
    if draw(st.booleans()):
        files["policy/events.yml"] = {
            "events": [
                {
                    "id": draw(names),
                    "kind": "funding",
                    "date": "2026-03",
                    "what": draw(lines),
                    "documents": references,
                    "source": {"url": draw(urls), **draw(maybe("note", said))},
                }
            ]
        }
    files["policy/library.yml"] = {
        "organisation": draw(lines),
        "title": draw(lines),
        "description": draw(lines),
        "contact": {"name": draw(lines), **draw(maybe("url", urls))},
        **draw(maybe("language", st.sampled_from(LANGUAGES))),
        **draw(maybe("time_zone", st.sampled_from(["Pacific/Kiritimati", "Etc/GMT+12"]))),
        **draw(maybe("leave_site", urls)),
        **draw(maybe("robots", st.just("noindex"))),
        **draw(maybe("offline", st.just("no"))),
        **draw(maybe("builds", st.just({"every": "1 day"}))),
    }
    return {file: written(data) for file, data in files.items()}


def written(data: Data) -> str:
    """Data as YAML that says it character for character."""
    return str(yaml.safe_dump(data, allow_unicode=True, default_style="'", width=10**6, sort_keys=False))
