"""A message as the JSON that webhooks take: our own, Slack's and Teams'. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ...domain.model import Webhook
from ...domain.reviews import overdue_since
from .messages import (
    Message,
    answering_line,
    facts,
    title,
    todo,
)
from .stages import Notice

FORMAT = "policysite-reminder/1"


def payload(message: Message, webhook: Webhook, now: datetime) -> Mapping[str, Any]:
    """The body for a webhook. now is the instant of the run and knows its zone."""
    if webhook.takes == "slack":
        return slack(message)
    return teams(message) if webhook.takes == "teams" else own(message, now)


def own(message: Message, now: datetime) -> Mapping[str, Any]:
    """Our own form, described in docs/reminders.md. A key is there also where its value is null."""
    settings = message.library.settings
    return {
        "format": FORMAT,
        "id": message.identity,
        "sent": now.isoformat(timespec="seconds"),
        "today": message.today.isoformat(),
        "library": {
            "title": settings.title,
            "organisation": settings.organisation,
            "url": message.base or None,
        },
        "summary": message.subject,
        "documents": [_own(message, notice) for notice in message.notices],
    }


def _own(message: Message, notice: Notice) -> Mapping[str, Any]:
    standing = notice.standing
    return {
        "reference": standing.reference,
        "title": standing.document.current.title,
        "url": message.link(notice) or None,
        "owner": _role(message, standing.owner),
        "contact": _role(message, standing.contact),
        "state": str(standing.state),
        "stages": list(notice.keys),
        "due": str(standing.due) if standing.due else None,
        "overdue_since": (
            overdue_since(standing.due).isoformat() if standing.due and standing.is_overdue else None
        ),
        "last_review": str(standing.last) if standing.last else None,
        "sentence": standing.sentence,
        "calls": [
            {
                "kind": call.kind,
                "name": call.name,
                "since": call.since.isoformat() if call.since else None,
                "what": call.what,
            }
            for call in standing.calls
        ],
        "record": notice.record,
    }


def _role(message: Message, name: str | None) -> Mapping[str, str] | None:
    return {"role": name, "name": message.library.role_name(name)} if name else None


def slack(message: Message) -> Mapping[str, Any]:
    """The text of an incoming webhook of Slack, in mrkdwn."""
    parts = [f"*{_mrkdwn(message.subject)}*\n{_mrkdwn(message.opening)}"]
    for notice in message.notices:
        name = _mrkdwn(title(notice))
        link = message.link(notice)
        lines = [f"<{_mrkdwn(link)}|{name}>" if link else name]
        parts.append("\n".join((*lines, *map(_mrkdwn, _lines(message, notice)))))
    return {"text": "\n\n".join(parts)}


def _mrkdwn(text: str) -> str:
    """Keep a text from naming people, channels or links of Slack."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def teams(message: Message) -> Mapping[str, Any]:
    """An adaptive card in a message, the form that a workflow of Teams takes.

    The trigger "When a Teams webhook request is received" posts each card below attachments; a plain
    {"text": ...}, which the retired connectors took, makes it fail. Text runs know no Markdown, so
    nothing that an owner wrote can become a link or a mention.
    """
    heading = {
        "type": "TextBlock",
        "text": "Reviews of documents",
        "size": "Medium",
        "weight": "Bolder",
        "wrap": True,
    }
    body: list[Mapping[str, Any]] = [heading, _runs({"text": message.opening})]
    for notice in message.notices:
        name: dict[str, Any] = {"text": title(notice), "weight": "Bolder"}
        if link := message.link(notice):
            name["selectAction"] = {"type": "Action.OpenUrl", "url": link}
        body.append({**_runs(name), "separator": True})
        body.extend(_runs({"text": line}) for line in _lines(message, notice))
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": body,
        "msteams": {"width": "Full"},
    }
    attachment = {
        "contentType": "application/vnd.microsoft.card.adaptive",
        "contentUrl": None,
        "content": card,
    }
    return {"type": "message", "attachments": [attachment]}


def _runs(*runs: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "RichTextBlock", "inlines": [{"type": "TextRun", **run} for run in runs]}


def _lines(message: Message, notice: Notice) -> tuple[str, ...]:
    return (f"{notice.heading}.", *facts(notice), answering_line(notice, message.library), todo(notice))
