"""The body of a page as HTML: its headings and fragments in nested sections."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from .pages import Block, Heading, HtmlFragment


@dataclass(frozen=True, slots=True)
class PageView:
    """A page for the theme: its body, and the headings for its table of contents."""

    body: Markup
    contents: list[Heading]

    @classmethod
    def of_blocks(cls, blocks: Sequence[Block], render_heading: Callable[[Heading], Markup]) -> PageView:
        """A page made from the sources. Its table of contents has the headings with an anchor."""
        contents = [block for block in blocks if isinstance(block, Heading) and block.id]
        return cls(render_blocks(blocks, render_heading), contents)

    @classmethod
    def of_html(cls, body: str, headings: Iterable[tuple[str, str]]) -> PageView:
        """A hand-written page, whose HTML is trusted. headings are pairs of anchor and HTML title."""
        contents = [Heading(2, anchor, Markup(title).striptags()) for anchor, title in headings]  # noqa: S704
        return cls(Markup(body), contents)  # noqa: S704


def render_blocks(blocks: Iterable[Block], render_heading: Callable[[Heading], Markup]) -> Markup:
    """The blocks of a page as HTML: a section for each heading, nested by level."""
    html: list[str] = []
    open_levels: list[int] = []

    def close_sections(level: int) -> None:
        """Close the open sections of this level and below."""
        while open_levels and open_levels[-1] >= level:
            open_levels.pop()
            html.append("</section>")

    for block in blocks:
        if isinstance(block, HtmlFragment):
            if block.is_separate:
                close_sections(0)
            html.append(block.html)
        else:
            if block.level > 1:
                close_sections(block.level)
                open_levels.append(block.level)
                html.append("<section>")
            html.append(render_heading(block))
    close_sections(0)
    return Markup("\n".join(html))  # noqa: S704  # the blocks are finished HTML
