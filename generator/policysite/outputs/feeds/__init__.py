"""Calendars and the feed of reviews: iCalendar and Atom.

Pure functions of a register and the address of the site. They know no clock, file, network or page.
"""

from __future__ import annotations

from .atom import atom_feed
from .calendar import all_review_calendars, reminder_calendar, review_calendar

__all__ = ["all_review_calendars", "atom_feed", "reminder_calendar", "review_calendar"]
