"""policy/library.yml: what is true of the whole library."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from ..fields import (
    DayCount,
    Email,
    EnvironmentVariable,
    HexColour,
    HostName,
    Id,
    Language,
    Line,
    MonthsPeriod,
    OneOrMore,
    Period,
    PortNumber,
    TimeZone,
    Url,
    validation_error,
)
from .base import MISSING_KEY, SourceFile, SourceRecord, exactly_one
from .facts import LibraryField
from .kinds import KindOfDocument

SETTINGS_FILE = "policy/library.yml"
"""Where a project keeps these settings, relative to its folder."""


class Contact(SourceRecord):
    """Whom a reader asks about the library."""

    name: Line
    """The person, post or team."""
    url: Url | None = None
    """A page with ways to get in touch."""
    email: Email | None = None
    """An address for mail."""


class ReviewLeadTimes(SourceRecord):
    """When reviews are called for."""

    due_soon: MonthsPeriod = Period(6)
    """How long before its due month or day a review counts as due soon."""
    first_notice: MonthsPeriod = Period(12)
    """How long before that month or day its owner is told for the first time."""


class BuildSchedule(SourceRecord):
    """How the site is kept up to date."""

    every: DayCount
    """How often it is rebuilt; past that, its readers are told that it was not."""


class Webhook(SourceRecord):
    """A service that takes messages over HTTP."""

    takes: Literal["json", "slack", "teams"] = "json"
    """What it understands: our own JSON, or the text of Slack or of Teams."""
    url: Url | None = None
    """Its address, where that is no secret."""
    url_from: EnvironmentVariable | None = None
    """The environment variable that holds its address."""

    model_config = ConfigDict(json_schema_extra=exactly_one("url", "url_from"))

    @model_validator(mode="after")
    def _one_address(self) -> Self:
        if (self.url is None) == (self.url_from is None):
            raise validation_error(
                MISSING_KEY,
                "a webhook has either url: or url_from:",
                "write url_from: SLACK_WEBHOOK, and set that variable where reminders are sent",
            )
        return self


class RecipientAddresses(SourceRecord):
    """Where messages reach somebody."""

    email: Annotated[tuple[Email, ...], Field(min_length=1)] | None = None
    """Addresses for mail."""
    webhooks: Annotated[tuple[Webhook, ...], Field(min_length=1)] | None = None
    """Services that pass messages on."""

    @model_validator(mode="after")
    def _reaches_somebody(self) -> Self:
        if not (self.email or self.webhooks):
            raise validation_error(MISSING_KEY, "this reaches nobody", "add email: or webhooks:")
        return self


class MailServer(SourceRecord):
    """The SMTP server that takes the mail. User and password come from the environment only."""

    host: HostName
    """Its name."""
    port: PortNumber | None = None
    """Its port; 587 with starttls and 465 with tls where it is left out."""
    security: Literal["starttls", "tls"] = "starttls"
    """How the connection is made private."""
    sender: Email
    """The address that the mail comes from."""


class ReminderSettings(SourceRecord):
    """Who is told of reviews, and by what way."""

    owners: dict[Id, RecipientAddresses] = Field(default_factory=dict)
    """The addresses of the roles that own documents or are their contact points."""
    otherwise: RecipientAddresses | None = None
    """Who is told of documents whose owner and contact point have no address above."""
    mail: MailServer | None = None
    """The server for mail."""

    @model_validator(mode="after")
    def _can_send(self) -> Self:
        recipients = [*self.owners.values(), *((self.otherwise,) if self.otherwise else ())]
        if any(recipient.email for recipient in recipients) and self.mail is None:
            raise validation_error(
                MISSING_KEY,
                "there are addresses for mail, but no server that takes it",
                "add mail: with host: and sender:",
            )
        return self


SwitchableHint = Literal["duty-unrecorded", "duty-force-differs"]
"""The warnings about what a text seems to say, which may be wrong about it."""


class LibrarySettings(SourceFile):
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
    reviews: ReviewLeadTimes = ReviewLeadTimes()
    """The review windows."""
    builds: BuildSchedule | None = None
    """How the site is kept up to date."""
    reminders: ReminderSettings | None = None
    """Who is told of reviews."""
    fields: Annotated[dict[Id, LibraryField], Field(min_length=1)] | None = None
    """The facts that editions may state below fields:, in the order in which pages show them."""
    kinds: Annotated[dict[Id, KindOfDocument], Field(min_length=1)] | None = None
    """The kinds of documents, in the order in which people look for them, in place of the usual ones."""
    hints_off: OneOrMore[SwitchableHint] | None = None
    """The hints that this library does not want, by their codes."""
    contact: Contact
    """Whom a reader asks about the library."""
    accent: HexColour | None = None
    """The colour of links and marks, as '#1f4e8c'; it must be readable on white."""
    robots: Literal["index", "noindex"] = "index"
    """Whether search engines outside may list the site."""
    offline: Literal["yes", "no"] = "yes"
    """Whether readers' devices keep a copy of the site, so that it can be read without the network."""
    leave_site: Url | None = None
    """With it, every page has a control that leaves at once for this address; Escape does it, too."""
