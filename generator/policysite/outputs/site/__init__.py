"""From a library to the pages of its site, without a word about the engine that publishes them.

The only user of Jinja2; everything is escaped unless it was made here.
"""

from .accent import accent_style
from .body import PageView
from .compiled import cache_compiled_templates
from .frame import PageFrame
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
    "PageFrame",
    "PageView",
    "SearchMetadata",
    "Site",
    "SiteFile",
    "accent_style",
    "cache_compiled_templates",
]
