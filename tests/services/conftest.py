"""Each service of a test process once, with one migrated database: emptied before each test that asks for it."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from argon2 import PasswordHasher

from chassis.auth.sealing import make_box_key
from chassis.testing.emptying import DatabaseKeeper, KeptDatabase
from chassis.testing.service import KeptService, Keys, ServiceUnderTest
from services.auth.usecases import passwords
from tests.support.databases import prepare_service


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    """The key pair of this test run."""
    return Keys.create(tmp_path_factory.mktemp("keys"))


def build(service: str, keys: Keys, database: KeptDatabase) -> KeptService:
    """The app of a service on a database."""
    more: dict[str, Any] = {}
    if service == "auth":
        factor = keys.private.with_name("factors.key")
        make_box_key(factor)
        more = {"auth_signing_keys_file": keys.private, "auth_factor_key_file": factor}
    settings = importlib.import_module(f"services.{service}.settings").Settings(
        service_name=service,
        database_url=database.database.app,
        redis_url="redis://127.0.0.1:1/0",
        auth_jwks_file=keys.public,
        **more,
    )
    return KeptService.build(importlib.import_module(f"services.{service}.app").create_app, settings, keys, database)


@pytest.fixture(scope="session", autouse=True)
def hashed_in_earnest() -> Iterator[str]:
    """Meanwhile passwords are hashed as cheaply as Argon2 does; a hash as it is made at work."""
    in_earnest = passwords._NOBODYS
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", cheap)
        patch.setattr(passwords, "_NOBODYS", cheap.hash("the password of nobody"))
        yield in_earnest


@pytest.fixture(scope="session")
def kept_services() -> Iterator[dict[str, KeptService]]:
    """The services of this test process that were started, by name."""
    kept: dict[str, KeptService] = {}
    yield kept
    for service in kept.values():
        service.engine.dispose()


@pytest.fixture
def start_service(
    keep_database: DatabaseKeeper, kept_services: dict[str, KeptService], keys: Keys
) -> Callable[[str], ServiceUnderTest]:
    """``start_service("customer")`` is that service, of which nobody has heard anything yet."""

    def start(service: str) -> ServiceUnderTest:
        database = keep_database.keep(service, prepare_service(service))
        kept = kept_services.get(service)
        if kept is None or kept.database is not database:
            kept = kept_services[service] = build(service, keys, database)
        return kept.again()

    return start
