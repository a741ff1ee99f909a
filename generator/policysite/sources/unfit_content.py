"""The error for a file that is there and cannot be published as it is."""

from __future__ import annotations

from ..errors import PolicySiteError


class UnfitContentError(PolicySiteError):
    """The content of a file is not what its name says, or could harm who opens it.

    The message says what is wrong, `hint` what to do, `line` (from 1) where.
    """

    def __init__(self, message: str, hint: str, line: int = 1) -> None:
        super().__init__(message)
        self.hint = hint
        self.line = line
