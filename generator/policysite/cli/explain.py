"""The command that prints the page about a problem."""

from __future__ import annotations

from importlib.resources import files

import click

from .. import rules
from ..domain.problems import closest_name
from ..outputs.reports import explain_rule, list_rules
from .terminal import echo


@click.command()
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Say what a problem is, why it matters, and what to write instead.

    CODE is what a report shows in brackets, as in error[unknown-role]. Without one, all are listed.
    """
    if code is None:
        echo(list_rules())
        return
    if code not in rules.RULES:
        similar = closest_name(code, rules.RULES)
        hint = f"did you mean {similar!r}?" if similar else "policysite explain lists them all"
        raise click.BadParameter(f"{code!r} is no code of a problem; {hint}", param_hint="CODE")
    page = files(rules) / f"{code}.md"
    echo(explain_rule(code, page.read_text(encoding="utf-8")))
