"""From the YAML files of a project to a library, with every problem on the way.

The only package that reads policy/ and checklists/, and writes policy.lock. It also says what in a folder
must not be read.
"""

from .folder import PolicySources, read_sources
from .history import HistoryError, read_earlier, read_versions
from .lock import DamagedLockError
from .lock import update_lock as update_lock
from .pages import unsafe_entries

__all__ = [
    "DamagedLockError",
    "HistoryError",
    "PolicySources",
    "read_earlier",
    "read_sources",
    "read_versions",
    "unsafe_entries",
    "update_lock",
]
