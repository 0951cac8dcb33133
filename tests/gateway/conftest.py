"""A gateway before four services that answer what the test says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from contracts.permissions import Permission
from gateway.app import create_app
from gateway.i18n import CATALOG, compile_catalog
from gateway.settings import SERVICES, GatewaySettings
from ops.demo.door import Door
from tests.fleet import Fleet
from tests.gateway.house import House, Someone
from tests.gateway.outside import Outside
from tests.gateway.sample import CUSTOMER, ID, STAFF
from tests.gateway.wire import Wire, wires

HTMX = {"HX-Request": "true"}
EVERYTHING = {permission.value: "all" for permission in Permission}


@pytest.fixture(scope="session", autouse=True)
def _catalog() -> None:
    """The Chinese texts, as the set-up compiles them."""
    if not CATALOG.with_suffix(".mo").exists() or CATALOG.stat().st_mtime > CATALOG.with_suffix(".mo").stat().st_mtime:
        compile_catalog()


@pytest.fixture
def services() -> Iterator[dict[str, Outside]]:
    """The four services by name, all ready."""
    outside = {service: Outside() for service in SERVICES}
    for service in outside.values():
        service.says("GET", "/readyz", {"status": "ready"})
    yield outside
    for service in outside.values():
        service.close()


@pytest.fixture
def make_gateway(services: dict[str, Outside]) -> Callable[..., Flask]:
    """``make_gateway(public_url=...)`` is an app before the four services."""

    def make(**changed: Any) -> Flask:
        urls = {f"{name}_url": service.url for name, service in services.items()}
        app = create_app(GatewaySettings(**{"secret_key": "for tests", "log_level": "ERROR", **urls, **changed}))
        return app

    return make


@pytest.fixture
def gateway(make_gateway: Callable[..., Flask]) -> Flask:
    return make_gateway()


@dataclass
class Browser:
    """Somebody before the pages: reads them, and fills in their forms with what those hide."""

    client: FlaskClient

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.client.get(path, **options)

    def token(self) -> str:
        """The token against forged requests, as a page of this browser has it."""
        page = self.client.get("/sign-in").text
        found = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert found, page
        return found[1]

    def post(self, path: str, fields: dict[str, Any] | None = None, **options: Any) -> TestResponse:
        return self.client.post(path, data={"csrf_token": self.token(), **(fields or {})}, **options)


@pytest.fixture
def stranger(gateway: Flask) -> Browser:
    """A browser that has not signed in."""
    return Browser(gateway.test_client())


def session_of(permissions: dict[str, str], **changed: Any) -> dict[str, Any]:
    """What the auth service answers to a sign-in."""
    return {
        "session": "the-secret",
        "expires_at": "2030-01-01T00:00:00+00:00",
        "access_token": "the-token",
        "expires_in": 900,
        "staff": {**STAFF, "permissions": permissions},
        **changed,
    }


@pytest.fixture
def sign_in(gateway: Flask, services: dict[str, Outside]) -> Callable[..., Browser]:
    """``sign_in({"customer:read": "own"})`` is the browser of somebody with these permissions, or with all."""

    def enter(permissions: dict[str, str] | None = None, language: str = "en") -> Browser:
        answer = session_of(EVERYTHING if permissions is None else permissions)
        services["auth"].says("POST", "/v1/auth/sessions", answer, 201)
        browser = Browser(gateway.test_client())
        browser.post("/language", {"language": language, "next": "/"})
        assert browser.post("/sign-in", {"username": "wangfang", "password": "secret"}).status_code == 303
        return browser

    return enter


@pytest.fixture
def customers(services: dict[str, Outside]) -> Outside:
    """The customer service with one customer."""
    customer = services["customer"]
    customer.says("GET", "/v1/customers", {"items": [CUSTOMER], "next": "cursor"})
    customer.says("GET", "/v1/customers/count", {"count": 10000, "more": True})
    customer.says("GET", f"/v1/customers/{ID}", CUSTOMER)
    customer.says("GET", f"/v1/customers/{ID}/contacts", {"items": []})
    customer.says("GET", f"/v1/customers/{ID}/timeline", {"items": [], "next": None})
    return customer


@pytest.fixture(scope="session")
def house(fleet: Fleet, admin: Door) -> House:
    """The company that the pages show."""
    return House(fleet, admin)


@pytest.fixture(scope="session")
def make_pages(fleet: Fleet) -> Callable[..., Flask]:
    """``make_pages(public_url=...)`` is a gateway before the services of the running system."""

    def make(**changed: Any) -> Flask:
        urls = {f"{service}_url": fleet.site.url_of(service) for service in SERVICES}
        return create_app(GatewaySettings(**{"secret_key": "for tests", "log_level": "ERROR", **urls, **changed}))

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
    return make_pages(**{f"{service}_url": wire.url for service, wire in wired.items()})


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
