"""The body of a page as HTML: its headings and fragments in nested sections, as Material styles them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from .pages import Block, Heading, HtmlFragment


@dataclass(frozen=True, slots=True)
class PageView:
    """What is shown of a page: its body, and the headings that its contents list."""

    body: Markup
    contents: list[Heading]

    @classmethod
    def of_blocks(cls, blocks: Sequence[Block], render_heading: Callable[[Heading], Markup]) -> PageView:
        """A page made from the sources. Its headings with an anchor are its contents."""
        contents = [block for block in blocks if isinstance(block, Heading) and block.id]
        return cls(render_blocks(blocks, render_heading), contents)

    @classmethod
    def of_html(cls, body: str, headings: Iterable[tuple[str, str]]) -> PageView:
        """A page written by hand, whose HTML is trusted. headings are anchors and titles in HTML."""
        contents = [Heading(2, anchor, Markup(title).striptags()) for anchor, title in headings]  # noqa: S704
        return cls(Markup(body), contents)  # noqa: S704


def render_blocks(blocks: Iterable[Block], render_heading: Callable[[Heading], Markup]) -> Markup:
    """The blocks of a page as HTML: a section for each heading, nested by level."""
    parts: list[str] = []
    levels: list[int] = []

    def end_sections(lowest: int) -> None:
        while levels and levels[-1] >= lowest:
            levels.pop()
            parts.append("</section>")

    for block in blocks:
        if isinstance(block, HtmlFragment):
            if block.stands_apart:
                end_sections(0)
            parts.append(block.html)
        else:
            if block.level > 1:
                end_sections(block.level)
                levels.append(block.level)
                parts.append("<section>")
            parts.append(render_heading(block))
    end_sections(0)
    return Markup("\n".join(parts))  # noqa: S704  # the blocks are finished HTML
