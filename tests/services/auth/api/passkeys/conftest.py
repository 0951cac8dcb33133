"""What these tests begin with."""

from __future__ import annotations

import pytest

from chassis.testing.service import Caller, ServiceUnderTest
from tests.services.auth.api.passkeys.owner import Owner
from tests.services.auth.people import Hire
from tests.support.authenticator import PARTY


@pytest.fixture(autouse=True)
def named(service: ServiceUnderTest) -> None:
    """The house has a name, not only a number."""
    service.app.extensions["relying_party"] = PARTY


@pytest.fixture
def wang(hire: Hire, nobody: Caller) -> Owner:
    hire("wang", "王芳", roles=["sales"])
    owner = Owner(nobody, "wang")
    owner.enter()
    return owner
