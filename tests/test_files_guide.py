"""The guide to files: what it shows is sound, and it names every format and limit as it is."""

from __future__ import annotations

import re
import shutil

from policysite.domain.stored_files import FILE_FORMATS, format_size
from policysite.sources.document_files import MAX_FILE_BYTES, MAX_FOLDER_BYTES, MAX_SVG_BYTES
from tests import ROOT
from tests.sites import Rendered
from tests.small import EDITION, FILES, SmallProject
from tests.stored import CONTENTS

GUIDE = (ROOT / "docs" / "files.md").read_text(encoding="utf-8")
SHOWN: list[str] = re.findall(r"^```yaml\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)
HEAD = FILES[EDITION].partition("sections:\n")[0]


def test_what_is_shown_is_sound(small: SmallProject) -> None:
    """An owner who copies an example of the guide, and has its files, is told of nothing."""
    assert len(SHOWN) == 2
    for example in SHOWN:
        small.write(EDITION, HEAD + example)
        names = re.findall(r"file: (\S+)", example)
        for name in names:
            small.write(f"policy/HR12/files/{name}", CONTENTS[name.rpartition(".")[2]])
        assert small.codes == []
        site = Rendered.of(small.folder)
        body = site.site.view(site.pages["documents/HR12/"]).body
        assert all(f"/files/{name}" in body for name in names)
        shutil.rmtree(small.folder / "policy/HR12/files")


def test_every_format_and_limit_is_told() -> None:
    """The guide names each ending, but the second of JPEG, and each limit of size."""
    formats = GUIDE[GUIDE.index("**Formats.**") : GUIDE.index("**Content.**")]
    assert set(re.findall(r"`(\w+)`", formats)) == FILE_FORMATS.keys() - {"jpeg"}
    for size in (MAX_FILE_BYTES, MAX_SVG_BYTES, MAX_FOLDER_BYTES):
        assert format_size(size) in GUIDE


def test_the_address_is_the_one_that_is_told(small: SmallProject) -> None:
    """The file of the first example is published where the guide says."""
    (address,) = re.findall(r"`(documents/HR12/\S+)`", GUIDE)
    small.write(EDITION, HEAD + SHOWN[0])
    for name in ("request-form.pdf", "working-hours.csv"):
        small.write(f"policy/HR12/files/{name}", CONTENTS[name.rpartition(".")[2]])
    assert address in [copied.path for copied in Rendered.of(small.folder).site.copied_files]
