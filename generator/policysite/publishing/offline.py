"""The service worker of a finished site: which of its files readers' devices keep for offline.

Knows a folder of files and the kinds of its pages. What the worker does with them is in worker.js.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from posixpath import join, normpath
from urllib.parse import quote

from ..domain import addresses
from ..domain.model import Figure
from ..outputs.site import Site
from .search import INDEX_FOLDER

WORKER_FILE = "sw.js"
MAX_KEPT_BYTES = 20_000_000
"""How many bytes a device is asked to keep; pages that would go beyond are read online only."""
MAX_SEARCH_INDEX_BYTES = 3_000_000
"""Up to how many bytes the search index is kept, too."""

_DIGITS = 16
"""How much of a digest is written down: enough to know what changed, and half as long to fetch."""
_SHELL = (
    addresses.HOME,
    addresses.DOCUMENTS,
    addresses.ROLES,
    addresses.CHECKLISTS,
    addresses.CLAUSES,
    addresses.REVIEW,
    addresses.SEARCH,
    "404.html",
)
"""The pages that a device keeps first; without them there is no copy. 404.html is for missing pages."""
_NEXT = ("document", "checklist", "role")
"""The kinds of pages that are kept next, the most needed first."""
_NOT_KEPT = ("edition", "about")
"""The kinds of pages that no device keeps.

A page of one edition is superseded, or the document's own page has the same text. The page about the site
names the software that made it, so its bytes, and with them the worker's, would differ by engine.
"""
_SOURCE = Path(__file__).with_name("worker.js")
_USED = re.compile(rb'(?:href|src)="([^"?#:]*\bassets/[^"?#]+)"')
_SUFFIXES = (".css", ".js", ".woff2")


def write_service_worker(folder: Path, site: Site, base: str = "/") -> None:
    """Write the worker that keeps a site into the folder of the finished site.

    base is the path below which the site is served, with a slash at its end. Where no device
    is to keep a copy, the worker that the theme brings stays: it removes what was kept.
    """
    if not site.build.is_kept_offline:
        return
    assets = site.build.assets
    pages = list(_pages(folder, site))
    shell = [*_shared(folder, assets), *(path for path in pages if path in _SHELL)]
    size = sum(_size(folder, path) for path in shell)
    search = _search_index(folder, assets)
    search += [addresses.SEARCH_VOCABULARY] if search else []
    searched = sum(_size(folder, path) for path in search)
    is_search_kept = 0 < searched <= min(MAX_SEARCH_INDEX_BYTES, MAX_KEPT_BYTES - size)
    size += searched if is_search_kept else 0
    rest = []
    for path in pages:
        if path not in _SHELL and size + _size(folder, path) <= MAX_KEPT_BYTES:
            size += _size(folder, path)
            rest.append(path)
    for path in _pictures(site):
        if size + _size(folder, path) <= MAX_KEPT_BYTES:
            size += _size(folder, path)
            rest.append(path)
    rest += search if is_search_kept else []
    kept = {
        "assets": assets,
        "base": base,
        "bytes": size,
        "isSearchKept": is_search_kept,
        "shell": [_with_digest(folder, path) for path in shell],
        "rest": [_with_digest(folder, path) for path in rest],
    }
    source = _SOURCE.read_text(encoding="utf-8")
    version = sha256(f"{source}\0{json.dumps(kept)}".encode()).hexdigest()[:_DIGITS]
    build = json.dumps({"version": version, **kept}, separators=(",", ":"))
    (folder / WORKER_FILE).write_text(f"const BUILD = {build};\n{source}", encoding="utf-8", newline="\n")


def _shared(folder: Path, assets: str) -> list[str]:
    """The files that all pages share: the assets, and what the home page uses of others'."""
    home = (folder / "index.html").read_bytes()
    used = {normpath(path.decode()) for path in _USED.findall(home)}
    own = (file.relative_to(folder).as_posix() for file in (folder / assets).rglob("*"))
    shared = {path for path in own if path.endswith(_SUFFIXES)} - set(_search_index(folder, assets))
    return sorted(path for path in shared | used if (folder / path).is_file())


def _pages(folder: Path, site: Site) -> Iterator[str]:
    """The pages to keep, the most needed first: the site's own by kind, then those written by hand."""
    kinds = {page.path: page.kind for page in site.pages}
    yield from (path for path in _SHELL if _file(folder, path).is_file())
    ranks = {kind: rank for rank, kind in enumerate(_NEXT)}
    others = [path for path, kind in kinds.items() if kind not in _NOT_KEPT and path not in _SHELL]
    yield from sorted(others, key=lambda path: ranks.get(kinds[path], len(ranks)))
    written = (f"{page.parent.relative_to(folder).as_posix()}/" for page in folder.glob("*/index.html"))
    yield from sorted(path for path in written if path not in kinds)


def _pictures(site: Site) -> Iterator[str]:
    """The pictures on pages that are kept. Attachments are read online only: a page is whole without."""
    for document in site.documents:
        for edition in (document.current, *document.translations_of(document.current)):
            figures = {named.file for _, named in edition.named_files if isinstance(named, Figure)}
            for name in sorted(figures & edition.stored_files.keys()):
                yield f"{addresses.stored_file_folder(edition)}{name}"


def _search_index(folder: Path, assets: str) -> list[str]:
    """The files of the search index; none when there is no index."""
    found = sorted(file for file in (folder / assets / INDEX_FOLDER).rglob("*") if file.is_file())
    return [file.relative_to(folder).as_posix() for file in found]


def _file(folder: Path, path: str) -> Path:
    return folder / (join(path, "index.html") if path.endswith("/") or not path else path)


def _size(folder: Path, path: str) -> int:
    return _file(folder, path).stat().st_size


def _with_digest(folder: Path, path: str) -> tuple[str, str]:
    digest = sha256(_file(folder, path).read_bytes()).hexdigest()
    return quote(path), digest[:_DIGITS]
