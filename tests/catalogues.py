"""Every message of the software, as it stands in the code, and the catalogues of its translations.

`python -m tests.catalogues` writes messages.pot, and adds to each catalogue what is new in the code.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

from policysite.outputs.translations import CATALOGUES_FOLDER, SCRIPTS_FOLDER
from tests import ROOT

PACKAGE = ROOT / "generator" / "policysite"
TEMPLATE = CATALOGUES_FOLDER / "messages.pot"
WIDTH = 100
Message = str | tuple[str, str]
"""A message, or its forms for one thing and for several."""
_FUNCTIONS = ("_", "gettext", "label", "marked", "ngettext", "pieces")
"""The functions that are given a message. Of ngettext, the first two arguments are its forms."""
_IN_SCRIPTS = re.compile(
    rf'\b({"|".join(_FUNCTIONS[1:])})\(\s*("(?:[^"\\\n]|\\.)*")(?:,\s*("(?:[^"\\\n]|\\.)*"))?'
)
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


def _of_module(source: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
            texts = [str(one.value) for one in node.args if isinstance(one, ast.Constant)]
            yield from _message(name, texts)


def _of_template(source: str) -> Iterator[Message]:
    for call in Environment(autoescape=True).parse(source).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name):
            texts = [str(one.value) for one in call.args if isinstance(one, nodes.Const)]
            yield from _message(call.node.name, texts)


def _of_script(source: str) -> Iterator[Message]:
    for name, *texts in _IN_SCRIPTS.findall(source):
        yield from _message(name, [json.loads(text) for text in texts if text])


def _message(function: str, texts: Sequence[str]) -> Iterator[Message]:
    if function in _FUNCTIONS and texts:
        yield (texts[0], texts[1]) if function == "ngettext" else texts[0]


_READERS = {".py": _of_module, ".html": _of_template, ".js": _of_script}


def of_code() -> Catalog:
    """A catalogue without translations: every message in the code, with the files that it stands in."""
    catalogue = Catalog(project="policysite", fuzzy=False, header_comment=_HEADER)
    for file in sorted(PACKAGE.rglob("*")):
        name = file.relative_to(PACKAGE).as_posix()
        is_script = file.suffix != ".js" or name.startswith(SCRIPTS_FOLDER)
        if file.suffix in _READERS and is_script and "__pycache__" not in name:
            source = file.read_text(encoding="utf-8")
            for message in dict.fromkeys(_READERS[file.suffix](source)):
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
