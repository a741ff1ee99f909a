"""What a bench library says: the data of its files, in the shape of the sources.

Pure: from a number of documents and a seed. Each document has a random stream of its own, so its
outline is the same in a library of any size. Knows no file and no markup.
"""

# ruff: noqa: PLR2004, S311  # shares and sizes are the matter of this file; nothing here is secret

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from .words import POSTS, SECTION_TITLES, SUBJECTS, TERM_WORDS, capitalised, phrase, sentence, slug

Data = dict[str, Any]

AREA_SIZE = 25
"""Documents a subject area: few enough that nobody would split it further."""

_SITE = "https://www.example.org"
_RETRIEVED = "2026-01-15"
_CLAUSES = range(27, 34)
_SECTIONS = range(5, 8)
_SUB_CLAUSES = range(2, 6)
_FEWEST = 2
"""Clauses of a section: the last section loses one in an older edition."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the library: its area and its editions, the current one last."""

    area: str
    editions: list[Data]

    @property
    def current(self) -> Data:
        return self.editions[-1]


@dataclass(frozen=True, slots=True)
class Library:
    """Everything that the files of a library hold."""

    settings: Data
    roles: dict[str, Data]
    terms: dict[str, Data]
    references: dict[str, Data]
    documents: list[Document]

    @property
    def editions(self) -> Iterator[Data]:
        for document in self.documents:
            yield from document.editions

    @property
    def clause_count(self) -> int:
        """The clauses of all editions."""
        return sum(1 for edition in self.editions for _ in clauses(edition))


def clauses(edition: Data) -> Iterator[Data]:
    """All clauses of an edition in order."""
    for section in edition["sections"]:
        yield from section.get("clauses", ())


