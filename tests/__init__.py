"""The tests of policysite; they mirror the package."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
"""The project's own folder."""
VECTOR_FILES = ROOT / "tests" / "vectors"
"""Examples that every implementation of a rule has to pass."""
LIBRARY = ROOT / "tests/library"
"""A whole library that is frozen; its README says what it has."""
