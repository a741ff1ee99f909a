"""The style that gives every page the accent colour of its library."""

from __future__ import annotations

from ...domain.colours import DARK_GROUND, Colour


def accent_style(accent: Colour) -> str:
    """CSS that sets the colour of links and marks, lightened where the reader prefers a dark page."""
    return (
        f":root {{ --accent: {accent}; }}\n"
        "@media (prefers-color-scheme: dark) { "
        f":root {{ --accent: {accent.lightened_on(DARK_GROUND)}; }} }}\n"
    )
