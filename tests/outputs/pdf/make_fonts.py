# /// script
# requires-python = ">=3.11"
# dependencies = ["fonttools==4.68.0", "brotli==1.2.1"]
# ///
"""Make the fonts of outputs/pdf/fonts from those of the theme; needs fonttools and brotli.

Run it in an environment of its own, as in: uv run --script tests/outputs/pdf/make_fonts.py
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ROOT = Path(__file__).parents[3]
WEB = ROOT / "generator/policysite/mkdocs/assets/fonts"
PAPER = ROOT / "generator/policysite/outputs/pdf/fonts"

FAMILY = "Atkinson Hyperlegible Next"
PARTS = ("latin", "latin-ext")
"""The web font comes in parts by script, which do not overlap; on paper they are one font."""

WEIGHTS = {"Regular": 400, "Bold": 700}
NAMES_KEPT = (0, 3, 5, 13, 14)
"""Copyright, identifier, version, licence and where to read it."""


def part(name: str, weight: int, folder: Path) -> Path:
    """Write one part of the web font in one weight as TrueType, and say where."""
    font = TTFont(WEB / f"atkinson-hyperlegible-next-{name}-wght-normal.woff2", recalcTimestamp=False)
    instantiateVariableFont(font, {"wght": weight}, inplace=True)
    font.flavor = None
    path = folder / f"{name}-{weight}.ttf"
    font.save(path)
    return path


def named(font: TTFont, style: str) -> None:
    """Give a font its family and style, and keep what says whose it is."""
    names = font["name"]
    names.names = [one for one in names.names if one.nameID in NAMES_KEPT]
    own = {1: FAMILY, 2: style, 4: f"{FAMILY} {style}", 6: f"AtkinsonHyperlegibleNext-{style}"}
    for number, text in own.items():
        names.setName(text, number, 3, 1, 0x409)
    is_bold = style == "Bold"
    font["OS/2"].usWeightClass = WEIGHTS[style]
    font["OS/2"].fsSelection = 0x20 if is_bold else 0x40
    font["head"].macStyle = int(is_bold)


def merged(style: str, folder: Path) -> TTFont:
    """Join the parts in one weight. The same web fonts give the same bytes."""
    paths = [str(part(name, WEIGHTS[style], folder)) for name in PARTS]
    font = Merger().merge(paths)
    first = TTFont(paths[0], recalcTimestamp=False)
    font["head"].created, font["head"].modified = first["head"].created, first["head"].modified
    font.recalcTimestamp = False
    options = Options(
        layout_features=["kern", "mark", "mkmk", "ccmp", "locl"],
        hinting=False,
        glyph_names=False,
        notdef_outline=True,
        name_IDs=["*"],
        recalc_timestamp=False,
    )
    thin = Subsetter(options)
    thin.populate(unicodes=font.getBestCmap())
    thin.subset(font)
    named(font, style)
    return font


def main(folder: Path) -> None:
    """Write every weight, with temporary files in a folder."""
    for style in WEIGHTS:
        path = PAPER / f"AtkinsonHyperlegibleNext-{style}.ttf"
        merged(style, folder).save(path)
        sys.stdout.write(f"{path.name}: {path.stat().st_size} bytes\n")


if __name__ == "__main__":
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as made:
        main(Path(made))
