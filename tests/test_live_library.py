"""The library of this repository, policy/ and checklists/: what holds of every sound library holds of it.

No other test reads it, and nothing here depends on its words: each test also runs on the library as it
will be when its owners have made the next edition of every document, and on another library altogether.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin

import pytest
import yaml
from lxml import html
from pypdf import PdfReader

from policysite.domain import addresses
from policysite.domain.model import REVIEWS_FILE, Edition
from policysite.lock_recorder import LockRecorder
from policysite.project import Project
from tests import LIBRARY, ROOT
from tests.browser.axe import SIZES, TAGS, THEMES
from tests.repository import commit, git
from tests.sites import build, shown, words
from tests.sources.test_schemas import schema_of, validate

LATER = timedelta(days=40)
"""How much later the next editions are made, so that none falls into the month of the one before it."""
CITATION = re.compile(r"\[\[.*?\]\]|\n\s*\n")
"""Between what this parts, a text stands on its page as it is in its source."""


@dataclass(frozen=True)
class Built:
    """A library in a folder of its own, at an instant, with the site that was built of it."""

    folder: Path
    project: Project

    @property
    def pages(self) -> Iterator[tuple[str, html.HtmlElement]]:
        """Every page of the site with its address."""
        site = self.folder / "site"
        for file in sorted(site.rglob("*.html")):
            yield file.relative_to(site).as_posix().removesuffix("index.html"), self.page(file)

    def page(self, path: str | Path) -> html.HtmlElement:
        """The page at an address, or in a file."""
        file = path if isinstance(path, Path) else self.folder / "site" / path / "index.html"
        return html.document_fromstring(file.read_text(encoding="utf-8"))

    def data(self, name: str) -> Any:
        """A file of the site that programs read."""
        return json.loads((self.folder / "site" / name).read_text(encoding="utf-8"))


@pytest.fixture(
    scope="module", params=["as it is", "with the next edition of each document", "another library"]
)
def library(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A library that has to pass, and its site."""
    folder, now = tmp_path_factory.mktemp("live"), datetime.now(UTC)
    if request.param == "another library":
        shutil.copytree(LIBRARY, folder, dirs_exist_ok=True)
    else:
        for name in ("policy", "checklists", "pages"):
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, folder / name)
        shutil.copy(ROOT / "mkdocs.yml", folder)
    if request.param.startswith("with"):
        now += LATER
        revise(folder, now)
    built = build(folder, SOURCE_DATE_EPOCH=str(int(now.timestamp())))
    assert built.returncode == 0, built.stderr
    return Built(folder, Project.open(folder, now))


def revise(folder: Path, now: datetime) -> None:
    """Make the next edition of each document in force, as the guide for owners says."""
    git(folder, "init", "--quiet")
    commit(folder)
    before, month = Project.open(folder, now), f"{now:%Y-%m}"
    for document in before.library.documents_in_force:
        write_next(folder, document.current, month)
    revised = Project.open(folder, now)
    assert revised.errors == []
    trace = revised.traceability.trace
    recorder = LockRecorder(revised)
    recorder.accept(trace.links, trace.restatements.values())
    recorder.seal(revised.library.editions)
    done = Project.open(folder, now)
    assert done.errors == []
    assert not {problem.code for problem in done.problems} & {
        "item-new", "item-suspect", "duty-new", "duty-suspect", "edition-unrecorded",
    }  # fmt: skip
    for document in done.library.documents_in_force:
        assert len(document.editions) == 1 + len(before.library.documents[document.reference].editions)
        assert str(document.current.edition) == month
        assert step_of(month) in {duty.id for _, duty in document.current.duties}


def write_next(folder: Path, current: Edition, name: str) -> None:
    """Copy an edition, change a text and a duty, add a clause, and record the review that led to it."""
    file = folder / current.file
    data = loaded(file)
    role, *_ = loaded(folder / "policy/roles.yml")["roles"]
    data |= {"edition": name, "changes": "One step is new."}
    data["review"] = {key: value for key, value in data.get("review", {}).items() if key != "next"}
    data["review"]["last"] = name
    clauses = [clause for section in data["sections"] for clause in section.get("clauses", ())]
    for clause in [clause for clause in clauses if "text" in clause][:1]:
        clause["text"] = f"{clause['text'].rstrip()} That is new."
    for duty in [duty for clause in clauses for duty in clause.get("duties", ())][:1]:
        duty["when"] = f"{duty['when'].rstrip()}, and it is safe" if "when" in duty else "it is safe"
    duties = [{"id": step_of(name), "role": role, "must_not": "skip this step"}]
    new = {"id": step_of(name), "text": "Nobody may skip this step.", "duties": duties}
    data["sections"][-1].setdefault("clauses", []).append(new)
    dump(data, file.with_name(f"{name}.yml"))

    reviews = file.with_name(REVIEWS_FILE)
    records = loaded(reviews) if reviews.exists() else {"reviews": []}
    record = {"date": name, "outcome": "amended", "edition": name}
    if "every" not in data["review"]:
        record["next"] = f"{int(name[:4]) + 2}{name[4:]}"
    records["reviews"].append(record)
    dump(records, reviews)


