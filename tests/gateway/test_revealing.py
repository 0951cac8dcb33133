"""Masked values on the pages: shown plain once, on the page that asked, and never written back by a form."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.gateway.conftest import Browser
from tests.gateway.outside import Outside
from tests.gateway.sample import CUSTOMER, ID

SignIn = Callable[..., Browser]
CONTACT: dict[str, Any] = {
    "id": "0192f0c1-0000-7000-8000-0000000000d1",
    "version": 1,
    "name": "李四",
    "relation": "会计",
    "phone": "139****1111",
    "email": "l***@example.com",
    "notes": "",
    "active": True,
}
REVEALER = {"customer:read": "department", "customer:reveal": "department"}


@pytest.fixture
def customer(services: dict[str, Outside]) -> Outside:
    """The customer service with somebody else's customer."""
    customer = services["customer"]
    record = {**CUSTOMER, "owner_id": ID, "mobile": "138****5678", "masked": True}
    customer.says("GET", f"/v1/customers/{ID}", record)
    customer.says("GET", f"/v1/customers/{ID}/contacts", {"items": [CONTACT]})
    customer.says("GET", f"/v1/customers/{ID}/timeline", {"items": [], "next": None})
    plain = {"id": ID, "mobile": "13812345678", "contacts": [{**CONTACT, "phone": "13900001111"}]}
    customer.says("POST", f"/v1/customers/{ID}/reveal", plain)
    return customer


def test_plain_values_are_offered_to_who_may_reveal_and_to_nobody_else(sign_in: SignIn, customer: Outside) -> None:
    offer = f'action="/customers/{ID}/reveal"'
    assert offer in sign_in(REVEALER).get(f"/customers/{ID}").text
    assert offer not in sign_in({"customer:read": "department"}).get(f"/customers/{ID}").text


def test_plain_values_stand_on_the_page_that_asked_and_on_no_other(sign_in: SignIn, customer: Outside) -> None:
    browser = sign_in(REVEALER)
    asked = {"purpose": "complaint", "note": "回访"}
    answer = browser.post(f"/customers/{ID}/reveal", asked)
    assert answer.status_code == 200
    assert "13812345678" in answer.text
    assert "13900001111" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert customer.asked("POST", f"/v1/customers/{ID}/reveal")[0].json == asked
    assert "13812345678" not in browser.get(f"/customers/{ID}").text


def test_a_purpose_that_is_lacking_is_asked_for(sign_in: SignIn, customer: Outside) -> None:
    customer.says(
        "POST", f"/v1/customers/{ID}/reveal", {"code": "invalid", "fields": {"note": ["required"]}}, status=422
    )
    answer = sign_in(REVEALER).post(f"/customers/{ID}/reveal", {"purpose": "legal", "note": ""})
    assert answer.status_code == 422
    assert "Please fill this in." in answer.text


def test_the_form_of_a_masked_customer_leaves_masked_fields_out(sign_in: SignIn, customer: Outside) -> None:
    page = sign_in({"customer:read": "all", "customer:write": "all"}).get(f"/customers/{ID}/edit").text
    assert 'name="region"' in page
    assert 'name="mobile"' not in page
    assert 'name="address"' not in page
