"""A restated text says the same in other words: no eight words in a row are those of the published text.

The published texts are not here. tests/vectors/published-runs.txt holds a digest of every eight words in
a row of each, and digest() says how one is made, so that a saved copy of a newer text can be added.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import yaml

from policysite.project import Project
from tests import ROOT

WORDS = 8
PUBLISHED = frozenset((ROOT / "tests/vectors/published-runs.txt").read_text("ascii").split())
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_CITATION = re.compile(r"\[\[[^\]]*\]\]")


def words(text: str) -> list[str]:
    """The words of a text in small letters, without what stands between them."""
    plain = text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").replace("&", " and ")
    return _WORD.findall(plain)


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Every eight words in a row; a cross-reference is a name, at which a run ends."""
    for stretch in _CITATION.split(text):
        found = words(stretch)
        for start in range(len(found) - WORDS + 1):
            yield tuple(found[start : start + WORDS])


def digest(run: tuple[str, ...]) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of the words with a space between them."""
    return sha256(" ".join(run).encode()).hexdigest()[:16]


def texts(data: Any) -> Iterator[str]:
    """Every text of a source but its headings, which are given as they were published.

    A list goes on from the text before it, as a reader reads them.
    """
    if isinstance(data, str):
        yield data
    elif isinstance(data, list):
        for value in data:
            yield from texts(value)
    elif isinstance(data, dict):
        if "text" in data and "items" in data:
            yield " ".join((data["text"], *data["items"]))
        for key, value in data.items():
            if key != "title":
                yield from texts(value)


def names() -> set[tuple[str, ...]]:
    """Every eight words in a row that are part of a name: of a role, a law or another document."""
    library = Project.open(ROOT, datetime.now(UTC)).library
    of_roles = [name for role in library.roles.values() for name in (role.name, *(role.also or ()))]
    return {
        run
        for name in [*of_roles, *(work.title for work in library.external_references.values())]
        for run in runs(name)
    }


SOURCES = sorted([*(ROOT / "policy").rglob("*.yml"), *(ROOT / "checklists").glob("*.yml")])


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_copied_run(source: Path) -> None:
    """No eight words in a row, but for names, stand in a published text until its owner supplies it."""
    data = yaml.load(source.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  # it makes texts only
    library = Project.open(ROOT, datetime.now(UTC)).library
    if any(edition.wording == "official" for edition in library.current_editions):
        pytest.skip("an edition in force has its official wording")
    copied = [
        " ".join(run)
        for text in texts(data)
        for run in runs(text)
        if digest(run) in PUBLISHED and run not in names()
    ]
    assert copied == []


def test_a_copied_run_is_found() -> None:
    """Eight words in a row are told from their digest, whatever marks and capitals stand between them."""
    published = {digest(run) for run in runs("Every request will be answered in writing within 28 days.")}
    (run, *_) = runs("every request: will be ANSWERED, in writing within")
    assert digest(run) in published
    assert (
        not {digest(run) for run in runs("each request will be answered in writing within")} & published
    )
