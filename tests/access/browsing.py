"""The staff's pages before the running services, and every path that can be read there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from flask.testing import FlaskClient
from werkzeug.routing import Rule

from contracts.services import SERVICES
from gateway.app import create_app
from gateway.settings import GatewaySettings
from tests.access.rights import Relation
from tests.access.scenario import Scenario
from tests.support.fleet import PASSWORD

OUTSIDE = ("/static", "/healthz", "/readyz", "/metrics", "/.well-known")
"""What is no page."""
SHOWN = ("customer", "contact", "case", "change request", "import", "export", "file", "view request", "hand-over")
"""Kinds of records that a page could show something of."""


def before_pages(scenario: Scenario, username: str) -> tuple[list[str], FlaskClient]:
    """Every path of the pages that is read, and somebody who is signed in before them."""
    urls: dict[str, Any] = {service: scenario.fleet.site.url_of(service) for service in SERVICES}
    app = create_app(GatewaySettings(secret_key="for tests", log_level="ERROR", urls=urls))
    client = app.test_client()
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text)
    assert token
    form = {"csrf_token": token[1], "username": username, "password": PASSWORD}
    assert client.post("/sign-in", data=form).status_code == 303
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    paths = [path for rule in rules if not rule.rule.startswith(OUTSIDE) for path in _paths(scenario, rule)]
    return paths, client


def _paths(scenario: Scenario, rule: Rule) -> Iterator[str]:
    """The rule's path, with the id of a record of each kind where it takes one."""
    if not rule.arguments:
        yield rule.rule
    else:
        ids = [scenario.ids[kind][Relation.DEPARTMENT] for kind in SHOWN]
        for id in (*ids, scenario.people["sales"].id, scenario.ids["report"][Relation.NONE]):
            yield re.sub(r"<[^>]*>", id, rule.rule)
