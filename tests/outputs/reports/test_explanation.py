"""What `policysite explain` prints: a page without the marks of Markdown, and the list of all codes."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from policysite.outputs.reports.explanation import explain_rule, list_rules
from policysite.outputs.reports.problems_text import TERMINAL_WIDTH
from policysite.rules import RULES, TOPICS

PAGE = """\
# duty-negated

**Error**: This line is not read.

## What it does

Reports a duty that begins with *not*, as in `must: not answer a request by telephone`, however **far**
this goes on, so that it is wrapped.

Do it.

## Example

It shows:

```yaml
# policy/HR12/2025-11.yml
must: *not* this

may: that
```
"""
PRINTED = """\
error[duty-negated] What a duty says begins with a not that belongs to its force.

What it does
  Reports a duty that begins with "not", as in
  `must: not answer a request by telephone`, however "far" this goes on, so that it is
  wrapped.

  Do it.

Example
  It shows:

    # policy/HR12/2025-11.yml
    must: *not* this

    may: that
"""


def test_a_page_is_printed_as_plain_text() -> None:
    """Paragraphs are wrapped, code is whole and as it was written, and no mark of Markdown is left."""
    assert explain_rule("duty-negated", PAGE) == PRINTED


@pytest.mark.parametrize("code", RULES)
def test_every_page_can_be_read(code: str) -> None:
    """Of every page all words are printed, in lines that a terminal shows, without marks of Markdown."""
    page = (files("policysite.rules") / f"{code}.md").read_text(encoding="utf-8")
    printed = explain_rule(code, page)
    prose = [line for line in printed.splitlines()[1:] if not line.startswith("    ")]
    assert max(map(len, prose)) <= TERMINAL_WIDTH + len("  ")
    assert not re.search(r"[*#]|\]\(|```", re.sub("`[^`]+`", "", "\n".join(prose)))
    said = re.sub(r"^```\w*$", "", page.partition("\n## ")[2], flags=re.MULTILINE)
    assert re.findall(r"\w+", said) == re.findall(r"\w+", printed.partition("\n\n")[2])


def test_the_list_has_every_code_with_its_summary() -> None:
    """Each topic is followed by its codes, each with its summary; a warning is called one."""
    parts = dict(part.split("\n", 1) for part in list_rules().split("\n\n"))
    assert list(parts) == list(TOPICS)
    for topic, rules in TOPICS.items():
        rows = [re.split(r" {2,}", row.strip()) for row in parts[topic].splitlines()]
        assert rows == [
            [code, rule.summary + (" (warning)" if rule.severity == "warning" else "")]
            for code, rule in rules.items()
        ]
