"""QR codes, read back by another library from what a browser shows."""

from __future__ import annotations

import pypdfium2 as pdfium
import pytest
import zxingcpp
from lxml import etree
from PIL import Image
from playwright.sync_api import Browser

from policysite.outputs.pdf import qr_svg

ADDRESSES = [
    "https://policies.example.org/checklists/requests/",
    "https://policies.example.org/a?b=c&d=%3Ce%3E'\"",
    f"https://policies.example.org/{'long/' * 30}",
]
SVG = "{http://www.w3.org/2000/svg}"


def seen(browser: Browser, svg: str, *, is_dark: bool = False) -> Image.Image:
    """What somebody sees who opens the file, 400 pixels wide.

    Printed as on the screen, and drawn by PDFium: on a busy machine Chromium may fail to take a picture.
    """
    page = browser.new_page(color_scheme="dark" if is_dark else "light")
    page.emulate_media(media="screen")
    ground = "#111" if is_dark else "#fff"
    page.set_content(f"<style>body {{margin: 0; background: {ground}}} svg {{width: 400px}}</style>{svg}")
    printed = page.pdf(width="400px", height="400px", print_background=True)
    page.close()
    (shown,) = pdfium.PdfDocument(printed)
    picture: Image.Image = shown.render(scale=400 / shown.get_width()).to_pil()
    return picture


@pytest.mark.parametrize("is_dark", [False, True])
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_code_leads_to_its_address(address: str, browser: Browser, *, is_dark: bool) -> None:
    """A reader that knows nothing of ours finds the address, on a light and on a dark ground."""
    (found,) = zxingcpp.read_barcodes(seen(browser, qr_svg(address), is_dark=is_dark))
    assert found.text == address
    assert found.format == zxingcpp.BarcodeFormat.QRCode


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_code_is_a_file_with_a_title(address: str) -> None:
    """It is well-formed SVG by itself, says where it leads, and takes the size that it is given."""
    root = etree.fromstring(qr_svg(address).encode())
    assert root.tag == f"{SVG}svg"
    assert root.findtext(f"{SVG}title") == f"QR code: {address}"
    assert root.get("viewBox")
    assert root.get("width") is None


def test_a_code_is_black_on_white_with_a_margin(browser: Browser) -> None:
    """No other colour, and four modules of white around it, so that it can be found."""
    svg = qr_svg(ADDRESSES[0])
    width = int(etree.fromstring(svg.encode()).attrib["viewBox"].split()[2])
    picture = seen(browser, svg, is_dark=True).convert("L").resize((width, width), Image.Resampling.BOX)
    rim = [
        picture.crop(box) for box in ((0, 0, width, 4), (0, 0, 4, width), (width - 4, 0, width, width))
    ]
    assert all(one.getextrema() == (255, 255) for one in rim)
    assert max(picture.crop((4, 4, 11, 5)).tobytes()) < 20


def test_the_same_address_gives_the_same_bytes() -> None:
    """Nothing but the address goes into it."""
    assert qr_svg(ADDRESSES[0]) == qr_svg(ADDRESSES[0])
    assert qr_svg(ADDRESSES[0]) != qr_svg(ADDRESSES[1])
