"""Every rule that stands somewhere in the package is among those that are listed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import policysite
from policysite.rules import RULES

PACKAGE = Path(policysite.__file__).parent


def declared() -> Iterator[tuple[str, str]]:
    """Each rule that a module declares: the name of the constant, and the code."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            match node:
                case ast.Assign([name], ast.Call(ast.Attribute(ast.Name("Rule")), [code, _])):
                    yield ast.unparse(name), ast.literal_eval(code)


def test_every_rule_is_listed() -> None:
    """No code is declared twice, and none is left out of the list."""
    assert sorted(code for _, code in declared()) == sorted(RULES)
    assert all(rule.code == code for code, rule in RULES.items())


def test_rules_are_named_by_their_codes() -> None:
    """Whoever reads a code in a report finds the rule by searching for its name."""
    assert [name for name, code in declared() if name != code.replace("-", "_").upper()] == []


def test_summaries_are_one_line() -> None:
    """A summary ends without a full stop, and says something of its own."""
    summaries = [rule.summary for rule in RULES.values()]
    assert len(set(summaries)) == len(summaries)
    assert all(not text.endswith(".") and "\n" not in text for text in summaries)
