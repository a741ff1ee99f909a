"""Every rule: what can be wrong with a project, by what it is about, and the page about each.

A rule stands in the module that finds it broken. Here these modules are gathered, for reports that list
every rule; a test finds one that is missing. CODE.md in this folder is the page that explains a rule.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import ModuleType

from ..checks import (
    appearance,
    checklists,
    citations,
    date_changes,
    duties,
    editions,
    legal_force,
    names,
    numbering,
    review_dates,
    review_records,
    sealing,
    source_dates,
)
from ..domain import fields, problem_limits, site_rules
from ..domain.model import base, checklist, edition, forces, review_record
from ..domain.problems import Rule
from ..sources import (
    comments,
    file_tree,
    policy_folder,
    structure_warnings,
    typed_structure,
    yaml_errors,
    yaml_reader,
)

_MODULES: Mapping[str, Sequence[ModuleType]] = {
    "Keys and values": (base, fields, checklist, forces, edition),
    "The folder and its files": (file_tree, policy_folder, problem_limits),
    "What only a build looks for": (site_rules,),
    "YAML": (yaml_errors, comments, yaml_reader),
    "Texts": (typed_structure, structure_warnings),
    "Editions and reviews": (
        review_record, editions, numbering, sealing, review_records, review_dates, date_changes,
        source_dates,
    ),
    "Between files": (names, citations, checklists, duties, legal_force, appearance),
}  # fmt: skip


def _gathered() -> dict[str, dict[str, Rule]]:
    """The rules by topic and code; one that several modules have belongs to the first."""
    topics: dict[str, dict[str, Rule]] = {}
    seen: set[str] = set()
    for topic, modules in _MODULES.items():
        values = (value for module in modules for value in vars(module).values())
        topics[topic] = {
            rule.code: rule for rule in values if isinstance(rule, Rule) and rule.code not in seen
        }
        seen |= topics[topic].keys()
    return topics


TOPICS: Mapping[str, Mapping[str, Rule]] = _gathered()
"""The rules below what they are about."""
RULES: Mapping[str, Rule] = {code: rule for rules in TOPICS.values() for code, rule in rules.items()}
"""Each rule by its code."""
