"""What a message says, in plain text and in HTML. Pure.

States only what was measured, what to do next, and why somebody gets it.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from html import escape
from urllib.parse import urljoin

from ...domain import addresses
from ...domain.library import Library
from ...domain.reviews import in_words
from ..escaping import one_line
from .planning import Parcel
from .stages import Notice

WIDTH = 72
"""The characters of a line of plain text."""

AGAIN = (
    "A document is told of again when its date comes nearer, and once a month while its review is"
    " overdue or called for. A review that is recorded ends that."
)


@dataclass(frozen=True)
class Message:
    """One message: a parcel in words."""

    parcel: Parcel
    library: Library
    today: date
    base: str
    """The site's address with a slash at the end; empty where nobody knows it."""

    @property
    def notices(self) -> Sequence[Notice]:
        return self.parcel.notices

    @property
    def identity(self) -> str:
        """The same 32 hexadecimal digits for the same news to the same recipients, and no others."""
        parts = "\n".join((*sorted(self.parcel.recipients), "", *sorted(self.parcel.keys)))
        return sha256(parts.encode()).hexdigest()[:32]

    @property
    def subject(self) -> str:
        if len(self.notices) == 1:
            return f"{self.notices[0].heading}: {title(self.notices[0])}"
        return f"{len(self.notices)} reviews: {self.counted}"

    @property
    def counted(self) -> str:
        """How many documents stand how, as in "2 overdue, 1 due soon"."""
        stands = [notice.heading.removeprefix("Review ") for notice in self.notices]
        return ", ".join(f"{stands.count(one)} {one}" for one in dict.fromkeys(stands))

    @property
    def opening(self) -> str:
        """Of which library and which day the message speaks."""
        return f"{one_line(self.library.settings.title)}, as it stood on {in_words(self.today)}."

    @property
    def reason(self) -> str:
        """Why the recipients get it."""
        owners, contacts, names_nobody = set(), set(), False
        for notice in self.notices:
            if owner := owner_name(notice, self.library):
                owners.add(owner)
            elif contact := contact_name(notice, self.library):
                contacts.add(contact)
            else:
                names_nobody = True
        documents = [
            *([f"documents owned by {_either(owners)}"] if owners else []),
            *([f"documents whose contact point is {_either(contacts)}"] if contacts else []),
            *(["documents that name neither an owner nor a contact point"] if names_nobody else []),
        ]
        return (
            "You get this because policy/library.yml says that you are told of the reviews of"
            f" {', and of '.join(documents)}."
        )

    def link(self, notice: Notice) -> str:
        """The address of the document's page; empty where nobody knows the site's."""
        return urljoin(self.base, addresses.document(notice.standing.reference)) if self.base else ""

    @property
    def text(self) -> str:
        parts = [_fill(self.opening), *("\n".join(self._paragraph(one)) for one in self.notices)]
        return "\n\n".join((*parts, "-" * 8, _fill(self.reason), _fill(AGAIN))) + "\n"

    def _paragraph(self, notice: Notice) -> Iterator[str]:
        yield _fill(title(notice))
        for line in (
            f"{notice.heading}.",
            *facts(notice),
            answering_line(notice, self.library),
            todo(notice),
        ):
            yield _fill(line, indent="  ")
        if self.base:
            yield f"  {self.link(notice)}"

    @property
    def html(self) -> str:
        """The message as a page of HTML that needs nothing from elsewhere."""
        language = escape(self.library.settings.language)
        documents = "\n".join(self._section(notice) for notice in self.notices)
        return (
            f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width">\n'
            '<meta name="color-scheme" content="light dark">\n'
            f"<title>{escape(self.subject)}</title>\n</head>\n"
            '<body style="font: 16px/1.5 system-ui, sans-serif; max-width: 40em; margin: 1.5em auto;'
            ' padding: 0 1em">\n'
            f'<h1 style="font-size: 1.4em; line-height: 1.25">{escape(self.subject)}</h1>\n'
            f"<p>{escape(self.opening)}</p>\n{documents}\n<hr>\n"
            f"<p><small>{escape(self.reason)} {escape(AGAIN)}</small></p>\n</body>\n</html>\n"
        )

    def _section(self, notice: Notice) -> str:
        name = escape(title(notice))
        link = self.link(notice)
        heading = f'<a href="{escape(link)}">{name}</a>' if link else name
        lines = "".join(f"<br>\n{escape(fact)}" for fact in facts(notice))
        rest = "<br>\n".join(escape(one) for one in (answering_line(notice, self.library), todo(notice)))
        return (
            f'<h2 style="font-size: 1.15em; margin-bottom: 0.25em">{heading}</h2>\n'
            f'<p style="margin-top: 0"><strong>{escape(notice.heading)}.</strong>{lines}</p>\n'
            f"<p>{rest}</p>"
        )


def title(notice: Notice) -> str:
    """The document as people name it."""
    return one_line(f"{notice.standing.reference} {notice.standing.document.current.title}")


def facts(notice: Notice) -> tuple[str, ...]:
    """What was measured, a sentence each."""
    return (
        notice.standing.sentence,
        *(f"It is called for: {one_line(one.what)}" for one in notice.standing.calls),
    )


def owner_name(notice: Notice, library: Library) -> str:
    """The name of the role that owns the document; empty where it has none."""
    return one_line(library.role_name(notice.standing.owner))


def contact_name(notice: Notice, library: Library) -> str:
    """The name of the role that is the document's contact point; empty where it has none."""
    return one_line(library.role_name(notice.standing.contact))


def answering_line(notice: Notice, library: Library) -> str:
    """Who owns the document, and who is its contact point."""
    owner, contact = owner_name(notice, library), contact_name(notice, library)
    said = f"Its owner: {owner}." if owner else "The document names no owner."
    return f"{said} Its contact point: {contact}." if contact else said


def _either(names: Iterable[str]) -> str:
    """Names in order, as in "A, B or C"."""
    *others, last = sorted(names)
    return f"{', '.join(others)} or {last}" if others else last


def todo(notice: Notice) -> str:
    """What to do next."""
    return f"Review it, and record the review in {notice.record}."


def _fill(text: str, indent: str = "") -> str:
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
