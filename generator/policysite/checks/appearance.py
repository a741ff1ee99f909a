"""The site's appearance, as policy/library.yml sets it, is readable."""

from __future__ import annotations

from collections.abc import Iterator
from math import floor

from ..domain.colours import LIGHT_GROUNDS, MIN_CONTRAST
from ..domain.problems import Finding, Rule, SourcePlace
from .check import CheckContext, check_for

ACCENT_CONTRAST = Rule.error("accent-contrast", "The accent colour cannot be read on the site's ground")


@check_for(ACCENT_CONTRAST)
def accent_is_readable(context: CheckContext) -> Iterator[Finding]:
    """Links in the accent colour can be read on every ground of the light theme."""
    accent = context.library.settings.accent
    if accent is None:
        return
    lowest = min(accent.contrast(ground) for ground in LIGHT_GROUNDS)
    if lowest < MIN_CONTRAST:
        contrast = (
            floor(lowest * 10) / 10
        )  # rounded down, so that a contrast too low never looks sufficient
        yield Finding(
            ACCENT_CONTRAST,
            f"text in {accent} has a contrast of {contrast} to its ground; it needs {MIN_CONTRAST}",
            SourcePlace("policy/library.yml", ("accent",)),
            "choose a darker colour, as in #1f4e8c; the dark theme lightens it by itself",
        )
