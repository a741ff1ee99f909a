"""From the YAML files of a project to a library, with every problem on the way.

The only package that reads policy/.
"""

from .folder import Sources, read_sources
from .history import HistoryError, read_earlier

__all__ = ["HistoryError", "Sources", "read_earlier", "read_sources"]
