"""A database whose server was away for a moment costs nobody a failed request."""

from __future__ import annotations

import psycopg
import pytest

from contracts.services import SERVICES
from ops.demo.api_client import ApiClient
from tests.support.fleet import Fleet

READINGS = {
    "auth": "/staff",
    "customer": "/customers/count",
    "feedback": "/cases/count",
    "reporting": "/reports",
    "activity": "/notices",
}


@pytest.fixture(scope="module")
def lead(fleet: Fleet, admin: ApiClient) -> ApiClient:
    root = next(unit for unit in admin.get("/departments")["items"] if unit["parent_id"] is None)
    return fleet.hire(admin, "afterwards", "孙丽", ["service_lead", "leadership"], root["id"])


def end_all_connections(fleet: Fleet) -> None:
    """What a restart of the server does to all connections."""
    with psycopg.connect(fleet.site.admin_url, autocommit=True) as database:
        database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename LIKE 'guanxi%'")


@pytest.mark.parametrize("service", SERVICES)
def test_the_first_request_after_the_servers_return_is_answered(
    fleet: Fleet, admin: ApiClient, lead: ApiClient, service: str
) -> None:
    person = admin if service == "auth" else lead
    for _ in range(3):
        person.get(READINGS[service])
        end_all_connections(fleet)
        person.get(READINGS[service])


def test_everybody_is_ready_at_once(fleet: Fleet) -> None:
    end_all_connections(fleet)
    assert fleet.client.send("GET", "/healthz", {}, None).status == 200
