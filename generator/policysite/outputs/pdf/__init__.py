"""Checklists for paper: PDFs that say what they come from and when they were made, and QR codes.

Pure functions over a checklist, a register and the address of the site. Knows no clock, file of the
sources, network or page.
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
    """A checklist for paper: A4, tagged, PDF/UA-1, on one side where that can be read.

    base is the absolute address of the site with a slash at its end, or empty where it has none: then
    the paper leads nowhere. built is the instant of the build and knows its zone; the same sheet,
    register, base and instant give the same bytes. Raises UnprintableError where that cannot be made.
    """
    return _printed(Typesetter(), resolved, register, base, built)[0]


def printed_file_paths(resolved_checklists: Iterable[str], base: str) -> Iterator[str]:
    """The address of everything that papers gives for checklists of these names."""
    for name in resolved_checklists:
        yield addresses.checklist_pdf_path(name)
        if base:
            yield addresses.checklist_qr_path(name)


def printed_files(
    register: Register, resolved_checklists: Iterable[ResolvedChecklist], *, base: str, built: datetime
) -> Iterator[tuple[str, bytes]]:
    """Every checklist for paper and, where the site has an address, the QR code that leads to its page.

    Each with its own address below base. The rest is as with pdf, and faster.
    """
    press = Typesetter()
    for resolved in resolved_checklists:
        paper, qr = _printed(press, resolved, register, base, built)
        yield addresses.checklist_pdf_path(resolved.name), paper
        if qr:
            yield addresses.checklist_qr_path(resolved.name), qr.encode()


def _printed(
    press: Typesetter, resolved: ResolvedChecklist, register: Register, base: str, built: datetime
) -> tuple[bytes, str]:
    """A checklist for paper, and the QR code on it, empty where it has none."""
    address = base + addresses.checklist_path(resolved.name) if base else ""
    qr = qr_svg(address) if address else ""
    shown = checklist_print_data(resolved, register, address=address, qr=qr, built=built)
    return press.typeset(resolved.name, shown, built), qr
