"""The files of a site: whether each is as it was to be written, and which a build has made."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from policysite.publishing import (
    MANIFEST_FILE,
    content_digest,
    incomplete_files,
    write_manifest,
)
from tests.sites import tree, write

FILES = {"index.html": "home", "a/b.css": "b", "é.txt": "c"}


@given(changed=st.sets(st.sampled_from(sorted(FILES))), gone=st.sets(st.sampled_from(sorted(FILES))))
def test_every_file_that_is_not_whole_is_named(changed: set[str], gone: set[str]) -> None:
    """What is missing or holds something else is named, and nothing else is."""
    expected = {name: content_digest(text.encode()) for name, text in FILES.items()}
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        write(folder, FILES | dict.fromkeys(changed, "x"))
        for name in gone:
            (folder / name).unlink()
        found = incomplete_files(folder, expected)
    assert sorted(found) == sorted(
        [f"{name}: the file is not there" for name in gone]
        + [f"{name}: the file is not as it was to be written" for name in changed - gone]
    )


def test_the_mark_names_every_file(tmp_path: Path) -> None:
    """The mark holds the path and the digest of each file, in order, and is the same each time."""
    write(tmp_path, FILES)
    write_manifest(tmp_path)
    mark = (tmp_path / MANIFEST_FILE).read_bytes()
    files = json.loads(mark)["files"]
    assert list(files) == sorted(FILES)
    assert files == {
        name: content_digest(held) for name, held in tree(tmp_path).items() if name != MANIFEST_FILE
    }
    (tmp_path / MANIFEST_FILE).unlink()
    write_manifest(tmp_path)
    assert (tmp_path / MANIFEST_FILE).read_bytes() == mark
