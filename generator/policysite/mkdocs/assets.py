"""The scripts, styles and fonts of every page, in a folder of the site that is named by their digest.

A page names that folder, so it never meets scripts of another version, whoever keeps them: a browser, a
host, or the copy of the site on a reader's device.
"""

from __future__ import annotations

from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from ..domain.colours import Colour
from ..outputs.site import accent_style

ASSETS_FOLDER = Path(__file__).with_name("assets")

_DIGITS = 16
"""How much of the digest, in hexadecimal, is written down."""


def assets_path(accent: Colour | None) -> str:
    """The path of the folder below the site. It changes with every byte of what is in it.

    accent is the colour of a library, which has a style of its own there. The search has its program and
    its index there, too: the version of Pagefind stands for both.
    """
    style = accent_style(accent) if accent else ""
    digest = sha256(f"{version('pagefind')}\0{style}".encode())
    for path, file in _assets().items():
        digest.update(f"\0{path}\0".encode())
        digest.update(sha256(file.read_bytes()).digest())
    return f"assets/policysite-{digest.hexdigest()[:_DIGITS]}"


def add_assets(files: Files, folder: str, config: MkDocsConfig) -> None:
    """Publish what belongs to every page in this folder of the site."""
    for path, file in _assets().items():
        files.append(File.generated(config, f"{folder}/{path}", abs_src_path=str(file)))


def _assets() -> dict[str, Path]:
    """Every file by its path in the folder, in the same order on every disk."""
    found = (file for file in ASSETS_FOLDER.rglob("*") if file.is_file())
    return {path.relative_to(ASSETS_FOLDER).as_posix(): path for path in sorted(found)}
