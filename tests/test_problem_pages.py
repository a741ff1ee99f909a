"""Every code of a problem has its page, and what the pages show and say is so."""

from __future__ import annotations

import re
from contextlib import redirect_stderr
from datetime import date
from io import StringIO
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from policysite.checks import CheckContext, run_checks
from policysite.cli.mkdocs_configuration import load_configuration
from policysite.domain.problems import ProblemsError, SourcePosition
from policysite.publishing import SiteTarget
from policysite.rules import RULES
from policysite.sources import read_sources
from tests import ROOT
from tests.stored import CONTENTS, SVG, office_file

PAGES = ROOT / "generator/policysite/rules"
HEADINGS = ["What it does", "Why it is bad", "Example", "Use instead"]
TODAY = date(2026, 1, 15)
NOT_SHOWN = {
    "attachment-too-large",
    "file-too-large",
    "linked-file",
    "more-errors",
    "more-warnings",
    "text-too-long",
    "too-many-values",
    "unreadable-file",
    "word-too-long",
}
"""Codes whose example a page cannot show in full: a megabyte of text, a link, a locked file."""
OF_BUILDS = {"site-setting", "site-folder-overlap", "site-folder-occupied", "site-folder-unusable"}
"""Codes that only a build looks for: they show mkdocs.yml, or a file where the site is to go."""
SINCE_EARLIER = {"document-removed", "lock-record-changed", "review-record-changed"}
"""Codes that a change shows: what is written is compared with the library as it was before."""

LIBRARY = {
    "policy/library.yml": """\
organisation: Example Ltd
title: Policies of Example Ltd
description: Our policies.
contact: {name: Head of People}
time_zone: Europe/London
""",
    "policy/roles.yml": """\
roles: {head-of-people: {name: Head of People}, line-manager: {name: Line manager}}
""",
    "policy/terms.yml": """\
terms: {FWR: {stands_for: Flexible working request}}
""",
    "policy/references.yml": """\
references:
  rota-act-1987:
    title: Rota Act 1987
    kind: legislation
    state: repealed
    repealed: 2019-04
    replaced_by: [working-hours-act-2018]
    source: {url: https://www.example.org/acts}
  working-hours-act-2018: {title: Working Hours Act 2018, kind: legislation}
""",
    "policy/HR12/2025-11.yml": """\
reference: HR12
title: Flexible working
kind: policy
edition: 2025-11
wording: official
source: {url: https://www.example.org/policies/hr12}
owner: head-of-people
review: {last: 2025-11, every: 2 years, next: 2027-11}
sections: [{number: 1, title: Purpose, clauses: [{number: 1.1, text: Anyone may ask.}]}]
""",
    "policy/HR12a/2025-11.yml": """\
reference: HR12a
title: Flexible working requests
kind: procedure
governed_by: HR12
edition: 2025-11
wording: official
source: {url: https://www.example.org/policies/hr12a}
sections: [{number: 1, title: Requests, clauses: [{number: 1.1, text: Use the form.}]}]
""",
    "policy/HR14/2023-11.yml": """\
reference: HR14
title: Parental leave
kind: policy
edition: 2023-11
wording: official
source: {url: https://www.example.org/policies/hr14}
review: {last: 2023-11, every: 2 years, next: 2025-11}
sections: [{number: 1, title: Purpose, clauses: [{number: 1.1, text: Parents may take leave.}]}]
""",
    "policy/HR14/2025-11.yml": """\
reference: HR14
title: Parental leave
kind: policy
edition: 2025-11
wording: official
source: {url: https://www.example.org/policies/hr14}
review: {last: 2025-11, every: 2 years, next: 2027-11}
sections: [{number: 1, title: Purpose, clauses: [{number: 1.1, text: Every parent may take leave.}]}]
""",
    "policy/HR14/reviews.yml": """\
reviews:
  - {date: 2023-11, outcome: amended, edition: 2023-11}
  - {date: 2025-11, outcome: amended, edition: 2025-11}
""",
}
"""The library that the examples change: what a fence shows takes the place of the same keys."""

