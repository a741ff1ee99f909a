"""A message as an e-mail with plain text, HTML and a calendar of the dates. Pure."""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from ..escaping import one_line
from .messages import Message

TRANSFER_ENCODING = "quoted-printable"
"""An encoding of texts that every server passes on unchanged."""


def build_mail(message: Message, sender: str, now: datetime, calendar: bytes) -> EmailMessage:
    """Build the e-mail. `now` is its date, with a time zone; an empty calendar is left out.

    The same notices for the same recipients have the same Message-ID, so that duplicates are recognised.
    """
    mail = EmailMessage(policy=SMTP)
    mail["Message-ID"] = f"<{message.message_id}.policysite@{sender.rpartition('@')[2]}>"
    mail["Date"] = format_datetime(now)
    mail["From"] = _address(sender, one_line(message.library.settings.title))
    mail["To"] = [_address(recipient) for recipient in message.batch.recipients]
    mail["Subject"] = message.subject
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(message.text, cte=TRANSFER_ENCODING)
    mail.add_alternative(message.html, subtype="html", cte=TRANSFER_ENCODING)
    # Always multipart/mixed, even without a calendar, so that all mails have the same structure.
    mail.make_mixed()
    if calendar:
        mail.add_attachment(
            calendar,
            maintype="text",
            subtype="calendar",
            params={"method": "PUBLISH", "charset": "utf-8"},
            filename="reviews.ics",
        )
    return mail


def _address(text: str, name: str = "") -> Address:
    user, _, domain = text.rpartition("@")
    return Address(name, user, domain)
