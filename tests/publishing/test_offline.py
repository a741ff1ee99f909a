"""What a device keeps of a site: the list of it, in the same bytes for the same site."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from policysite.domain.problems import SourcePosition
from policysite.outputs.site import Site
from policysite.publishing import SiteReplacement, SiteTarget, offline
from tests.sites import build, site_of, tree
from tests.small import SmallProject

ASSETS = "assets/policysite"
SHARED = (f"{ASSETS}/js/main.js", f"{ASSETS}/policysite.css")
USED = '<link href="assets/theme.1.css"><link href="https://x.example/assets/a.css">'


def kept_site(small: SmallProject) -> Site:
    """The pages of a project's build, for devices to keep."""
    target = SiteTarget(small.folder / "site", small.folder, SourcePosition("mkdocs.yml"))
    return site_of(small.project, replacement=SiteReplacement(target, small.folder / "work"))


@pytest.fixture
def site(small: SmallProject) -> Site:
    """The pages of the small project, for devices to keep."""
    return kept_site(small)


@pytest.fixture
def folder(site: Site, tmp_path: Path) -> Path:
    """A finished site with these pages, and files of all kinds beside them."""
    made = tmp_path / "site"
    for page in site.pages:
        write(made, f"{page.path}index.html", USED if not page.path else page.title)
    for path in (
        *SHARED,
        "404.html",
        "sw.js",
        "assets/theme.1.css",
        "assets/unused.js",
        f"{ASSETS}/js/main.js.map",
        "privacy/index.html",
        "problems/broken-link/index.html",
        "documents/HR12/review.ics",
        "documents/HR12/HR12.pdf",
        "sources/HR12/2025-11.yml",
        "feed.xml",
        "review.json",
        "search/words.json",
        f"{ASSETS}/pagefind/pagefind.js",
        f"{ASSETS}/pagefind/pagefind-entry.json",
        f"{ASSETS}/pagefind/fragment/en_1.pf_fragment",
    ):
        write(made, path, path)
    return made


def write(folder: Path, path: str, text: str) -> None:
    """Write a file below a folder."""
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def told(folder: Path) -> dict[str, Any]:
    """What the worker of a site was told by its build."""
    first = (folder / "sw.js").read_text("utf-8").partition("\n")[0]
    found: dict[str, Any] = json.loads(first.removeprefix("const BUILD = ").removesuffix(";"))
    return found


def kept(folder: Path, part: str) -> list[str]:
    """The paths in a part of the list."""
    return [path for path, _ in told(folder)[part]]


def test_the_shell_comes_first(folder: Path, site: Site) -> None:
    """First come the files that all pages share, and the pages from which all others are reached."""
    offline.write_service_worker(folder, site)
    pages = ["", "documents/", "roles/", "checklists/", "clauses/", "review/", "search/"]
    assert kept(folder, "shell") == [*sorted([*SHARED, "assets/theme.1.css"]), *pages, "404.html"]


def test_current_pages_follow(folder: Path, site: Site) -> None:
    """Then come current documents, checklists, roles, all other pages, and the search index last."""
    offline.write_service_worker(folder, site)
    rest = kept(folder, "rest")
    assert rest[0] == "documents/HR12/"
    firsts = ("documents/", "checklists/", "roles/", "references/", "glossary/", "privacy/")
    places = [next(place for place, path in enumerate(rest) if path.startswith(one)) for one in firsts]
    assert places == sorted(places)
    assert rest[-5:] == [
        "privacy/",
        f"{ASSETS}/pagefind/fragment/en_1.pf_fragment",
        f"{ASSETS}/pagefind/pagefind-entry.json",
        f"{ASSETS}/pagefind/pagefind.js",
        "search/words.json",
    ]
    pages = {page.path for page in site.pages if page.kind not in {"edition", "about"}}
    assert {path for path in rest + kept(folder, "shell") if not path or path.endswith("/")} == pages | {
        "privacy/"
    }
    assert told(folder)["isSearchKept"] is True


def test_digests_are_of_the_files(folder: Path, site: Site) -> None:
    """Each entry bears the beginning of the digest of its file, and the sizes add up."""
    offline.write_service_worker(folder, site, "/policies/")
    found = told(folder)
    files = {path: folder / (path or ".") for path, _ in found["shell"] + found["rest"]}
    files = {path: file / "index.html" if file.is_dir() else file for path, file in files.items()}
    for path, digest in found["shell"] + found["rest"]:
        assert sha256(files[path].read_bytes()).hexdigest().startswith(digest)
        assert len(digest) == 16
    assert found["bytes"] == sum(file.stat().st_size for file in files.values())
    assert (found["assets"], found["base"]) == (ASSETS, "/policies/")


