"""A gateway before the services of the running system, and browsers before the gateway.

The gateway lives in the test's own process, so that a test can change its settings, put a wire between it and a
service (tests.gateway.wire), and ask without a server; whatever it asks for comes from the real services.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from contracts.services import SERVICES
from gateway.app import create_app
from gateway.i18n import CATALOGS
from gateway.settings import GatewaySettings
from ops.demo.api_client import ApiClient
from tests.gateway.browsers import Browser
from tests.gateway.scenario import Scenario, Someone
from tests.gateway.wire import Wire, wires
from tests.support.fleet import Fleet


@pytest.fixture(scope="session", autouse=True)
def _catalog() -> None:
    """The Chinese texts, as the set-up compiles them."""
    if CATALOGS.stale():
        CATALOGS.compile()


@pytest.fixture(scope="session")
def scenario(fleet: Fleet, admin: ApiClient) -> Scenario:
    """The company that the pages show."""
    return Scenario(fleet, admin)


@pytest.fixture(scope="session")
def make_pages(fleet: Fleet) -> Callable[..., Flask]:
    """``make_pages(public_url=...)`` is a gateway before the services of the running system."""

    def make(**changed: Any) -> Flask:
        urls = {service: fleet.site.url_of(service) for service in SERVICES}
        edge_key = fleet.site.environment("gateway")["EDGE_KEY"]
        usual = {"secret_key": "for tests", "log_level": "ERROR", "urls": urls, "edge_key": edge_key}
        return create_app(GatewaySettings(**{**usual, **changed}))

    return make


@pytest.fixture(scope="session")
def pages(make_pages: Callable[..., Flask]) -> Flask:
    """The gateway before the services of the running system."""
    return make_pages()


@pytest.fixture
def wired(fleet: Fleet) -> Iterator[dict[str, Wire]]:
    """The wires to the services, by the services' names."""
    with wires({service: fleet.site.url_of(service) for service in SERVICES}) as made:
        yield made


@pytest.fixture
def wired_pages(make_pages: Callable[..., Flask], wired: dict[str, Wire]) -> Flask:
    """A gateway that reaches the services over these wires."""
    return make_pages(urls={service: wire.url for service, wire in wired.items()})


@pytest.fixture
def visitor(pages: Flask) -> Browser:
    """A browser that has not signed in."""
    return Browser(pages.test_client())


@pytest.fixture(scope="session")
def enter(pages: Flask) -> Callable[..., Browser]:
    """``enter(someone)`` is the browser of a person who has signed in; ``at`` another gateway than the usual one."""

    def signed_in(someone: Someone, language: str = "en", at: Flask | None = None) -> Browser:
        browser = Browser((at or pages).test_client())
        browser.post("/language", {"language": language, "next": "/"})
        form = {"username": someone.username, "password": someone.password}
        assert browser.post("/sign-in", form).status_code == 303
        return browser

    return signed_in
