"""The activity service's HTTP process."""

from __future__ import annotations

import os

from flask import Flask
from sqlalchemy import Engine

from chassis.audit.records import Records
from chassis.clock import Clock, utc_now
from chassis.http import create_api
from contracts.masking import mask_changes
from services.activity.api import notices
from services.activity.channels.api import channels
from services.activity.settings import Settings
from services.activity.store.models import Base

APIS = (notices.api, channels.api)
CONSTRAINT_CODES = {"uq_notice_channel_department_id_name": ("name", "already_taken")}
RECORDS = Records(base=Base, names=("name", "kind"), mask=mask_changes)


def create_app(settings: Settings | None = None, engine: Engine | None = None, clock: Clock = utc_now) -> Flask:
    """The app; settings come from the environment unless given."""
    settings = settings or Settings.from_env(os.environ)
    app = create_api(
        settings,
        title="Guanxi activity",
        apis=APIS,
        constraint_codes=CONSTRAINT_CODES,
        engine=engine,
        records=RECORDS,
        clock=clock,
    )
    app.extensions["channel_rules"] = settings.channel_rules
    return app
