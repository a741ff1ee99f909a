"""policy/library.yml: what is true of the whole library."""

from __future__ import annotations

from typing import Literal

from ..fields import Accent, Email, Language, Line, Link, Months, Period, TimeZone
from .record import File, Record


class Contact(Record):
    """Whom a reader asks about the library."""

    name: Line
    """The person, post or team."""
    url: Link | None = None
    """A page with ways to get in touch."""
    email: Email | None = None
    """An address for mail."""


class ReviewWindows(Record):
    """When reviews are called for."""

    due_soon: Months = Period(6)
    """How long before its due month or day a review counts as due soon."""


class Settings(File):
    """policy/library.yml: what is true of the whole library."""

    organisation: Line
    """Whose policies these are."""
    title: Line
    """The name of the site."""
    description: Line
    """What the site is for, in a sentence or two."""
    language: Language = "en-GB"
    """The language of the texts (BCP 47)."""
    time_zone: TimeZone = "UTC"
    """The zone whose calendar says what day it is (IANA name)."""
    reviews: ReviewWindows = ReviewWindows()
    """The review windows."""
    contact: Contact
    """Whom a reader asks about the library."""
    accent: Accent | None = None
    """The colour of links and marks, as "#1f4e8c"; it must be readable on white."""
    robots: Literal["index", "noindex"] = "index"
    """Whether search engines outside may list the site."""
    leave_site: Link | None = None
    """With it, every page has a control that leaves at once for this address; Escape does it, too."""
