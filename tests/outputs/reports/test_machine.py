"""The reports for programs: valid, complete, and meaning what the problems say."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from policysite.domain.problems import Problem, SourcePosition
from policysite.outputs.reports import (
    PROBLEM_FORMATS,
    CheckCounts,
    ProblemFormat,
    problems_sarif,
    render_problems,
)
from policysite.outputs.reports.problems_json import problems_json
from policysite.rules import RULES
from policysite.sources.yaml_reader import EMPTY_FILE

from .conftest import GOLDEN, read_line

NOTHING = CheckCounts(0, 0, 0, 0, 0, 0, 0)
found = st.builds(
    Problem,
    rule=st.sampled_from([*RULES.values()]),
    message=st.text(),
    position=st.builds(
        SourcePosition,
        file=st.binary(min_size=1).map(lambda raw: raw.decode("utf-8", "surrogateescape")),
        line=st.integers(1, 10**6),
        column=st.integers(1, 10**6),
    ),
    hint=st.text(),
)


def closed(required: dict[str, Any], **optional: object) -> dict[str, Any]:
    """Describe an object with these properties and no others."""
    return {
        "type": "object",
        "required": sorted(required),
        "properties": required | optional,
        "additionalProperties": False,
    }


COUNT = {"type": "integer", "minimum": 0}
PLACE = {"type": "integer", "minimum": 1}
CHECKED = closed(
    dict.fromkeys(("documents", "editions", "clauses", "duties", "missing", "errors", "warnings"), COUNT)
)
REPORT_SCHEMA = closed(
    {
        "version": {"const": 2},
        "problems": {
            "type": "array",
            "items": closed(
                {
                    "code": {"enum": sorted(RULES)},
                    "severity": {"enum": ["error", "warning"]},
                    "message": {"type": "string"},
                    "hint": {"type": "string"},
                    "file": {"type": "string"},
                    "line": PLACE,
                    "column": PLACE,
                    "help": {"type": "string", "pattern": r"^policysite explain [a-z0-9-]+$"},
                }
            ),
        },
        "checked": CHECKED,
    }
)

# The part of SARIF 2.1.0 (OASIS, 27 March 2020) that is used here, with the section of each rule.
TEXT = closed({"text": {"type": "string", "minLength": 1}})
LEVEL = {"enum": ["none", "note", "warning", "error"]}  # 3.27.10
RULE = closed(  # 3.49
    {"id": {"type": "string"}},
    shortDescription=TEXT,
    fullDescription=TEXT,
    help=TEXT,
    defaultConfiguration=closed({}, level=LEVEL),
)
LOCATION = closed(  # 3.28 to 3.30
    {
        "physicalLocation": closed(
            {
                "artifactLocation": closed(
                    {"uri": {"type": "string", "pattern": r"^[A-Za-z0-9_.~/%-]+$"}},
                    uriBaseId={"const": "PROJECT"},
                ),
                "region": closed({"startLine": PLACE}, startColumn=PLACE),
            }
        )
    }
)
RESULT = closed(  # 3.27
    {"message": closed({"text": {"type": "string"}})},
    ruleId={"enum": sorted(RULES)},
    ruleIndex={"type": "integer", "minimum": 0},
    level=LEVEL,
    locations={"type": "array", "items": LOCATION, "minItems": 1, "maxItems": 1},
)
RUN = closed(  # 3.14
    {"tool": closed({"driver": closed(  # 3.18, 3.19
        {"name": {"const": "policysite"}},
        version={"type": "string"},
        rules={"type": "array", "items": RULE, "uniqueItems": True},
    )})},
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},  # 3.14.17
    originalUriBaseIds=closed({"PROJECT": closed({"description": TEXT})}),  # 3.14.14
    results={"type": "array", "items": RESULT},
    properties=closed({"checked": CHECKED}),  # 3.8
)  # fmt: skip
SARIF_SCHEMA = closed(  # 3.13
    {"version": {"const": "2.1.0"}, "runs": {"type": "array", "items": RUN, "minItems": 1}},
    **{"$schema": {"type": "string", "pattern": r"^https://.*/sarif-schema-2\.1\.0\.json$"}},
)


def as_a_viewer_reads(message: str) -> str:
    """Undo SARIF's escaping of a plain text message, after making sure that it holds no link."""
    link = re.search(r"\[(?:[^\\\[\]]|\\[\\\[\]])*\]\(", message)
    assert link is None
    assert re.sub(r"\{\{|\}\}", "", message).count("{") == 0
    return message.replace("{{", "{").replace("}}", "}")


