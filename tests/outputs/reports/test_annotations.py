"""The report for GitHub: one well-formed workflow command a problem, whatever it says."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from policysite.domain.problems import Problem, SourcePosition
from policysite.outputs.escaping import escape_unprintable
from policysite.outputs.reports import CheckCounts, github_annotations
from policysite.rules import RULES

from .conftest import GOLDEN

NOTHING = CheckCounts(0, 0, 0, 0, 0, 0, 0)
COMMAND = re.compile(r"::(error|warning) ([^\r\n]*?)::([^\r\n]*)")
MEANINGS = {"%25": "%", "%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ","}
awkward = st.text(st.sampled_from("ab:,%\r\n025ADC é")) | st.text()


def unescaped(value: str) -> str:
    """Read a value as the runner does: every escape once, from left to right."""
    return re.sub("%25|%0D|%0A|%3A|%2C", lambda found: MEANINGS[found[0]], value)


def read(line: str) -> tuple[str, dict[str, str], str]:
    """Take a command apart: its name, its properties, its message."""
    command = COMMAND.fullmatch(line)
    assert command is not None
    properties = dict(pair.split("=", 1) for pair in command[2].split(","))
    return (
        command[1],
        {name: unescaped(value) for name, value in properties.items()},
        unescaped(command[3]),
    )


def test_report_looks_as_kept(problems: list[Problem], counts: CheckCounts) -> None:
    """Each problem is one command and the closing line is plain text."""
    assert github_annotations(problems, counts) == (GOLDEN / "report.github").read_text("utf-8")


@given(file=awkward, message=awkward, hint=awkward, line=st.integers(1), column=st.integers(1))
def test_escaping_survives_the_way_back(
    file: str, message: str, hint: str, line: int, column: int
) -> None:
    """No text can end its value or its command: what the runner reads is what was said, made visible."""
    problem = Problem(RULES["law-repealed"], message, SourcePosition(file, line, column), hint)
    command, closing, rest = github_annotations([problem], NOTHING).split("\n")
    said = "\n".join(filter(None, (message, hint, "policysite explain law-repealed")))
    assert read(command) == (
        "warning",
        {
            "file": escape_unprintable(file),
            "line": str(line),
            "col": str(column),
            "title": "law-repealed",
        },
        "\n".join(map(escape_unprintable, said.split("\n"))),
    )
    assert closing.startswith("Checked ")
    assert rest == ""


def test_name_that_is_not_utf8_can_be_printed() -> None:
    """A file name with stray bytes is reported and does not stop the report."""
    name = b"policy/caf\xe9".decode("utf-8", "surrogateescape")
    report = github_annotations([Problem(RULES["unexpected-file"], name, SourcePosition(name))], NOTHING)
    assert "file=policy/caf<U+DCE9>,line=1" in report
    assert report.encode("utf-8")
