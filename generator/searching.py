"""The search index of a finished site: made by Pagefind from its pages, into the folder pagefind/.

Knows Pagefind and a folder of HTML, and nothing of what the pages say.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

BUNDLE = "pagefind"

_UNUSED = (
    "pagefind-component-ui.*",
    "pagefind-highlight.js",
    "pagefind-modular-ui.*",
    "pagefind-ui.*",
    "pagefind-worker.js",
)
"""Pagefind's own user interfaces, and its worker: the site has a search box of its own."""


def index(folder: Path) -> list[str]:
    """Index the pages of a folder. Gives what went wrong, a line each; none when the index is there."""
    command = [sys.executable, "-m", "pagefind", "--silent", "--site", str(folder)]
    done = subprocess.run(  # noqa: S603  # our own interpreter and a path
        command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    bundle = folder / BUNDLE
    entry = bundle / "pagefind-entry.json"
    if done.returncode or not entry.is_file():
        said = " ".join((done.stderr or done.stdout).split())
        return [f"the search index could not be made: {said or f'Pagefind ended with {done.returncode}'}"]
    _remove_unused(bundle, entry)
    return []


def _remove_unused(bundle: Path, entry: Path) -> None:
    languages = json.loads(entry.read_text(encoding="utf-8"))["languages"].values()
    needed = {f"wasm.{language['wasm'] or 'unknown'}.pagefind" for language in languages}
    for pattern in _UNUSED:
        for file in bundle.glob(pattern):
            file.unlink()
    for file in bundle.glob("wasm.*.pagefind"):
        if file.name not in needed:
            file.unlink()
