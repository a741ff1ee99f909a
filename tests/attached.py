"""The small project with an attachment to its edition, one to a section, and a figure."""

from __future__ import annotations

from tests.small import EDITION, SmallProject
from tests.stored import SVG

FORM, PLAN, RATES = (f"policy/HR12/files/{name}" for name in ("form.pdf", "plan.svg", "rates.csv"))
CONTENTS = {
    FORM: b"%PDF-1.7\n" + b"x" * 120_000,
    PLAN: SVG.format("<rect width='20' height='10' fill='teal'/>").encode(),
    RATES: b"a,b\n",
}
FOLDER = "documents/HR12/2025-11/files"
"""Where they are published."""

_ATTACHMENTS = """\
attachments:
- file: form.pdf
  title: Request form & notes
  about: To ask, as in [[HR12/1.1]].
owner: """
_OF_SECTION = "    attachments: [{file: rates.csv, title: Rates}]\n    clauses:\n"
_TEXT = "        text: Anybody may make an FWR under the [[employment-rights-act-1996]].\n"
_FIGURE = """\
        content:
        - text: Anybody may make an FWR under the [[employment-rights-act-1996]].
        - figure:
            file: plan.svg
            alt: From "request" to answer.
            caption: The way of a request
            description: A request is made. It is answered.
"""


def attach(small: SmallProject) -> SmallProject:
    """Let the edition name the files, and write them."""
    small.change(EDITION, "owner: ", _ATTACHMENTS)
    small.change(EDITION, "    clauses:\n", _OF_SECTION)
    small.change(EDITION, _TEXT, _FIGURE)
    for file, content in CONTENTS.items():
        small.write(file, content)
    return small
