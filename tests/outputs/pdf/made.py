"""Checklists made in memory, of an invented organisation, and what is read back from their papers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from pypdf import DocumentInformation, PdfReader

from policysite.domain.library import Document
from policysite.domain.model import Checklist
from policysite.domain.register import Register
from policysite.outputs.pdf import checklist_pdf
from policysite.traceability import ResolvedChecklist, Traceability
from tests.outputs.made import BASE, TODAY, document, edition, library

BUILT = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
"""Late in the evening, when it is already tomorrow in the east."""

DUTY = {
    "id": "answer",
    "role": "line-manager",
    "must": "answer the request",
    "when": "a request was made",
}
SECTIONS = [
    {
        "number": "1",
        "title": "Requests",
        "clauses": [
            {"number": "1.1", "text": "Requests are answered.", "duties": [DUTY]},
            {"number": "1.2", "text": "Requests are welcome."},
            {"number": "1.3", "missing": {"what": "The list of forms."}},
        ],
    }
]

ANSWER = {"do": "Answer it.", "duty": "HR12/answer"}
WELCOME = {"do": "Welcome it.", "clause": "HR12/1.2"}
MISSING = {"missing": "HR12/1.3"}


def hr12(**given: Any) -> Document:
    """The usual document, with a duty, a clause and a gap; what is given stands in for what is usual."""
    made = edition(**({"sections": SECTIONS} | given))
    made._file = f"policy/{made.reference}/2025-11.yml"  # noqa: SLF001  # editions are told apart by it
    return document(made)


def checklist(*parts: Mapping[str, Any], name: str = "requests", **given: Any) -> Checklist:
    """A checklist of these parts, as a source writes them."""
    usual = {
        "title": "When a request comes in",
        "role": "line-manager",
        "trigger": "When somebody asks for other hours.",
        "sections": list(parts) or [{"title": "First", "items": [ANSWER, WELCOME, MISSING]}],
    }
    return Checklist.model_validate(usual | given, context=f"checklists/{name}.yml")


def made(
    *documents: Document, use: Checklist | None = None, today: date = TODAY, **settings: Any
) -> tuple[ResolvedChecklist, Register]:
    """A checklist as it is used, the usual one or another, and the register beside it."""
    used = use or checklist()
    held = replace(library(*(documents or (hr12(),)), **settings), checklists={used.name: used})
    return Traceability(held).resolved_checklists[used.name], Register.from_library(held, today)


def paper(
    *documents: Document,
    use: Checklist | None = None,
    base: str = BASE,
    built: datetime = BUILT,
    **given: Any,
) -> bytes:
    """A checklist for paper."""
    return checklist_pdf(*made(*documents, use=use, **given), base=base, built=built)


def of_items(*items: Mapping[str, Any], title: str = "First", **given: Any) -> Checklist:
    """A checklist with one part."""
    return checklist({"title": title, "items": list(items), **given})


def saying(*texts: str) -> Checklist:
    """A checklist whose items say these texts."""
    return of_items(
        *({"id": f"item-{place}", "do": text, "clause": "HR12/1.2"} for place, text in enumerate(texts))
    )


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