TRACED = {
    "policy/HR15/2025-11.yml": """\
reference: HR15
title: Hours of work
kind: procedure
edition: 2025-11
wording: official
source: {url: https://www.example.org/policies/hr15}
sections:
  - number: 1
    title: Requests
    clauses:
      - number: 1.1
        text: A request says which hours are asked for.
      - number: 1.2
        text: The line manager answers the request in writing.
        duties: [{id: answer-request, role: line-manager, must: answer the request in writing}]
      - number: 1.3
        title: Records
        missing: {what: The list of the records., role: line-manager}
""",
    "checklists/line-manager.yml": """\
title: A request for other hours
role: line-manager
trigger: When somebody asks for other hours.
sections:
  - items:
      - {do: Answer the request in writing., duty: HR15/answer-request}
      - {missing: HR15/1.3}
""",
    "policy/policy.lock": """\
{
 "format": "policysite-lock/2",
 "editions": {
  "HR14/2023-11": "v1:9d58291d102ecf9c198e5e82965fd352281e74255275cfe38e13d31d984f069a"
 },
 "duties": {
  "HR15/answer-request": {
   "clause_digest": "v1:534b90044793a0ca33db365a94da3439025f7546d5c4a25b7bde4e2fa3f021cd",
   "clause_text": "The line manager answers the request in writing.",
   "digest": "v1:850e35622a43b470cb1e7661806e38057a72af629d51aae7c99f93d48d8227e5",
   "text": "line-manager must answer the request in writing"
  }
 },
 "citations": {
  "line-manager": {
   "answer-request": {
    "cites": "HR15/answer-request",
    "clause": "1.2",
    "digest": "v1:850e35622a43b470cb1e7661806e38057a72af629d51aae7c99f93d48d8227e5",
    "text": "line-manager must answer the request in writing"
   },
   "hr15-1-1": {
    "cites": "HR15/1.1",
    "clause": "1.1",
    "digest": "v1:b6cee725f305e86081353a912210317434ee95be6ea14f951784f6afb8ba6378",
    "text": "A request says which hours are asked for."
   },
   "hr15-1-3": {
    "cites": "HR15/1.3",
    "clause": "1.3",
    "digest": "v1:500ab23c618f74fc23033732f7a6f28baceb380d915ba0475ad5ed802c5f09d8",
    "text": "Records (missing: The list of the records.)"
   }
  }
 }
}
""",
}
"""What the examples about checklists and policy.lock have besides."""
ABOUT_CHECKLISTS = {
    "lock-damaged",
    "item-citation",
    "unknown-duty",
    "not-missing",
    "duty-uncovered",
    "duty-new",
    "duty-suspect",
    "item-inverted",
    "item-new",
    "item-suspect",
    "item-moved",
    "edition-changed",
    "edition-removed",
    "lock-record-changed",
}


PDF = CONTENTS["pdf"]
STORED: dict[str, dict[bool, dict[str, bytes]]] = {
    "malformed-file-name": {False: {"request-form.pdf": PDF}},
    "unknown-file": {True: {"request-form.pdf": PDF}, False: {"request-form.pdf": PDF}},
    "unused-file": {key: {"request-form.pdf": PDF, "notes.pdf": PDF} for key in (True, False)},
    "forbidden-file": {
        True: {"request-form.doc": PDF},
        False: {"request-form.docx": office_file("word/")},
    },
    "unfit-file": {
        True: {"plan.svg": SVG.format("<script/>").encode()},
        False: {"plan.png": CONTENTS["png"]},
    },
    "not-a-picture": {True: {"steps.pdf": PDF}, False: {"steps.png": CONTENTS["png"]}},
    "attachment-too-large": {False: {"training-slides.pptx": office_file("ppt/")}},
}
"""The files of HR12 that an example has (True), and those of what to use instead."""
RECORDED = {"law-repealed"}
"""Codes whose page advises a new edition of HR12: the record of its review belongs to it."""


def page(code: str) -> str:
    """Read the page about a code."""
    return (PAGES / f"{code}.md").read_text("utf-8")


def part(code: str, heading: str) -> str:
    """Cut one part out of the page about a code."""
    following = dict(pairwise([*HEADINGS, ""]))[heading]
    below = page(code).split(f"\n## {heading}\n")[1]
    return below.split(f"\n## {following}\n")[0] if following else below


def fences(markdown: str) -> list[str]:
    """Find the YAML blocks of a text."""
    return re.findall(r"^```yaml\n(.*?)^```$", markdown, re.DOTALL | re.MULTILINE)


def blocks(source: str) -> dict[str, str]:
    """Part a source into its top-level keys, each with the lines that belong to it."""
    found = re.findall(r"^(\w+):((?:.*\n)(?:[ #-].*\n)*)", source, re.MULTILINE)
    return {key: f"{key}:{rest}" for key, rest in found}


