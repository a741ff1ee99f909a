"""The words of a message, in plain text and in HTML. Pure.

It says only the facts, what to do next, and why the recipient gets it.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from html import escape
from urllib.parse import urljoin

from ...domain import addresses
from ...domain.library import Library, in_a_row
from ...domain.reviews import format_date
from ...domain.translation import ENGLISH_TAG
from ..escaping import one_line
from .planning import MessageBatch
from .stages import ReviewNotice

MAIL_WIDTH = 72
"""Most characters in a line of plain text."""

REPEAT_NOTE = (
    "A document is told of again when its date comes nearer, and once a month while its review is"
    " overdue or called for. A review that is recorded ends that."
)


@dataclass(frozen=True)
class Message:
    """The words of a batch of notices."""

    batch: MessageBatch
    library: Library
    today: date
    base: str
    """The site's address with a slash at its end; empty if it is unknown."""

    @property
    def notices(self) -> Sequence[ReviewNotice]:
        return self.batch.notices

    @property
    def message_id(self) -> str:
        """32 hexadecimal digits that depend only on the stages and the recipients."""
        names = "\n".join((*sorted(self.batch.recipients), "", *sorted(self.batch.stage_keys)))
        return sha256(names.encode()).hexdigest()[:32]

    @property
    def subject(self) -> str:
        if len(self.notices) == 1:
            return f"{self.notices[0].heading}: {notice_title(self.notices[0])}"
        return f"{len(self.notices)} reviews: {self.state_counts}"

    @property
    def state_counts(self) -> str:
        """The number of documents in each state, as in "2 overdue, 1 due soon"."""
        states = [notice.heading.removeprefix("Review ") for notice in self.notices]
        return ", ".join(f"{states.count(state)} {state}" for state in dict.fromkeys(states))

    @property
    def opening(self) -> str:
        """The library and day that the message is about."""
        return f"{one_line(self.library.settings.title)}, as it stood on {format_date(self.today)}."

    @property
    def reason(self) -> str:
        """The reason why the recipients get the message."""
        owners: set[str] = set()
        contacts: set[str] = set()
        names_nobody = False
        for notice in self.notices:
            status = notice.review_status
            if status.owners:
                owners.update(map(self.library.role_name, status.owners))
            elif status.contacts:
                contacts.update(map(self.library.role_name, status.contacts))
            else:
                names_nobody = True
        documents = [
            *([f"documents owned by {one_line(in_a_row(sorted(owners), 'or'))}"] if owners else []),
            *(
                [f"documents whose contact point is {one_line(in_a_row(sorted(contacts), 'or'))}"]
                if contacts
                else []
            ),
            *(["documents that name neither an owner nor a contact point"] if names_nobody else []),
        ]
        return (
            "You get this because policy/library.yml says that you are told of the reviews of"
            f" {', and of '.join(documents)}."
        )

    def page_url(self, notice: ReviewNotice) -> str:
        """The address of the document's page; empty if the site's is unknown."""
        return (
            urljoin(self.base, addresses.document_path(notice.review_status.reference))
            if self.base
            else ""
        )

    @property
    def text(self) -> str:
        paragraphs = [
            _fill(self.opening),
            *("\n".join(self._paragraph(notice)) for notice in self.notices),
        ]
        return "\n\n".join((*paragraphs, "-" * 8, _fill(self.reason), _fill(REPEAT_NOTE))) + "\n"

    def _paragraph(self, notice: ReviewNotice) -> Iterator[str]:
        yield _fill(notice_title(notice))
        for line in (
            f"{notice.heading}.",
            *notice_facts(notice),
            responsibility_line(notice, self.library),
            next_step(notice),
        ):
            yield _fill(line, indent="  ")
        if self.base:
            yield f"  {self.page_url(notice)}"

    @property
    def html(self) -> str:
        """The message as an HTML page without external resources."""
        documents = "\n".join(self._section(notice) for notice in self.notices)
        return (
            f'<!DOCTYPE html>\n<html lang="{ENGLISH_TAG}">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width">\n'
            '<meta name="color-scheme" content="light dark">\n'
            f"<title>{escape(self.subject)}</title>\n</head>\n"
            '<body style="font: 16px/1.5 system-ui, sans-serif; max-width: 40em; margin: 1.5em auto;'
            ' padding: 0 1em">\n'
            f'<h1 style="font-size: 1.4em; line-height: 1.25">{escape(self.subject)}</h1>\n'
            f"<p>{escape(self.opening)}</p>\n{documents}\n<hr>\n"
            f"<p><small>{escape(self.reason)} {escape(REPEAT_NOTE)}</small></p>\n</body>\n</html>\n"
        )

    def _section(self, notice: ReviewNotice) -> str:
        name = escape(notice_title(notice))
        link = self.page_url(notice)
        heading = f'<a href="{escape(link)}">{name}</a>' if link else name
        lines = "".join(f"<br>\n{escape(fact)}" for fact in notice_facts(notice))
        closing = "<br>\n".join(
            escape(line) for line in (responsibility_line(notice, self.library), next_step(notice))
        )
        return (
            f'<h2 style="font-size: 1.15em; margin-bottom: 0.25em">{heading}</h2>\n'
            f'<p style="margin-top: 0"><strong>{escape(notice.heading)}.</strong>{lines}</p>\n'
            f"<p>{closing}</p>"
        )


def notice_title(notice: ReviewNotice) -> str:
    """The document's reference and title."""
    return one_line(
        f"{notice.review_status.published_reference} {notice.review_status.document.current.title}"
    )


def notice_facts(notice: ReviewNotice) -> tuple[str, ...]:
    """The facts about the review, a sentence each."""
    return (
        notice.review_status.sentence,
        *(
            f"It is called for: {one_line(trigger.description)}"
            for trigger in notice.review_status.triggers
        ),
    )


def notice_owner(notice: ReviewNotice, library: Library) -> str:
    """The names of the roles that own the document; empty if it has none."""
    return one_line(library.role_names(notice.review_status.owners))


def notice_contact(notice: ReviewNotice, library: Library) -> str:
    """The names of the roles that are the document's contact points; empty if it has none."""
    return one_line(library.role_names(notice.review_status.contacts))


def responsibility_line(notice: ReviewNotice, library: Library) -> str:
    """Who owns the document, and who is its contact point."""
    owner, contact = notice_owner(notice, library), notice_contact(notice, library)
    sentence = f"Its owner: {owner}." if owner else "The document names no owner."
    return f"{sentence} Its contact point: {contact}." if contact else sentence


def next_step(notice: ReviewNotice) -> str:
    """What to do next."""
    return f"Review it, and record the review in {notice.review_record_file}."


def _fill(text: str, indent: str = "") -> str:
    return textwrap.fill(
        text,
        MAIL_WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
