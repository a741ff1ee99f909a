"""From each item of a checklist to the duty or clause behind it, and back.

Digests tell whether what is cited is still what somebody looked at. Pure: knows no file and no page.
"""

from .checklists import Sheet
from .data import as_data
from .digests import collapsed, of_edition
from .trace import Link, Source, Status, Trace
from .whole import Tracing

__all__ = ["Link", "Sheet", "Source", "Status", "Trace", "Tracing", "as_data", "collapsed", "of_edition"]
