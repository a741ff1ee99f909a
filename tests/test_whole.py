"""Whatever the check accepts can be built, and whatever is built is whole."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, assume, event, given, settings
from hypothesis import strategies as st
from mkdocs.config import load_config
from pypdf import PdfReader

from policysite import publishing
from policysite.outputs import pdf
from policysite.outputs.site import PageFrame, Site
from policysite.project import Project
from tests.odd import projects
from tests.sites import Rendered, build, site_of
from tests.small import EDITION, FILES, NOW, SmallProject

BASE = "https://site.example/policies/"
RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for one project after the other."""
    return tmp_path_factory.mktemp("odd")


def written(folder: Path, files: dict[str, str]) -> Project:
    """The project of these files alone."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for file, text in files.items():
        path = folder / "project" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Project.open(folder / "project", NOW)


def put_down(site: Site, folder: Path) -> list[str]:
    """Write every page and file of a site; give the address of each."""
    files: dict[str, bytes] = {}
    addresses = []
    for page in site.pages:
        addresses.append(f"{page.path}index.html")
        files[addresses[-1]] = f"<!doctype html><title>x</title>{site.view(page).body}".encode()
    for published in site.files:
        addresses.append(published.path)
        content = published.content
        files[published.path] = content.encode() if isinstance(content, str) else content
    for address, content in files.items():
        path = folder / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return addresses


def clashes(addresses: list[str]) -> Iterator[str]:
    """Addresses that some system could not keep beside the others, or at all."""
    folded = Counter(address.casefold() for address in addresses)
    folders = {address.casefold().rpartition("/")[0] for address in addresses}
    yield from (address for address, count in folded.items() if count > 1 or address in folders)
    for address in addresses:
        for step in address.split("/"):
            if len(step) > 200 or step.partition(".")[0].casefold() in RESERVED:
                yield address


@given(files=projects(), prints=st.integers(0, 3))
@settings(max_examples=30, suppress_health_check=list(HealthCheck))
def test_what_is_accepted_is_built_whole(folder: Path, files: dict[str, str], prints: int) -> None:
    """Every page of an accepted library is made, holds what it promises, and leads to what is there."""
    project = written(folder, files)
    event("accepted" if not project.errors else project.errors[0].code)
    assume(not project.errors)
    site = site_of(project, BASE)
    staging = folder / "site"
    assert list(clashes(put_down(site, staging))) == []
    promises = {f"{page.path}index.html": page.content_checks for page in site.pages}
    if not prints:
        for address, content in pdf.printed_files(
            project.register, project.traceability.resolved_checklists.values(), base=BASE, built=NOW
        ):
            (staging / address).write_bytes(content)
    else:
        for address in pdf.printed_file_paths(project.traceability.resolved_checklists, BASE):
            (staging / address).touch()
    pages = publishing.parse_pages(staging, promises, "/policies/")
    assert publishing.broken_links(staging, pages) == []


@given(files=projects())
@settings(max_examples=2, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
def test_the_site_engine_takes_what_is_accepted(folder: Path, files: dict[str, str]) -> None:
    """The command builds such a library, whatever the theme makes of it, and verifies the site itself."""
    beside = {file: FILES[file] for file in ("mkdocs.yml", "pages/privacy.md")}
    assume(not written(folder, files | beside).errors)
    built = build(folder / "project")
    assert built.returncode == 0, built.stderr
    assert (folder / "project/site/index.html").is_file()


LANGUAGES = {"cy": ("cy", ""), "mi": ("en", "mi"), "pt-BR": ("en", "pt-BR"), "cy-GB": ("cy", "")}


@pytest.mark.parametrize(("tag", "expected"), LANGUAGES.items(), ids=LANGUAGES)
def test_any_language_can_be_published(tag: str, expected: tuple[str, str], small: SmallProject) -> None:
    """Where the words of the site have no translation, they are English, and the texts are marked."""
    small.change("policy/library.yml", "time_zone:", f"language: {tag}\ntime_zone:")
    assert small.problems == []
    config = load_config(str(small.folder / "mkdocs.yml"))
    plugin = config.plugins["policysite"]
    plugin.on_startup(command="serve", dirty=False)
    plugin.on_config(config)
    spoken = config.theme["language"]
    frame = PageFrame(Rendered.of(small.folder).site, ())
    assert (spoken, frame.article_language(None)) == expected


def test_what_is_missing_says_when_it_is_needed(small: SmallProject) -> None:
    """An item whose source is missing shows its condition and what to note, on the page and on paper."""
    small.change(
        EDITION,
        "      - number: 1.2\n",
        "        missing: {what: The form.}\n      - number: 1.2\n",
    )
    small.write(
        "checklists/a.yml",
        "{title: A, role: line-manager, trigger: Now., sections: [{items: ["
        "{missing: HR12/1.1, when: somebody asks for it, record: the day}]}]}",
    )
    assert small.codes == ["item-new", "duty-uncovered"]
    shown = Rendered.of(small.folder).text("checklists/a/")
    assert "When: somebody asks for it" in shown
    assert "Note: the day" in shown
    project = small.project
    content = pdf.checklist_pdf(
        project.traceability.resolved_checklists["a"], project.register, base="", built=NOW
    )
    printed = " ".join("".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())
    assert "When: somebody asks for it" in printed
    assert "Record: the day" in printed
