"""Putting a finished site in place: built aside, verified, and exchanged for the last one whole.

A build that fails or is killed leaves the last good site as it was, and never touches anything else.
"""

from .contents import (
    MARK,
    digest,
    incomplete,
    write_mark,
)
from .pages import faults, read_pages, unresolved
from .replacement import Replacement, replacing, restore
from .target import Target, position_of

__all__ = [
    "MARK",
    "Replacement",
    "Target",
    "digest",
    "faults",
    "incomplete",
    "position_of",
    "read_pages",
    "replacing",
    "restore",
    "unresolved",
    "write_mark",
]
