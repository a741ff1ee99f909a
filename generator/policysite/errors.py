"""The base class of expected errors, which are no faults of the code."""

from __future__ import annotations


class PolicySiteError(Exception):
    """Why the software could not do what it was asked. The message is for users."""
