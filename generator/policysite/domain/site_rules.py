"""What can be wrong with the settings of a site and with its place, which only a build looks at."""

from __future__ import annotations

from .problems import Rule

SITE_SETTING = Rule.error(
    "site-setting", "mkdocs.yml cannot be read, or has a setting that cannot be used"
)
SITE_FOLDER_OVERLAP = Rule.error(
    "site-folder-overlap", "The site would replace sources, or lie among them"
)
SITE_FOLDER_OCCUPIED = Rule.error(
    "site-folder-occupied", "The folder for the site holds what no build has made"
)
SITE_FOLDER_UNUSABLE = Rule.error("site-folder-unusable", "Nothing can be put where the site is to go")
