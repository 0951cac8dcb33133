"""People who import and check, files, and a worker that does what is due."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chassis.testing.service import Caller, ServiceUnderTest
from tests.services.customer.importing import CHECKER, IMPORTER, Imports


@pytest.fixture
def imports(service: ServiceUnderTest) -> Imports:
    """Imports with two people: one who imports and one who checks."""
    author = service.person("赵敏", IMPORTER, roles=("service",))
    return Imports(service, author, service.person("李强", CHECKER, roles=("verifier",)))


@pytest.fixture
def somebody(service: ServiceUnderTest) -> Callable[..., Caller]:
    """``somebody({permission: scope})`` is a person who may do just that."""
    return lambda permissions, **options: service.person("某人", permissions, **options)
