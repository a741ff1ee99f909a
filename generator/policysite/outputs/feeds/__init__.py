"""The register of reviews for calendars and feed readers.

Pure functions over a register and the address of the site. Knows no clock, file, network or page.
"""

from __future__ import annotations

from .atom import atom_feed
from .calendar import all_review_calendars, reminder_calendar, review_calendar

__all__ = ["all_review_calendars", "atom_feed", "reminder_calendar", "review_calendar"]
