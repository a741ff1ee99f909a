"""Who is to be told of what: notices, addresses and the ledger put together. Pure.

The ledger knows each mail address and each webhook by itself. Whoever lacks the same notices gets them
in one message, so that the owners of a document see each other, and somebody who was refused yesterday
or who is new among the addresses is told without the others being told twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...domain.model import Addresses, Reminders, Webhook
from .ledger import Ledger
from .stages import Notice

MOST_TO_A_WEBHOOK = 20
"""The most documents in one message to a webhook: Teams takes 28 kB, Slack 40 000 characters."""


@dataclass(frozen=True)
class Parcel:
    """Notices on their way to those who get them in one message."""

    recipients: tuple[str, ...]
    """How the ledger knows them: mail addresses, or one webhook."""
    notices: tuple[Notice, ...]
    """The worst first."""
    webhook: Webhook | None = None
    """Where it goes; None for mail."""

    @property
    def keys(self) -> tuple[str, ...]:
        """The stages that are told with it."""
        return tuple(key for notice in self.notices for key in notice.keys)


@dataclass(frozen=True)
class Plan:
    """What is to be sent, and what cannot be, for want of an address."""

    parcels: tuple[Parcel, ...]
    unaddressed: tuple[Notice, ...]


def webhook_name(webhook: Webhook) -> str:
    """How the ledger and people know a webhook: never by an address that is kept in the environment."""
    return f"{webhook.takes} webhook {webhook.url or webhook.url_from}"


def plan(notices: Sequence[Notice], reminders: Reminders, ledger: Ledger) -> Plan:
    """Put together what nobody was told of yet. The order is that of the notices."""
    mail: dict[str, list[Notice]] = {}
    hooks: dict[str, tuple[Webhook, list[Notice]]] = {}
    unaddressed = []
    for notice in notices:
        addresses = _addresses(notice, reminders)
        if addresses is None:
            unaddressed.append(notice)
            continue
        for one in dict.fromkeys(addresses.email or ()):
            if ledger.lacks(one, notice.keys):
                mail.setdefault(one, []).append(notice)
        for name, webhook in {webhook_name(hook): hook for hook in addresses.webhooks or ()}.items():
            if ledger.lacks(name, notice.keys):
                hooks.setdefault(name, (webhook, []))[1].append(notice)
    return Plan((*_mails(mail), *_posts(hooks)), tuple(unaddressed))


def _addresses(notice: Notice, reminders: Reminders) -> Addresses | None:
    """Those of the owner, else of the contact point, else of `otherwise`: the first that has any."""
    standing = notice.standing
    for role in (standing.owner, standing.contact):
        if role in reminders.owners:
            return reminders.owners[role]
    return reminders.otherwise


def _mails(lacking: dict[str, list[Notice]]) -> Iterator[Parcel]:
    together: dict[tuple[str, ...], Parcel] = {}
    for address, notices in lacking.items():
        parcel = Parcel((address,), tuple(notices))
        known = together.get(parcel.keys)
        together[parcel.keys] = Parcel((*known.recipients, address), known.notices) if known else parcel
    return iter(together.values())


def _posts(lacking: dict[str, tuple[Webhook, list[Notice]]]) -> Iterator[Parcel]:
    for name, (webhook, notices) in lacking.items():
        for some in _parts(notices):
            yield Parcel((name,), some, webhook)


def _parts(notices: list[Notice]) -> Iterator[tuple[Notice, ...]]:
    for start in range(0, len(notices), MOST_TO_A_WEBHOOK):
        yield tuple(notices[start : start + MOST_TO_A_WEBHOOK])
