"""The libraries that the benchmarks are run on."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from bench.content import AREA_SIZE, compose_library, duty_count
from bench.experiments import FIVE_THOUSAND_CLAUSES, FIVE_THOUSAND_DUTIES
from bench.library import make_checklists, make_library, make_markdown, seal
from policysite.checks import CheckContext, run_checks
from policysite.domain.model import (
    REVIEWS_FILE,
    Edition,
    ExternalReferences,
    LibrarySettings,
    Roles,
    Terms,
)
from policysite.domain.model.blocks import block_texts
from policysite.sources import read_sources
from policysite.traceability import AcceptanceStatus, Traceability

DOCUMENTS = 20


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The policy folder of a library of 20 documents."""
    folder = tmp_path_factory.mktemp("library")
    make_library(folder, DOCUMENTS)
    return folder / "policy"


@pytest.fixture(scope="module")
def editions(policy: Path) -> dict[Path, Edition]:
    """Its editions by the paths of their files."""
    files = (path for path in sorted(policy.glob("*/*.yml")) if path.name != REVIEWS_FILE)
    return {path: Edition.model_validate(read(path)) for path in files}


def read(path: Path) -> Any:
    """The data of a file, all scalars as text."""
    return yaml.load(path.read_bytes(), yaml.BaseLoader)  # noqa: S506  # it makes nothing but text


def contents(folder: Path) -> dict[str, bytes]:
    """The bytes of every file by its path."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize("make", [make_library, make_markdown])
def test_same_seed_same_bytes(make: Any, tmp_path: Path) -> None:
    """The same number of documents and seed give the same files; another seed gives others."""
    for name, seed in (("one", 7), ("same", 7), ("other", 8)):
        make(tmp_path / name, 12, seed)
    assert contents(tmp_path / "one") == contents(tmp_path / "same")
    assert contents(tmp_path / "one") != contents(tmp_path / "other")


def test_every_file_is_valid(policy: Path, editions: dict[Path, Edition]) -> None:
    """Every file is one that the model reads, and lies where its reference and edition say."""
    LibrarySettings.model_validate(read(policy / "library.yml"))
    Roles.model_validate(read(policy / "roles.yml"))
    Terms.model_validate(read(policy / "terms.yml"))
    ExternalReferences.model_validate(read(policy / "references.yml"))
    for path, edition in editions.items():
        assert (path.parent.name, path.stem) == (edition.reference, str(edition.edition))


def test_large_library_has_no_problems(tmp_path: Path) -> None:
    """Nothing is wrong with a library of many documents, as far as any check can tell."""
    make_library(tmp_path, 200)
    sources = read_sources(tmp_path)
    assert sources.problems == []
    assert list(run_checks(CheckContext(sources.library, date(2026, 11, 21)))) == []


def test_library_is_as_large_as_asked(editions: dict[Path, Edition]) -> None:
    """There are as many documents as asked for, and one in ten has two editions."""
    references = [edition.reference for edition in editions.values()]
    assert len(set(references)) == DOCUMENTS
    assert len(references) == DOCUMENTS + DOCUMENTS // 10


def test_documents_are_realistic(editions: dict[Path, Edition]) -> None:
    """A document has about 30 clauses of 50 to 80 words, with their lists and duties."""
    clauses = [clause for edition in editions.values() for clause in edition.clauses]
    words = sum(
        len(" ".join([clause.title or "", *(text for _, text in block_texts(clause.blocks))]).split())
        + sum(len(f"{duty.action} {duty.when or ''}".split()) for duty in clause.duties or ())
        for clause in clauses
    )
    assert 28 <= len(clauses) / (DOCUMENTS + DOCUMENTS // 10) <= 32
    assert 50 <= words / len(clauses) <= 80


def test_numbers_have_no_holes(editions: dict[Path, Edition]) -> None:
    """Numbers begin with their section's, rise, and leave none out."""
    for edition in editions.values():
        numbers = [str(provision.number) for provision in edition.provisions]
        assert numbers == sorted(numbers, key=lambda text: [*map(int, text.split("."))])
        assert len(set(numbers)) == len(numbers)
        for number in numbers:
            above, _, last = number.rpartition(".")
            assert not above or above in numbers
            before = ".".join(filter(None, [above, str(int(last) - 1)]))
            assert last == "1" or before in numbers


