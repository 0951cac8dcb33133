"""What people add to customers, and the papers at what hangs on one: changes that wait, contact notes, imports."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from chassis.annotations import Annotated, Part, annotations_api
from chassis.auth import Actor
from contracts.customer import ChangeRequestStatus, CustomerStatus
from contracts.permissions import Permission
from services.customer.checks.store.models import ChangeRequest
from services.customer.domain.masking import sees_plain
from services.customer.imports.store import queries as imports
from services.customer.imports.store.models import ImportBatch
from services.customer.store.access import opened_plain, seen_by
from services.customer.store.models import Customer, ServiceRecord

READ, WRITE, CONFIGURE = Permission.CUSTOMER_READ, Permission.CUSTOMER_WRITE, Permission.RECORD_CONFIGURE
PAPERS = frozenset({Part.ATTACHMENTS})


def masks(session: Session, actor: Actor, customer: Any) -> bool:
    """What is personal of a customer is masked to everybody but who sees its numbers plain."""
    return not sees_plain(actor.id, customer, opened_plain(session, actor))


def closes(session: Session, actor: Actor, customer: Any) -> bool:
    """Papers of a customer are opened by who sees it plain, and by who is to compare its entry with them."""
    checking = customer.status is CustomerStatus.SUBMITTED and actor.may(Permission.CUSTOMER_VERIFY)
    return masks(session, actor, customer) and not checking


def request_closes(session: Session, actor: Actor, request: Any) -> bool:
    """Those of a change that waits are opened by who checks it, too."""
    checking = request.status is ChangeRequestStatus.WAITING and actor.may(Permission.CUSTOMER_VERIFY)
    return not checking and masks(session, actor, session.get_one(Customer, request.customer_id))


def record_closes(session: Session, actor: Actor, record: Any) -> bool:
    """Those of a contact note as those of its customer."""
    return masks(session, actor, session.get_one(Customer, record.customer_id))


def request_seen_by(actor: Actor, permission: str) -> ColumnElement[bool]:
    """Changes of the customers that one sees; only who asks for a change puts papers to it."""
    if permission == WRITE:
        return ChangeRequest.author_id == actor.id
    return ChangeRequest.customer_id.in_(select(Customer.id).where(seen_by(actor, permission)))


def record_seen_by(actor: Actor, permission: str) -> ColumnElement[bool]:
    """Contact notes of the customers that one sees; only who wrote one puts papers to it."""
    if permission == WRITE:
        return ServiceRecord.author_id == actor.id
    return ServiceRecord.customer_id.in_(select(Customer.id).where(seen_by(actor, permission)))


def import_seen_by(actor: Actor, permission: str) -> ColumnElement[bool]:
    """Imports that one runs or checks; only who runs one puts papers to it."""
    if permission == Permission.IMPORT_RUN:
        return ImportBatch.author_id == actor.id
    return imports.seen_by(actor)


CUSTOMERS = Annotated(
    model=Customer,
    path="/customers",
    noun="customer",
    read=READ,
    write=WRITE,
    configure=CONFIGURE,
    seen_by=seen_by,
    masks=masks,
    closes=closes,
)
CHANGE_REQUESTS = Annotated(
    model=ChangeRequest,
    path="/change-requests",
    noun="change_request",
    read=READ,
    write=WRITE,
    configure=CONFIGURE,
    seen_by=request_seen_by,
    closes=request_closes,
    parts=PAPERS,
)
RECORDS = Annotated(
    model=ServiceRecord,
    path="/records",
    noun="record",
    read=READ,
    write=WRITE,
    configure=CONFIGURE,
    seen_by=record_seen_by,
    closes=record_closes,
    parts=PAPERS,
)
IMPORTS = Annotated(
    model=ImportBatch,
    path="/imports",
    noun="import",
    read=READ,
    write=Permission.IMPORT_RUN,
    configure=CONFIGURE,
    seen_by=import_seen_by,
    parts=PAPERS,
)
APIS = tuple(annotations_api(each) for each in (CUSTOMERS, CHANGE_REQUESTS, RECORDS, IMPORTS))
