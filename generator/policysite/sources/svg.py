"""SVG pictures: refused when they hold anything that runs, loads something, or never ends.

A picture can be opened by itself, outside the page and its security policy, so it has to be harmless
in itself. What is allowed is listed, of elements as of references; the rest is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from .unfit_content import UnfitContentError

SVG = "http://www.w3.org/2000/svg"
MAX_ELEMENTS = 50_000
"""Most elements of a picture, with what `use` repeats of it."""

_ELEMENTS = frozenset([
    "a", "altGlyph", "altGlyphDef", "altGlyphItem", "animate", "animateColor", "animateMotion",
    "animateTransform", "circle", "clipPath", "color-profile", "cursor", "defs", "desc", "discard",
    "ellipse", "feBlend", "feColorMatrix", "feComponentTransfer", "feComposite", "feConvolveMatrix",
    "feDiffuseLighting", "feDisplacementMap", "feDistantLight", "feDropShadow", "feFlood", "feFuncA",
    "feFuncB", "feFuncG", "feFuncR", "feGaussianBlur", "feImage", "feMerge", "feMergeNode",
    "feMorphology", "feOffset", "fePointLight", "feSpecularLighting", "feSpotLight", "feTile",
    "feTurbulence", "filter", "flowDiv", "flowPara", "flowRegion", "flowRoot", "flowSpan", "font",
    "font-face", "font-face-format", "font-face-name", "font-face-src", "g", "glyph", "glyphRef",
    "hatch", "hatchpath", "hkern", "image", "line", "linearGradient", "marker", "mask", "mesh",
    "meshgradient", "meshpatch", "meshrow", "metadata", "missing-glyph", "mpath", "path", "pattern",
    "polygon", "polyline", "radialGradient", "rect", "set", "solidcolor", "stop", "style", "svg",
    "switch", "symbol", "text", "textPath", "title", "tref", "tspan", "use", "view", "vkern",
])  # fmt: skip
"""The elements of SVG 1.1 and 2 that show or describe something, without those that run or embed."""
_INERT_NAMESPACES = (
    "http://www.inkscape.org/",
    "http://sodipodi.sourceforge.net/",
    "http://creativecommons.org/",
    "http://web.resource.org/cc/",
    "http://purl.org/dc/",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://ns.adobe.com/",
    "adobe:ns:meta/",
    "http://www.bohemiancoding.com/",
    "http://www.serif.com/",
    "https://boxy-svg.com",
    "http://www.figma.com/",
    "http://schemas.microsoft.com/visio/",
    "http://xml.openoffice.org/svg/export",
)
"""The beginnings of the namespaces in which drawing programs keep notes that no browser looks at."""
_DECLARED_ENCODING = re.compile(r"""<\?xml[^>]*?\bencoding\s*=\s*["']([^"']*)["']""")
_DOCTYPE = re.compile(r"<!(?:DOCTYPE|ENTITY)")
_CALL = re.compile(r"([-\w]+)\(\s*([^)]*)")
_LOADING_CALLS = frozenset(
    [
        "cross-fade",
        "element",
        "expression",
        "image",
        "image-set",
        "paint",
        "src",
        "-webkit-cross-fade",
        "-webkit-image-set",
    ]
)
_DATA_PICTURE = re.compile(r"data:image/(?:png|jpeg|jpg|gif|webp)[;,]", re.IGNORECASE)
_NUMBER = re.compile(r"\s*(\d{1,6}(?:\.\d*)?)(?:px)?\s*")
_REPEATING_ROUNDS = 30
_instructions: Any = etree.XPath("//processing-instruction()")
"""Any, because the result type of an XPath expression depends on the expression."""


def svg_size(content: bytes) -> tuple[int | None, int | None]:
    """The width and height in pixels of an SVG; None where it does not say.

    Raises UnfitContentError, which names what stands in the way and its line.
    """
    root = _parse(_text(content))
    for instruction in _instructions(root):
        raise _refused(instruction, f"the instruction <?{instruction.target}?>")
    for element in root.iter("*"):
        _check_element(element)
    _check_repetition(root)
    return _size(root)


def _text(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnfitContentError(
            f"the byte 0x{content[error.start]:02X} is not UTF-8 text",
            "save the picture with the encoding UTF-8",
            content.count(b"\n", 0, error.start) + 1,
        ) from None
    declared = _DECLARED_ENCODING.match(text)
    if declared and declared[1].casefold() not in ("utf-8", "utf8", "us-ascii", "ascii"):
        raise UnfitContentError(
            f"the picture says that its encoding is {declared[1][:20]!r}",
            "save it with the encoding UTF-8",
        )
    if (found := _DOCTYPE.search(text)) is not None:
        line = text.count("\n", 0, found.start()) + 1
        raise UnfitContentError(
            f"the picture holds {found[0]}, which could make it grow without end",
            "delete it with what belongs to it, up to the next >: no browser needs it",
            line,
        )
    return text


def _parse(text: str) -> etree._Element:
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        reason = (error.msg or "it is cut off").partition(", line ")[0]
        raise UnfitContentError(
            f"the picture is not well-formed XML: {reason[:100]}", "save it anew", line
        ) from None
    if root.tag != f"{{{SVG}}}svg":
        raise UnfitContentError(
            f"the file is no SVG picture: it begins with <{str(root.tag)[:60]}>",
            f'save it anew as SVG; its first element is <svg xmlns="{SVG}">',
        )
    return root


def _check_element(element: etree._Element) -> None:
    name = etree.QName(element)
    if name.namespace != SVG:
        if name.namespace and name.namespace.startswith(_INERT_NAMESPACES):
            return
        raise _refused(
            element, f"the element <{name.localname[:40]}> of {name.namespace or 'no format'!r}"
        )
    if name.localname not in _ELEMENTS:
        raise _refused(element, f"the element <{name.localname[:40]}>")
    for key, value in element.attrib.items():
        _check_attribute(element, str(key), str(value))
    if name.localname == "style":
        _check_style(element, "".join(map(str, element.itertext())))


def _check_attribute(element: etree._Element, key: str, value: str) -> None:
    name = etree.QName(key)
    local = name.localname.casefold()
    if local.startswith("on"):
        raise _refused(element, f"the attribute {name.localname[:40]}, which runs a script")
    if local == "ping":
        raise _refused(element, "the attribute ping, which tells somebody of each click")
    if key == "{http://www.w3.org/XML/1998/namespace}base":
        raise _refused(element, "the attribute xml:base, which changes what references lead to")
    if local in ("href", "src"):
        if not _is_inside(value):
            raise _refused(element, f"a reference to {value.strip()[:60]!r}, outside the picture")
    elif local == "attributename":
        target = value.strip().rpartition(":")[2].casefold()
        if target in ("href", "src", "style") or target.startswith("on"):
            raise _refused(element, f"an animation of {value.strip()[:40]!r}")
    elif name.namespace is None:
        _check_style(element, value, is_value=local != "style")


def _check_style(element: etree._Element, text: str, *, is_value: bool = False) -> None:
    """Refuse what would load something: in a style sheet, or in an attribute that is a value of one."""
    style = text.casefold()
    if "@import" in style:
        raise _refused(element, "@import, which loads a style sheet")
    if "\\" in style and ("(" in style or not is_value):
        raise _refused(element, "a backslash in its style, which can hide a reference")
    for call, argument in _CALL.findall(style):
        if call in _LOADING_CALLS or (call == "url" and not _is_inside(argument.strip().strip("\"'"))):
            raise _refused(element, f"a reference to {argument.strip()[:60]!r}, outside the picture")


def _is_inside(reference: str) -> bool:
    """Whether a reference leads to a part of the picture, or holds a picture that is no SVG itself."""
    text = reference.strip()
    return not text or text.startswith("#") or _DATA_PICTURE.match(text) is not None


def _check_repetition(root: etree._Element) -> None:
    """Refuse a picture that `use` makes grow beyond what a browser can draw."""
    by_id: dict[str, etree._Element] = {}
    for element in root.iter("*"):
        by_id.setdefault(str(element.get("id", "")), element)
    size = _element_count(root)
    if size > MAX_ELEMENTS:
        raise _too_many_elements()
    used = {name: by_id[name] for name in set(_used_names(root)) if name in by_id}
    own = {name: (_element_count(part), list(_used_names(part))) for name, part in used.items()}
    counts = dict.fromkeys(own, 0)
    for _ in range(_REPEATING_ROUNDS):
        before = counts
        counts = {
            name: count + sum(before.get(other, 0) for other in others)
            for name, (count, others) in own.items()
        }
        total = size + sum(counts.get(name, 0) for name in _used_names(root))
        if total > MAX_ELEMENTS:
            raise _too_many_elements()
        if counts == before:
            return
    raise UnfitContentError(
        "the picture repeats itself without end by <use>", "save it anew, or as a PNG picture"
    )


def _too_many_elements() -> UnfitContentError:
    return UnfitContentError(
        f"the picture has more than {MAX_ELEMENTS:,} elements, with those that <use> repeats",
        "make it simpler, or save it as a PNG picture",
    )


def _element_count(part: etree._Element) -> int:
    return sum(1 for _ in part.iter("*"))


def _used_names(part: etree._Element) -> Iterator[str]:
    for use in part.iter(f"{{{SVG}}}use"):
        reference = use.get("href") or use.get("{http://www.w3.org/1999/xlink}href") or ""
        yield str(reference).strip().removeprefix("#")


def _size(root: etree._Element) -> tuple[int | None, int | None]:
    """What it says of its width and height in pixels, or else the size of its view box."""
    sides = [_NUMBER.fullmatch(str(root.get(key, ""))) for key in ("width", "height")]
    if not all(sides):
        box = re.split(r"[\s,]+", str(root.get("viewBox", "")).strip())
        sides = [_NUMBER.fullmatch(side) for side in box[2:]] if len(box) == 4 else []  # noqa: PLR2004  # x, y, width, height
    lengths = [max(1, round(float(side[1]))) for side in sides if side and float(side[1])]
    return (lengths[0], lengths[1]) if len(lengths) == 2 else (None, None)  # noqa: PLR2004  # both or none


def _refused(element: etree._Element, what: str) -> UnfitContentError:
    return UnfitContentError(
        f"the picture holds {what}",
        "remove it from the drawing, or save the drawing as a PNG picture",
        int(str(element.sourceline or 1)),  # lxml: the stub says no type
    )
