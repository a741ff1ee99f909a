"""The built HTML is valid: the Nu HTML Checker, which is the W3C's own, finds nothing in any page."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests import ROOT

JAR = ROOT / ".venv/tools/vnu.jar"

ACCEPTED = (
    (
        r'Attribute “autocomplete” is only allowed when .* id="__(drawer|search)"',
        "Two check boxes of Material's base.html, which stand outside its blocks",
    ),
    (
        r"violates Content Security Policy .* “(?![a-z]+:|//)[^”]*” blocked by “(style|script|img)-src”",
        "Pages read from a folder have no origin that 'self' could be; a URL with a host is not accepted",
    ),
    (
        r'Inline script violates Content Security Policy .*<script type="application/ld\+json">',
        "A block of data is not run, so no policy forbids it (HTML, prepare the script element)",
    ),
    (
        r'“aria-hidden” is unnecessary .*<kbd class="search-key"',
        "Scripts show the key, which is for the eye alone; hidden is for readers without scripts",
    ),
    (
        r'“list” role is unnecessary for element “ol”.*<ol class="labelled"',
        "Safari names no list whose marks the style sheet takes away, unless its role is said",
    ),
)
"""What the checker may say, as an expression for message and extract, and why it stands."""


@pytest.fixture(scope="module")
def said(built_site: Path) -> Counter[str]:
    """What the checker says about the site, a line each, and of how many places."""
    missing = ["java"] if shutil.which("java") is None else []
    missing += [] if JAR.is_file() else [f"{JAR.relative_to(ROOT)} (make checker fetches it)"]
    if missing:
        pytest.skip(f"the HTML was not checked: no {' and no '.join(missing)}")
    options = ("--format", "json", "--stdout", "--exit-zero-always", "--skip-non-html")
    ended = subprocess.run(
        ["java", "-jar", str(JAR), *options, str(built_site)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    if "UnsupportedClassVersionError" in ended.stderr:
        pytest.skip("the HTML was not checked: the checker needs Java 17 or later")
    assert ended.returncode == 0, ended.stderr
    return Counter(in_a_line(message, built_site) for message in json.loads(ended.stdout)["messages"])


def in_a_line(message: dict[str, Any], site: Path) -> str:
    """A message of the checker with its place and what stands there."""
    place = f"{message.get('url', '').partition(f'{site.name}/')[2]}:{message.get('lastLine', '')}"
    extract = " ".join(message.get("extract", "").split())
    return f"{place}: {message['message']} {extract}"


def test_every_page_is_valid(said: Counter[str]) -> None:
    """The checker finds no error, and warns of nothing, but for what is accepted with a reason."""
    accepted = re.compile("|".join(pattern for pattern, _ in ACCEPTED))
    assert [line for line in said if not accepted.search(line)] == []


@pytest.mark.parametrize(("pattern", "reason"), ACCEPTED)
def test_nothing_is_accepted_any_longer_than_it_must_be(
    said: Counter[str], pattern: str, reason: str
) -> None:
    """What is accepted still occurs; when it no longer does, its line has to go."""
    assert any(re.search(pattern, line) for line in said), reason
