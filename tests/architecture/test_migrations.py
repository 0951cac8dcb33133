"""Every service's migrations go up, down and up again, and leave no difference to its models."""

from __future__ import annotations

import importlib

import pytest
import sqlalchemy
from sqlalchemy import create_engine, inspect

from chassis.db.migrate import current_revision, downgrade, drift, head_revision, upgrade
from chassis.testing.servers import DatabaseFactory
from contracts.services import SERVICES


@pytest.mark.parametrize("service", SERVICES)
def test_migrations_go_up_down_and_up_without_drift(service: str, make_database: DatabaseFactory) -> None:
    database = make_database(service, nothing_yet)
    upgrade(service, database.owner)
    models = importlib.import_module(f"services.{service}.store.models")
    assert drift(database.owner, models.Base.metadata) == []
    downgrade(service, database.owner)
    engine = create_engine(sqlalchemy.make_url(database.owner).set(drivername="postgresql+psycopg"))
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    engine.dispose()
    upgrade(service, database.owner)
    assert current_revision(database.owner) == head_revision(service)
    make_database.drop(database)


def nothing_yet(owner_url: str, app_role: str) -> None:
    """A database without any table."""