def test_the_same_site_has_the_same_worker(folder: Path, site: Site) -> None:
    """Written twice, the worker is the same byte for byte."""
    offline.write_service_worker(folder, site)
    first = (folder / "sw.js").read_bytes()
    offline.write_service_worker(folder, site)
    assert (folder / "sw.js").read_bytes() == first


def test_any_byte_changes_the_version(folder: Path, site: Site) -> None:
    """The version is another as soon as any kept file is, and the same when only others change."""
    offline.write_service_worker(folder, site)
    versions = {told(folder)["version"]}
    paths = kept(folder, "shell") + kept(folder, "rest")
    for count, path in enumerate(paths, start=2):
        file = folder / path if path and not path.endswith("/") else folder / path / "index.html"
        file.write_bytes(file.read_bytes() + b" ")
        offline.write_service_worker(folder, site)
        versions.add(told(folder)["version"])
        assert len(versions) == count
    write(folder, "documents/HR12/HR12.pdf", "another")
    write(folder, "documents/HR12/2025-11/index.html", "another")
    offline.write_service_worker(folder, site)
    assert told(folder)["version"] in versions


@pytest.mark.parametrize("other", [{"base": "/policies/"}, {"source": "// another"}])
def test_the_worker_itself_has_a_version(
    folder: Path, site: Site, other: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker with another text or place never uses the cache of the one before it."""
    offline.write_service_worker(folder, site)
    before = told(folder)["version"]
    if "source" in other:
        write(tmp_path, "worker.js", other["source"])
        monkeypatch.setattr(offline, "_SOURCE", tmp_path / "worker.js")
    offline.write_service_worker(folder, site, other.get("base", "/"))
    assert told(folder)["version"] != before


def test_no_more_than_is_decent(folder: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages that would go beyond the bound are left out; smaller ones after them still fit."""
    offline.write_service_worker(folder, site)
    whole = told(folder)["bytes"]
    write(folder, "roles/line-manager/index.html", "x" * 1000)
    monkeypatch.setattr(offline, "MAX_KEPT_BYTES", whole + 10)
    offline.write_service_worker(folder, site)
    assert "roles/line-manager/" not in kept(folder, "rest")
    assert "roles/head-of-people/" in kept(folder, "rest")
    assert told(folder)["bytes"] <= whole + 10
    monkeypatch.setattr(offline, "MAX_KEPT_BYTES", 0)
    offline.write_service_worker(folder, site)
    assert kept(folder, "rest") == []
    assert "documents/" in kept(folder, "shell")


def test_a_large_index_is_left_out(folder: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A search index that is too large is not kept, and the worker knows."""
    monkeypatch.setattr(offline, "MAX_SEARCH_INDEX_BYTES", 10)
    offline.write_service_worker(folder, site)
    assert told(folder)["isSearchKept"] is False
    assert not [
        path for path in kept(folder, "rest") if "/pagefind/" in path or path.startswith("search/")
    ]
    assert "clauses/" in kept(folder, "shell")


def test_of_a_preview_the_worker_that_leaves_stays(folder: Path, small: SmallProject) -> None:
    """Where nothing is to be kept, what stands at the worker's address is not touched."""
    offline.write_service_worker(folder, site_of(small.project))
    assert (folder / "sw.js").read_text("utf-8") == "sw.js"


def test_turned_off_no_page_has_a_copy_kept(small: SmallProject) -> None:
    """With offline: no the pages of a build tell browsers of no copy; without the key they do."""
    assert kept_site(small).browser_data["offline"] is True
    settings = small.read("policy/library.yml")
    small.write("policy/library.yml", f"{settings}offline: no\n")
    assert "offline" not in kept_site(small).browser_data


def test_a_build_writes_it(small: SmallProject) -> None:
    """A built site has a worker that keeps the site of its build, the same in every build."""
    assert build(small.folder).returncode == 0
    first = tree(small.folder / "site")
    assert build(small.folder).returncode == 0
    assert tree(small.folder / "site") == first
    found = told(small.folder / "site")
    for path, digest in found["shell"] + found["rest"]:
        file = path if path and not path.endswith("/") else f"{path}index.html"
        assert sha256(first[file]).hexdigest().startswith(digest)
        if file.endswith(".html"):
            assert b"&#34;offline&#34;: true" in first[file]
            assert f"/{found['assets']}/js/main.js".encode() in first[file]


def test_turned_off_the_worker_takes_leave(small: SmallProject) -> None:
    """With offline: no a build has a worker that removes what was kept, and itself."""
    settings = small.read("policy/library.yml")
    small.write("policy/library.yml", f"{settings}offline: no\n")
    assert build(small.folder).returncode == 0
    worker = small.read("site/sw.js")
    assert "unregister" in worker
    assert "BUILD" not in worker
    assert b"offline&#34;" not in (small.folder / "site/index.html").read_bytes()
