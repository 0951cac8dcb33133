"""Migrations: each service its own Alembic chain; run by the owner of the database, never by the service's user."""

from __future__ import annotations

from typing import Any

import sqlalchemy
from alembic import command, context
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData

from chassis.db.base import chassis_metadata
from chassis.db.engine import create_engine
from chassis.db.tables import load_chassis_tables


def config_of(service: str, url: str) -> Config:
    """Alembic's settings for one service's chain."""
    config = Config()
    config.set_main_option("script_location", f"services.{service}:migrations")
    config.attributes["url"] = url
    return config


def app_role_of(service: str) -> str:
    """The database user the service works as; migrations grant it what it needs."""
    return f"guanxi_{service}"


def upgrade(service: str, url: str, revision: str = "head") -> None:
    """Bring a service's database to a revision. Does nothing when it is there already."""
    if revision == "head" and current_revision(url) == head_revision(service):
        return
    command.upgrade(config_of(service, url), revision)


def downgrade(service: str, url: str, revision: str = "base") -> None:
    """Take a service's database back."""
    command.downgrade(config_of(service, url), revision)


def head_revision(service: str) -> str | None:
    """The newest revision in the code."""
    return ScriptDirectory.from_config(config_of(service, "")).get_current_head()


def current_revision(url: str) -> str | None:
    """The revision a database is at; None when it is empty."""
    engine = create_engine(url, pool=1)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()


def drift(url: str, metadata: MetaData) -> list[Any]:
    """How a migrated database differs from the models; empty when it does not."""
    load_chassis_tables()
    engine = create_engine(url, pool=1)
    try:
        with engine.connect() as connection:
            migration = MigrationContext.configure(connection, opts={"include_object": _is_ours})
            return list(compare_metadata(migration, _both(metadata)))
    finally:
        engine.dispose()


def run_env(metadata: MetaData) -> None:
    """What every service's ``migrations/env.py`` does: run the chain in one transaction on the given address."""
    load_chassis_tables()
    engine = create_engine(context.config.attributes["url"], pool=1)
    try:
        with engine.connect() as connection:
            context.configure(connection=connection, target_metadata=_both(metadata), include_object=_is_ours)
            with context.begin_transaction():
                context.run_migrations()
    finally:
        engine.dispose()


def _both(metadata: MetaData) -> MetaData:
    whole = MetaData(naming_convention=metadata.naming_convention)
    for part in (metadata, chassis_metadata):
        for table in part.tables.values():
            table.to_metadata(whole)
    return whole


def _is_ours(_: Any, name: str | None, type_: str, *__: Any) -> bool:
    return not (type_ == "table" and name == "alembic_version")


def role_exists(connection: sqlalchemy.Connection, role: str) -> bool:
    """Whether the server knows a database user; tests may run without the service's own."""
    return bool(connection.scalar(sqlalchemy.text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": role}))
