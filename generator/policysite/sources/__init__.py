"""Reading the YAML files of a project into a library, with every problem found on the way.

The only package that reads policy/ and checklists/, and writes policy.lock. It also finds the entries of
a folder of hand-written pages that must not be read.
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
