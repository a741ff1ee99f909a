"""What all tests share: Hypothesis without deadlines, and small projects to try things on."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from tests.small import SmallProject

settings.register_profile("policysite", deadline=None)
settings.load_profile("policysite")


@pytest.fixture
def small(tmp_path: Path) -> SmallProject:
    """A small valid project in a folder of its own."""
    return SmallProject(tmp_path / "project")
