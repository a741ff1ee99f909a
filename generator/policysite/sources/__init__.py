"""From the YAML files of a project to a library, with every problem on the way.

The only package that reads policy/ and checklists/, and writes policy.lock. It also says what in a folder
must not be read.
"""

from .folder import Sources, read_sources
from .history import HistoryError, read_earlier, read_versions
from .lock import DamagedError
from .lock import update as update_lock
from .pages import refused

__all__ = [
    "DamagedError",
    "HistoryError",
    "Sources",
    "read_earlier",
    "read_sources",
    "read_versions",
    "refused",
    "update_lock",
]
