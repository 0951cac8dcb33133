"""Databases for tests: each test its own, copied from a template that was migrated once."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

import psycopg
import sqlalchemy
from psycopg import sql

from chassis.db import create_engine
from chassis.db.tables import create_chassis_tables


class DatabaseUrls(Protocol):
    """How a service reaches its database: ``app`` at work, ``owner`` to migrate it."""

    @property
    def app(self) -> str: ...
    @property
    def owner(self) -> str: ...


@dataclass(frozen=True)
class TestDatabase:
    """A fresh database: ``app`` is the address a service works with, ``owner`` the one that may do everything."""

    __test__ = False
    name: str
    app: str
    owner: str


Prepare = Callable[[str, str], None]
"""Prepares a template: called with the owner's address and the name of the application's database user."""


def prepare_chassis(owner_url: str, app_role: str) -> None:
    """Only the chassis' tables."""
    engine = create_engine(owner_url, pool=1)
    with engine.begin() as connection:
        create_chassis_tables(connection, app_role)
    engine.dispose()


def chassis_and(tables: str) -> Prepare:
    """The chassis' tables, and some of a test's own (statements of SQL). Keep what it answers: it is the name under
    which the database is found again."""

    def prepare(owner_url: str, app_role: str) -> None:
        prepare_chassis(owner_url, app_role)
        with psycopg.connect(owner_url) as owner:
            owner.execute(tables.encode())

    return prepare


@dataclass
class DatabaseFactory:
    """Makes databases on one server, quickly: the first of a kind is prepared, the others are copies of it.

    ``create_database(service, name)`` makes a database with its owner and its application user.
    """

    admin_url: str
    create_database: Callable[[str, str], DatabaseUrls]
    _templates: dict[tuple[str, Prepare], DatabaseUrls] = field(default_factory=dict)
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def __call__(self, service: str = "chassis", prepare: Prepare = prepare_chassis) -> TestDatabase:
        """A fresh database of ``service``."""
        key = service, prepare
        if key not in self._templates:
            urls = self.create_database(service, f"template_{service}_{next(self._numbers)}")
            prepare(urls.owner, str(sqlalchemy.make_url(urls.app).username))
            self._templates[key] = urls
        urls = self._templates[key]
        template = sqlalchemy.make_url(urls.owner)
        name = f"test_{service}_{next(self._numbers)}"
        statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY file_copy").format(
            sql.Identifier(name), sql.Identifier(str(template.username)), sql.Identifier(str(template.database))
        )
        with psycopg.connect(self.admin_url, autocommit=True) as admin:
            admin.execute(statement)
        app, owner = (
            sqlalchemy.make_url(url).set(database=name).render_as_string(hide_password=False)
            for url in (urls.app, urls.owner)
        )
        return TestDatabase(name=name, app=app, owner=owner)

    def connect(self, database: TestDatabase) -> psycopg.Connection[Any]:
        """A connection that may do everything, each statement a transaction; the caller closes it."""
        url = sqlalchemy.make_url(self.admin_url).set(database=database.name)
        return psycopg.connect(url.render_as_string(hide_password=False), autocommit=True)

    def drop(self, database: TestDatabase) -> None:
        """Drop a database made here, whoever is still connected to it."""
        with psycopg.connect(self.admin_url, autocommit=True) as admin:
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database.name)))
