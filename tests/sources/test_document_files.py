"""The folder files/ of a document: what is taken, what is refused, and that nothing gets by."""

from __future__ import annotations

import os
import tracemalloc
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policysite.domain.stored_files import FILE_FORMATS, StoredFile, format_size
from policysite.sources import document_files, read_sources
from policysite.sources.document_files import (
    MAX_FILE_BYTES,
    MAX_FILES,
    MAX_FOLDER_BYTES,
    MAX_SVG_BYTES,
)
from policysite.sources.file_content import MAX_PICTURE_SIDE, picture_size
from policysite.sources.unfit_content import UnfitContentError
from tests.cases import describe_problem
from tests.small import EDITION, SmallProject
from tests.sources.test_files import without_roots_rights
from tests.stored import CONTENTS, SVG, gif, jpeg, office_file, open_document, png, webp

FOLDER = "policy/HR12/files"


def attach(small: SmallProject, *names: str) -> None:
    """Let the edition name these files."""
    listed = ", ".join(f"{{file: {name}, title: {name.partition('.')[0]}}}" for name in names)
    small.change(EDITION, "owner: head-of-people\n", f"owner: head-of-people\nattachments: [{listed}]\n")


def told(small: SmallProject) -> list[str]:
    """What is reported, without the hints."""
    return [describe_problem(problem).partition(" | ")[0] for problem in small.problems]


# --- what is taken -------------------------------------------------------------------------------


def test_every_format_is_read(small: SmallProject) -> None:
    """A sound file of each format is read with its size, its digest and, of a picture, its pixels."""
    assert CONTENTS.keys() == FILE_FORMATS.keys()
    for ending, content in CONTENTS.items():
        small.write(f"{FOLDER}/a.{ending}", content)
    attach(small, *(f"a.{ending}" for ending in CONTENTS))
    assert small.problems == []
    document = small.project.library.documents["HR12"]
    for ending, content in CONTENTS.items():
        size = (20, 10) if FILE_FORMATS[ending].is_picture else (None, None)
        name = f"a.{ending}"
        read = StoredFile(name, len(content), sha256(content).hexdigest(), *size)
        assert document.files[name] == document.current.stored_files[name] == read


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (1, "1 byte"), (999, "999 bytes"), (1_000, "1 kB"), (1_499, "1 kB"), (120_400, "120 kB"),
        (999_499, "999 kB"), (999_600, "1 MB"), (1_449_999, "1.4 MB"), (20_000_000, "20 MB"),
    ],
)  # fmt: skip
def test_sizes_are_told_as_people_tell_them(size: int, shown: str) -> None:
    """A size has as many digits as anybody needs, and never a thousand of a unit."""
    assert format_size(size) == shown


WEBP = {
    "lossy": webp(b"VP8 ", b"\x30\1\0\x9d\1\x2a" + b"\x14\x40" + b"\x0a\0"),
    "lossless": webp(b"VP8L", b"\x2f" + (19 | 9 << 14).to_bytes(4, "little")),
    "extended": CONTENTS["webp"],
}


@pytest.mark.parametrize("content", WEBP.values(), ids=WEBP)
def test_each_form_of_webp_tells_its_size(content: bytes) -> None:
    """The size stands in another place in each of the three forms."""
    assert picture_size("webp", content) == (20, 10)


SVG_SIZES = {
    '<svg xmlns="http://www.w3.org/2000/svg" width="30px" height="15.4"/>': (30, 15),
    '<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="9" viewBox="0,0 8 4"/>': (8, 4),
    '<svg xmlns="http://www.w3.org/2000/svg" width="0" height="5"/>': (None, None),
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1e9 5"/>': (None, None),
    '<svg xmlns="http://www.w3.org/2000/svg"/>': (None, None),
}


@pytest.mark.parametrize(("text", "size"), SVG_SIZES.items())
def test_the_size_of_an_svg(text: str, size: tuple[int | None, int | None]) -> None:
    """An SVG says its size in pixels, or by its view box, or not at all."""
    assert picture_size("svg", text.encode()) == size


