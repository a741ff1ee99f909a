"""A message as JSON for webhooks: our own format, Slack's and Teams'. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ...domain.model import Webhook
from ...domain.reviews import overdue_since
from ..formats.names import Format
from .messages import (
    Message,
    next_step,
    notice_facts,
    notice_title,
    responsibility_line,
)
from .stages import ReviewNotice


def webhook_payload(message: Message, webhook: Webhook, now: datetime) -> Mapping[str, Any]:
    """The body for a webhook. `now` is the instant of the run, with a time zone."""
    if webhook.takes == "slack":
        return slack_payload(message)
    return teams_payload(message) if webhook.takes == "teams" else json_payload(message, now)


def json_payload(message: Message, now: datetime) -> Mapping[str, Any]:
    """Our own form, described in docs/reminders.md. A key is there also where its value is null."""
    settings = message.library.settings
    return {
        "format": Format.REMINDER,
        "id": message.message_id,
        "sent": now.isoformat(timespec="seconds"),
        "today": message.today.isoformat(),
        "library": {
            "title": settings.title,
            "organisation": settings.organisation,
            "url": message.base or None,
        },
        "summary": message.subject,
        "documents": [_document_data(message, notice) for notice in message.notices],
    }


def _document_data(message: Message, notice: ReviewNotice) -> Mapping[str, Any]:
    status = notice.review_status
    return {
        "reference": status.reference,
        "published_reference": status.published_reference,
        "title": status.document.current.title,
        "url": message.page_url(notice) or None,
        "owner": _role(message, status.owners[0]) if status.owners else None,
        "owners": [_role(message, name) for name in status.owners],
        "contact": _role(message, status.contacts[0]) if status.contacts else None,
        "contacts": [_role(message, name) for name in status.contacts],
        "state": str(status.state),
        "stages": list(notice.stage_keys),
        "due": str(status.due_date) if status.due_date else None,
        "overdue_since": (
            overdue_since(status.due_date).isoformat() if status.due_date and status.is_overdue else None
        ),
        "last_review": str(status.last_review_date) if status.last_review_date else None,
        "sentence": status.sentence,
        "calls": [
            {
                "kind": trigger.kind,
                "name": trigger.name,
                "since": trigger.since.isoformat() if trigger.since else None,
                "what": trigger.description,
            }
            for trigger in status.triggers
        ],
        "record": notice.review_record_file,
    }


def _role(message: Message, name: str) -> Mapping[str, str]:
    return {"role": name, "name": message.library.role_name(name)}


def slack_payload(message: Message) -> Mapping[str, Any]:
    """The text of an incoming webhook of Slack, in mrkdwn."""
    paragraphs = [f"*{_mrkdwn(message.subject)}*\n{_mrkdwn(message.opening)}"]
    for notice in message.notices:
        name = _mrkdwn(notice_title(notice))
        link = message.page_url(notice)
        lines = [f"<{_mrkdwn(link)}|{name}>" if link else name]
        paragraphs.append("\n".join((*lines, *map(_mrkdwn, _lines(message, notice)))))
    return {"text": "\n\n".join(paragraphs)}


def _mrkdwn(text: str) -> str:
    """Escape a text, so that it cannot mention people or channels or make links in Slack."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def teams_payload(message: Message) -> Mapping[str, Any]:
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
        name: dict[str, Any] = {"text": notice_title(notice), "weight": "Bolder"}
        if link := message.page_url(notice):
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


def _lines(message: Message, notice: ReviewNotice) -> tuple[str, ...]:
    return (
        f"{notice.heading}.",
        *notice_facts(notice),
        responsibility_line(notice, message.library),
        next_step(notice),
    )
