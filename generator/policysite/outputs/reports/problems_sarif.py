"""Problems as SARIF 2.1.0 (OASIS), for code scanners.

It is ASCII, so that any encoding carries it and no terminal can be misled by it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from urllib.parse import quote

from ...domain.problems import Problem, Rule
from ...rules import RULES
from .counts import CheckCounts
from .problems_text import explain_command

_SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
_BASE = "PROJECT"
_INDEXES = {code: index for index, code in enumerate(RULES)}
_LINK_END = re.compile(r"(\\*)\](?=\()")


def problems_sarif(problems: Sequence[Problem], counts: CheckCounts, version: str) -> str:
    """A SARIF log of one run, with the counts in its properties; version is that of policysite."""
    rules = [_rule(rule) for rule in RULES.values()]
    run = {
        "tool": {"driver": {"name": "policysite", "version": version, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_BASE: {"description": {"text": "The folder that holds policy/"}}},
        "results": [*map(_result, problems)],
        "properties": {"checked": asdict(counts)},
    }
    log = {"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": f"{rule.summary}."},
        "help": {"text": f"Run: {explain_command(rule.code)}"},
        "defaultConfiguration": {"level": rule.severity},
    }


def _result(problem: Problem) -> dict[str, Any]:
    at = problem.position
    words = f"{problem.message}\n{problem.hint}" if problem.hint else problem.message
    return {
        "ruleId": problem.code,
        "ruleIndex": _INDEXES[problem.code],
        "level": problem.severity,
        "message": {"text": _sarif_text(words)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": _uri(at.file), "uriBaseId": _BASE},
                    "region": {"startLine": at.line, "startColumn": at.column},
                }
            }
        ],
    }


def _sarif_text(words: str) -> str:
    """Words as a plain text message that holds no placeholder (3.11.5) and no link (3.11.6)."""
    doubled = words.replace("{", "{{").replace("}", "}}")
    return _LINK_END.sub(r"\1\1\\]", doubled)


def _uri(file: str) -> str:
    """A file's path as a relative URI; bytes of its name that are no UTF-8 stay what they are."""
    return quote(file, errors="surrogateescape")
