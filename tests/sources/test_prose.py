"""What an owner types as prose reaches the reader whole, or is reported where it was typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from policysite.domain.problems import Severity
from policysite.sources import read_sources
from tests.small import EDITION, FILES, SmallProject

WORDS = [
    "Use", "form", "#12", "#", "# now", "##", "it's", "'so'", '"so"', "S:\\new", "\\", '\\"', "a: b",
    "at:", "-", "- a", "—", "[a]", "[[HR12/1.1]]", "{b}", "(c)", "&", "&d", "*", "*e*", "!", "!f", "|",
    ">", "%", "@g", "`h`", "?", "? i", "---", "...", "~", "no", "3.10", "x\ty", "\u00a0", "é", ",", ";",
    "text:", "''", '""', "\u2028", "\ufeff", "#\u00a0", "a#b", "1#", "<<", "=",
]  # fmt: skip

Typing = Callable[[list[str], int], str]
"""How an owner types lines of prose behind a key that is set in by so many spaces."""


def plain(lines: list[str], margin: int) -> str:
    """Type it without quotes."""
    return ("\n" + " " * (margin + 2)).join(lines)


def below(lines: list[str], margin: int) -> str:
    """Type it without quotes, from the line below the key on."""
    return "\n" + "".join(f"{' ' * (margin + 2)}{line}\n" for line in lines).rstrip("\n")


def single(lines: list[str], margin: int) -> str:
    """Type it in single quotes, each apostrophe twice."""
    return "'" + plain(lines, margin).replace("'", "''") + "'"


def double(lines: list[str], margin: int) -> str:
    """Type it in double quotes, as if these kept everything."""
    return f'"{plain(lines, margin)}"'


def block(mark: str) -> Typing:
    """Give the way to type it below a mark."""
    return lambda lines, margin: mark + below(lines, margin)


def ragged(lines: list[str], margin: int) -> str:
    """Type a block in which every other line is set in by a space less than the first."""
    widths = (margin + 2, margin + 1)
    return ">" + "".join(f"\n{' ' * widths[place % 2]}{line}" for place, line in enumerate(lines))


TYPINGS: dict[str, Typing] = {
    "plain": plain,
    "plain below its key": below,
    "single quotes": single,
    "double quotes": double,
    "folded": block(">"),
    "literal": block("|"),
    "stripped": block(">-"),
    "ragged": ragged,
}
PLACES = {
    "text": ("      - number: 1.3\n        text: ", 8, "\n        title: Forms\n"),
    "last text": ("      - number: 1.3\n        title: Forms\n        text: ", 8, "\n"),
    "item": ("      - number: 1.3\n        items:\n          - ", 10, "\n          - Go home.\n"),
    "duty": (
        "      - number: 1.3\n        title: Forms\n        duties:\n        - id: a\n          must: ",
        10,
        "\n          role: line-manager\n",
    ),
    "in braces": ("      - {number: 1.3, text: ", 8, "}\n"),
}
"""What stands before the prose, the column of its key or hyphen, and what stands behind it."""


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> SmallProject:
    """One project for all examples: each writes its file anew."""
    return SmallProject(tmp_path_factory.mktemp("shared"))


def collapsed(text: str) -> str:
    """Take every run of white space for one space."""
    return " ".join(text.split())


def meant(typing: str, lines: list[str]) -> str:
    """What the owner meant: every character, but that both ways of escaping a quote are known."""
    text = " ".join(lines)
    if typing == "double quotes":
        text = text.replace("\\\\", "\0").replace('\\"', '"').replace("\0", "\\")
    return collapsed(text)


lines_of_prose = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join), min_size=1, max_size=3
)


@given(
    typing=st.sampled_from(sorted(TYPINGS)), place=st.sampled_from(sorted(PLACES)), lines=lines_of_prose
)
@example(typing="plain", place="text", lines=["Use form #12 and", "hand it in"])
@example(typing="plain", place="text", lines=["Use form", "#12"])
@example(typing="plain", place="text", lines=["Use form", "#12", "and hand it in"])
@example(typing="plain", place="item", lines=["#1 priority"])
@example(typing="plain", place="item", lines=["#1 priority", "of all"])
@example(typing="plain below its key", place="text", lines=["#1 priority", "of all"])
@example(typing="ragged", place="duty", lines=["Use form", "#12"])
@example(typing="ragged", place="duty", lines=["Use form", "#12", "and hand it in"])
@example(typing="double quotes", place="last text", lines=["S:\\new"])
@settings(max_examples=600, deadline=None)
def test_no_character_of_a_text_is_lost_in_silence(
    shared: SmallProject, typing: str, place: str, lines: list[str]
) -> None:
    """Prose is published with all that was typed, white space aside, or there is an error at it."""
    if "plain" in typing:  # an owner knows that these are marks at the beginning
        lines = [f"Use {line}" if line[0] in "'\"|>" else line for line in lines]
    if place == "in braces" and "plain" in typing:
        lines = [line.replace(",", ";") for line in lines]  # there a comma ends the text
    before, margin, behind = PLACES[place]
    head = FILES[EDITION] + before
    typed = TYPINGS[typing](lines, margin)
    shared.write(EDITION, head + typed + behind)
    sources = read_sources(shared.folder)
    first = head.count("\n") + 1
    last = first + typed.count("\n") + behind.count("\n")
    errors = [
        one.position.line
        for one in sources.problems
        if one.severity is Severity.ERROR and one.position.file == EDITION
    ]
    if errors:
        assert any(first <= line <= last for line in errors), (errors, first, last)
        return
    clause = list(sources.library.documents["HR12"].current.clauses)[-1]
    match place:
        case "item":
            text = str(clause.items[0]) if clause.items else None
        case "duty":
            text = clause.duties[0].action if clause.duties else None
        case _:
            text = clause.text
    assert collapsed(text or "") == meant(typing, lines)
