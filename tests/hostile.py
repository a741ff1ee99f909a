"""Sources that are dear to check: as many mistakes of one kind as a file of a size can hold."""

from __future__ import annotations

from collections.abc import Callable

from tests.small import EDITION, FILES

CHECKLIST = "checklists/answering.yml"
ROLES, TERMS, WORKS = "policy/roles.yml", "policy/terms.yml", "policy/references.yml"
EVENTS, RECORD = "policy/events.yml", "policy/HR12/reviews.yml"

_HEAD = FILES[EDITION].partition("sections:")[0]
_BELL = '"\\x07",'
_REST = FILES[EDITION][len(_HEAD) :]
_LIST = "title: A\nrole: line-manager\ntrigger: Now.\nsections:\n"


def repeated(part: str, size: int) -> str:
    """A part again and again, {} in it for its number, up to a size in characters."""
    found: list[str] = []
    length = 0
    while length < size:
        found.append(part.replace("{}", str(len(found))))
        length += len(found[-1])
    return "".join(found)


def _clauses(part: str, size: int) -> dict[str, str]:
    begin = "sections:\n  - number: 1\n    title: A\n    clauses:\n"
    return {EDITION: _HEAD + begin + repeated(f"      - {part}\n", size)}


def _text(part: str, size: int) -> dict[str, str]:
    begin = 'sections: [{number: 1, title: A, clauses: [{number: 1.1, text: "'
    return {EDITION: f'{_HEAD}{begin}{repeated(part, size)}"}}]}}]\n'}


def _duties(part: str, size: int) -> dict[str, str]:
    begin = "sections: [{number: 1, title: A, clauses: [{number: 1.1, text: x, duties: ["
    return {EDITION: f"{_HEAD}{begin}{repeated(part, size)}]}}]}}]\n"}


def _after(file: str, part: str, size: int) -> dict[str, str]:
    return {file: FILES[file] + repeated(part, size)}


def _in_brackets(part: str, size: int) -> dict[str, str]:
    return {EDITION: f"{FILES[EDITION]}a: [{repeated(part, size)}]\n"}


def sound(size: int) -> dict[str, str]:
    """A file of the same size in which nothing is wrong."""
    return _clauses("{id: c{}, text: What is to be done now and then by whoever has to do it.}", size)


