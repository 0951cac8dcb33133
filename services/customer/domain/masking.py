"""Who sees a customer's phone numbers, addresses and mails as they are, and what comes back masked from a form."""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping
from typing import Any, Final, Protocol
from uuid import UUID

from chassis.errors import Invalid
from contracts.customer import CustomerStatus, Purpose
from contracts.masking import MASKS, NUMBERS, is_mask, mask_field

UNCHECKED = (CustomerStatus.DRAFT, CustomerStatus.SUBMITTED, CustomerStatus.RETURNED)

MASKED_VALUE: Final = "masked_value"
LINES = MASKS.keys() | {"name", "external_code", "region", "industry", "employer", "person_in_charge", "relation"}
"""The fields of one line of customers and their contacts. In the longer ones people write stars as they like."""

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


def without_masks(record: Any, values: Mapping[str, Any], *, either: bool = False) -> dict[str, Any]:
    """New values without those that are only the mask of what is there: a form or a file that showed masks brings them
    back. ``either``: of a number it was not said whether it is the mobile or another, so each one's mask is known."""
    return {field: value for field, value in values.items() if not value or value not in _own(record, field, either)}


def _own(record: Any, field: str, either: bool) -> Collection[Any]:
    """The masks of a field of a record."""
    fields = NUMBERS if either and field in NUMBERS else {field} & MASKS.keys()
    return {mask_field(each, getattr(record, each)) for each in fields if hasattr(record, each)}


def masked(values: Mapping[str, Any]) -> list[str]:
    """The fields among ``values`` that hold a mask, which is never a value."""
    return [field for field, value in values.items() if field in LINES and is_mask(field, value)]


def expect_no_masks(values: Mapping[str, Any]) -> None:
    """Refuse masks as values. Raises Invalid."""
    if wrong := masked(values):
        raise Invalid(**dict.fromkeys(wrong, MASKED_VALUE))
