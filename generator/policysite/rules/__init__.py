"""All rules of the checks by topic, for reports that list them, and a page that explains each rule.

Each rule is defined in the module that finds its breaches; a test holds that no rule is missing here. The
file CODE.md in this folder explains the rule with that code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import ModuleType

from ..checks import (
    appearance,
    checklists,
    citations,
    clause_duties,
    date_changes,
    duties,
    editions,
    files,
    kinds,
    legal_force,
    names,
    numbering,
    own_fields,
    provisions,
    review_dates,
    review_records,
    sealing,
    source_dates,
    translations,
)
from ..domain import fields, problem_limits, provision_numbers, site_rules
from ..domain.model import (
    base,
    checklist,
    clause,
    content,
    forces,
    provision,
    replacement,
    review_record,
)
from ..domain.problems import Rule
from ..sources import (
    comments,
    document_files,
    file_tree,
    policy_folder,
    structure_warnings,
    typed_structure,
    yaml_errors,
    yaml_reader,
)

_MODULES: Mapping[str, Sequence[ModuleType]] = {
    "Keys and values": (
        base, fields, provision_numbers, checklist, forces, clause, content, provision, replacement,
    ),
    "The folder and its files": (file_tree, policy_folder, document_files, files, problem_limits),
    "What only a build looks for": (site_rules,),
    "YAML": (yaml_errors, comments, yaml_reader),
    "Texts": (typed_structure, structure_warnings),
    "Editions and reviews": (
        review_record, editions, kinds, own_fields, numbering, provisions, sealing, review_records,
        review_dates, date_changes, source_dates, translations,
    ),
    "Between files": (names, citations, checklists, duties, clause_duties, legal_force, appearance),
}  # fmt: skip


def _rules_by_topic() -> dict[str, dict[str, Rule]]:
    """The rules by topic and code. A rule that several modules import belongs to the first topic."""
    topics: dict[str, dict[str, Rule]] = {}
    seen: set[str] = set()
    for topic, modules in _MODULES.items():
        values = (value for module in modules for value in vars(module).values())
        topics[topic] = {
            rule.code: rule for rule in values if isinstance(rule, Rule) and rule.code not in seen
        }
        seen |= topics[topic].keys()
    return topics


TOPICS: Mapping[str, Mapping[str, Rule]] = _rules_by_topic()
"""The rules by topic and code."""
RULES: Mapping[str, Rule] = {code: rule for rules in TOPICS.values() for code, rule in rules.items()}
"""All rules by code."""