def write_library(folder: Path, code: str, fence: str) -> None:
    """Write the library with what a fence on the page about a code shows.

    A fence begins with the name of its file. Only names means that these files are all there are.
    """
    files = LIBRARY | TRACED if code in ABOUT_CHECKLISTS else dict(LIBRARY)
    names = re.findall(r"^# ((?:policy|checklists|pages|site)/\S+|mkdocs.yml|site)$", fence, re.MULTILINE)
    if len(names) > 1:
        files = {name: LIBRARY[name] for name in names}
    elif not names[0].startswith("policy/"):
        files[names[0]] = fence
    else:
        if code in RECORDED:
            record = f"{{date: 2025-11, outcome: amended, edition: {Path(names[0]).stem}}}"
            files["policy/HR12/reviews.yml"] = f"reviews: [{record}]\n"
        shown = fence.split("\n", 1)[1]
        replaced = blocks(shown)
        edition = Path(names[0])
        if edition.parent.name == "policy" or edition.name == "reviews.yml":
            base = blocks(LIBRARY.get(names[0], ""))
        else:
            newest = files.get(f"policy/{edition.parent.name}/2025-11.yml", "")
            base = blocks(files.get(names[0], newest)) | {"edition": f"edition: {edition.stem}\n"}
        kept = [text for key, text in base.items() if key not in replaced]
        files[names[0]] = shown + "".join(kept) if replaced else shown
    write(folder, files)
    shown_in_page = STORED.get(code, {}).get(fence in part(code, "Example"), {})
    for name, content in shown_in_page.items():
        file = folder / "policy/HR12/files" / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(content)


def write(folder: Path, files: dict[str, str]) -> None:
    """Write files into a folder."""
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        # A page is UTF-8: it shows a byte that is not as U+FFFD, and what cannot be seen by its number.
        seen = text.replace("\N{SYMBOL FOR BELL}", "\a")
        raw = re.sub(r"<U\+([0-9A-F]{4,6})>", lambda match: chr(int(match[1], 16)), seen).encode()
        file.write_bytes(raw.replace("\N{REPLACEMENT CHARACTER}".encode(), b"\x96"))


def codes_found(folder: Path, code: str) -> set[str]:
    """Check the library in a folder as `policysite check` does, or look where a build would put it."""
    if code == "site-setting":
        return codes_of_configuration(folder / "now")
    if code in OF_BUILDS:
        return codes_of_target(folder / "now")
    sources = read_sources(folder / "now")
    earlier = None
    if code in SINCE_EARLIER:
        write(folder / "before", LIBRARY | TRACED if code in ABOUT_CHECKLISTS else LIBRARY)
        earlier = read_sources(folder / "before").library
    found = [
        *sources.problems,
        *sources.locate_findings(run_checks(CheckContext(sources.library, TODAY, earlier))),
    ]
    return {problem.code for problem in found}


def codes_of_configuration(project: Path) -> set[str]:
    """Load mkdocs.yml as `policysite build` does."""
    try:
        with redirect_stderr(StringIO()):
            load_configuration(project)
    except ProblemsError as error:
        return {problem.code for problem in error.problems}
    return set()


def codes_of_target(project: Path) -> set[str]:
    """Look at the folder for the site as `policysite build` does before it begins."""
    configuration = project / "mkdocs.yml"
    name = (
        yaml.safe_load(configuration.read_text("utf-8"))["site_dir"]
        if configuration.is_file()
        else "site"
    )
    target = SiteTarget((project / name).resolve(), project, SourcePosition(configuration.name))
    return {one.code for one in target.problems([project / "policy", project / "pages"])}


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    """No problem is reported without a page to read, and no page outlives its code."""
    assert {file.stem for file in PAGES.glob("*.md")} == set(RULES)


@pytest.mark.parametrize("code", RULES)
def test_pages_have_the_same_parts(code: str) -> None:
    """A page has its code, its severity and summary, and the same four headings in this order."""
    rule = RULES[code]
    opening = f"# {code}\n\n**{rule.severity.capitalize()}**: {rule.summary}.\n"
    prose = re.sub(r"^```.*?^```$", "", page(code), flags=re.DOTALL | re.MULTILINE)
    assert page(code).startswith(opening)
    assert re.findall(r"^#+ .*", prose, re.MULTILINE)[1:] == [f"## {one}" for one in HEADINGS]
    assert all(part(code, heading).strip() for heading in HEADINGS)


@pytest.mark.parametrize("code", RULES)
def test_pages_show_yaml(code: str) -> None:
    """Both the example and its mended form are YAML blocks, and the mended form parses."""
    assert fences(part(code, "Example"))
    mended = fences(part(code, "Use instead"))
    assert mended
    assert all(isinstance(yaml.safe_load(fence), dict) for fence in mended)


@pytest.mark.parametrize("code", [code for code in RULES if code not in NOT_SHOWN])
def test_examples_show_their_fault(code: str, tmp_path: Path) -> None:
    """Whoever writes what the example shows is told of this problem and of no other."""
    (fence,) = fences(part(code, "Example"))
    write_library(tmp_path / "now", code, fence)
    assert codes_found(tmp_path, code) == {code}


@pytest.mark.parametrize("code", RULES)
def test_what_to_use_instead_is_without_fault(code: str, tmp_path: Path) -> None:
    """Whoever writes what the page advises is told of no problem at all."""
    (fence,) = fences(part(code, "Use instead"))
    write_library(tmp_path / "now", code, fence)
    assert codes_found(tmp_path, code) == set()
