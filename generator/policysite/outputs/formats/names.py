"""The names by which a file of JSON says what it is."""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    """A published format with its version, which rises when a key goes or changes its meaning."""

    INDEX = "policysite-index/1"
    DOCUMENTS = "policysite-documents/1"
    DOCUMENT = "policysite-document/1"
    DUTIES = "policysite-duties/1"
    ROLES = "policysite-roles/1"
    CHECKLISTS = "policysite-checklists/1"
    CHECKLIST = "policysite-checklist/1"
    TRACE = "policysite-trace/1"
    REVIEW = "policysite-review/1"
    RECORD = "policysite-record/1"
    VERIFICATION = "policysite-verification/1"
    REMINDER = "policysite-reminder/1"
