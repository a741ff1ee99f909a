"""Colours: the figures of WCAG, and accents that can be read in both themes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from policysite.domain.colours import DARK_GROUND, WHITE, Colour

PARTS = some.integers(min_value=0, max_value=255)
COLOURS = some.builds(Colour, PARTS, PARTS, PARTS)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.478),
        ("#767676", "#ffffff", 4.542),
        ("#ff0000", "#ffffff", 3.998),
        ("#0000ff", "#ffffff", 8.592),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    """Ratios agree with those that other tools give for the same colours."""
    assert Colour.parse(one).contrast(Colour.parse(other)) == pytest.approx(ratio, abs=0.001)


@given(COLOURS, COLOURS)
def test_contrast_is_the_same_both_ways(one: Colour, other: Colour) -> None:
    """A ratio lies between 1 and 21, whichever colour is the ground."""
    assert one.contrast(other) == other.contrast(one)
    assert 1 <= one.contrast(other) <= 21


@given(COLOURS)
def test_every_accent_can_be_read_in_the_dark(colour: Colour) -> None:
    """An accent is lightened until it is easily read on the dark ground, and no further than white."""
    lightened = colour.lightened_on(DARK_GROUND)
    assert lightened.contrast(DARK_GROUND) >= 7
    assert lightened.luminance >= colour.luminance
    assert WHITE.luminance >= lightened.luminance


@given(COLOURS)
def test_colours_are_written_as_they_are_read(colour: Colour) -> None:
    """A colour survives being written and read."""
    assert Colour.parse(str(colour)) == colour
