"""QR codes (ISO/IEC 18004)."""

from __future__ import annotations

from io import BytesIO

import segno

QUIET_ZONE_MODULES = 4
"""How many modules around a QR code stay empty, so that it can be found."""


def qr_svg(address: str) -> str:
    """A QR code that leads to an address, as an SVG file: black on white, with a quiet zone and a title.

    It stays readable with 15 per cent of it lost (level M). It has a view box and no size: whoever
    shows it gives it one. Raises ValueError for an address of more than some 2,300 bytes.
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
