"""Notes, tags, files and own fields of customers."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from chassis.annotations import Annotated, annotations_api
from chassis.auth import Actor
from contracts.permissions import Permission
from services.customer.domain.masking import sees_plain
from services.customer.store.models import Customer
from services.customer.store.queries import seen_by


def masks(session: Session, actor: Actor, customer: Any) -> bool:
    """What is personal of a customer is masked to everybody but who sees its numbers plain."""
    return not sees_plain(actor.id, customer)


CUSTOMERS = Annotated(
    model=Customer,
    path="/customers",
    noun="customer",
    read=Permission.CUSTOMER_READ,
    write=Permission.CUSTOMER_WRITE,
    configure=Permission.RECORD_CONFIGURE,
    seen_by=seen_by,
    masks=masks,
)
api = annotations_api(CUSTOMERS)
