"""Fixtures for every test: one PostgreSQL and one Valkey a test process, a fresh database where one is asked for."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from sqlalchemy import Engine

from chassis.db import create_engine
from chassis.testing.emptying import DatabaseKeeper
from chassis.testing.servers import DatabaseFactory, TestDatabase
from ops.databases import create_database
from ops.demo.api_client import ApiClient
from ops.secrets import Secrets
from ops.servers import PostgresServer, ValkeyServer, free_port, start_postgres, start_valkey, temporary_home
from tests.support.fleet import PASSWORD, Fleet, running_fleet


@pytest.fixture(scope="session", autouse=True)
def plain_log() -> None:
    """What is logged in a test is shown with its failure, in one line each."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(key_order=["event"]),
        ]
    )


@pytest.fixture
def logged(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """``logged()``: the lines logged since the test, or the app it makes, called ``configure_logging``."""
    yield lambda: [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    logging.getLogger().handlers.clear()  # they write to where only this test reads


@pytest.fixture(scope="session")
def servers_home() -> Iterator[Path]:
    """Where this test process keeps its servers' data."""
    with temporary_home() as home:
        yield home


@pytest.fixture(scope="session")
def postgres_server(servers_home: Path) -> Iterator[PostgresServer]:
    """A real PostgreSQL that forgets nothing but what a power cut would take."""
    server = start_postgres(servers_home, free_port(), durable=False)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def valkey_server(servers_home: Path) -> Iterator[ValkeyServer]:
    """A real Valkey; its ``url`` goes into ``REDIS_URL``."""
    server = start_valkey(servers_home, free_port(), durable=False)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def make_database(postgres_server: PostgresServer, servers_home: Path) -> DatabaseFactory:
    """``make_database("customer", prepare)`` is a fresh database, copied from one that was prepared once."""
    secrets = Secrets(servers_home)
    return DatabaseFactory(
        postgres_server.admin_url,
        lambda service, name: create_database(postgres_server.admin_url, service, secrets, database=name),
    )


@pytest.fixture(scope="session")
def keep_database(make_database: DatabaseFactory) -> Iterator[DatabaseKeeper]:
    """``keep_database("customer", prepare)`` is one database a test process, emptied each time it is asked for."""
    keeper = DatabaseKeeper(make_database)
    yield keeper
    keeper.close()


@pytest.fixture
def database(keep_database: DatabaseKeeper) -> TestDatabase:
    """A database with the chassis' tables and nothing in them; its shape stays as it is."""
    return keep_database()


@pytest.fixture
def own_database(make_database: DatabaseFactory) -> Iterator[TestDatabase]:
    """A database with the chassis' tables for one test, which may do with it what it likes."""
    made = make_database()
    yield made
    make_database.drop(made)


@pytest.fixture
def make_engine() -> Iterator[Callable[[str], Engine]]:
    """``make_engine(url)`` is an engine that is closed when the test ends."""
    engines: list[Engine] = []

    def make(url: str) -> Engine:
        engines.append(create_engine(url))
        return engines[-1]

    yield make
    for engine in engines:
        engine.dispose()


@pytest.fixture
def engine(database: TestDatabase, make_engine: Callable[[str], Engine]) -> Engine:
    """An engine on a fresh database, as the service's own database user."""
    return make_engine(database.app)


@pytest.fixture(scope="session")
def fleet() -> Iterator[Fleet]:
    """The whole system, running; one a test process, so its stories keep to people and customers of their own."""
    with running_fleet() as running:
        yield running


@pytest.fixture(scope="session")
def admin(fleet: Fleet) -> ApiClient:
    """The administrator of the running system, who has chosen an own password."""
    fleet.api("admin", fleet.admin_password).post("/me/password", {"old": fleet.admin_password, "new": PASSWORD})
    return fleet.api("admin")
