"""QR codes (ISO/IEC 18004)."""

from __future__ import annotations

from io import BytesIO

import segno

QUIET_ZONE_MODULES = 4
"""The width of the empty margin around a QR code, in modules."""


def qr_svg(address: str) -> str:
    """The QR code of an address as an SVG file: black on white, with a quiet zone and a title.

    It can be read with 15 per cent of it damaged (level M). It has a view box and no size, which the page
    sets. Raises ValueError for an address of more than about 2,300 bytes.
    """
    code = segno.make_qr(address, error="m", boost_error=False)
    file = BytesIO()
    code.save(
        file,
        kind="svg",
        border=QUIET_ZONE_MODULES,
        dark="#000",
        light="#fff",
        title=f"QR code: {address}",
        omitsize=True,
        xmldecl=False,
        svgclass=None,
        lineclass=None,
    )
    return file.getvalue().decode()
