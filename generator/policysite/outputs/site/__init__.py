"""The pages of a library's site as HTML, independent of the engine that publishes them.

Only this package renders Jinja2 templates. They escape every value except HTML that was made here.
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
