"""What the search index takes: making it for a finished site, and nothing else.

Run as a script with the site's folder and, below it, that of its assets.
"""

from __future__ import annotations

import sys
from pathlib import Path

from policysite.publishing import search

sys.exit("\n".join(search.index_site(Path(sys.argv[1]), sys.argv[2])) or None)
