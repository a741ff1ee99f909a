"""The scripts, styles and fonts of all pages, in a folder of the site that is named by their digest.

Each page links to the folder with its own version of them, so that no cached file of another version is
used: neither by a browser or a host, nor from the copy of the site on a reader's device.
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
"""How many hexadecimal digits of the digest the name has."""


def assets_path(accent: Colour | None) -> str:
    """The path of the folder below the site's root. It changes with the content of the folder.

    accent is the library's colour, for which the folder has a style. The folder also has Pagefind and its
    index; for these the digest has the version of Pagefind only.
    """
    style = accent_style(accent) if accent else ""
    digest = sha256(f"{version('pagefind')}\0{style}".encode())
    for path, file in _assets().items():
        digest.update(f"\0{path}\0".encode())
        digest.update(sha256(file.read_bytes()).digest())
    return f"assets/policysite-{digest.hexdigest()[:_DIGITS]}"


def add_assets(files: Files, folder: str, config: MkDocsConfig) -> None:
    """Publish the files in this folder of the site."""
    for path, file in _assets().items():
        files.append(File.generated(config, f"{folder}/{path}", abs_src_path=str(file)))


def _assets() -> dict[str, Path]:
    """The files by their paths in the folder, in the same order on every computer."""
    files = (file for file in ASSETS_FOLDER.rglob("*") if file.is_file())
    return {path.relative_to(ASSETS_FOLDER).as_posix(): path for path in sorted(files)}