def test_json_looks_as_kept(problems: list[Problem], counts: CheckCounts) -> None:
    """The JSON document is a promise to other programs: it stays, key by key."""
    assert problems_json(problems, counts) == (GOLDEN / "report.json").read_text("utf-8")


@given(st.lists(found, max_size=3))
def test_json_says_what_was_found(some: list[Problem]) -> None:
    """Any problem comes out whole, in order, as ASCII that is valid by the documented shape."""
    written = problems_json(some, NOTHING)
    document = json.loads(written)
    Draft7Validator(REPORT_SCHEMA).validate(document)
    assert written.isascii()
    assert [
        Problem(
            RULES[one["code"]],
            one["message"],
            SourcePosition(one["file"], one["line"], one["column"]),
            one["hint"],
        )
        for one in document["problems"]
    ] == some


@given(st.lists(found, max_size=3))
def test_sarif_says_what_was_found(some: list[Problem]) -> None:
    """Any problem is a valid result: its rule, its place, and its words without a link."""
    log = json.loads(problems_sarif(some, NOTHING, "1.2.3"))
    Draft7Validator(SARIF_SCHEMA).validate(log)
    driver = log["runs"][0]["tool"]["driver"]
    assert driver["version"] == "1.2.3"
    for one, result in zip(some, log["runs"][0]["results"], strict=True):
        place = result["locations"][0]["physicalLocation"]
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == one.code
        assert result["level"] == one.severity
        assert place["region"] == {
            "startLine": one.position.line,
            "startColumn": one.position.column,
        }
        uri = unquote_to_bytes(place["artifactLocation"]["uri"])
        assert uri.decode("utf-8", "surrogateescape") == one.position.file


@given(st.lists(st.sampled_from(["[a", "\\", "](u", ")", "{", "}", "{0}"])).map("".join))
def test_sarif_messages_stay_plain_text(message: str) -> None:
    """Brackets and braces in a message make neither a link nor a placeholder."""
    log = json.loads(
        problems_sarif([Problem(EMPTY_FILE, message, SourcePosition("a.yml"))], NOTHING, "1")
    )
    read = as_a_viewer_reads(log["runs"][0]["results"][0]["message"]["text"])
    assert re.sub(r"\\+\]\(", "](", read) == re.sub(r"\\+\]\(", "](", message)


def test_sarif_knows_every_rule() -> None:
    """The rules are all the codes, in their order, with their severity and summary."""
    log = json.loads(problems_sarif([], NOTHING, "1"))
    Draft7Validator(SARIF_SCHEMA).validate(log)
    assert [
        (one["id"], one["defaultConfiguration"]["level"], one["shortDescription"]["text"])
        for one in log["runs"][0]["tool"]["driver"]["rules"]
    ] == [(code, rule.severity, rule.summary) for code, rule in RULES.items()]


@pytest.mark.parametrize("form", PROBLEM_FORMATS)
def test_every_format_can_be_asked_for(
    form: ProblemFormat, problems: list[Problem], counts: CheckCounts
) -> None:
    """Each format renders, ends its last line, and can be written as UTF-8."""
    report = render_problems(
        form,
        problems,
        counts,
        read_line=read_line,
        colour=False,
        version="1.2.3",
    )
    assert report.endswith("\n")
    assert report.encode("utf-8")
    assert "law-repealed" in report
