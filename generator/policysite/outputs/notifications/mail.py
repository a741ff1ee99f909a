"""A message as mail: plain text and HTML side by side, and the dates as a calendar. Pure."""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from ..escaping import one_line
from .messages import Message

TRANSFER_ENCODING = "quoted-printable"
"""A form of text that every server passes on unchanged."""


def build_mail(message: Message, sender: str, now: datetime, calendar: bytes) -> EmailMessage:
    """Write the mail. now is its date and knows its zone; an empty calendar is left out.

    The same news to the same recipients has the same Message-ID, so that a mail which a server took
    twice can be recognised.
    """
    written = EmailMessage(policy=SMTP)
    written["Message-ID"] = f"<{message.message_id}.policysite@{sender.rpartition('@')[2]}>"
    written["Date"] = format_datetime(now)
    written["From"] = _address(sender, one_line(message.library.settings.title))
    written["To"] = [_address(one) for one in message.batch.recipients]
    written["Subject"] = message.subject
    written["Auto-Submitted"] = "auto-generated"
    written["X-Auto-Response-Suppress"] = "All"
    written.set_content(message.text, cte=TRANSFER_ENCODING)
    written.add_alternative(message.html, subtype="html", cte=TRANSFER_ENCODING)
    # The outer part is multipart/mixed also without a calendar: one shape for all.
    written.make_mixed()
    if calendar:
        written.add_attachment(
            calendar,
            maintype="text",
            subtype="calendar",
            params={"method": "PUBLISH", "charset": "utf-8"},
            filename="reviews.ics",
        )
    return written


def _address(text: str, name: str = "") -> Address:
    user, _, domain = text.rpartition("@")
    return Address(name, user, domain)
