"""Checklists for paper, and what is read back from them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from pypdf import DocumentInformation, PdfReader

from policysite.domain.library import Document
from policysite.domain.model import Checklist
from policysite.domain.register import Register
from policysite.outputs.pdf import checklist_pdf
from policysite.traceability import ResolvedChecklist, Traceability
from tests.factories import BASE, TODAY, Data, checklist, clause, document, duty, edition, item, library

BUILT = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
"""Late in the evening, when it is already tomorrow in the east."""

CLAUSES = (
    clause(
        "1.1",
        "Requests are answered.",
        duties=[duty("answer", must="answer the request", when="a request was made")],
    ),
    clause("1.2", "Requests are welcome."),
    clause("1.3", None, missing={"what": "The list of forms."}),
)
ANSWER = item("HR12/answer", do="Answer it.")
WELCOME = item("HR12/1.2", "clause", do="Welcome it.")
MISSING = item("HR12/1.3", "missing")


def hr12(**given: Any) -> Document:
    """The usual document, with a duty, a clause and a gap."""
    return document(edition(**{"clauses": CLAUSES, **given}))


def of_items(*items: Data, title: str = "First", **given: Any) -> Checklist:
    """A checklist with one section."""
    return checklist(sections=[{"title": title, "items": list(items), **given}])


def saying(*texts: str) -> Checklist:
    """A checklist whose items say these texts."""
    return of_items(
        *(item("HR12/1.2", "clause", id=f"item-{place}", do=text) for place, text in enumerate(texts))
    )


def resolve(
    *documents: Document, use: Checklist | None = None, today: date = TODAY, **settings: Any
) -> tuple[ResolvedChecklist, Register]:
    """A checklist with what its items cite, the usual one or another, and the register beside it."""
    used = use or of_items(ANSWER, WELCOME, MISSING)
    held = library(*(documents or (hr12(),)), used, **settings)
    return Traceability(held).resolved_checklists[used.name], Register.from_library(held, today)


def paper(
    *documents: Document,
    use: Checklist | None = None,
    base: str = BASE,
    built: datetime = BUILT,
    **given: Any,
) -> bytes:
    """A checklist for paper."""
    return checklist_pdf(*resolve(*documents, use=use, **given), base=base, built=built)


def read(content: bytes) -> PdfReader:
    """A paper as another library reads it, which must accept all of it."""
    return PdfReader(BytesIO(content), strict=True)


def catalogue(content: bytes) -> Any:
    """What a paper says of itself as a whole."""
    return read(content).trailer["/Root"]


def metadata(content: bytes) -> DocumentInformation:
    """The title, author and dates of a paper."""
    found = read(content).metadata
    assert found is not None
    return found


def pages(content: bytes) -> list[str]:
    """What stands on each page, in a line."""
    return [" ".join(page.extract_text().split()) for page in read(content).pages]


def text(content: bytes) -> str:
    """What stands on all pages, in a line."""
    return " ".join(pages(content))


def squeezed(what: str) -> str:
    """A text without its white space, as lines may end anywhere."""
    return "".join(what.split())


def in_order(content: bytes, texts: Iterable[str]) -> bool:
    """Whether these texts stand on the paper, each after the one before."""
    said, place = squeezed(text(content)), 0
    for one in map(squeezed, texts):
        found = said.find(one, place)
        if found < 0:
            return False
        place = found + len(one)
    return True
