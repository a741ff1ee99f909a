"""Says where this repository's library copies the published texts that it restates: `make restated`.

A restated text says the same in other words: no eight words in a row are those of the published text.
The published texts are not here. tests/vectors/published-runs.txt holds a digest of every eight words in
a row of each, and digest() says how one is made, so that a saved copy of a newer text can be added.

This is about what one library says, so that neither a test nor `make check` asks it: an owner may well
give a text in the words of its publisher.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import yaml

from policysite.project import Project
from tests import ROOT, VECTOR_FILES

WORDS = 8
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_CITATION = re.compile(r"\[\[[^\]]*\]\]")


def main() -> None:
    """Print every run that is copied, and exit with 1 where there is one."""
    published = frozenset((VECTOR_FILES / "published-runs.txt").read_text("ascii").split())
    found = copied(Project.open(ROOT, datetime.now(UTC)), published)
    sys.exit("\n".join(f"{file}: {run}" for file, run in found) or 0)


def copied(project: Project, published: Collection[str]) -> Iterator[tuple[str, str]]:
    """Every run of a published text in the sources, but for names, with the file that it stands in.

    None where an edition in force has its official wording: others may then quote it.
    """
    library = project.library
    if any(edition.wording == "official" for edition in library.current_editions):
        return
    names = [name for role in library.roles.values() for name in (role.name, *(role.also or ()))]
    names += [reference.title for reference in library.external_references.values()]
    allowed = {run for name in names for run in runs(name)}
    for folder in ("policy", "checklists"):
        for source in sorted((project.folder / folder).rglob("*.yml")):
            data = yaml.load(source.read_bytes(), yaml.BaseLoader)  # noqa: S506  # it makes texts only
            for text in texts(data):
                for run in runs(text):
                    if digest(run) in published and run not in allowed:
                        yield source.relative_to(project.folder).as_posix(), " ".join(run)


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


if __name__ == "__main__":
    main()