def test_everything_cited_exists(policy: Path, editions: dict[Path, Edition]) -> None:
    """Citations, duties, owners and governing documents lead to what every edition holds."""
    names = {
        *read(policy / "roles.yml")["roles"],
        *read(policy / "terms.yml")["terms"],
        *read(policy / "references.yml")["references"],
    }
    everything = names | {name for edition in editions.values() for name in citable(edition)}
    for path, edition in editions.items():
        assert set(edition.owners) <= names
        assert {role for _, duty in edition.duties for role in duty.roles} <= names
        assert set(edition.governing_documents) <= everything
        assert set(re.findall(r"\[\[([^]]+)\]\]", path.read_text(encoding="utf-8"))) <= everything


def citable(edition: Edition) -> set[str]:
    """What may stand between brackets: the document and its clauses."""
    clauses = {f"{edition.reference}/{clause.anchor}" for clause in edition.clauses}
    return {edition.reference, *clauses}


def test_no_governing_circle() -> None:
    """Every document leads up to the first by the documents that govern it."""
    library = compose_library(100)
    above = {d.current["reference"]: d.current.get("governed_by") for d in library.documents}
    for reference in above:
        chain = [reference]
        while (governing := above[chain[-1]]) is not None:
            assert governing not in chain
            chain.append(governing)


def test_current_editions_cite_no_repealed_act() -> None:
    """Acts that are repealed are cited by older editions alone, and by some of these."""
    library = compose_library(200)
    repealed = {key for key, work in library.references.items() if work.get("state") == "repealed"}
    older = [edition for document in library.documents for edition in document.editions[:-1]]
    current = [document.current for document in library.documents]
    assert any(f"[[{key}]]" in str(older) for key in repealed)
    assert not any(f"[[{key}]]" in str(current) for key in repealed)


def test_names_differ_in_a_large_library() -> None:
    """However large a library is, its areas stay small and no name stands for two things."""
    library = compose_library(525)
    names = [
        *(name.casefold() for name in library.roles),
        *(name.casefold() for name in library.terms),
        *(name.casefold() for name in library.references),
        *(document.current["reference"].casefold() for document in library.documents),
    ]
    areas = [document.area for document in library.documents]
    assert len(library.roles) == 62
    assert len(set(names)) == 62 + 46 + 41 + 525
    assert {areas.count(area) for area in areas} == {AREA_SIZE}


def test_five_thousand_clauses() -> None:
    """The library for the goal about 5,000 clauses holds that many."""
    assert 5000 <= compose_library(FIVE_THOUSAND_CLAUSES).clause_count <= 5200


def test_five_thousand_duties() -> None:
    """The library for the goal about 5,000 duties holds that many."""
    assert 5000 <= duty_count(compose_library(FIVE_THOUSAND_DUTIES)) <= 5100


def test_every_duty_is_in_an_accepted_checklist(tmp_path: Path) -> None:
    """With its checklists a library has no problems: each duty has an item, and all are accepted."""
    made = make_library(tmp_path, DOCUMENTS)
    make_checklists(tmp_path, made)
    seal(tmp_path)
    sources = read_sources(tmp_path)
    assert sources.problems == []
    assert list(run_checks(CheckContext(sources.library, date(2026, 11, 21)))) == []
    trace = Traceability(sources.library).trace
    assert len(trace.links) == len(trace.duties) == duty_count(made)
    assert {link.status for link in trace.links} == {AcceptanceStatus.ACCEPTED}
    assert trace.uncovered_duties == ()
    assert len(sources.library.lock.editions) == DOCUMENTS + DOCUMENTS // 10


def test_markdown_builds_strictly(tmp_path: Path) -> None:
    """MkDocs builds the hand-written form without a warning about a link, an anchor or a page."""
    make_markdown(tmp_path, 5)
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=tmp_path,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    assert len(list((tmp_path / "site" / "custody").glob("CU*/index.html"))) == 5
    assert "CU001" in (tmp_path / "site" / "search" / "search_index.json").read_text("utf-8")