# --- what is refused -----------------------------------------------------------------------------

BOMBS = {
    "a wide PNG": ("png", png(MAX_PICTURE_SIDE + 1, 1)),
    "a large PNG": ("png", png(10_000, 10_000)),
    "a PNG beyond all bounds": ("png", png(2**32 - 1, 2**32 - 1)),
    "a PNG of no pixels": ("png", png(0, 7)),
    "a PNG without its header": ("png", b"\x89PNG\r\n\x1a\n\0\0\0\rXXXX\0\0\0\1\0\0\0\1"),
    "a PNG that is cut off": ("png", png(20, 10)[:20]),
    "a GIF that is cut off": ("gif", gif(20, 10)[:8]),
    "a large JPEG": ("jpg", jpeg(65_535, 65_535)),
    "a JPEG without a frame": ("jpg", b"\xff\xd8\xff\xe0\0\x10JFIF"),
    "a JPEG whose segments have no length": ("jpg", b"\xff\xd8" + b"\xff\xe0\0\0" * 5),
    "a JPEG of fill bytes": ("jpg", b"\xff\xd8" + b"\xff" * 10_000),
    "a large WebP": ("webp", webp(b"VP8X", b"\0\0\0\0" + b"\xff" * 6)),
    "a WebP that is cut off": ("webp", b"RIFF\0\0\0\0WEBPVP8X"),
    "a sound that is called a picture": ("webp", b"RIFF\0\0\0\0WAVEfmt " + b"\0" * 20),
    "a GIF that is called a PNG": ("png", gif(1, 1)),
    "an archive that is called a PDF": ("pdf", office_file("word/")),
    "an archive that is called a workbook": ("xlsx", office_file("word/")),
    "an archive that is cut off": ("docx", office_file("word/")[:-10]),
    "an archive with a false directory": ("docx", b"PK\5\6" + b"\xff" * 18),
    "a text with macros": ("docx", office_file("word/", ["word/vbaProject.bin"])),
    "an OpenDocument text with macros": ("odt", open_document("text", ["Basic/script-lc.xml"])),
    "an OpenDocument text that is called a sheet": ("ods", open_document("text")),
    "an archive that is called OpenDocument": ("odt", office_file("word/")),
}


@pytest.mark.parametrize(("ending", "content"), BOMBS.values(), ids=BOMBS)
def test_a_file_that_is_not_what_it_says_is_refused(ending: str, content: bytes) -> None:
    """Neither a false ending nor a picture that would fill the memory of a browser gets by."""
    with pytest.raises(UnfitContentError) as caught:
        picture_size(ending, content)
    assert str(caught.value)
    assert caught.value.hint


@given(st.sampled_from(sorted(CONTENTS)), st.binary(max_size=200), st.integers(0, 300))
def test_no_content_is_too_odd(ending: str, more: bytes, place: int) -> None:
    """Whatever a file holds, it is taken or refused, and nothing else happens."""
    content = CONTENTS[ending]
    for odd in (more, content[:place] + more, content[:place] + more + content[place + len(more) :]):
        try:
            picture_size(ending, odd)
        except UnfitContentError:
            continue


# --- SVG -----------------------------------------------------------------------------------------

XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
HARMFUL = {
    "script": "<script>alert(1)</script>",
    "script with a prefix": '<s:script xmlns:s="http://www.w3.org/2000/svg">alert(1)</s:script>',
    "script of XHTML": '<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>',
    "image of XHTML": '<h:img xmlns:h="http://www.w3.org/1999/xhtml" src="x" onerror="alert(1)"/>',
    "frame": '<iframe xmlns="http://www.w3.org/1999/xhtml" src="https://a.example"/>',
    "foreignObject": "<foreignObject/>",
    "element without a namespace": '<x xmlns=""/>',
    "handler": '<rect onclick="alert(1)"/>',
    "handler in capital letters": '<rect ONLOAD="alert(1)"/>',
    "handler of an animation": '<animate onbegin="alert(1)"/>',
    "link": '<a href="javascript:alert(1)"/>',
    "link with white space": '<a href=" &#10;java&#9;script:alert(1)"/>',
    "link of XLink": f'<a {XLINK} xlink:href="https://a.example"/>',
    "link by another prefix": '<a xmlns:y="http://www.w3.org/1999/xlink" y:href="//a.example"/>',
    "link to a file": '<a href="other.svg#part"/>',
    "ping": '<a href="#x" ping="https://a.example"/>',
    "image": '<image href="https://a.example/x.png"/>',
    "image as data that is an SVG": '<image href="data:image/svg+xml,&lt;svg/&gt;"/>',
    "page as data": '<a href="data:text/html,x"/>',
    "use of another file": f'<use {XLINK} xlink:href="https://a.example/x.svg#a"/>',
    "filter image": '<filter><feImage href="https://a.example/x.png"/></filter>',
    "base": '<g xml:base="https://a.example/"><use href="#a"/></g>',
    "animation of a link": '<a><set attributeName="href" to="javascript:alert(1)"/></a>',
    "animation of XLink": '<a><animate attributeName="xlink:href" values="javascript:alert(1)"/></a>',
    "animation of a handler": '<set attributeName="onmouseover" to="alert(1)"/>',
    "animation to a reference": '<set attributeName="fill" to="url(https://a.example/#a)"/>',
    "fill": '<rect fill="url(https://a.example/a.svg#a)"/>',
    "fill in quotes": "<rect fill='url( \"https://a.example/a.svg#a\" )'/>",
    "fill in capital letters": '<rect fill="URL(//a.example)"/>',
    "second fill": '<rect style="fill:url(#a);stroke:url(//a.example)"/>',
    "hidden call": r'<rect style="fill:u\72l(https://a.example)"/>',
    "hidden call in an attribute": r'<rect fill="\75rl(https://a.example)"/>',
    "import": "<style>@import 'https://a.example/a.css';</style>",
    "import in capital letters": "<style>@IMPORT url(https://a.example/a.css);</style>",
    "import in CDATA": "<style><![CDATA[@import 'x']]></style>",
    "hidden import": r"<style>@\69mport 'https://a.example'</style>",
    "font": "<style>@font-face{font-family:a;src:url(https://a.example/a.woff)}</style>",
    "call between comments": "<style>a{content:'/*'}b{fill:url(//a.example)}c{content:'*/'}</style>",
    "image set": "<style>a{mask-image:image-set('//a.example' 1x)}</style>",
    "old image set": "<style>a{cursor:-webkit-image-set('//a.example' 1x)}</style>",
    "instruction": '<?xml-stylesheet href="https://a.example/a.css"?>',
    "entity": "&nbsp;",
    "endless use": '<g id="a"><use href="#a"/></g>',
    "endless use by two": '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>',
    "use beyond all bounds": "".join(
        f'<g id="a{place}">' + f'<use href="#a{place + 1}"/>' * 10 + "</g>" for place in range(9)
    ),
    "elements without end": "<g/>" * 60_000,
    "depth without end": "<g>" * 5_000 + "</g>" * 5_000,
    "not closed": "<g>",
    "bytes after the end": "</svg><script/><svg>",
}


@pytest.mark.parametrize("inside", HARMFUL.values(), ids=HARMFUL)
def test_what_runs_or_loads_is_refused(inside: str) -> None:
    """Whatever could run, load or fill a browser is refused wherever it stands, and however written."""
    with pytest.raises(UnfitContentError):
        picture_size("svg", SVG.format(inside).encode())


WHOLE = {
    "document type": '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://a.example/svg11.dtd">'
    + SVG.format(""),
    "entities without end": '<!DOCTYPE svg [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>' + SVG.format("&b;"),
    "entity of a file": '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + SVG.format("&a;"),
    "style sheet": '<?xml-stylesheet href="a.xsl" type="text/xsl"?>' + SVG.format(""),
    "instruction at the end": SVG.format("") + '<?xml-stylesheet href="a.css"?>',
    "no namespace": "<svg><rect/></svg>",
    "another element": '<g xmlns="http://www.w3.org/2000/svg"/>',
    "nothing but white space": " \n",
    "handler of the picture": '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "another encoding": '<?xml version="1.0" encoding="UTF-7"?>' + SVG.format("+ADw-script/+AD4-"),
}