def step_of(name: str) -> str:
    """The id of the clause, and of its duty, that is new in the edition of this name."""
    return f"step-of-{name}"


def loaded(file: Path) -> Any:
    """What a source holds, each scalar as text."""
    return yaml.load(file.read_bytes(), yaml.BaseLoader)  # noqa: S506  # it makes nothing but text


def dump(data: object, file: Path) -> None:
    """Write a source."""
    file.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")


def test_it_checks_without_errors(library: Built) -> None:
    """The check finds no error, and the schemas for editors none that the check doesn't."""
    assert library.project.errors == []
    for folder in ("policy", "checklists"):
        for source in (library.folder / folder).rglob("*.yml"):
            result = validate(source)
            assert result.exit_code == 0, result.output


def test_editors_are_led_to_schemas() -> None:
    """Where a source of this repository names its schema in its first line, there it is."""
    for folder in ("policy", "checklists"):
        for source in (ROOT / folder).rglob("*.yml"):
            mark, _, address = source.read_text(encoding="utf-8").partition("\n")[0].partition("$schema=")
            if mark == "# yaml-language-server: " and "://" not in address:
                assert (source.parent / address).resolve() == schema_of(source).resolve()


def test_every_clause_is_on_its_page_with_its_words(library: Built) -> None:
    """Each part of each edition stands on its page once, and all of its words stand there, too."""
    documents = list(library.project.library.documents.values())
    assert documents
    for document in documents:
        at = {addresses.document_path(document.reference): document.current}
        at |= {addresses.edition_path(one): one for one in document.editions}
        for path, edition in at.items():
            page = library.page(path)
            (article,) = page.xpath("//article")
            text = shown(article)
            for provision in edition.provisions:
                assert len(page.xpath("//*[@id=$id]", id=provision.anchor)) == 1, (path, provision.anchor)
                assert words(provision.title or "") in text
            for clause in edition.clauses:
                for _, said in clause.texts:
                    for piece in CITATION.split(said):
                        assert words(piece) in text, (path, clause.anchor)


def test_every_checklist_has_its_page_and_its_paper(library: Built) -> None:
    """Each checklist, written by hand or made of duties, is on a page, and on paper with its title."""
    for name, checklist in library.project.traceability.resolved_checklists.items():
        page = library.page(addresses.checklist_path(name))
        assert words(checklist.definition.title) in shown(page)
        file = library.folder / "site" / addresses.checklist_pdf_path(name)
        paper = PdfReader(BytesIO(file.read_bytes()))
        assert words(checklist.definition.title) in words(paper.pages[0].extract_text())


def test_programs_are_told_of_every_document(library: Built) -> None:
    """review.json names each document in force, and the API each that there is."""
    held = library.project.library
    reviewed = {one["reference"] for one in library.data("review.json")["documents"]}
    assert reviewed == {document.reference for document in held.documents_in_force}
    listed = {one["reference"] for one in library.data("api/v1/documents.json")["documents"]}
    assert listed == {*held.documents}


def test_no_link_is_broken(library: Built) -> None:
    """Each link within the site leads to a file that is there, and to a place on it that is there."""
    site = library.folder / "site"
    anchors = {path: {*page.xpath("//@id")} for path, page in library.pages}
    assert len(anchors) > len(library.project.library.documents)
    broken = []
    for path, page in library.pages:
        for address in page.xpath("//a/@href | //link/@href | //img/@src | //script/@src"):
            target, anchor = urldefrag(urljoin(f"http://site.example/{path}", address))
            if not target.startswith("http://site.example/"):
                continue
            there = unquote(target.removeprefix("http://site.example/").partition("?")[0])
            if not (site / there).exists() or (
                anchor and unquote(anchor) not in anchors.get(there, set())
            ):
                broken.append((path, address))
    assert broken == []


def test_a_record_of_accessibility_is_current(library: Built) -> None:
    """Where a page says what axe-core looked at, that is what it looks at now: `make record`."""
    for path, page in library.pages:
        text = shown(page)
        if "with axe-core" in text:
            for word in (*THEMES, *TAGS, *(str(size["width"]) for size in SIZES)):
                assert word in text, (path, word)
