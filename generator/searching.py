"""The search index of a finished site: made by Pagefind from its pages, into the folder pagefind/.

Knows Pagefind and a folder of HTML, and nothing of what the pages say.
"""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import cbor2

BUNDLE = "pagefind"

_UNUSED = (
    "pagefind-component-ui.*",
    "pagefind-highlight.js",
    "pagefind-modular-ui.*",
    "pagefind-ui.*",
    "pagefind-worker.js",
)
"""Pagefind's own user interfaces, and its worker: the site has a search box of its own."""

_ROOT = re.compile(rb"<html\b[^>]*>")
_SEARCHED = re.compile(rb"<(?P<tag>[a-z]+)\b[^>]* data-pagefind-body\b")
_LEFT_OUT = re.compile(rb"(?<=<)(/?)(?:form|label)\b")
"""Elements in which Pagefind finds nothing. Those of a searched page hold text that is to be found."""
_MARK = b"pagefind_dcd"
"""What the files of an index begin with once they are unpacked; the rest is CBOR (RFC 8949)."""


def index(folder: Path) -> list[str]:
    """Index the pages of a folder. Gives what went wrong, a line each; none when the index is there.

    The same pages give the same bytes.
    """
    bundle = folder.absolute() / BUNDLE
    entry = bundle / "pagefind-entry.json"
    with TemporaryDirectory(prefix="policysite-") as temporary:
        aside = Path(temporary) / "searched"
        _gather(folder, aside)
        command = [sys.executable, "-m", "pagefind", "--silent", "--site", str(aside)]
        done = subprocess.run(  # noqa: S603  # our own interpreter and our own folders
            [*command, "--output-path", str(bundle)],
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    if done.returncode or not entry.is_file():
        said = " ".join((done.stderr or done.stdout).split())
        return [f"the search index could not be made: {said or f'Pagefind ended with {done.returncode}'}"]
    found = json.loads(entry.read_text(encoding="utf-8"))
    for language in found["languages"].values():
        language["hash"] = _in_order(bundle, language["hash"])
    text = json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    entry.write_text(text, encoding="utf-8")
    _remove_unused(bundle, {language["wasm"] or "unknown" for language in found["languages"].values()})
    return []


def _gather(folder: Path, aside: Path) -> None:
    """Put aside what is searched of each page: Pagefind would take most of its time for the rest."""
    files = list(folder.rglob("*.html"))
    aside.mkdir(parents=True)
    for file in files:
        page = file.read_bytes()
        searched = _SEARCHED.search(page)
        if searched:
            root = _ROOT.search(page)
            end = page.rindex(b"</%s>" % searched["tag"]) + len(searched["tag"]) + len("</>")
            part = aside / file.relative_to(folder)
            part.parent.mkdir(parents=True, exist_ok=True)
            text = _LEFT_OUT.sub(rb"\1div", page[searched.start() : end])
            part.write_bytes((root[0] if root else b"") + text)


def _remove_unused(bundle: Path, languages: set[str]) -> None:
    needed = {f"wasm.{language}.pagefind" for language in languages}
    for pattern in _UNUSED:
        for file in bundle.glob(pattern):
            file.unlink()
    for file in bundle.glob("wasm.*.pagefind"):
        if file.name not in needed:
            file.unlink()


def _in_order(bundle: Path, name: str) -> str:
    """Put the filters of a language's index in order, and give the new name of its list of contents.

    Pagefind 1.5 writes filters, and the values of each, in an order that differs from run to run.
    """
    contents = bundle / f"pagefind.{name}.pf_meta"
    version, pages, chunks, filters, *rest = _unpacked(contents)
    language = name.partition("_")[0]
    ordered = []
    for filter_name, chunk in sorted(filters):
        file = bundle / "filter" / f"{chunk}.pf_filter"
        title, values = _unpacked(file)
        file.unlink()
        packed = _packed([title, sorted(values)])
        new = f"{language}_{sha256(packed).hexdigest()[:10]}"
        file.with_name(f"{new}.pf_filter").write_bytes(packed)
        ordered.append([filter_name, new])
    contents.unlink()
    packed = _packed([version, pages, chunks, ordered, *rest])
    new = f"{language}_{sha256(packed).hexdigest()[:10]}"
    contents.with_name(f"pagefind.{new}.pf_meta").write_bytes(packed)
    return new


def _unpacked(file: Path) -> Any:
    return cbor2.loads(gzip.decompress(file.read_bytes())[len(_MARK) :])


def _packed(data: Any) -> bytes:
    return gzip.compress(_MARK + cbor2.dumps(data), mtime=0)