@pytest.mark.parametrize("text", WHOLE.values(), ids=WHOLE)
def test_what_stands_around_a_picture_is_looked_at(text: str) -> None:
    """What stands before and after the drawing counts, too."""
    with pytest.raises(UnfitContentError):
        picture_size("svg", text.encode())


def test_another_encoding_hides_nothing() -> None:
    """A picture in UTF-16 is refused, whatever it holds."""
    with pytest.raises(UnfitContentError):
        picture_size("svg", SVG.format("<script/>").encode("utf-16"))


HARMLESS = {
    "what drawing programs write": (
        '<defs><linearGradient id="a"><stop offset="0" stop-color="#fff"/></linearGradient>'
        '<filter id="f"><feGaussianBlur stdDeviation="2"/></filter></defs>'
        '<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></metadata>'
        '<sodipodi:namedview xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"/>'
        '<g fill="url(#a)" filter="url(\'#f\')" style="stroke:url(#a)"><title>A (b)</title></g>'
    ),
    "an image inside": '<image href="data:image/png;base64,iVBORw0KGgo="/>',
    "use of a part": f'<g id="a"/><use href="#a"/><use {XLINK} xlink:href="#a"/>',
    "a style sheet": "<style>/* url in words */ .a { fill: rgb(1 2 3); font: 12px 'A' }</style>",
    "a link to a part": '<a href="#a"><text id="a">Go</text></a>',
    "an animation": '<circle r="1"><animate attributeName="r" values="1;2" dur="1s"/></circle>',
    "text that speaks of scripts": "<text>&lt;script&gt; javascript: onload= @import \\</text>",
    "a comment": "<!-- <script>alert(1)</script> -->",
}


@pytest.mark.parametrize("inside", HARMLESS.values(), ids=HARMLESS)
def test_what_only_draws_is_taken(inside: str) -> None:
    """A drawing as programs write it is taken as it is."""
    assert picture_size("svg", SVG.format(inside).encode()) == (20, 10)


# --- sizes, links and other things ---------------------------------------------------------------


def test_the_limits_of_size_are_exact(small: SmallProject) -> None:
    """So many bytes are taken, and one more is not."""
    small.write(f"{FOLDER}/most.txt", b"x" * MAX_FILE_BYTES)
    small.write(f"{FOLDER}/more.txt", b"x" * (MAX_FILE_BYTES + 1))
    drawing = SVG.format("").encode()
    small.write(f"{FOLDER}/most.svg", drawing + b" " * (MAX_SVG_BYTES - len(drawing)))
    small.write(f"{FOLDER}/more.svg", drawing + b" " * (MAX_SVG_BYTES - len(drawing) + 1))
    attach(small, "most.txt", "more.txt", "most.svg", "more.svg")
    most = "the file has more than {}, the most that one may have"
    assert told(small) == [
        f"{FOLDER}/more.svg:1:1: attachment-too-large {most.format('2 MB')}",
        f"{FOLDER}/more.txt:1:1: attachment-too-large {most.format('20 MB')}",
    ]


