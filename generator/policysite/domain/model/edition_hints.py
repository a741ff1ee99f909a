"""What to write in an edition in place of keys that other systems and templates call otherwise."""

from __future__ import annotations

from collections.abc import Mapping

_WHEN_IN_FORCE = (
    "remove it: the newest edition applies at once; keep one that is still to come outside policy/"
    " until its day"
)
_STATE = "remove it: the site says itself which edition is current, superseded or withdrawn"
_CITED = "cite it in the text of a clause, as in [[HR13]]"
_NEXT_REVIEW = "write review: with next: below it"
_APPROVED_BY = "write approved: with by: below it"
_APPROVED_ON = "write approved: with on: below it"
_OTHER_REFERENCE = (
    "write organisations: with name: and reference: for an organisation that calls it otherwise"
)

_KEYS_MEANT: Mapping[str, str] = {
    **dict.fromkeys(("approved_by", "approval", "approver", "ratified_by"), _APPROVED_BY),
    **dict.fromkeys(
        ("approved_on", "approval_date", "date_approved", "ratified_on", "date_ratified"), _APPROVED_ON
    ),
    **dict.fromkeys(
        (
            "effective_from", "effective", "effective_date", "in_force", "in_force_from", "valid_from",
            "implementation_date", "commencement", "start_date",
        ),
        _WHEN_IN_FORCE,
    ),
    **dict.fromkeys(
        ("review_date", "next_review", "next_review_date", "review_by", "expires", "expiry_date"),
        _NEXT_REVIEW,
    ),
    **dict.fromkeys(("last_review", "last_reviewed", "reviewed"), "write review: with last: below it"),
    **dict.fromkeys(("status", "state"), _STATE),
    **dict.fromkeys(
        ("related", "related_documents", "related_policies", "see_also", "associated_documents"), _CITED
    ),
    **dict.fromkeys(
        ("legal_basis", "legislation", "statutory_basis", "law"),
        "cite the law in the text of a clause, or write basis: in the duty that rests on it",
    ),
    **dict.fromkeys(("also_known_as", "alias", "aliases", "other_reference"), _OTHER_REFERENCE),
    "date": "write edition: with the month or day",
}  # fmt: skip
"""What to do in place of a key, where that is more than another name."""

_NAMES_MEANT: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "classification", "security_classification", "security_marking", "protective_marking",
            "government_security_classification", "gsc", "gpms",
        ),
        "marking",
    ),
    **dict.fromkeys(("scope", "applies_to", "target_audience", "who_this_is_for"), "audience"),
    **dict.fromkeys(("authors", "written_by", "policy_author", "document_author"), "author"),
    **dict.fromkeys(("document_owner", "policy_owner", "responsible", "owned_by"), "owner"),
    **dict.fromkeys(("contact_point", "enquiries", "point_of_contact"), "contact"),
    **dict.fromkeys(("type", "document_type", "category"), "kind"),
    **dict.fromkeys(("number", "ref", "reference_number", "policy_number"), "reference"),
    **dict.fromkeys(("version_number", "revision", "issue", "issue_number"), "version"),
    **dict.fromkeys(("parent", "under", "parent_policy", "made_under"), "governed_by"),
    **dict.fromkeys(("organisation", "forces", "partners", "joint_with", "issued_by"), "organisations"),
    **dict.fromkeys(("supersedes", "superseded", "predecessor", "formerly"), "replaces"),
    **dict.fromkeys(("name", "heading"), "title"),
    **dict.fromkeys(("change_log", "history", "version_history", "amendments"), "changes"),
    **dict.fromkeys(("risk_assessment", "risk_level"), "risk"),
    **dict.fromkeys(("eia", "equality_impact_assessment", "eqia"), "equality_impact"),
    **dict.fromkeys(("custom_fields", "metadata", "extra", "other"), "fields"),
}  # fmt: skip
"""The keys that mean the same as others."""


def hint_for_key(written: str, known: Mapping[str, object]) -> str:
    """What to write in place of a key that people know from elsewhere; empty for all others."""
    key = written.strip().lower().replace("-", "_").replace(" ", "_")
    name = _NAMES_MEANT.get(key, "")
    return f"write {name}:" if name in known else _KEYS_MEANT.get(key, "")
