"""Checklists for paper: PDFs that say what they come from and when they were made, and QR codes.

Pure functions over a checklist, a register and the address of the site. Knows no clock, file of the
sources, network or page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from ...domain import addresses
from ...domain.register import Register
from ...traceability import Sheet
from .contents import contents
from .press import Press, Unprintable
from .printing import Printing
from .qr import qr_svg

__all__ = ["Printing", "Unprintable", "addresses_of", "papers", "pdf", "qr_svg"]


def pdf(sheet: Sheet, register: Register, *, base: str, built: datetime) -> bytes:
    """A checklist for paper: A4, tagged, PDF/UA-1, on one side where that can be read.

    base is the absolute address of the site with a slash at its end, or empty where it has none: then
    the paper leads nowhere. built is the instant of the build and knows its zone; the same sheet,
    register, base and instant give the same bytes. Raises Unprintable where that cannot be made.
    """
    return _printed(Press(), sheet, register, base, built)[0]


def addresses_of(sheets: Iterable[str], base: str) -> Iterator[str]:
    """The address of everything that papers gives for checklists of these names."""
    for name in sheets:
        yield addresses.pdf_of_checklist(name)
        if base:
            yield addresses.qr_of_checklist(name)


def papers(
    register: Register, sheets: Iterable[Sheet], *, base: str, built: datetime
) -> Iterator[tuple[str, bytes]]:
    """Every checklist for paper and, where the site has an address, the QR code that leads to its page.

    Each with its own address below base. The rest is as with pdf, and faster.
    """
    press = Press()
    for sheet in sheets:
        paper, qr = _printed(press, sheet, register, base, built)
        yield addresses.pdf_of_checklist(sheet.name), paper
        if qr:
            yield addresses.qr_of_checklist(sheet.name), qr.encode()


def _printed(
    press: Press, sheet: Sheet, register: Register, base: str, built: datetime
) -> tuple[bytes, str]:
    """A checklist for paper, and the QR code on it, empty where it has none."""
    address = base + addresses.checklist(sheet.name) if base else ""
    qr = qr_svg(address) if address else ""
    shown = contents(sheet, register, address=address, qr=qr, built=built)
    return press.printed(sheet.name, shown, built), qr
