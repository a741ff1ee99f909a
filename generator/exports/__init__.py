"""The register of reviews for other programs: calendars, a feed and JSON.

Pure functions over a register and the address of the site. Knows no clock, file, network or page.
"""

from __future__ import annotations

from .calendar import calendar, calendars
from .feed import feed
from .machine import review

__all__ = ["calendar", "calendars", "feed", "review"]
