"""The activity service's HTTP process."""

from __future__ import annotations

import os

from flask import Flask
from sqlalchemy import Engine

from chassis.audit.records import Records
from chassis.clock import Clock, utc_now
from chassis.http import Api, create_api
from services.activity.settings import Settings
from services.activity.store.models import Base

APIS: tuple[Api, ...] = ()
RECORDS = Records(base=Base)


def create_app(settings: Settings | None = None, engine: Engine | None = None, clock: Clock = utc_now) -> Flask:
    """The app; settings come from the environment unless given."""
    return create_api(
        settings or Settings.from_env(os.environ),
        title="Guanxi activity",
        apis=APIS,
        engine=engine,
        records=RECORDS,
        clock=clock,
    )
