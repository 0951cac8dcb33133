"""Who sees a customer's phone numbers, addresses and mails as they are, and what comes back masked from a form."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any, Protocol
from uuid import UUID

from contracts.customer import CustomerStatus, Purpose
from contracts.masking import MASKS, mask_field

UNCHECKED = (CustomerStatus.DRAFT, CustomerStatus.SUBMITTED, CustomerStatus.RETURNED)


REVEALING = (Purpose.CONTACT, Purpose.COMPLAINT, Purpose.CORRECTION, Purpose.LEGAL, Purpose.OTHER)


class Owned(Protocol):
    """What decides who sees a customer plain."""

    @property
    def id(self) -> UUID: ...
    @property
    def owner_id(self) -> UUID: ...
    @property
    def author_id(self) -> UUID: ...
    @property
    def status(self) -> str: ...


def sees_plain(actor_id: UUID | None, customer: Owned, opened: Container[UUID] = frozenset()) -> bool:
    """The owner sees everything; the author of an entry sees what was entered, as long as it is not checked.
    ``opened``: ids of the customers that the actor sees plain for now, by a case in hand or an access request."""
    if actor_id is None:
        return False
    if actor_id == customer.owner_id or customer.id in opened:
        return True
    return actor_id == customer.author_id and customer.status in UNCHECKED


def without_masks(record: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """New values without those that are only the mask of what is there: a form that showed masks sends them back, and
    of the mask of a phone number the check of its field has left the digits."""
    return {
        field: value
        for field, value in values.items()
        if field not in MASKS or not value or value not in _as_sent_back(mask_field(field, getattr(record, field)))
    }


def _as_sent_back(mask: Any) -> tuple[Any, Any]:
    return mask, mask.replace("*", "") if isinstance(mask, str) else mask
