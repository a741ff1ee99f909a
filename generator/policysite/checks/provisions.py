"""Sections say with the keys for it which part they are, and what is withheld is no missing content."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..domain.model import Section
from ..domain.problems import Finding, Rule, SourcePlace
from .check import CheckContext, check_for

WITHHELD_AS_MISSING = Rule.warning(
    "withheld-as-missing", "Something that is withheld is said to be missing"
)
PART_IN_TITLE = Rule.warning("part-in-title", "A title begins with appendix, annex or schedule")

_PART = re.compile(
    r"((?i:appendix|annex|schedule))(?i:e)?(?:\s+([0-9]{1,4}[A-Z]{0,3}|[A-Z]))?"
    r"(?:\s*[:.\u2013\u2014-]\s*|\s+(?=[A-Z])|\s*\Z)"
)
"""What stands before the words of a title as in "Appendix A - Grading" or "Annex: Forms"."""


@check_for(PART_IN_TITLE)
def parts_are_not_titles(context: CheckContext) -> Iterator[Finding]:
    """No title begins with appendix, annex or schedule, which part: and number: say."""
    for edition in context.library.editions:
        if context.library.is_sealed(edition):
            continue
        for index, section in enumerate(edition.sections):
            match = _PART.match(section.title)
            if match:
                yield Finding(
                    PART_IN_TITLE,
                    f"{match[0].strip()!r} stands in the title",
                    SourcePlace(edition.file, ("sections", index, "title")),
                    _hint(section, match),
                )


_WITHHELD = re.compile(
    r"\W*(?:(?:this|the|it|all|part|text|section|clause|paragraph|is|was|has|have|been|of|are)\s+)*"
    r"(?:withheld|redacted|exempt)\b(?:.*?\b(?:under|by virtue of|pursuant to)\s+(.+?)\.?\s*\Z)?",
    re.IGNORECASE | re.DOTALL,
)
"""Something that was taken out on purpose, and under which exemption."""


@check_for(WITHHELD_AS_MISSING)
def withheld_is_not_missing(context: CheckContext) -> Iterator[Finding]:
    """Nothing that the publisher withholds is told as missing from the copy."""
    for edition in context.library.editions:
        if context.library.is_sealed(edition):
            continue
        for path, provision in edition.located_provisions:
            match = provision.missing and _WITHHELD.match(provision.missing.what)
            if match:
                exemption = " ".join((match[1] or "").split())[:90] or "the exemption that it names"
                yield Finding(
                    WITHHELD_AS_MISSING,
                    "what is withheld is not missing: its publisher has it, and says why it is not shown",
                    SourcePlace(edition.file, (*path, "missing", "what")),
                    f"write withheld: in place of missing:, and below it exemption: {exemption}",
                )


def _hint(section: Section, match: re.Match[str]) -> str:
    kind, number = section.part or match[1].lower(), section.number or (match[2] or "").upper()
    keys = [f"part: {kind}", *([f"number: {number}"] if number else [])]
    title = section.title[match.end() :]
    if title:
        keys.append(f"title: {title[:60]}")
    note = "" if title else ", and in title: what it is about"
    return (
        f"write {', '.join(keys[:-1])} and {keys[-1]}{note}"
        if len(keys) > 1
        else f"write {keys[0]}{note}"
    )
