"""The index of a folder's pages: what is searched of each, and the files that a search fetches."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import cbor2

from .pagefind import PagefindError, build_index

INDEX_FOLDER = "pagefind"
"""The folder below the assets of a site: the scripts that ask an index belong to its version."""

_ENTRY = "pagefind-entry.json"
_SCRIPT = "pagefind.js"
_ROOT = re.compile(rb"<html\b[^>]*>")
_SEARCHED = re.compile(rb"<(?P<tag>[a-z]+)\b[^>]* data-pagefind-body\b")
_LEFT_OUT = re.compile(rb"(?<=<)(/?)(?:form|label)\b")
"""Elements in which Pagefind finds nothing. Those of a searched page hold text that is to be found."""
_MARK = b"pagefind_dcd"
"""What the files of an index begin with once they are unpacked."""


def index_site(folder: Path, assets: str) -> list[str]:
    """Index the pages of a folder. Gives what went wrong, a line each; none when the index is there.

    assets is the path of the site's assets below that folder.

    The same pages give the same bytes. Raises OSError where the disk refuses.
    """
    try:
        files = finished_index(build_index(list(_pages(folder))))
    except PagefindError as error:
        return [f"the search index could not be made: {error}"]
    for name, content in files.items():
        file = folder / assets / INDEX_FOLDER / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return []


def _pages(folder: Path) -> Iterator[tuple[str, Callable[[], str]]]:
    """The pages that are searched, in an order that is the same on every disk."""
    for file in sorted(folder.rglob("*.html")):
        if _SEARCHED.search(file.read_bytes()):
            yield file.relative_to(folder).as_posix(), partial(_searched, file)


def _searched(file: Path) -> str:
    """What is searched of a page: Pagefind would take most of its time for the rest."""
    page = file.read_bytes()
    searched = _SEARCHED.search(page)
    assert searched is not None
    root = _ROOT.search(page)
    end = page.rindex(b"</%s>" % searched["tag"]) + len(searched["tag"]) + len("</>")
    text = _LEFT_OUT.sub(rb"\1div", page[searched.start() : end])
    return ((root[0] if root else b"") + text).decode()


def finished_index(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """What the site's own search fetches of an index, with its filters in order.

    Pagefind up to 1.5.2 writes filters, and the values of each, in an order that differs from run to run.
    Its pull request 1124 of August 2026 sorts them; with the release that holds it, nothing has to be
    written anew here. To do so takes 1 ms of processor time with 100 documents and 15 ms with 1,000.

    The user interfaces that Pagefind brings are left out. Each file is read, so a damaged index is
    noticed here, which takes 0.08 and 0.7 s of builds of 9 and 97 s. Raises PagefindError.
    """
    try:
        entry = json.loads(files[_ENTRY])
        if not entry["languages"]:
            raise PagefindError("no page is to be searched")
        kept = {_SCRIPT: files[_SCRIPT]}
        for language in entry["languages"].values():
            wasm = f"wasm.{language['wasm'] or 'unknown'}.pagefind"
            _unpacked(files[wasm])
            language["hash"], its_files = _language(files, language["hash"])
            kept |= {wasm: files[wasm], **its_files}
    except KeyError as error:
        raise PagefindError(f"{error} is missing") from None
    except (ValueError, TypeError, OSError, EOFError, zlib.error) as error:
        raise PagefindError(f"a file of it cannot be read: {error}") from None
    text = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return {**kept, _ENTRY: text.encode()}


def _language(files: Mapping[str, bytes], name: str) -> tuple[str, dict[str, bytes]]:
    """The files of one language, and the new name of its list of contents."""
    contents = cbor2.loads(_unpacked(files[f"pagefind.{name}.pf_meta"]))
    version, pages, chunks, filters, *rest = contents
    language = name.partition("_")[0]
    kept = {}
    for page, _ in pages:
        file = f"fragment/{page}.pf_fragment"
        json.loads(_unpacked(files[file]))
        kept[file] = files[file]
    for *_, chunk in chunks:
        file = f"index/{chunk}.pf_index"
        cbor2.loads(_unpacked(files[file]))
        kept[file] = files[file]
    ordered = []
    for filter_name, chunk in sorted(filters):
        title, values = cbor2.loads(_unpacked(files[f"filter/{chunk}.pf_filter"]))
        new, packed = _packed([title, sorted(values)], language)
        kept[f"filter/{new}.pf_filter"] = packed
        ordered.append([filter_name, new])
    new, packed = _packed([version, pages, chunks, ordered, *rest], language)
    kept[f"pagefind.{new}.pf_meta"] = packed
    return new, kept


def _unpacked(content: bytes) -> bytes:
    """A file of an index without gzip (RFC 1952, which holds a checksum) and the mark."""
    unpacked = gzip.decompress(content)
    if not unpacked.startswith(_MARK):
        raise ValueError("its beginning is not that of Pagefind's files")
    return unpacked[len(_MARK) :]


def _packed(data: Any, language: str) -> tuple[str, bytes]:
    """Data (RFC 8949) as a file of an index, and the name that stands for what it holds."""
    packed = gzip.compress(_MARK + cbor2.dumps(data), mtime=0)
    return f"{language}_{sha256(packed).hexdigest()[:10]}", packed
