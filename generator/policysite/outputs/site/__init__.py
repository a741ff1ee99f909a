"""From a library to the pages of its site, without a word about the engine that publishes them.

The only user of Jinja2; everything is escaped unless it was made here.
"""

from .body import render_blocks
from .compiled import cache_compiled_templates
from .pages import (
    Block,
    BuildInfo,
    ContentCheck,
    Heading,
    HtmlFragment,
    Page,
    SearchMetadata,
    SiteFile,
)
from .site import Site

__all__ = [
    "Block",
    "BuildInfo",
    "ContentCheck",
    "Heading",
    "HtmlFragment",
    "Page",
    "SearchMetadata",
    "Site",
    "SiteFile",
    "cache_compiled_templates",
    "render_blocks",
]
