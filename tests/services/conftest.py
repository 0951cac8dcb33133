"""Each service on its own migrated database."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator

import pytest

from chassis.auth.sealing import make_box_key
from chassis.auth.tokens import TokenSigner
from chassis.db import create_engine
from chassis.db.migrate import upgrade
from chassis.testing.servers import DatabaseFactory
from chassis.testing.service import Keys, ServiceUnderTest


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    """The key pair of this test run."""
    return Keys.create(tmp_path_factory.mktemp("keys"))


def prepare_service(service: str) -> Callable[[str, str], None]:
    """What makes a template database of a service: its migrations."""
    return PREPARED.setdefault(service, lambda owner_url, _: upgrade(service, owner_url))


PREPARED: dict[str, Callable[[str, str], None]] = {}


@pytest.fixture
def start_service(make_database: DatabaseFactory, keys: Keys) -> Iterator[Callable[[str], ServiceUnderTest]]:
    """``start_service("customer")`` is that service on a fresh database."""
    running = []

    def start(service: str) -> ServiceUnderTest:
        database = make_database(service, prepare_service(service))
        settings_class = importlib.import_module(f"services.{service}.settings").Settings
        factor = keys.private.with_name("factors.key")
        make_box_key(factor)
        more = {"auth_signing_keys_file": keys.private, "auth_factor_key_file": factor} if service == "auth" else {}
        settings = settings_class(
            service_name=service,
            database_url=database.app,
            redis_url="redis://127.0.0.1:1/0",
            auth_jwks_file=keys.public,
            **more,
        )
        engine = create_engine(database.app, pool=4)
        app = importlib.import_module(f"services.{service}.app").create_app(settings, engine)
        running.append((engine, database))
        return ServiceUnderTest(app=app, engine=engine, signer=TokenSigner(keys.private), owner=database.owner)

    yield start
    for engine, database in running:
        engine.dispose()
        make_database.drop(database)
