"""api/v1/index.json: whose library this is, how much it holds, and which other files there are."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .base import ApiFile, JsonObject, Location
from .names import Format
from .values import BuildInstant, CalendarDay, Count, SchemaPath, SitePath, SiteUrl, WebAddress, Words


class LibraryContact(JsonObject):
    """Whom a reader asks about the library."""

    name: Words
    """Who that is."""
    email: Words | None
    """Their e-mail address; null where there is none."""
    url: WebAddress | None
    """Their page; null where there is none."""


class LibraryCounts(JsonObject):
    """How much the library holds."""

    documents: Count
    """Documents that are in force."""
    withdrawn: Count
    """Documents that are withdrawn."""
    editions: Count
    """Editions of all documents, the superseded ones too."""
    clauses: Count
    """Clauses of the current editions of documents in force."""
    duties: Count
    """Duties in force."""
    missing: Count
    """Parts that the published copies of documents in force do not hold."""
    roles: Count
    """Roles."""
    checklists: Count
    """Checklists."""


class IndexedFile(JsonObject):
    """A file of which there is one."""

    name: Words
    """Its name."""
    path: SitePath
    url: SiteUrl
    schema_path: Annotated[Words, Field(alias="schema")]
    """Its JSON Schema, relative to this index."""
    holds: Words
    """What it holds."""


class OtherFiles(JsonObject):
    """What else programs can read."""

    review: Location
    """How every document stands with its review, as JSON."""
    feed: Location
    """What is new, as an Atom feed."""
    calendar: Location
    """When reviews are due, as a calendar."""


class IndexFile(ApiFile):
    """What a library publishes as data.

    api/v1/index.json of a site.
    """

    format: Literal[Format.INDEX] = Format.INDEX
    schema_path: SchemaPath = "schemas/index.schema.json"
    organisation: Words
    """Whose documents these are."""
    title: Words
    """The name of the site."""
    description: Words
    """What the site is for."""
    language: Words
    """The language of the texts (BCP 47)."""
    time_zone: Words
    """The zone whose calendar says what day it is (IANA name)."""
    contact: LibraryContact
    """Whom a reader asks about the library."""
    path: SitePath
    url: SiteUrl
    as_at: CalendarDay
    """The day for which the states of reviews hold."""
    built: BuildInstant
    """The instant at which the site was made, with the offset of time_zone."""
    counts: LibraryCounts
    """How much the library holds."""
    files: tuple[IndexedFile, ...]
    """The files beside this one that there is one of."""
    beside: OtherFiles
    """What else programs can read."""