def test_a_document_has_so_many_bytes_and_files(
    small: SmallProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is beyond the limits of a document is one problem, and is not reported as missing."""
    monkeypatch.setattr(document_files, "MAX_FOLDER_BYTES", 10)
    monkeypatch.setattr(document_files, "MAX_FILES", 3)
    for place in range(5):
        small.write(f"{FOLDER}/{place}.txt", b"xxx")
    attach(small, *(f"{place}.txt" for place in range(5)))
    limit = (
        f"{FOLDER}:1:1: attachment-too-large the document has more than {{}}, the most that one may have"
    )
    assert told(small) == [limit.format("3 files")]
    monkeypatch.setattr(document_files, "MAX_FILES", MAX_FILES)
    assert told(small) == [limit.format("10 bytes in all")]
    assert list(small.project.library.documents["HR12"].files) == ["0.txt", "1.txt", "2.txt"]


def test_memory_does_not_grow_with_the_files(small: SmallProject) -> None:
    """One file is in memory at a time, and none is kept."""
    for place in range(12):
        small.write(f"{FOLDER}/{place}.txt", b"x" * 5_000_000)
    attach(small, *(f"{place}.txt" for place in range(12)))
    tracemalloc.start()
    try:
        assert read_sources(small.folder).problems == []
        kept, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < MAX_FILE_BYTES + 3 * 5_000_000 < 12 * 5_000_000 < MAX_FOLDER_BYTES
    assert kept < 5_000_000


def a_link(folder: Path) -> None:
    """Put a link where a file may lie."""
    (folder / "a.txt").symlink_to("../../roles.yml")


def a_pipe(folder: Path) -> None:
    """Put a pipe where a file may lie."""
    os.mkfifo(folder / "a.txt")


ODD: dict[str, tuple[Callable[[Path], None], str]] = {
    "a link": (a_link, "linked-file this is a symbolic link"),
    "a pipe": (a_pipe, "unreadable-file this is not a file"),
}


@pytest.mark.parametrize(("make", "expected"), ODD.values(), ids=ODD)
def test_odd_entries_are_reported_alone(
    make: Callable[[Path], None], expected: str, small: SmallProject
) -> None:
    """A link or a pipe is one problem, nothing is read through it, and nothing else follows."""
    small.write(f"{FOLDER}/b.txt", "x")
    make(small.folder / FOLDER)
    attach(small, "a.txt", "b.txt")
    assert told(small) == [f"{FOLDER}/a.txt:1:1: {expected}"]
    assert small.project.library.current_editions


def test_the_folder_may_be_a_link_or_a_file(small: SmallProject, tmp_path: Path) -> None:
    """What stands in place of the folder is reported as anywhere else."""
    (small.folder / FOLDER).symlink_to(tmp_path)
    assert told(small) == [f"{FOLDER}:1:1: linked-file this is a symbolic link"]
    (small.folder / FOLDER).unlink()
    small.write(FOLDER, "x")
    assert told(small) == [f"{FOLDER}:1:1: unexpected-file nothing reads this file"]


def test_names_in_any_bytes_are_reported(small: SmallProject) -> None:
    """A file whose name is not UTF-8 is reported by that name, and nothing else happens."""
    name = os.fsdecode(b"policy/HR12/files/\xff\n.pdf")
    try:
        small.write(name, "x")
    except OSError:
        pytest.skip("this file system takes only names that are UTF-8")
    assert [(one.position.file, one.code) for one in small.problems] == [(name, "malformed-file-name")]
    for form in ("text", "json", "sarif", "github"):
        assert "Traceback" not in small.run("check", "--format", form).output


@pytest.mark.parametrize("name", [f"{FOLDER}/a.txt", FOLDER])
def test_what_may_not_be_read_is_reported_alone(name: str) -> None:
    """A file, or the whole folder, that nobody here may read is one problem and brings no other."""
    with without_roots_rights() as folder:
        small = SmallProject(folder)
        small.write(f"{FOLDER}/a.txt", "x")
        attach(small, "a.txt")
        (folder / name).chmod(0)
        found = told(small)
        (folder / name).chmod(0o700)
    assert found == [f"{name}:1:1: unreadable-file it cannot be opened: Permission denied"]


def test_hidden_files_and_an_empty_folder_are_left_alone(small: SmallProject) -> None:
    """What systems and editors leave is nobody's business, and a folder may wait for its files."""
    (small.folder / FOLDER).mkdir()
    assert small.problems == []
    small.write(f"{FOLDER}/.DS_Store", b"\0")
    small.write(f"{FOLDER}/form.pdf~", b"\0")
    assert small.problems == []
