"""The feedback service's HTTP process."""

from __future__ import annotations

import os

from flask import Flask
from sqlalchemy import Engine

from chassis.audit.records import Records
from chassis.clock import Clock, utc_now
from chassis.http import create_api
from contracts.masking import mask_changes
from services.feedback.api import absences, annotated, answering, cases, deadlines, lists
from services.feedback.files.api import case_files
from services.feedback.satisfaction.api import surveys
from services.feedback.settings import Settings
from services.feedback.store.models import Base, Case, KnownCustomer

APIS = (cases.api, answering.api, absences.api, deadlines.api, case_files.api, annotated.api, *lists.APIS, surveys.api)
CONSTRAINT_CODES = {
    "uq_case_file_source_external_id": ("external_id", "already_taken"),
    "uq_deadline_rule_kind_tier_channel": ("channel", "already_taken"),
    "uq_own_day_day": ("day", "already_taken"),
}
RECORDS = Records(
    base=Base, names=("code", "filename"), parents={"case_id": Case, "customer_id": KnownCustomer}, mask=mask_changes
)


def create_app(settings: Settings | None = None, engine: Engine | None = None, clock: Clock = utc_now) -> Flask:
    """The app; settings come from the environment unless given."""
    return create_api(
        settings or Settings.from_env(os.environ),
        title="Guanxi feedback",
        apis=APIS,
        constraint_codes=CONSTRAINT_CODES,
        engine=engine,
        records=RECORDS,
        clock=clock,
    )