HOSTILE: dict[str, Callable[[int], dict[str, str]]] = {
    "brackets": lambda size: _text("[[", size),
    "brackets before letters": lambda size: _text("[[a{}", size),
    "names that nothing has": lambda size: _text("[[x{}]] ", size),
    "one name that nothing has": lambda size: _text("[[x]] ", size),
    "clauses that are not there": lambda size: _text("[[HR12/9.{}]] ", size),
    "documents that are not there": lambda size: _text("[[HR{}/9]] ", size),
    "roles that are not there": lambda size: _duties("{id: d{}, role: r{}, must: x}, ", size),
    "one id": lambda size: _duties("{id: d, role: line-manager, must: x}, ", size),
    "one number": lambda size: _clauses("{number: 1.1, text: x}", size),
    "bad numbers": lambda size: _clauses("{number: 1.x, text: x}", size),
    "clauses that say nothing": lambda size: _clauses("{id: c{}}", size),
    "clauses without a number": lambda size: _clauses("{text: x}", size),
    "sections without a title": lambda size: {
        EDITION: _HEAD + "sections:\n" + repeated("  - {number: 1}\n", size)
    },
    "empty sections": lambda size: {EDITION: f"{_HEAD}sections: [{repeated('{ },', size)}]\n"},
    "lists for texts": lambda size: {EDITION: f"{_HEAD}questions: [{repeated('[],', size)}]\n{_REST}"},
    "empty questions": lambda size: {EDITION: f"{_HEAD}questions:\n" + repeated("  -\n", size) + _REST},
    "characters that cannot be shown": lambda size: {
        EDITION: f"{_HEAD}questions: [{repeated(_BELL, size)}]\n{_REST}"
    },
    "comments in texts": lambda size: _clauses("id: c{}\n        text: a #b", size),
    "backslashes in quotes": lambda size: _clauses('{id: c{}, text: "C:\\new"}', size),
    "lines that begin with a hash": lambda size: _clauses(
        "id: c{}\n        text: a\n          #12 b", size
    ),
    "colons in texts": lambda size: {
        EDITION: f"{_HEAD}questions:\n" + repeated("- a: b\n", size) + _REST
    },
    "unknown keys": lambda size: _after(EDITION, "k{}: x\n", size),
    "misspelt keys": lambda size: _after(ROLES, "  r{}: {nam: x}\n", size),
    "one key": lambda size: _after(EDITION, "title: x\n", size),
    "a key without end": lambda size: {EDITION: f"{FILES[EDITION]}{'k' * size}: x\n"},
    "a tag without end": lambda size: {EDITION: f"{FILES[EDITION]}a: !{'k' * size} x\n"},
    "aliases": lambda size: _in_brackets("*a, ", size),
    "anchors": lambda size: _in_brackets("&a x, ", size),
    "tags": lambda size: _in_brackets("!x y, ", size),
    "brackets of YAML": lambda size: {EDITION: f"{FILES[EDITION]}a: {'[' * size}\n"},
    "brackets that close": lambda size: _in_brackets("[" * 12 + "]" * 12 + ",", size),
    "a quote that stays open": lambda size: {EDITION: f"{FILES[EDITION]}a: '{repeated('x ', size)}\n"},
    "colons": lambda size: {EDITION: f"{FILES[EDITION]}a: {repeated('x b: ', size)}\n"},
    "bytes of nothing": lambda size: {EDITION: f"{FILES[EDITION]}a: {chr(0) * size}\n"},
    "roles within roles that are not there": lambda size: _after(
        ROLES, "  r{}: {name: a, part_of: q{}}\n", size
    ),
    "roles without a name": lambda size: _after(ROLES, "  r{}: []\n", size),
    "bad ids": lambda size: _after(ROLES, "  R_{}: {name: a}\n", size),
    "terms that are not there": lambda size: _after(TERMS, "  t{}: {preferred: q{}}\n", size),
    "references that are not there": lambda size: {
        WORKS: "references: {a: {title: A, kind: document, replaced_by: ["
        + repeated("w{}, ", size)
        + "]}}\n"
    },
    "what is repealed": lambda size: {
        WORKS: "references: {a: {title: A, kind: document, state: repealed, replaced_by: ["
        + repeated("a, ", size)
        + "], source: {url: 'https://example.org/'}}}\n",
        **_clauses("{id: c{}, text: '[[a]]'}", size),
    },
    "events": lambda size: {
        EVENTS: "events:\n"
        + repeated(
            "- {id: e, kind: funding, date: 2025-11, what: x, documents: [Q{}],"
            " source: {url: 'https://a.b'}}\n",
            size,
        )
    },
    "reviews": lambda size: {
        RECORD: "reviews:\n"
        + repeated(
            "- {date: 2099-01, outcome: unchanged, edition: 2024-01, next: 1999-01, by: q{}}\n", size
        )
    },
    "duties that are not there": lambda size: {
        CHECKLIST: _LIST + "- items:\n" + repeated("  - {id: i{}, do: x, duty: HR12/q{}}\n", size)
    },
    "clauses that are not there, of many": lambda size: {
        CHECKLIST: _LIST + "- items:\n" + repeated("  - {id: i{}, do: x, clause: HR12/q{}}\n", size),
        **sound(size),
    },
    "items that nobody looked at": lambda size: {
        CHECKLIST: _LIST + repeated("- items: [{id: i{}, do: x, duty: HR12/answer-request}]\n", size)
    },
    "duties in no checklist": lambda size: {
        CHECKLIST: _LIST + "- items: [{do: x, clause: HR12/1.1}]\n",
        **_duties("{id: d{}, role: line-manager, must: x}, ", size),
    },
}
"""Each kind by its name: the files of a project that take the place of those of the small one."""
