"""A site is made, completed and put in place without any engine: pages in a folder are enough."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from policysite.domain.addresses import checklist_pdf_path
from policysite.domain.problems import SourcePosition
from policysite.outputs.site import PageFrame
from policysite.publication import Publication
from policysite.publishing import (
    MANIFEST_FILE,
    SiteReplacement,
    SiteTarget,
    begin_replacement,
)
from tests.sites import ICONS, site_of, tree, write
from tests.small import SmallProject

BASE = "https://policies.example/hr/"
PDF = checklist_pdf_path("line-manager")


def never() -> None:
    """What is called when a build waits, where none is to."""
    raise AssertionError("there is nothing to wait for")


@pytest.fixture
def replacement(small: SmallProject) -> Iterator[SiteReplacement]:
    """The hold of a build on the folder of a site, where nothing stands yet."""
    target = SiteTarget(small.folder / "site", small.folder, SourcePosition("mkdocs.yml"))
    with ExitStack() as resources:
        held, problems = begin_replacement(target, [], never, resources)
        assert held is not None
        assert problems == []
        yield held


@pytest.fixture
def publication(small: SmallProject, replacement: SiteReplacement) -> Publication:
    """The small project on its way to its address."""
    return Publication(small.project, BASE, {"policysite": "0"}, ICONS, replacement=replacement)


def write_pages(publication: Publication, *left_out: str) -> None:
    """Write what an engine writes: every page with the least around it, and every file."""
    assert publication.replacement is not None
    staging, site = publication.replacement.staging, publication.site
    frame = PageFrame(site, (), publication.base)
    for page in site.pages:
        if page.path not in left_out:
            article = f"<article{frame.search_attributes(page)}>{site.view(page).body}</article>"
            html = f"<!doctype html><html lang=en><title>{page.title}</title>{article}"
            write(staging, {f"{page.path}index.html": html})
    for file in site.files:
        content = file.content
        path = staging / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def test_a_whole_site_is_put_in_place(small: SmallProject, publication: Publication) -> None:
    """With its search index, its checklists for paper and the list of all that it holds."""
    with publication.printing() as print_job:
        write_pages(publication)
        assert publication.publish(print_job) == []
    site = tree(small.folder / "site")
    assert site[PDF].startswith(b"%PDF-")
    assert f"{publication.assets}/pagefind/pagefind-entry.json" in site
    assert {*json.loads(site[MANIFEST_FILE])["files"]} == {*site} - {MANIFEST_FILE}


def test_a_site_that_lacks_a_page_is_not_put_in_place(
    small: SmallProject, publication: Publication
) -> None:
    """The last one stays, and each thing that is wrong is named."""
    write(small.folder / "site", {"index.html": "old"})
    with publication.printing() as print_job:
        write_pages(publication, "roles/head-of-people/")
        found = publication.publish(print_job)
    assert "roles/head-of-people/index.html: the page is not there" in found
    assert tree(small.folder / "site") == {"index.html": b"old"}


def test_a_file_that_appeared_meanwhile_is_not_lost(
    small: SmallProject, publication: Publication
) -> None:
    """What somebody has put into the folder while the site was built keeps it from being replaced."""
    with publication.printing() as print_job:
        write_pages(publication)
        write(small.folder / "site", {"CNAME": "policies.example"})
        found = publication.publish(print_job)
    assert [problem.partition(":")[0] for problem in found] == ["site"]
    assert tree(small.folder / "site") == {"CNAME": b"policies.example"}


def test_only_what_is_built_has_papers(small: SmallProject, publication: Publication) -> None:
    """The preview prints nothing, so its pages lead to no PDF."""
    assert publication.site.exports[PDF] is None
    assert PDF not in site_of(small.project, BASE).exports


def test_the_settings_are_not_published(publication: Publication) -> None:
    """Each source can be read on the site but for the library's settings, which name addresses."""
    sources = {path for path in publication.site.exports if path.startswith("sources/")}
    assert sources == {
        "sources/HR12/2025-11.yml",
        "sources/references.yml",
        "sources/roles.yml",
        "sources/terms.yml",
    }


@pytest.mark.parametrize("offline", ["yes", "no"])
def test_a_copy_is_kept_where_the_library_wants_one(
    offline: str, small: SmallProject, replacement: SiteReplacement
) -> None:
    """A build has one kept unless offline: no says otherwise; the preview never has."""
    small.change("policy/library.yml", "time_zone:", f"offline: {offline}\ntime_zone:")
    assert site_of(small.project, BASE, replacement).build.is_kept_offline == (offline == "yes")
    assert not site_of(small.project, BASE).build.is_kept_offline


def test_a_target_that_cannot_be_used_is_not_held(small: SmallProject) -> None:
    """What would replace the sources is refused before anything is made beside it."""
    target = SiteTarget(small.folder / "policy", small.folder, SourcePosition("mkdocs.yml", 4))
    before = tree(small.folder)
    with ExitStack() as resources:
        held, problems = begin_replacement(target, [small.folder / "policy"], never, resources)
        assert held is None
        assert [(one.code, one.position.line) for one in problems] == [("site-folder-overlap", 4)]
        assert tree(small.folder) == before


def test_a_target_with_files_of_others_is_held_and_told(tmp_path: Path) -> None:
    """Their names go with all other problems, and the hold ends with the resources."""
    write(tmp_path / "site", {"CNAME": "policies.example"})
    target = SiteTarget(tmp_path / "site", tmp_path, SourcePosition("mkdocs.yml"))
    with ExitStack() as resources:
        held, problems = begin_replacement(target, [], never, resources)
        assert held is not None
        assert held.work_folder.is_dir()
        assert [one.code for one in problems] == ["site-folder-occupied"]
    assert tree(tmp_path) == {"site/CNAME": b"policies.example"}
    assert not held.work_folder.exists()
