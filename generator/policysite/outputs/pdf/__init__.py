"""Printable checklists: PDFs that name their sources and date, and QR codes.

Pure functions of a checklist, a register and the address of the site. They know no clock, source file,
network or page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from ...domain import addresses
from ...domain.register import Register
from ...traceability import ResolvedChecklist
from .print_data import checklist_print_data
from .print_job import PrintJob
from .qr import qr_svg
from .typesetter import Typesetter, UnprintableError

__all__ = [
    "PrintJob",
    "UnprintableError",
    "checklist_pdf",
    "printed_file_paths",
    "printed_files",
    "qr_svg",
]


def checklist_pdf(
    resolved: ResolvedChecklist, register: Register, *, base: str, built: datetime
) -> bytes:
    """A checklist as a PDF: A4, tagged, PDF/UA-1, on one page if that stays legible.

    `base` is the absolute address of the site with a slash at its end, or empty; then the PDF has no link
    to the site. `built` is the instant of the build, with a time zone. The same checklist, register, base
    and instant give the same bytes. Raises UnprintableError.
    """
    return _printed(Typesetter(), resolved, register, base, built)[0]


def printed_file_paths(resolved_checklists: Iterable[str], base: str) -> Iterator[str]:
    """The paths of all files that `printed_files` makes for checklists with these names."""
    for name in resolved_checklists:
        yield addresses.checklist_pdf_path(name)
        if base:
            yield addresses.checklist_qr_path(name)


def printed_files(
    register: Register, resolved_checklists: Iterable[ResolvedChecklist], *, base: str, built: datetime
) -> Iterator[tuple[str, bytes]]:
    """The PDF of every checklist and, if the site has an address, its QR code, with their paths.

    Arguments and errors are as for `checklist_pdf`; several checklists are faster together.
    """
    typesetter = Typesetter()
    for checklist in resolved_checklists:
        pdf, qr = _printed(typesetter, checklist, register, base, built)
        yield addresses.checklist_pdf_path(checklist.name), pdf
        if qr:
            yield addresses.checklist_qr_path(checklist.name), qr.encode()


def _printed(
    typesetter: Typesetter, checklist: ResolvedChecklist, register: Register, base: str, built: datetime
) -> tuple[bytes, str]:
    """The PDF of a checklist, and the QR code on it as SVG (empty if the site has no address)."""
    address = base + addresses.checklist_path(checklist.name) if base else ""
    qr = qr_svg(address) if address else ""
    contents = checklist_print_data(checklist, register, address=address, qr=qr, built=built)
    return typesetter.typeset(checklist.name, contents, built), qr
