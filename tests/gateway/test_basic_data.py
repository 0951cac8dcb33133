"""The page of basic data leads everybody to what they may look at, and nobody further."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from gateway.pages.lists.hub import ALL
from tests.gateway.browsers import Browser
from tests.gateway.scenario import Scenario

Enter = Callable[..., Browser]
ROLES = (
    "administrator",
    "verifier",
    "sales",
    "service",
    "service_lead",
    "customer_manager",
    "department_manager",
    "leadership",
    "auditor",
)
KEPT = {
    "verifier": ["regions", "industries"],
    "service_lead": ["subjects", "causes", "products", "places"],
    "customer_manager": ["/tiers", "reports/policy", "customers/rhythm/policies"],
    "leadership": ["/tiers", "checks/policies", "customers/exports/to-approve"],
    "administrator": ["staff/roles", "staff/departments", "notices/channels"],
}
ITEM = re.compile(r'<section class="card" aria-label="[^"]+"><div class="card-body">(.*?)</section>', re.S)


def items(page: str) -> list[str]:
    return ITEM.findall(page)


@pytest.mark.parametrize("role", ROLES)
def test_every_link_of_it_opens_for_who_sees_it(enter: Enter, scenario: Scenario, role: str) -> None:
    browser = enter(scenario.of(role))
    found = items(browser.get("/lists/").text)
    assert len(found) == len(ALL)
    links = [link for each in found for link in re.findall(r'href="([^"]+)"', each)]
    assert {link: browser.get(link).status_code for link in links} == dict.fromkeys(links, 200)


@pytest.mark.parametrize("role", KEPT)
def test_it_says_what_one_keeps(enter: Enter, scenario: Scenario, role: str) -> None:
    mine = [each for each in items(enter(scenario.of(role)).get("/lists/").text) if "You keep it" in each]
    for place in KEPT[role]:
        assert any(f'{place}"' in each for each in mine), place


def test_sales_keeps_nothing_and_finds_no_lists_to_change(enter: Enter, scenario: Scenario) -> None:
    browser = enter(scenario.of("sales"))
    page = browser.get("/lists/").text
    assert "You keep it" not in page
    assert "/lists/regions" not in page
    assert "/customers/rhythm/policies" in page
    assert 'href="/lists/"' not in browser.get("/own").text


def test_everything_on_it_has_an_address(pages: Flask) -> None:
    assert {each.endpoint for each in ALL} <= {rule.endpoint for rule in pages.url_map.iter_rules()}