def in_blocks(clause: Data) -> Data:
    """A clause with the same words in a text, nested lists, a table, definitions and a note."""
    words = clause["text"].split()
    cut = max(2, len(words) // 8)
    text, table, defined, remark = (
        words[: -3 * cut],
        words[-3 * cut : -2 * cut],
        words[-2 * cut : -cut],
        words[-cut:],
    )
    items = clause.get("items", ())
    blocks: list[Data] = [{"text": " ".join(text)}]
    if items:
        nested = {"text": items[0], "labels": "roman", "items": list(items[1:]) or ["and nothing else"]}
        blocks.append({"labels": "letters", "items": [nested]})
    blocks += [
        {"table": {"columns": [table[0], " ".join(table[1:])], "rows": [[table[0], ""]]}},
        {"definitions": [{"term": defined[0], "meaning": " ".join(defined[1:])}]},
        {"note": " ".join(remark)},
    ]
    short = {key: value for key, value in clause.items() if key not in ("text", "items")}
    return short | {"content": blocks}


def duty_count(library: Library) -> int:
    """The duties in force: those of all current editions."""
    return sum(
        len(clause.get("duties", ()))
        for document in library.documents
        for clause in clauses(document.current)
    )


def checklists(library: Library) -> dict[str, Data]:
    """A checklist a role, by its name, with an item for each of the role's duties.

    As owners do, an item gets an id only where its duty's stands for another already.
    """
    names: set[tuple[str, str]] = set()
    parts: dict[str, dict[str, list[Data]]] = {}
    for document in library.documents:
        reference = document.current["reference"]
        for clause in clauses(document.current):
            for duty in clause.get("duties", ()):
                items = parts.setdefault(duty["role"], {}).setdefault(reference, [])
                action = next(duty[force] for force in ("must", "should", "may") if force in duty)
                item = {"do": f"{capitalised(action)}.", "duty": f"{reference}/{duty['id']}"}
                name = (duty["role"], duty["id"])
                items.append(
                    {"id": f"{reference}-{duty['id']}".lower()} | item if name in names else item
                )
                names.add(name)
    return {
        role: {
            "title": f"{library.roles[role]['name']}: what to do",
            "role": role,
            "trigger": "When the role is taken up, and every month from then on.",
            "sections": [{"title": name, "items": items} for name, items in held.items()],
        }
        for role, held in parts.items()
    }


@dataclass(frozen=True, slots=True)
class _Outline:
    """A document before it has text: what others cite."""

    reference: str
    area: str
    sections: tuple[tuple[str, ...], ...]
    """The clause numbers of each section."""

    @property
    def citable(self) -> tuple[str, ...]:
        """All clauses but the last, which an older edition may lack."""
        return tuple(number for section in self.sections for number in section)[:-1]


@dataclass(frozen=True, slots=True)
class _Names:
    """All that a document may cite."""

    outlines: list[_Outline]
    roles: list[str]
    terms: list[str]
    works: list[str]
    works_in_force: list[str]


def compose_library(documents: int, seed: int = 1) -> Library:
    """A library of so many documents. The same arguments give the same library."""
    outlines = [_outline(Random(f"{seed} outline {index}"), index) for index in range(documents)]
    roles = dict(_roles(Random(f"{seed} roles"), 10 + documents // 10))
    terms = dict(_terms(Random(f"{seed} terms"), 20 + documents // 20))
    works = dict(_works(Random(f"{seed} works"), 15 + documents // 20))
    in_force = [key for key, work in works.items() if work.get("state") != "repealed"]
    names = _Names(outlines, list(roles), list(terms), list(works), in_force)
    return Library(
        settings={
            "organisation": "The Bench Service",
            "title": "Policies of the Bench Service",
            "description": "Invented policies, made to measure how fast the library is checked.",
            "language": "en-GB",
            "time_zone": "Europe/London",
            "reviews": {"due_soon": "6 months"},
            "contact": {"name": "Policy team", "url": f"{_SITE}/contact"},
        },
        roles=roles,
        terms=terms,
        references=works,
        documents=[_document(Random(f"{seed} text {index}"), index, names) for index in range(documents)],
    )


def _roles(rng: Random, count: int) -> Iterator[tuple[str, Data]]:
    ids: list[str] = []
    subjects = list(SUBJECTS.values())
    for index in range(count):
        turn, subject = divmod(index, len(subjects))
        lap, post = divmod(turn, len(POSTS))
        name = f"{subjects[subject]} {POSTS[post]}" + (f" {lap + 1}" if lap else "")
        role: Data = {"name": name, "kind": rng.choice(("post", "post", "post", "team", "partner"))}
        if rng.random() < 0.3:
            role["also"] = [f"{POSTS[post]} for {subjects[subject].lower()}".capitalize()]
        if ids and rng.random() < 0.4:
            role["part_of"] = rng.choice(ids)
        role["about"] = sentence(rng)
        ids.append(slug(name))
        yield ids[-1], role


def _terms(rng: Random, count: int) -> Iterator[tuple[str, Data]]:
    first, second, third = TERM_WORDS
    for index in range(count):
        turn, a = divmod(index, len(first))
        turn, b = divmod(turn, len(second))
        lap, c = divmod(turn, len(third))
        words = (first[a], second[(b + a) % len(second)], third[(c + a) % len(third)])
        key = "".join(word[0] for word in words) + (f"-{lap + 1}" if lap else "")
        yield key, {"stands_for": " ".join(words), "meaning": sentence(rng)}


def _works(rng: Random, count: int) -> Iterator[tuple[str, Data]]:
    """Every fifth is repealed, and replaced by the one before it."""
    subjects = list(SUBJECTS.values())
    before = ""
    for index in range(count):
        lap, since = divmod(index, 70)
        year = 1950 + since
        title = f"{subjects[index % len(subjects)]} Act {year}"
        title += f" (No. {lap + 1})" if lap else ""
        work: Data = {"title": title, "kind": "legislation", "link": f"{_SITE}/acts/{year}"}
        source = {"url": f"{_SITE}/acts/{year}/state", "retrieved": _RETRIEVED}
        if index % 5 == 4:
            until = f"{min(year + 40, 2025)}-04-01"
            work |= {"state": "repealed", "repealed": until, "replaced_by": [before]}
            work["source"] = source
        elif rng.random() < 0.7:
            work |= {"state": "in force", "source": source}
        before = slug(title)
        yield before, work


def _outline(rng: Random, index: int) -> _Outline:
    lap, area = divmod(index // AREA_SIZE, len(SUBJECTS))
    letters, name = list(SUBJECTS.items())[area]
    count = rng.choice(_SECTIONS)
    left = rng.choice(_CLAUSES)
    sections: list[tuple[str, ...]] = []
    for sections_left in range(count, 0, -1):
        about = round(left / sections_left) + rng.randint(-2, 2)
        most = left - _FEWEST * (sections_left - 1)
        share = min(max(about, _FEWEST), most) if sections_left > 1 else left
        sections.append(tuple(_numbers(rng, str(len(sections) + 1), share)))
        left -= share
    area_name = name + (f" {lap + 1}" if lap else "")
    return _Outline(f"{letters}{index + 1:03}", area_name, tuple(sections))


def _numbers(rng: Random, section: str, count: int) -> Iterator[str]:
    """Clause numbers in order, some with sub-clauses: 3.1, 3.2, 3.2.1, 3.2.2, 3.3."""
    clause = 0
    while count > 0:
        clause += 1
        count -= 1
        yield f"{section}.{clause}"
        if count >= _SUB_CLAUSES.start and rng.random() < 0.3:
            below = min(count, rng.choice(_SUB_CLAUSES))
            count -= below
            yield from (f"{section}.{clause}.{sub}" for sub in range(1, below + 1))


def _document(rng: Random, index: int, names: _Names) -> Document:
    outline = names.outlines[index]
    writer = _Writer(rng, names)
    years = rng.choice((1, 2, 3))
    year, month = rng.randint(2022, 2025), rng.randint(1, 12)
    edition: Data = {
        "reference": outline.reference,
        "title": sentence(rng, "document title").rstrip("."),
        "kind": "procedure" if index % 4 else "policy",
        # A tree in which a document governs eight at most: deep chains and no circle.
        **({"governed_by": names.outlines[(index - 1) // 8].reference} if index else {}),
        "edition": f"{year}-{month:02}",
        "wording": "restated",
        "source": {"url": f"{_SITE}/policies/{outline.reference.lower()}", "retrieved": _RETRIEVED},
        "owner": rng.choice(names.roles),
        "review": {
            "last": f"{year}-{month:02}",
            "every": f"{years} year" + ("s" if years > 1 else ""),
            "next": f"{year + years}-{month:02}",
            "also_when": ["legislation", "responsibilities"],
        },
        "risk": rng.choice(("low", "medium", "high")),
        "equality_impact": rng.choice(("low", "medium")),
        "sections": writer.sections(outline),
    }
    if index % 10 != 9:
        return Document(outline.area, [edition])
    older = _older(edition, writer)
    edition["changes"] = "Some steps and periods changed, and a clause was added at the end."
    return Document(outline.area, [older, edition])


def _older(edition: Data, writer: _Writer) -> Data:
    """The edition three years before: a few other texts, and without the last clause."""

    def earlier(clause: Data) -> Data:
        if "text" not in clause or writer.rng.random() > 0.15:
            return clause
        return clause | {"text": writer.text(works=writer.names.works)}

    sections = [
        section | {"clauses": [earlier(clause) for clause in section["clauses"]]}
        if "clauses" in section
        else section
        for section in edition["sections"]
    ]
    last = next(section for section in reversed(sections) if "clauses" in section)
    del last["clauses"][-1]
    before = {key: _three_years_before(edition["review"][key]) for key in ("last", "next")}
    return edition | {
        "edition": _three_years_before(edition["edition"]),
        "review": edition["review"] | before,
        "sections": sections,
    }


def _three_years_before(month: str) -> str:
    return f"{int(month[:4]) - 3}{month[4:]}"


class _Writer:
    """Writes the text of one document."""

    def __init__(self, rng: Random, names: _Names) -> None:
        self.rng = rng
        self.names = names
        self._roles = rng.sample(names.roles, 6)
        self._duty_ids: set[str] = set()

    def _citations(self, works: Sequence[str]) -> dict[str, Callable[[], str]]:
        choose, names = self.rng.choice, self.names
        return {
            "role": lambda: f"[[{choose(self._roles)}]]",
            "term": lambda: f"[[{choose(names.terms)}]]",
            "work": lambda: f"[[{choose(works)}]]",
            "document": lambda: f"[[{choose(names.outlines).reference}]]",
            "clause": lambda: self._clause_of(choose(names.outlines)),
        }

    def _clause_of(self, outline: _Outline) -> str:
        return f"[[{outline.reference}/{self.rng.choice(outline.citable)}]]"

    def sections(self, outline: _Outline) -> list[Data]:
        rng = self.rng
        titles = rng.sample(SECTION_TITLES[1:], len(outline.sections) - 1)
        titles = [SECTION_TITLES[0], *sorted(titles, key=SECTION_TITLES.index)]
        sections: list[Data] = []
        for number, (title, numbers) in enumerate(zip(titles, outline.sections, strict=True), 1):
            section: Data = {"number": str(number), "title": title}
            if rng.random() < 0.05:
                section["title_is"] = "supplied"
            section["clauses"] = [self._clause(one, heads=f"{one}.1" in numbers) for one in numbers]
            sections.append(section)
        if rng.random() < 0.04:
            lost = {"what": "The appendix with the forms is not in the copy used."}
            sections.append({"number": str(len(sections) + 1), "title": "Forms", "missing": lost})
        return sections

    def _clause(self, number: str, *, heads: bool) -> Data:
        """A clause; one that heads sub-clauses has a title, and often nothing more."""
        rng = self.rng
        clause: Data = {"number": number}
        if heads or rng.random() < 0.1:
            clause["title"] = capitalised(phrase(rng, "clause title"))
        if heads and rng.random() < 0.6:
            return clause
        clause["text"] = self.text()
        if rng.random() < 0.2:
            clause["text"] += " " + sentence(rng, "list opening")
            clause["items"] = [phrase(rng, "item") for _ in range(rng.randint(3, 6))]
        if rng.random() < 0.6:
            clause["duties"] = [self._duty() for _ in range(rng.choice((1, 1, 1, 2, 2, 3)))]
        if rng.random() < 0.02:
            clause["missing"] = {
                "what": "The list that follows here is not in the copy used.",
                "role": rng.choice(self._roles),
            }
        if rng.random() < 0.02:
            clause["question"] = f"Does this still hold where {phrase(rng, 'case')}?"
        return clause

    def text(self, works: Sequence[str] = ()) -> str:
        """Two to four sentences, in one paragraph or two; by default no repealed Act is cited."""
        rng = self.rng
        cite = self._citations(works or self.names.works_in_force)
        sentences = [
            sentence(rng, "citing sentence" if rng.random() < 0.25 else "sentence", **cite)
            for _ in range(rng.choice((2, 2, 2, 2, 3, 4)))
        ]
        if len(sentences) > 3:
            return " ".join(sentences[:2]) + "\n\n" + " ".join(sentences[2:])
        return " ".join(sentences)

    def _duty(self) -> Data:
        rng = self.rng
        action = phrase(rng, "action")
        duty = {
            "id": self._duty_id(action),
            "role": rng.choice(self._roles),
            rng.choice(("must",) * 7 + ("should",) * 2 + ("may",)): action,
        }
        if rng.random() < 0.4:
            duty["when"] = phrase(rng, "case")
        return duty

    def _duty_id(self, action: str) -> str:
        words = "-".join(slug(action).split("-")[:4])
        name, count = words, 1
        while name in self._duty_ids:
            count += 1
            name = f"{words}-{count}"
        self._duty_ids.add(name)
        return name
