"""Reports for other programs: our own JSON, and SARIF 2.1.0 (OASIS) for code scanners.

Both are ASCII, so that any encoding carries them and no terminal can be misled by them.
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

JSON_REPORT_VERSION = 2
"""The version of the JSON document. It rises when a key goes or changes its meaning."""

_SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
_BASE = "PROJECT"
_INDEXES = {code: index for index, code in enumerate(RULES)}
_LINK_END = re.compile(r"(\\*)\](?=\()")


def problems_json(problems: Sequence[Problem], counts: CheckCounts) -> str:
    """A JSON document with three keys, all always there.

    version: the number JSON_REPORT_VERSION.
    problems: in order, each with code, severity ("error" or "warning"), message, hint (may be
        empty), file (relative to the project's folder), line and column (from 1, in characters)
        and help (the command that prints the page about the code).
    checked: how many documents, editions, clauses and duties there are, how many parts are missing
        from the copies, and how many errors and warnings were found.
    """
    written = [
        {
            "code": problem.code,
            "severity": problem.severity,
            "message": problem.message,
            "hint": problem.hint,
            "file": problem.position.file,
            "line": problem.position.line,
            "column": problem.position.column,
            "help": explain_command(problem.code),
        }
        for problem in problems
    ]
    return _dump({"version": JSON_REPORT_VERSION, "problems": written, "checked": asdict(counts)})


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
    return _dump({"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]})


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


def _dump(document: dict[str, Any]) -> str:
    return json.dumps(document, indent=2) + "\n"
