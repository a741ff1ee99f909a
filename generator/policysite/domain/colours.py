"""Colours and their contrast, by the formulas of WCAG 2.2 (relative luminance, contrast ratio)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

MIN_CONTRAST = 4.5
"""The least contrast of text with its background at level AA (WCAG 2.2, success criterion 1.4.3)."""

_HEX = re.compile(r"#[0-9A-Fa-f]{6}")


@dataclass(frozen=True, slots=True)
class Colour:
    """An sRGB colour; each channel from 0 to 255."""

    red: int
    green: int
    blue: int

    def __str__(self) -> str:
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a colour such as "#1f4e8c". Raises ValueError for any other form."""
        if _HEX.fullmatch(text) is None:
            raise ValueError(f"not a colour: {text!r}")
        return cls(*bytes.fromhex(text[1:]))

    @property
    def luminance(self) -> float:
        """Relative luminance, from 0 for black to 1 for white."""
        red, green, blue = (_linear(channel / 255) for channel in (self.red, self.green, self.blue))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    def contrast(self, other: Colour) -> float:
        """The contrast ratio with another colour, from 1 to 21."""
        lighter, darker = sorted((self.luminance, other.luminance), reverse=True)
        return (lighter + 0.05) / (darker + 0.05)

    def lightened_on(self, ground: Colour) -> Colour:
        """The colour, mixed with just enough white to reach a contrast of 7 on a dark background."""
        for percent in range(0, 101, 5):
            mixed = Colour(
                *(
                    round(channel + (255 - channel) * percent / 100)
                    for channel in (self.red, self.green, self.blue)
                )
            )
            if mixed.contrast(ground) >= _ENHANCED_CONTRAST:
                return mixed
        return WHITE


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= _LINEAR_BELOW else ((channel + 0.055) / 1.055) ** 2.4


_LINEAR_BELOW = 0.04045
_ENHANCED_CONTRAST = 7.0  # level AAA (WCAG 2.2, success criterion 1.4.6)
WHITE = Colour(255, 255, 255)
LIGHT_GROUNDS = (WHITE, Colour(0xF4, 0xF6, 0xF8))
"""The backgrounds of text in the light theme: the page, and the tint behind duties."""
DARK_GROUND = Colour(0x18, 0x22, 0x2B)
"""The lightest background in the dark theme."""
