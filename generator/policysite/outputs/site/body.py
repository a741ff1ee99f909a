"""The body of a page as HTML: its headings and fragments in nested sections, as Material styles them."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from .pages import Block, Heading, HtmlFragment


def render_blocks(blocks: Iterable[Block]) -> Markup:
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
            parts.append(_heading(block))
    end_sections(0)
    return Markup("\n".join(parts))  # noqa: S704  # the blocks are finished HTML


def _heading(heading: Heading) -> Markup:
    number = Markup('<span class="heading-number" data-pagefind-weight="10">{}</span> ').format(
        heading.number
    )
    note = Markup(' <small class="heading-note" data-pagefind-ignore>{}</small>').format(heading.note)
    return Markup("<h{level}{id}>{number}{text}{note}</h{level}>").format(
        level=heading.level,
        id=Markup(' id="{}"').format(heading.id) if heading.id else "",
        number=number if heading.number else "",
        text=Markup('<span class="heading-text">{}</span>').format(heading.text),
        note=note if heading.note else "",
    )
