"""What these tests begin with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from chassis.testing.service import Caller, ServiceUnderTest
from services.auth.oidc.domain.oidc import Trust
from services.auth.oidc.provider import Provider
from services.auth.store.models import Staff
from tests.services.auth.oidc.api.asking import HOME
from tests.services.auth.people import Hire
from tests.support.openid import CLIENT, SECRET, OpenIdProvider, running_provider


@pytest.fixture
def openid() -> Iterator[OpenIdProvider]:
    with running_provider() as provider:
        provider.register(f"{HOME}/sign-in/oidc/callback")
        yield provider


@pytest.fixture
def trusting(service: ServiceUnderTest, openid: OpenIdProvider) -> Callable[..., None]:
    """``trusting(second_factor=True)``: the service trusts the provider like this."""

    def trust(client_secret: str = SECRET, **how: Any) -> None:
        believed = Trust(issuer=openid.issuer, client_id=CLIENT, **how)
        service.app.extensions["provider"] = Provider(
            believed, client_secret=client_secret, scopes="openid profile", public_url=HOME
        )

    return trust


@pytest.fixture
def api(nobody: Caller, trusting: Callable[..., None]) -> Caller:
    """Anybody before a service that trusts the provider."""
    trusting()
    return nobody


@pytest.fixture
def wang(hire: Hire) -> Staff:
    return hire("wang", "王芳", roles=["sales"])
