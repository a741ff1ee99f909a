"""Colours and whether they can be read: the arithmetic of WCAG 2.2 (luminance, contrast ratio)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

MIN_CONTRAST = 4.5
"""The contrast that text needs against its ground at level AA (WCAG 2.2, success criterion 1.4.3)."""

_HEX = re.compile(r"#[0-9A-Fa-f]{6}")


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour of sRGB; each part from 0 to 255."""

    red: int
    green: int
    blue: int

    def __str__(self) -> str:
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "#1f4e8c". Raises ValueError for anything else."""
        if _HEX.fullmatch(text) is None:
            raise ValueError(f"not a colour: {text!r}")
        return cls(*bytes.fromhex(text[1:]))

    @property
    def luminance(self) -> float:
        """Relative luminance, from 0 for black to 1 for white."""
        red, green, blue = (_linear(part / 255) for part in (self.red, self.green, self.blue))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    def contrast(self, other: Colour) -> float:
        """The contrast ratio with another colour, from 1 to 21."""
        lighter, darker = sorted((self.luminance, other.luminance), reverse=True)
        return (lighter + 0.05) / (darker + 0.05)

    def lightened_on(self, ground: Colour) -> Colour:
        """The same hue, mixed with as much white as it takes to be read on a dark ground."""
        for percent in range(0, 101, 5):
            mixed = Colour(
                *(
                    round(part + (255 - part) * percent / 100)
                    for part in (self.red, self.green, self.blue)
                )
            )
            if mixed.contrast(ground) >= _COMFORTABLE:
                return mixed
        return WHITE


def _linear(part: float) -> float:
    return part / 12.92 if part <= _LINEAR_BELOW else ((part + 0.055) / 1.055) ** 2.4


_LINEAR_BELOW = 0.04045
_COMFORTABLE = 7.0
WHITE = Colour(255, 255, 255)
LIGHT_GROUNDS = (WHITE, Colour(0xF4, 0xF6, 0xF8))
"""What text stands on in the light theme: the page and the tint behind duties."""
DARK_GROUND = Colour(0x18, 0x22, 0x2B)
"""The lightest ground of the dark theme."""
