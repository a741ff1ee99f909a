"""The class of everything that goes wrong and is no fault of the code."""

from __future__ import annotations


class PolicySiteError(Exception):
    """What kept the software from doing what it was asked, in words for whoever asked."""
