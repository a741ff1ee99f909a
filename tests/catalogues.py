"""Every message of the software, as it stands in the code, and the catalogues of its translations.

`python -m tests.catalogues` writes messages.pot, and adds to each catalogue what is new in the code.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from policysite.outputs.translations import CATALOGUES_FOLDER, SCRIPTS_FOLDER
from tests import ROOT

PACKAGE = ROOT / "generator" / "policysite"
TEMPLATE = CATALOGUES_FOLDER / "messages.pot"
WIDTH = 100
_FUNCTIONS: Mapping[str, Any] = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "label": None,
    "marked": None,
}
"""The functions that are given a message; of ngettext the first two arguments are its forms."""
_READERS = {".py": "", ".html": "jinja2.ext:babel_extract", ".js": "javascript"}
_LEFT_OUT = tuple(
    f'"{name}'.encode()
    for name in (
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Generated-By",
        "Report-Msgid",
        "Last-Translator",
        "Project-Id-Version",
        "Language-Team",
        "MIME-Version",
    )
)
"""What a header says that is not kept: it would change without a message."""
_HEADER = """\
# Every message of policysite that has to be translated. Made from the code by
# make translations; docs/languages.md says how a translation is made."""


def catalogues() -> dict[str, Path]:
    """The files of translations, by their language."""
    return {file.stem: file for file in sorted(CATALOGUES_FOLDER.glob("*.po"))}


def read(file: Path) -> Catalog:
    """Read a catalogue as it is."""
    with file.open("rb") as opened:
        return read_po(opened, abort_invalid=True)


def _messages_of_python(file: Path) -> Iterator[str | tuple[str, ...]]:
    """The messages of a module. Babel's own reader sees none within an f-string."""
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
            texts = [one.value for one in node.args if isinstance(one, ast.Constant)]
            if name in _FUNCTIONS and texts:
                several = _FUNCTIONS[name]
                yield tuple(map(str, texts[: len(several)])) if several else str(texts[0])


def _messages(file: Path) -> Iterator[str | tuple[str, ...]]:
    if file.suffix == ".py":
        yield from _messages_of_python(file)
        return
    with file.open("rb") as opened:
        options = {"trimmed": "false", "parse_template_string": "false"}
        for _, message, _, _ in extract(_READERS[file.suffix], opened, _FUNCTIONS, options=options):
            yield message


def of_code() -> Catalog:
    """A catalogue without translations: every message in the code, with the files that it stands in."""
    catalogue = Catalog(project="policysite", fuzzy=False, header_comment=_HEADER)
    for file in sorted(PACKAGE.rglob("*")):
        name = file.relative_to(PACKAGE).as_posix()
        is_script = file.suffix != ".js" or name.startswith(SCRIPTS_FOLDER)
        if file.suffix in _READERS and is_script and "__pycache__" not in name:
            for message in dict.fromkeys(_messages(file)):
                catalogue.add(message, locations=[(name, 0)])
    return catalogue


def written(catalogue: Catalog) -> bytes:
    """A catalogue as its file: without dates and lines, so that it changes with its messages only."""
    text = BytesIO()
    write_po(
        text, catalogue, width=WIDTH, include_lineno=False, sort_output=False, ignore_obsolete=True,
        omit_header=False,
    )  # fmt: skip
    lines = text.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(_LEFT_OUT))


def updated(file: Path) -> Catalog:
    """A catalogue with what is in the code: what is new is empty, and what is gone is left out."""
    catalogue = read(file)
    catalogue.update(of_code(), no_fuzzy_matching=True, update_header_comment=False)
    return catalogue


if __name__ == "__main__":
    TEMPLATE.write_bytes(written(of_code()))
    for file in catalogues().values():
        file.write_bytes(written(updated(file)))
