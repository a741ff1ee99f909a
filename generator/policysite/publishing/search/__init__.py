"""The search index of a finished site: made by Pagefind, into a folder of their assets.

Knows Pagefind and a folder of HTML, and nothing of what the pages say.
"""

from .index import INDEX_FOLDER, index_site

__all__ = ["INDEX_FOLDER", "index_site"]
