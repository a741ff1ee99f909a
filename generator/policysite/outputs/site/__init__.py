"""From a library to the pages of its site, without a word about the engine that publishes them.

The only user of Jinja2; everything is escaped unless it was made here.
"""

from .body import in_html
from .compiled import keep_compiled
from .pages import (
    Block,
    Build,
    Findable,
    Fragment,
    Heading,
    Page,
    Promise,
    SiteFile,
)
from .site import Site

__all__ = [
    "Block",
    "Build",
    "Findable",
    "Fragment",
    "Heading",
    "Page",
    "Promise",
    "Site",
    "SiteFile",
    "in_html",
    "keep_compiled",
]
