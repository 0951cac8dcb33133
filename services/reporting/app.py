"""The reporting service's HTTP process."""

from __future__ import annotations

import os

from flask import Flask
from sqlalchemy import Engine

from chassis.audit.records import Records
from chassis.clock import Clock, utc_now
from chassis.http import create_api
from contracts.masking import mask_changes
from services.reporting.api import annotated, policies, reports, tiers
from services.reporting.settings import Settings
from services.reporting.store.models import Base

APIS = (tiers.api, policies.api, reports.api, annotated.api)
RECORDS = Records(base=Base, mask=mask_changes)


def create_app(settings: Settings | None = None, engine: Engine | None = None, clock: Clock = utc_now) -> Flask:
    """The app; settings come from the environment unless given."""
    return create_api(
        settings or Settings.from_env(os.environ),
        title="Guanxi reporting",
        apis=APIS,
        engine=engine,
        records=RECORDS,
        clock=clock,
    )
