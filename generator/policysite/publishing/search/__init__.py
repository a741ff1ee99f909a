"""The search index of a finished site: made by Pagefind from its pages, into the folder pagefind/.

Knows Pagefind and a folder of HTML, and nothing of what the pages say.
"""

from .index import INDEX_FOLDER, index_site

__all__ = ["INDEX_FOLDER", "index_site"]
