"""From the YAML files of a project to a library, with every problem on the way.

The only package that reads policy/ and checklists/, and writes policy.lock. It also says what in a folder
must not be read.
"""

from .git_history import HistoryError, read_earlier, read_versions
from .hand_written_pages import unsafe_entries
from .lock_file import LockUpdateError, update_lock
from .policy_folder import PolicySources, read_sources

__all__ = [
    "HistoryError",
    "LockUpdateError",
    "PolicySources",
    "read_earlier",
    "read_sources",
    "read_versions",
    "unsafe_entries",
    "update_lock",
]
