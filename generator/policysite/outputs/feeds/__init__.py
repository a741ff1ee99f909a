"""The register of reviews for calendars and feed readers.

Pure functions over a register and the address of the site. Knows no clock, file, network or page.
"""

from __future__ import annotations

from .calendar import calendar, calendars
from .feed import feed

__all__ = ["calendar", "calendars", "feed"]
