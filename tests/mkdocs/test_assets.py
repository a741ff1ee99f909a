"""The folder of scripts, styles and fonts: another name for other bytes, and every page names it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from policysite.domain.colours import Colour
from policysite.mkdocs import assets
from policysite.mkdocs.assets import assets_path
from tests.sites import write


def test_any_byte_changes_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name changes with any byte and any file name, and comes back with what it stands for."""
    monkeypatch.setattr(assets, "ASSETS_FOLDER", tmp_path)
    write(tmp_path, {"js/a.js": "a", "b.css": "b"})
    paths = [assets_path(None), assets_path(None)]
    write(tmp_path, {"b.css": "c"})
    paths.append(assets_path(None))
    (tmp_path / "b.css").rename(tmp_path / "c.css")
    paths.append(assets_path(None))
    (tmp_path / "c.css").unlink()
    write(tmp_path, {"b.css": "b"})
    paths.append(assets_path(None))
    assert [paths.index(path) for path in paths] == [0, 0, 2, 3, 0]
    assert all(re.fullmatch("assets/policysite-[0-9a-f]{16}", path) for path in paths)


def test_what_else_is_there_changes_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """The colour of a library has a style there, and Pagefind its search program."""
    path = assets_path(None)
    assert len({path, assets_path(Colour(31, 78, 140)), assets_path(Colour(31, 78, 141))}) == 3
    monkeypatch.setattr(assets, "version", lambda _: "9.9.9")
    assert assets_path(None) != path


def test_every_page_names_it(built_site: Path) -> None:
    """Every page has its scripts and styles from one folder, and nothing of these stands elsewhere."""
    (folder,) = built_site.glob("assets/policysite-*")
    named = f"assets/{folder.name}/"
    for page in built_site.rglob("*.html"):
        text = page.read_text("utf-8")
        used = re.findall(r'(?:src|href)="(?:\.{0,2}/)*(assets/[^"]+\.(?:js|css|woff2))"', text)
        assert f"{named}js/main.js" in used
        assert {path for path in used if not path.startswith(named)} == {
            path for path in used if path.startswith("assets/stylesheets/")
        }
    assert {path.name for path in folder.glob("*")} >= {"js", "fonts", "pagefind", "policysite.css"}
    assert list(built_site.rglob("main.js")) == [folder / "js/main.js"]
