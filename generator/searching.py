"""The search index of a finished site: made by Pagefind from its pages, into the folder pagefind/.

Knows Pagefind and a folder of HTML, and nothing of what the pages say.
"""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

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
_MARK = b"pagefind_dcd"
"""What the files of an index begin with once they are unpacked; the rest is CBOR (RFC 8949)."""


def index(folder: Path) -> list[str]:
    """Index the pages of a folder. Gives what went wrong, a line each; none when the index is there.

    The same pages give the same bytes.
    """
    bundle = folder.absolute() / BUNDLE
    entry = bundle / "pagefind-entry.json"
    aside = folder / ".searched"
    try:
        _gather(folder, aside)
        command = [sys.executable, "-m", "pagefind", "--silent", "--site", str(aside)]
        done = subprocess.run(  # noqa: S603  # our own interpreter and our own folders
            [*command, "--output-path", str(bundle)],
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    finally:
        shutil.rmtree(aside, ignore_errors=True)
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
            part.write_bytes((root[0] if root else b"") + page[searched.start() : end])


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
    return _read(gzip.decompress(file.read_bytes()), len(_MARK))[0]


def _packed(data: Any) -> bytes:
    return gzip.compress(_MARK + _written(data), mtime=0)


_NUMBER, _TEXT, _LIST = 0, 3, 4
"""The major types of CBOR that the lists of an index are made of."""
_IN_ONE_BYTE = 24


def _read(data: bytes, at: int) -> tuple[Any, int]:
    """An item of CBOR, and where the next one begins."""
    kind, number = data[at] >> 5, data[at] & 31
    at += 1
    if number >= _IN_ONE_BYTE:
        size = 1 << (number - _IN_ONE_BYTE)
        number, at = int.from_bytes(data[at : at + size], "big"), at + size
    if kind == _NUMBER:
        return number, at
    if kind == _TEXT:
        return data[at : at + number].decode(), at + number
    if kind != _LIST:
        raise ValueError(f"Pagefind's index holds CBOR of the unexpected type {kind}")
    items = []
    for _ in range(number):
        item, at = _read(data, at)
        items.append(item)
    return items, at


def _written(item: Any) -> bytes:
    if isinstance(item, int):
        return _head(_NUMBER, item)
    if isinstance(item, str):
        text = item.encode()
        return _head(_TEXT, len(text)) + text
    return _head(_LIST, len(item)) + b"".join(map(_written, item))


def _head(kind: int, number: int) -> bytes:
    if number < _IN_ONE_BYTE:
        return bytes([kind << 5 | number])
    power = next(power for power in range(4) if number < 1 << (8 << power))
    return bytes([kind << 5 | _IN_ONE_BYTE + power]) + number.to_bytes(1 << power, "big")
