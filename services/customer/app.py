"""The customer service's HTTP process."""

from __future__ import annotations

import os

from flask import Flask
from sqlalchemy import Engine

from chassis.audit.records import Records
from chassis.clock import Clock, utc_now
from chassis.http import create_api
from contracts.masking import mask_changes
from services.customer.api import (
    access_requests,
    annotated,
    customers,
    exports,
    implausible,
    lists,
    ownership_transfers,
    transactions,
    unusual,
)
from services.customer.checks.api import check_policies, checks, entries, likely
from services.customer.contacts.api import contact_notes, contacts
from services.customer.imports.api import checking as import_checking
from services.customer.imports.api import imports
from services.customer.merging.api import merging, pairs
from services.customer.settings import Settings
from services.customer.store.models import Base, Customer

APIS = (
    customers.api,
    checks.api,
    check_policies.api,
    contacts.api,
    entries.api,
    likely.api,
    contact_notes.api,
    implausible.api,
    transactions.api,
    merging.api,
    pairs.api,
    imports.api,
    import_checking.api,
    access_requests.api,
    exports.api,
    ownership_transfers.api,
    unusual.api,
    *annotated.APIS,
    *lists.APIS,
)
CONSTRAINT_CODES = {"uq_customer_external_code": ("external_code", "already_taken")}
RECORDS = Records(base=Base, names=("code", "filename"), parents={"customer_id": Customer}, mask=mask_changes)


def create_app(settings: Settings | None = None, engine: Engine | None = None, clock: Clock = utc_now) -> Flask:
    """The app; settings come from the environment unless given."""
    return create_api(
        settings or Settings.from_env(os.environ),
        title="Guanxi customers",
        apis=APIS,
        constraint_codes=CONSTRAINT_CODES,
        engine=engine,
        records=RECORDS,
        clock=clock,
    )
