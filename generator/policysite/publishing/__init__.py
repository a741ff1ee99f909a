"""Publishing a finished site: it is built aside, verified, and then replaces the last one in one step.

A build that fails or is killed leaves the last good site as it was.
"""

from .manifest import (
    MANIFEST_FILE,
    content_digest,
    incomplete_files,
    write_manifest,
)
from .replacement import SiteReplacement, begin_replacement, replace_site, restore_site
from .target import SiteTarget, setting_position
from .verification import broken_links, parse_pages, verify_site

__all__ = [
    "MANIFEST_FILE",
    "SiteReplacement",
    "SiteTarget",
    "begin_replacement",
    "broken_links",
    "content_digest",
    "incomplete_files",
    "parse_pages",
    "replace_site",
    "restore_site",
    "setting_position",
    "verify_site",
    "write_manifest",
]
